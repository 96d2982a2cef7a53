"""Tables of what was asked and answered: days, causes, how sure, providers, callers."""

from __future__ import annotations

from datetime import timedelta

from resolver.cli.render.log_report.table import Column, Kind, Table, Value
from resolver.cli.render.log_report.told import (
    CAUSE,
    CAUSE_TITLE,
    DECISIONS,
    PROVIDER,
    SHARE,
    UNREAD,
    UNRESOLVED,
    Told,
    forgotten,
    joined,
    portion,
)
from resolver.model.texts import Text
from resolver.runtime.reporting.frequent import Frequent
from resolver.runtime.reporting.tally import BINS, Answers

_DAY = Column("day", Text("日期（北京时间）", "day in Beijing"))
_MEAN = Column("mean_probability", Text("平均概率", "mean probability"), Kind.PORTION)
_FROM = Column("from", Text("概率不低于", "probability from"), Kind.PORTION)
_TO = Column("to", Text("低于", "to"), Kind.PORTION)
_CALLER = Column("caller", Text("调用方", "caller"))
_SILENT = Column("silent", Text("没有答复内容", "nothing told"), Kind.COUNT)
_UNREAD_SHARE = Column("unread_share", Text("未识别占比", "share not recognised"), Kind.PORTION)
_UNRESOLVED_SHARE = Column(
    "unresolved_share", Text("原因不明占比", "share of unknown cause"), Kind.PORTION
)
_CAUSES_LEAD = Text(
    "答复中排在首位的原因；平均概率是它排首位时的概率。",
    "The cause that came first; mean probability is that which it had then.",
)
_CAUSES_SHOWN = 100
_SURENESS_LEAD = Text(
    "首位原因的概率分布：越靠右越有把握。",
    "Probability of the first cause: the farther to the right, the surer.",
)
_ANSWERS_LEAD = Text(
    "“没有答复内容”：没有代码、提示语或网络错误。“未识别”：有，但状态目录读不出含义。",
    "“Nothing told”: no code, message or error of the network. “Not recognised”: there was one, "
    "and the status catalogue could not read it.",
)


def days(told: Told) -> Table:
    """Return how many answers there were each day, those without any included."""
    tally = told.gathered.tally
    first, last = (min(tally.days), max(tally.days)) if tally.days else (None, None)
    rows: list[tuple[Value, ...]] = []
    while first is not None and last is not None and first <= last:
        rows.append((first.isoformat(), tally.days[first], tally.unresolved_days[first]))
        first += timedelta(days=1)
    return Table("days", Text("每日答复", "Answers by day"), (_DAY, DECISIONS, UNRESOLVED), rows)


def causes(told: Told) -> Table:
    """Return the first causes, the most frequent first."""
    tally = told.gathered.tally
    ranked = sorted(tally.causes.items(), key=lambda item: (-item[1].count, item[0]))
    rows = [
        (
            cause,
            told.cause_title(cause),
            one.count,
            portion(one.count, tally.decisions),
            one.probability / one.count,
        )
        for cause, one in ranked
    ]
    columns = (CAUSE, CAUSE_TITLE, DECISIONS, SHARE, _MEAN)
    return Table(
        "causes",
        Text("首位原因", "First causes"),
        columns,
        rows,
        _CAUSES_LEAD,
        shown=_CAUSES_SHOWN,
    )


def sureness(told: Told) -> Table:
    """Return how probable first causes were, in intervals of equal width."""
    tally = told.gathered.tally
    rows = [
        (place / BINS, (place + 1) / BINS, count, portion(count, tally.decisions))
        for place, count in enumerate(tally.sureness)
    ]
    columns = (_FROM, _TO, DECISIONS, SHARE)
    title = Text("把握有多大", "How sure answers were")
    return Table("sureness", title, columns, rows, _SURENESS_LEAD)


def providers(told: Told) -> Table:
    """Return what providers said, by provider."""
    title = Text("服务商", "Providers")
    return _answers("providers", title, PROVIDER, told.gathered.tally.providers)


def callers(told: Told) -> Table:
    """Return the same by caller."""
    title = Text("调用方", "Callers")
    return _answers("callers", title, _CALLER, told.gathered.tally.callers)


def _answers(name: str, title: Text, first: Column, found: Frequent[str, Answers]) -> Table:
    rows = [
        (
            one.key,
            one.count,
            one.value.silent,
            one.value.unread,
            portion(one.value.unread, one.count),
            one.value.unresolved,
            portion(one.value.unresolved, one.count),
        )
        for one in found.ranked()
    ]
    columns = (first, DECISIONS, _SILENT, UNREAD, _UNREAD_SHARE, UNRESOLVED, _UNRESOLVED_SHARE)
    lead = joined(_ANSWERS_LEAD, forgotten(found.missed))
    return Table(name, title, columns, rows, lead)
