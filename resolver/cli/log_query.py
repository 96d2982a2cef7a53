"""SQL over the segments of a decision log, as they lie on the disk."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolver.cli.exits import CommandError
from resolver.cli.usage import Parser, moment
from resolver.model.texts import Text
from resolver.runtime.decisions.segments import chains_of, segments_of

if TYPE_CHECKING:
    import duckdb

_SINCE = Text("从该时刻起（含）", "from this moment on")
_UNTIL = Text("到该时刻止（不含）", "until before this moment")
_CALLER = Text("该调用方的", "of this caller")
_CAUSE = Text("首要原因是它的", "with this first cause")
_RULE = Text("有这条规则成立的", "in which the condition of this rule held")
_CODE = Text("服务商返回这个代码的", "about this code of a provider")

_COLUMNS = {
    "kind": "VARCHAR",
    "n": "BIGINT",
    "time": "VARCHAR",
    "id": "VARCHAR",
    "lookup_id": "VARCHAR",
    "caller": "VARCHAR",
    "revision": "VARCHAR",
    "evaluated_at": "VARCHAR",
    "language": "VARCHAR",
    "max_causes": "INTEGER",
    "context": "JSON",
    "facts": "JSON",
    "findings": "STRUCT(field VARCHAR, code VARCHAR)[]",
    "instants": "JSON",
    "retry_not_before": "VARCHAR",
    "answer": "VARCHAR",
    "outcome": "VARCHAR",
    "cause": "VARCHAR",
    "causes": ("STRUCT(cause VARCHAR, probability DOUBLE, rules VARCHAR[], remedies VARCHAR[])[]"),
    "action": "VARCHAR",
    "retryable": "BOOLEAN",
    "asked": "VARCHAR[]",
    "matches": "VARCHAR[]",
}
_MOMENTS = ("time", "evaluated_at", "retry_not_before")
_SHARED = ("cause", "causes", "action", "retryable", "asked", "matches")
_LONGEST_LINE = 16 * 1_048_576


@dataclass(slots=True)
class Filter:
    """Which decisions are meant, as a condition of SQL and its values."""

    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, value: object) -> None:
        """Add a condition with one value, if there is a value."""
        if value:
            self.conditions.append(condition)
            self.values.append(value)

    @property
    def where(self) -> str:
        """What stands behind the name of a table."""
        return f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


def filter_options(parser: Parser) -> None:
    """Add the options that say which decisions are meant."""
    parser.option("--since", _SINCE, metavar="TIME", type=moment)
    parser.option("--until", _UNTIL, metavar="TIME", type=moment)
    parser.option("--caller", _CALLER, metavar="NAME")
    parser.option("--cause", _CAUSE, metavar="ID")
    parser.option("--rule", _RULE, metavar="ID")
    parser.option("--code", _CODE, metavar="CODE")


def filter_of(options: argparse.Namespace) -> Filter:
    """Return what the options say."""
    wanted = Filter()
    wanted.add("time >= ?::TIMESTAMPTZ", options.since and options.since.isoformat())
    wanted.add("time < ?::TIMESTAMPTZ", options.until and options.until.isoformat())
    wanted.add("caller = ?", options.caller)
    wanted.add("cause = ?", options.cause)
    wanted.add("list_contains(matches, ?)", options.rule)
    wanted.add("""context->>'$."outcome.code"' = ?""", options.code)
    return wanted


@contextmanager
def opened(log: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a database whose view `decisions` is a log. Lines that are not whole are not in it.

    Raises:
        CommandError: The library is not installed, or a query cannot be carried out.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise CommandError(
            Text(
                "需要 DuckDB：pip install 'invoice-status-resolver[log]'",
                "DuckDB is needed: pip install 'invoice-status-resolver[log]'",
            )
        ) from error
    with duckdb.connect() as database:
        try:
            database.execute("SET TimeZone = 'Asia/Shanghai'")
            database.execute(_view(log))
            yield database
        except duckdb.Error as error:
            raise CommandError(
                Text(f"查询无法执行：{error}", f"the query cannot be carried out: {error}")
            ) from error


def rows_of(
    database: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the names of the columns of a query, and its rows, all as text or `None`."""
    found = database.execute(f"SELECT COLUMNS(*)::VARCHAR FROM ({query})", list(values))  # noqa: S608 - the user's own database
    names = [column[0] for column in found.description or ()]
    return names, found.fetchall()


def _view(log: Path) -> str:
    files = [str(one.file) for chain in chains_of(log) for one in segments_of(chain)]
    listed = ", ".join(_quoted(file) for file in files)
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in _COLUMNS.items())
    told = ", ".join(
        f"{name}::TIMESTAMPTZ AS {name}" if name in _MOMENTS else name
        for name in _COLUMNS
        if name not in {"kind", *_SHARED}
    )
    read = (
        f"read_json([{listed}], format = 'newline_delimited', columns = {{{columns}}}, "
        f"ignore_errors = true, maximum_object_size = {_LONGEST_LINE})"
    )
    return f"""
        CREATE VIEW decisions AS
        WITH told AS (SELECT {told} FROM {read} WHERE kind = 'decision'),
        shared AS (
            SELECT DISTINCT ON (outcome) outcome, {", ".join(_SHARED)}
            FROM {read} WHERE kind = 'outcome'
        )
        SELECT * FROM told JOIN shared USING (outcome)
    """  # noqa: S608 - names of files are quoted


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
