"""`diff`: what changed between two rulebooks, and which answers change with it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from resolver.cli.budgets import Budget, budget, check_causes, exceeded
from resolver.cli.contrast import Contexts, impact_of
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.book_changes import ChangeTexts, changes_section
from resolver.cli.render.comparisons import ComparisonTexts
from resolver.cli.render.console import error_console, output_console, styled
from resolver.cli.render.diff_json import as_json
from resolver.cli.render.impact import impact_sections
from resolver.cli.render.report import print_sections
from resolver.cli.render.sheet import Told, sheet_text
from resolver.cli.sides import Side, read_sides
from resolver.cli.sources import write_text
from resolver.cli.usage import Parser, moment, unfit, whole_number
from resolver.inference.changes import Change, book_changes
from resolver.inference.compare import LEAST_MOVE
from resolver.inference.derive import Deriver
from resolver.inference.impact import Impact
from resolver.inference.prepared import prepare
from resolver.inference.proof import prove
from resolver.model.texts import LANGUAGES, Text, closest_language
from resolver.service.resolver_servicer import beijing_now

_OLD = Text(
    "变更前：规则目录，或 Git 版本（分支、标签、提交，可写 版本:目录）",
    "before: a rules folder, or a Git revision (branch, tag, commit; REVISION:FOLDER)",
)
_NEW = Text("变更后：同上", "after: likewise")
_RULES = Text(
    "Git 版本中的规则目录，从仓库根目录算起（默认 rules）",
    "the rules folder of a Git revision, from the root of the repository (default: rules)",
)
_CONTEXTS = Text(
    "逐条对比这些上下文的答案，每行一个 JSON，可以是 .gz；- 表示标准输入",
    "compare the answers to these contexts, one JSON object a line, gzipped or\n"
    "not; - for standard input",
)
_AT = Text(
    "没有自带时间的上下文按这一时刻判断（默认现在）",
    "the moment for contexts that have none of their own (default: now)",
)
_JOBS = Text(
    "用几个进程（默认每个核一个）；结果与进程数无关",
    "how many processes (default: one a core); the result is the same",
)
_LEAST_MOVE = Text(
    "可能性变动不到几个百分点不算不同（默认 1）",
    "a probability that moves by fewer points in a hundred has not moved (default: 1)",
)
_SHEET = Text("另写审批单，.html 或 .md", "write the sheet for approval as well, .html or .md")
_SHEET_LANGUAGE = Text("审批单的语言（默认 zh-CN）", "language of the sheet (default: zh-CN)")
_MAX_FLIPS = Text(
    "首要原因的变化不得超过：N 条、P%%、某原因 N 条（原因=N）；可重复，超出则退出码为 1",
    "fail if more first causes change than N, than P%%, or for one cause (CAUSE=N);\n"
    "may be repeated",
)
_JSON = Text("输出 JSON", "print JSON")
_NEEDS_CONTEXTS = Text("--max-flips 需要 --contexts", "--max-flips needs --contexts")
_PROVING = Text("逐处改动变更的规则，看场景能否发现", "changing the changed rules further")
_SUFFIX = Text("审批单只写成 .html 或 .md 文件", "the sheet is written as .html or .md only")
_EXCEEDED = Text(
    "超出限额 --max-flips {budget}：首要原因变化 {flips:,} 条（共 {contexts:,} 条）",
    "over --max-flips {budget}: {flips:,} first causes changed, of {contexts:,} contexts",
)
_UNREADABLE = Text("有 {n:,} 行无法读取，未计入", "{n:,} lines cannot be read and are not counted")
_PAGES = (".html", ".htm")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("old", _OLD, metavar="OLD")
    parser.value("new", _NEW, metavar="NEW")
    parser.option("--rules", _RULES, type=Path, metavar="DIR", default=Path("rules"))
    parser.option("--contexts", _CONTEXTS, metavar="FILE")
    parser.option("--at", _AT, metavar="MOMENT", type=moment)
    parser.option("--jobs", _JOBS, metavar="N", type=whole_number(1, 256))
    parser.option("--least-move", _LEAST_MOVE, metavar="POINTS", type=_points, default=LEAST_MOVE)
    parser.option(
        "--max-flips", _MAX_FLIPS, metavar="LIMIT", type=budget, action="append", default=[]
    )
    parser.option("--sheet", _SHEET, metavar="FILE", type=Path)
    parser.option(
        "--sheet-language",
        _SHEET_LANGUAGE,
        metavar="TAG",
        type=closest_language,
        default=LANGUAGES[0],
    )
    parser.option("--json", _JSON, action="store_true")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Compare the rules, then the answers; write the sheet, print both, and judge the budgets."""
    _check(options)
    sides = read_sides((options.old, options.new), options.rules, options.language)
    if len(sides) < 2:
        return ExitCode.RULES_REFUSED
    old, new = sides
    check_causes(options.max_flips, {**old.rulebook.causes, **new.rulebook.causes})
    changes = book_changes(old.rulebook, new.rulebook)
    impact = _impact(old, new, options) if options.contexts else None
    if options.sheet:
        _write_sheet(old, new, changes, impact, options)
    _print(sides, changes, impact, options)
    return _judged(impact, options)


def _check(options: argparse.Namespace) -> None:
    if options.max_flips and not options.contexts:
        raise CommandError(_NEEDS_CONTEXTS)
    if options.sheet and options.sheet.suffix.lower() not in (*_PAGES, ".md"):
        raise CommandError(_SUFFIX)


def _impact(old: Side, new: Side, options: argparse.Namespace) -> Impact:
    contexts = Contexts(options.contexts, options.at or beijing_now(), options.least_move)
    return impact_of(contexts, old.rulebook, new.rulebook, options.jobs, options.language)


def _print(
    sides: Sequence[Side],
    changes: Sequence[Change],
    impact: Impact | None,
    options: argparse.Namespace,
) -> None:
    if options.json:
        print(as_json(sides, changes, impact, options.max_flips))
        return
    language = options.language
    texts = ChangeTexts(sides[-1].rulebook.vocabulary, language)
    sections = [changes_section(changes, texts, language)]
    if impact is not None:
        sections += impact_sections(impact, ComparisonTexts(language))
    print_sections(sections, output_console())


def _write_sheet(
    old: Side,
    new: Side,
    changes: Sequence[Change],
    impact: Impact | None,
    options: argparse.Namespace,
) -> None:
    derive = Deriver(new.rulebook.knowledge).derive
    with error_console().status(_PROVING.get(options.language)):  # seen on a terminal alone
        scenarios = prepare(new.scenarios, new.rulebook, derive)
        changed = (one.part for one in changes if not one.is_renumbered)
        proof = prove(new.rulebook, changed, scenarios)
    told = Told(old, new, changes, impact, options.max_flips, proof, beijing_now())
    is_page = options.sheet.suffix.lower() in _PAGES
    write_text(options.sheet, sheet_text(told, options.sheet_language, is_page=is_page))


def _judged(impact: Impact | None, options: argparse.Namespace) -> ExitCode:
    """Tell what is beyond a budget and what could not be read, and return how that ends."""
    if impact is None:
        return ExitCode.FINE
    console, language = error_console(), options.language
    over: list[Budget] = list(exceeded(options.max_flips, impact))
    for one in over:
        text = _EXCEEDED.get(language).format(
            budget=one, flips=one.spent(impact), contexts=impact.contexts
        )
        console.print(styled((text, "bold red")), soft_wrap=True)
    if impact.unreadable:
        text = _UNREADABLE.get(language).format(n=impact.unreadable)
        console.print(styled((text, "bold red")), soft_wrap=True)
    if over:
        return ExitCode.FAILED
    return ExitCode.UNUSABLE if impact.unreadable else ExitCode.FINE


def _points(text: str) -> float:
    """Read a number of points in a hundred as a share, for an option."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 100:
        raise unfit(
            f"{text!r} 不是 0 到 100 的百分点", f"{text!r} is no number of points from 0 to 100"
        )
    return value / 100
