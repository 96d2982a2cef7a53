"""The sheet on which a change of the rules is approved: a page, or Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from resolver.cli.budgets import Budget
from resolver.cli.render.book_changes import changes_section
from resolver.cli.render.comparisons import ComparisonTexts
from resolver.cli.render.console import beijing_minute
from resolver.cli.render.html import render
from resolver.cli.render.impact import impact_sections
from resolver.cli.render.proof import proof_sections
from resolver.cli.render.report import Item, Report, Section, as_markdown
from resolver.cli.render.sheet_words import SheetTexts
from resolver.cli.sides import Side
from resolver.inference.changes import Change
from resolver.inference.impact import Group, Impact
from resolver.inference.proof import Proof
from resolver.model.texts import Text

_CAUSES_SHOWN = 7

_TITLE = Text("规则变更审批单", "Approval of a change of the rules")
_SUBJECT = Text("变更对象", "Subject")
_SIDES = (Text("变更前：{name}", "before: {name}"), Text("变更后：{name}", "after: {name}"))
_REVISION = Text(
    "规则版本（内容摘要）：{revision}", "revision (digest of the content): {revision}"
)
_SIZE = Text(
    "{causes} 个原因，{rules} 条规则，{scenarios} 个场景",
    "{causes} causes, {rules} rules, {scenarios} scenarios",
)
_MADE = Text("制表时间（北京时间）：{moment}", "made at {moment}, Beijing time")
_NO_CONTEXTS = Text(
    "没有对比答案：运行时未提供上下文文件（--contexts）",
    "no answers were compared: no file of contexts was given (--contexts)",
)
_MATRIX = Text("首要原因的来去（行：变更前，列：变更后）", "First causes: from row to column")
_OTHERS = Text("其余", "others")
_TOTAL = Text("合计", "total")
_BUDGETS = Text("首要原因最多可以改变多少", "How many first causes may change")
_BUDGET_COLUMNS = (
    Text("上限", "at most"),
    Text("实际改变", "changed"),
    Text("是否超出", "exceeded"),
)
_YES, _NO = Text("超出", "yes"), Text("未超出", "no")
SIGNATURES = (
    Text("结论（同意 / 不同意 / 附条件）", "Decision (approved / refused / with conditions)"),
    Text("审批人签字", "Signature"),
    Text("日期", "Date"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a sheet tells of."""

    old: Side
    new: Side
    changes: Sequence[Change]
    impact: Impact | None
    budgets: Sequence[Budget]
    proof: Proof
    made_at: datetime


def sheet_text(told: Told, language: str, *, is_page: bool) -> str:
    """Return the sheet as a page, or else as Markdown."""
    report = Report(
        _TITLE.get(language),
        tuple(_sections(told, language)),
        tuple(text.get(language) for text in SIGNATURES),
    )
    if is_page:
        return render("sheet.html", language, report=report)
    return as_markdown(report)


def _sections(told: Told, language: str) -> Iterator[Section]:
    yield _subject(told, language)
    yield changes_section(told.changes, SheetTexts(told.old, told.new, language), language)
    if told.impact is None:
        yield Section(_NO_CONTEXTS.get(language))
    else:
        texts = ComparisonTexts(language, _titles(told, language))
        yield from impact_sections(told.impact, texts)
        if told.impact.flips:
            yield _matrix(told.impact.flips, texts)
        if told.budgets:
            yield _budgets(told.budgets, told.impact, language)
    yield from proof_sections(told.proof, told.new, language)


def _subject(told: Told, language: str) -> Section:
    items = tuple(
        Item(text.get(language).format(name=side.name), tuple(_about(side, language)))
        for text, side in zip(_SIDES, (told.old, told.new), strict=True)
    )
    made = _MADE.get(language).format(moment=beijing_minute(told.made_at))
    return Section(_SUBJECT.get(language), made, items=items)


def _about(side: Side, language: str) -> Iterator[str]:
    book = side.rulebook
    yield _REVISION.get(language).format(revision=book.revision)
    yield _SIZE.get(language).format(
        causes=len(book.causes), rules=len(book.rules()), scenarios=len(side.scenarios)
    )


def _titles(told: Told, language: str) -> dict[str, str]:
    causes = {**told.old.rulebook.causes, **told.new.rulebook.causes}
    return {name: cause.title.get(language) for name, cause in causes.items()}


def _matrix(flips: Mapping[tuple[str, str], Group], texts: ComparisonTexts) -> Section:
    """Return how many contexts went from which cause to which; the rarest are summed up."""
    language = texts.language
    counts = {pair: group.contexts for pair, group in flips.items()}
    rows, columns = (_commonest(counts, side) for side in (0, 1))
    others, total = _OTHERS.get(language), _TOTAL.get(language)
    cells: dict[tuple[str, str], int] = {}
    for (old, new), count in counts.items():
        row = old if old in rows else others
        column = new if new in columns else others
        for key in ((row, column), (row, total), (total, column), (total, total)):
            cells[key] = cells.get(key, 0) + count
    down, across = (
        [*names, *([others] if any(key[side] == others for key in cells) else []), total]
        for side, names in enumerate((rows, columns))
    )
    table = [("", *map(texts.title, across))]
    for row in down:
        figures = (cells.get((row, column), 0) for column in across)
        table.append((texts.cause(row), *(f"{one:,}" if one else "" for one in figures)))
    return Section(_MATRIX.get(language), table=tuple(table))


def _commonest(counts: Mapping[tuple[str, str], int], side: int) -> list[str]:
    totals: Counter[str] = Counter()
    for pair, count in counts.items():
        totals[pair[side]] += count
    return [name for name, _ in sorted(totals.items(), key=_by_count)[:_CAUSES_SHOWN]]


def _by_count(row: tuple[str, int]) -> tuple[int, str]:
    return (-row[1], row[0])


def _budgets(budgets: Sequence[Budget], impact: Impact, language: str) -> Section:
    rows = [tuple(text.get(language) for text in _BUDGET_COLUMNS)]
    for one in budgets:
        verdict = _YES if one.is_exceeded(impact) else _NO
        rows.append((str(one), f"{one.spent(impact):,}", verdict.get(language)))
    alarming = any(one.is_exceeded(impact) for one in budgets)
    return Section(_BUDGETS.get(language), table=tuple(rows), is_alarming=alarming)
