"""`outcomes`: the database of reported outcomes, migrated, backed up, and erased from."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render import outcomes as render
from resolver.cli.reported import exported, opened_store
from resolver.cli.usage import Parser, moment
from resolver.errors import OutcomeConflictError
from resolver.model.texts import Text
from resolver.runtime.disk import replace_file
from resolver.runtime.outcomes.lines import line_of
from resolver.runtime.outcomes.store import OutcomeStore

_MIGRATE = Text("把结果库的表更新到当前版本", "bring the tables of the database up to date")
_EXPORT = Text(
    "把登记的结果写成 JSON 行文件，用于备份", "write all outcomes as lines of JSON: a backup"
)
_IMPORT = Text(
    "读入导出的文件；已有的不重复", "read an exported file; what is there stays as it is"
)
_ERASE = Text("删除登记的结果", "erase outcomes")
_FILE = Text("文件", "the file")
_SINCE = Text("从该时刻起（含）", "from this moment on")
_UNTIL = Text("到该时刻止（不含）", "until before this moment")
_BEFORE = Text("登记于该时刻之前的", "those recorded before this moment")
_BY = Text("由该人（reported_by）登记的", "those of this person (reported_by)")
_ABOUT = Text("关于该应答（resolution_id）的", "those about this answer (resolution_id)")
_NOTHING_MEANT = Text(
    "请至少给出一个条件：--before、--reported-by 或 --resolution",
    "say which: --before, --reported-by or --resolution",
)


def configure(parser: Parser) -> None:
    """Add the commands and their arguments. The database is that of RESOLVER_OUTCOMES."""
    parser.command("migrate", _MIGRATE).language_option()
    export = parser.command("export", _EXPORT)
    export.value("file", _FILE, metavar="FILE", type=Path)
    export.option("--since", _SINCE, metavar="TIME", type=moment)
    export.option("--until", _UNTIL, metavar="TIME", type=moment)
    export.language_option()
    read = parser.command("import", _IMPORT)
    read.value("file", _FILE, metavar="FILE", type=Path)
    read.language_option()
    erase = parser.command("erase", _ERASE)
    erase.option("--before", _BEFORE, metavar="TIME", type=moment)
    erase.option("--reported-by", _BY, metavar="NAME", default="")
    erase.option("--resolution", _ABOUT, metavar="ID", default="")
    erase.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Carry out one of the commands."""
    with opened_store() as store:
        _ACTIONS[options.action](store, options)
    return ExitCode.FINE


def _migrate(_: OutcomeStore, options: argparse.Namespace) -> None:
    render.tell(render.MIGRATED, options.language)


def _export(store: OutcomeStore, options: argparse.Namespace) -> None:
    lines = [line_of(one) for one in store.outcomes(options.since, options.until)]
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    try:
        replace_file(options.file, data, mode=0o600)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CommandError(
            Text(f"无法写入 {options.file}：{reason}", f"cannot write {options.file}: {reason}")
        ) from error
    render.tell(render.EXPORTED, options.language, n=len(lines), file=options.file)


def _import(store: OutcomeStore, options: argparse.Namespace) -> None:
    outcomes = exported(options.file)
    before = conflicts = 0
    for outcome in outcomes:
        try:
            before += store.record(outcome).already
        except OutcomeConflictError:
            conflicts += 1
    done = len(outcomes) - before - conflicts
    render.tell(render.IMPORTED, options.language, n=done, before=before, conflicts=conflicts)
    if conflicts:
        raise CommandError(render.CONFLICTS, ExitCode.FAILED)


def _erase(store: OutcomeStore, options: argparse.Namespace) -> None:
    if not (options.before or options.reported_by or options.resolution):
        raise CommandError(_NOTHING_MEANT)
    erased = store.erase(
        before=options.before, reported_by=options.reported_by, resolution_id=options.resolution
    )
    render.tell(render.ERASED, options.language, n=erased)


_ACTIONS: Mapping[str, Callable[[OutcomeStore, argparse.Namespace], None]] = {
    "migrate": _migrate,
    "export": _export,
    "import": _import,
    "erase": _erase,
}
