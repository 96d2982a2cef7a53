"""Tables of what became of answers: causes that were right, and remedies that helped."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from resolver.cli.render.log_report.table import Column, Kind, Table, Value
from resolver.cli.render.log_report.told import CAUSE, CAUSE_TITLE, PROVIDER, Told
from resolver.model.shares import FEW, Share
from resolver.model.texts import Text
from resolver.runtime.reporting.judged import Case, Judged

_REPORTS = Column("reports", Text("登记数", "reports"), Kind.COUNT)
_TOP1 = Column("top1", Text("首位正确", "first was right"), Kind.SHARE)
_TOP3 = Column("top3", Text("前三有正确的", "among first three"), Kind.SHARE)
_INSTEAD = Column("instead", Text("错时多半是", "if not, mostly"))
_RIGHT_LEAD = Text(
    "按登记的结果；方括号内为 95% 区间。登记的结果不是随机抽样：出人意料的更常有人登记。",
    "By reported outcomes; in brackets, bounds of 95 %. Reports are no random sample: people "
    "report what surprised them.",
)
_BOTH_LEAD = Text(
    "只列登记不少于 {least} 次的。被结果推翻的规则，用下面的命令找出来。",
    "Only where there are {least} reports or more. This command tells which rules outcomes "
    "contradict.",
)
_BOTH_COMMANDS = ("python -m resolver calibrate {log}",)

_REMEDY = Column("remedy", Text("处理办法", "remedy"))
_OFFERED = Column("offered", Text("提出", "offered"), Kind.COUNT)
_WORKED = Column("worked", Text("有效", "worked"), Kind.COUNT)
_FAILED = Column("failed", Text("无效", "tried in vain"), Kind.COUNT)
_HELPED = Column("helped", Text("有效比例", "share that helped"), Kind.SHARE)
_REMEDIES_LEAD = Text(
    "最没有帮助的在前（按 95% 区间的上限）；没有登记过的在后。“提出”是提出它的答复数。",
    "What helps least comes first, by the upper bound of 95 %; what nobody reported on comes "
    "last. “Offered” is in how many answers it was.",
)

_KeyT = TypeVar("_KeyT")


def remedies(told: Told) -> Table:
    """Return what was offered, worked, and did not; what helps least comes first."""
    offered, judged = told.gathered.tally.offered, told.gathered.judged or Judged()
    names = sorted({*offered, *judged.worked, *judged.failed})

    def helped(name: str) -> Share:
        return Share(judged.worked[name], judged.worked[name] + judged.failed[name])

    def place(name: str) -> tuple[bool, float, int]:
        share = helped(name)
        return not share.of, share.interval()[1], -offered[name]

    rows = [
        (
            name,
            told.remedy_title(name),
            offered[name],
            judged.worked[name],
            judged.failed[name],
            helped(name),
        )
        for name in sorted(names, key=place)
    ]
    columns = (_REMEDY, CAUSE_TITLE, _OFFERED, _WORKED, _FAILED, _HELPED)
    return Table(
        "remedies",
        Text("处理办法：最没有帮助的在前", "Remedies, what helps least first"),
        columns,
        rows,
        _REMEDIES_LEAD,
    )


def right_by_cause(told: Told) -> Table:
    """Return how often each first cause was right, and what it was instead."""
    rows = [
        (cause, told.cause_title(cause), *_figures(cases), _instead(cases))
        for cause, cases in _grouped(told, lambda case: case.first)
    ]
    title = Text("首位原因对不对", "Were first causes right?")
    columns = (CAUSE, CAUSE_TITLE, _REPORTS, _TOP1, _TOP3, _INSTEAD)
    return Table("right_by_cause", title, columns, rows, _RIGHT_LEAD)


def right_by_provider(told: Told) -> Table:
    """Return how often the first cause was right, by provider."""
    rows = [
        (provider, *_figures(cases))
        for provider, cases in _grouped(told, lambda case: case.provider)
    ]
    title = Text("首位原因对不对：按服务商", "Were they right? By provider")
    columns = (PROVIDER, _REPORTS, _TOP1, _TOP3)
    return Table("right_by_provider", title, columns, rows, _RIGHT_LEAD)


def right_by_both(told: Told) -> Table:
    """Return the same by cause and provider, where there is enough to rest on."""
    rows = [
        (cause, told.cause_title(cause), provider, *_figures(cases))
        for (cause, provider), cases in _grouped(told, lambda case: (case.first, case.provider))
        if len(cases) >= FEW
    ]
    title = Text("首位原因对不对：按原因和服务商", "Were they right? By cause and provider")
    columns = (CAUSE, CAUSE_TITLE, PROVIDER, _REPORTS, _TOP1, _TOP3)
    lead = Text(_BOTH_LEAD.zh.format(least=FEW), _BOTH_LEAD.en.format(least=FEW))
    commands = tuple(command.format(log=shlex.quote(told.log)) for command in _BOTH_COMMANDS)
    return Table("right_by_cause_and_provider", title, columns, rows, lead, commands)


def right(cases: Iterable[Case]) -> Share:
    """Return how many first causes were right."""
    found = [case.top1 for case in cases]
    return Share(sum(found), len(found))


def _grouped(told: Told, key: Callable[[Case], _KeyT]) -> Iterator[tuple[_KeyT, list[Case]]]:
    """Yield the cases of each key, the largest group first."""
    groups: defaultdict[_KeyT, list[Case]] = defaultdict(list)
    for case in (told.gathered.judged or Judged()).cases:
        groups[key(case)].append(case)
    yield from sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def _figures(cases: list[Case]) -> tuple[Value, ...]:
    return len(cases), right(cases), Share(sum(case.top3 for case in cases), len(cases))


def _instead(cases: list[Case]) -> str:
    found = Counter(case.cause for case in cases if not case.top1)
    return next((cause for cause, _ in found.most_common(1)), "")
