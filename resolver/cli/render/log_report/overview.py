"""The whole report as tables, the figures at a glance before all."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.cli.render.console import beijing_minute
from resolver.cli.render.log_report.answers import callers, causes, days, providers, sureness
from resolver.cli.render.log_report.outcomes import (
    remedies,
    right,
    right_by_both,
    right_by_cause,
    right_by_provider,
)
from resolver.cli.render.log_report.rules import gaps, never_matched, rules
from resolver.cli.render.log_report.table import Column, Kind, Table, Value
from resolver.cli.render.log_report.told import Told, portion
from resolver.model.texts import Text
from resolver.runtime.reporting.gather import Gathered

TITLE = Text("查验诊断报告", "Report on answers")

_FIGURE = Column("figure", Text("指标", "figure"))
_MEANING = Column("title", Text("含义", "meaning"), Kind.TEXT)
_N = Column("n", Text("数量", "count"), Kind.COUNT)
_PORTION = Column("share", Text("占比", "share"), Kind.PORTION)

_DECISIONS = Text("次答复", "answers")
_UNRESOLVED = Text("原因不明", "of unknown cause")
_UNREAD = Text("对方的答复未识别", "of which what the provider said was not recognised")
_SILENT = Text("没有对方的答复可看", "without anything that the provider said")
_NEVER = Text("条有效规则从未命中", "rules in force that never matched")
_RIGHT = Text("登记的结果中首位正确", "first causes right, as reported")

_SPAN = Text("{since} 至 {until}（北京时间）", "{since} to {until}, Beijing time")
_OTHER_RULES = Text(
    "{n:,} 次答复出自别的规则版本（共 {revisions} 版），与本报告对照的规则库不同。",
    "Answers by other rules than those this report compares with: {n:,} ({revisions} revisions in "
    "all).",
)
_UNDECIDED = Text(
    "{n:,} 条登记对不上这段时间的答复，未用。",
    "Reports on no answer of this log and time, which were left out: {n:,}.",
)
_NOT_FOUND_OUT = Text(
    "{n:,} 条登记没有查明原因。", "Reports by somebody who did not find the cause out: {n:,}."
)
_NO_OUTCOMES = Text(
    "没有给出登记的结果（--outcomes），所以看不出答案对不对、办法有没有用。",
    "No outcomes were given (--outcomes), so nothing is told of what was right and what helped.",
)
_EMPTY = Text("这段时间没有答复。", "There were no answers in this time.")


def overview(told: Told) -> Table:
    """Return the figures at a glance."""
    tally, judged = told.gathered.tally, told.gathered.judged
    never = len(never_matched(told).rows)
    total = tally.total
    rows: list[tuple[Value, ...]] = [
        ("decisions", _DECISIONS, tally.decisions, None),
        ("unresolved", _UNRESOLVED, total.unresolved, portion(total.unresolved, tally.decisions)),
        ("unread", _UNREAD, total.unread, portion(total.unread, tally.decisions)),
        ("silent", _SILENT, total.silent, portion(total.silent, tally.decisions)),
        ("never_matched", _NEVER, never, None),
    ]
    if judged is not None:
        share = right(judged.cases)
        rows.append(("right", _RIGHT, share.n, share.value))
    columns = (_FIGURE, _MEANING, _N, _PORTION)
    return Table("overview", Text("概览", "At a glance"), columns, rows)


def tables(told: Told) -> list[Table]:
    """Return all tables but the overview, in the order in which a team reads them."""
    found = [
        days(told),
        causes(told),
        sureness(told),
        gaps(told),
        providers(told),
        callers(told),
        rules(told),
        never_matched(told),
        remedies(told),
    ]
    if told.gathered.judged is not None:
        found += [right_by_cause(told), right_by_provider(told), right_by_both(told)]
    return found


def span_of(gathered: Gathered) -> Text:
    """Return the time that a report is about; where it is open, as far as there are answers."""
    days = sorted(gathered.tally.days)
    since, until = gathered.span.since, gathered.span.until
    first = beijing_minute(since) if since else str(days[0]) if days else "…"
    last = beijing_minute(until) if until else str(days[-1]) if days else "…"
    return _filled(_SPAN, since=first, until=last)


def notes(told: Told) -> Iterator[Text]:
    """Yield what to bear in mind while reading."""
    gathered, revisions = told.gathered, told.gathered.tally.revisions
    if not gathered.tally.decisions:
        yield _EMPTY
    others = revisions.total() - revisions[told.rulebook.revision]
    if others:
        yield _filled(_OTHER_RULES, n=others, revisions=len(revisions))
    if gathered.judged is None:
        yield _NO_OUTCOMES
    elif gathered.judged.not_found_out:
        yield _filled(_NOT_FOUND_OUT, n=gathered.judged.not_found_out)
    if gathered.undecided:
        yield _filled(_UNDECIDED, n=gathered.undecided)


def _filled(text: Text, **values: object) -> Text:
    return Text(text.zh.format(**values), text.en.format(**values))
