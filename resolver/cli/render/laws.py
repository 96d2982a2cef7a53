"""The laws that every rulebook obeys, and where one does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console

from resolver.cli.render.console import file_and_line, styled
from resolver.inference.laws import Breach, Law
from resolver.inference.metamorphic import LawReport
from resolver.model.texts import Text

_SHOWN = 5
_BAD = "bold red"

_KEPT = Text(
    "通用规律：试了 {tries:,} 次，全部成立",
    "laws of every rulebook: tried {tries:,} times, all hold",
)
_BROKEN = Text(
    "通用规律：试了 {tries:,} 次，{breaches} 次不成立",
    "laws of every rulebook: tried {tries:,} times, {breaches} times they do not hold",
)
_MORE = Text("    … 同类还有 {n} 处", "    … and {n} more of this kind")
_SCENARIO = Text("（场景「{name}」）", " (scenario “{name}”)")
_BREACHES: Mapping[Law, Text] = {
    Law.IRRELEVANT_FACT: Text(
        "{subject} 并不读取 {other}，匹配与否却随它而变",
        "{subject} does not read {other}, yet whether it matches depends on it",
    ),
    Law.ABSENCE: Text(
        "{other} 缺失时 {subject} 匹配，取值 {after} 时却不匹配：缺失不该等同于某个值",
        "{subject} matches while {other} is missing, but not where it is {after}: "
        "what is missing must not act like a value",
    ),
    Law.ORDER: Text(
        "事实换个次序，{subject} 的匹配由 {before} 变为 {after}",
        "with facts in another order, whether {subject} matches turns from {before} to {after}",
    ),
    Law.WRITING: Text(
        "{subject} 与 {other} 同组、一正一反且强度相等，结果全看谁写在前面："
        "对数几率 {before}，反过来写则是 {after}；请改条件、强度或分组，让两条不再相争",
        "{subject} and {other} are of one group, equally strong and on opposite sides, so that "
        "the one written first decides: log-odds {before}, the other way round {after}; change "
        "a condition, a strength or a group so that they no longer compete",
    ),
    Law.DIRECTION: Text(
        "{subject} 使它的原因朝相反方向变动：对数几率 {before} → {after}",
        "{subject} moves its cause the wrong way: log-odds {before} → {after}",
    ),
    Law.PRIOR: Text(
        "去掉 {subject} 的全部依据后，对数几率应回到 {before}，实际是 {after}",
        "without evidence {subject} should have log-odds {before} again, but has {after}",
    ),
}


def print_laws(
    reports: Iterable[LawReport], directory: Path, console: Console, language: str
) -> None:
    """Print how often the laws were tried, and a few places where one does not hold."""
    listed = list(reports)
    tries = sum(report.tries for report in listed)
    breaches = sum(len(report.breaches) for report in listed)
    text = (_BROKEN if breaches else _KEPT).get(language)
    style = _BAD if breaches else ""
    console.print(styled((text.format(tries=tries, breaches=breaches), style)))
    for report in listed:
        _print_breaches(report, directory, console, language)


def _print_breaches(report: LawReport, directory: Path, console: Console, language: str) -> None:
    # One pair of rules shows in many scenarios; once is enough.
    kinds = {(one.subject, one.other): one for one in reversed(report.breaches)}
    breaches = list(reversed(kinds.values()))
    for breach in breaches[:_SHOWN]:
        place = file_and_line(directory, breach.scenario.location)
        told = (_told(breach, language), _BAD)
        console.print(styled((f"{place}: ", "bold"), told), soft_wrap=True)
    if len(breaches) > _SHOWN:
        console.print(_MORE.get(language).format(n=len(breaches) - _SHOWN))


def _told(breach: Breach, language: str) -> str:
    text = (
        _BREACHES[breach.law]
        .get(language)
        .format(
            subject=breach.subject, other=breach.other, before=breach.before, after=breach.after
        )
    )
    return text + _SCENARIO.get(language).format(name=breach.scenario.name)
