"""Contradicted rules, what the scale is worth, and where providers differ."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.cli.render.calibration.told import (
    Told,
    about,
    estimated,
    meaning,
    row_of,
    word_of,
)
from resolver.cli.render.report import Item, Section
from resolver.cli.render.words import colon, comma
from resolver.inference.learning.contradictions import Contradiction
from resolver.inference.learning.proposals import Kind
from resolver.inference.learning.scaling import Worth
from resolver.model.texts import Text

_DIFFERENCES_SHOWN = 30

_CONTRADICTED = Text("与结果相矛盾的规则（{n} 条）", "Rules that outcomes contradict ({n})")
_CONTRADICTED_LEAD = Text(
    "结果表明它们说明不了什么，甚至恰好相反。改一个词不够：请看下列案例，重写或停用规则。",
    "What they take for a sign is none, or one of the opposite. Another word is not enough: look "
    "at the cases, and rewrite or withdraw the rule.",
)
_SHARE = Text(
    "它起作用的 {lookups:,} 次中，{right:,} 次确为该原因（预期 {expected} 次）；估计 {ratio}",
    "it counted in {lookups:,} lookups; the cause was the true one in {right:,} ({expected} "
    "expected); estimate {ratio}",
)
_CASES = Text("不符的案例（{n:,}）：{cases}", "cases ({n:,}): {cases}")
_MORE = Text(" 等，另有 {n:,} 例", " and {n:,} more")

_SCALE = Text("标尺：各个词按结果值多少", "The scale: what its words are worth by outcomes")
_SCALE_LEAD = Text(
    "把用同一个词的规则（原因）合在一起估计。标尺与上面逐条的建议二者择一，不要同时采用。",
    "All rules or causes of a word taken together. Take over either this or the proposals above, "
    "not both.",
)
_SCALE_COLUMNS = (
    Text("词", "word"),
    Text("现行", "now"),
    Text("结果估计", "by outcomes"),
    Text("规则/原因数", "rules or causes"),
    Text("建议", "proposed"),
)

_PROVIDERS = Text("各服务商的差别", "Where providers differ")
_PROVIDERS_LEAD = Text(
    "规则对所有服务商只有一个强度，故只列出，不改：需要时请作者在条件里区分服务商。",
    "A rule has one strength for all providers, so nothing is changed for this: authors may tell "
    "providers apart in its condition.",
)
_PROVIDER_COLUMNS = (
    Text("规则或原因", "rule or cause"),
    Text("服务商", "provider"),
    Text("相关查验", "lookups"),
    Text("该原因属实", "cause was true"),
    Text("各家合计的预期", "expected by all"),
    Text("是预期的几倍", "times as often"),
)


def contradicted(told: Told) -> Iterator[Section]:
    """Yield the rules that outcomes contradict, if there are any."""
    found = told.found.contradictions
    if found:
        heading = _CONTRADICTED.get(told.language).format(n=len(found))
        items = tuple(_contradiction_item(one, told) for one in found)
        lead = _CONTRADICTED_LEAD.get(told.language)
        yield Section(heading, lead, items=items, is_alarming=True)


def _contradiction_item(one: Contradiction, told: Told) -> Item:
    estimate, language = one.estimate, told.language
    cases = estimate.cases
    share = _SHARE.get(language).format(
        lookups=cases.lookups,
        right=cases.right,
        expected=about(cases.expected),
        ratio=estimated(estimate),
    )
    shown = comma(language).join(case.id for case in one.cases[: told.cases])
    if len(one.cases) > told.cases:
        shown += _MORE.get(language).format(n=len(one.cases) - told.cases)
    listed = _CASES.get(language).format(n=len(one.cases), cases=shown)
    head = f"{estimate.subject}{colon(language)}{word_of(estimate.kind, estimate.word, language)}"
    return Item(head, (*meaning(estimate, told), share, listed))


def scale(told: Told) -> Iterator[Section]:
    """Yield what the words of the scale are worth."""
    rows = [row_of(_SCALE_COLUMNS, told.language)]
    for one in told.found.worths:
        bounds = f"{_number(one, one.lower)}, {_number(one, one.upper)}"
        rows.append(
            (
                word_of(one.kind, one.word, told.language),
                _number(one, one.book),
                f"{_number(one, one.value)} [{bounds}]",
                f"{one.subjects:,}",
                "" if one.proposed is None else _number(one, one.proposed),
            )
        )
    if len(rows) > 1:
        yield Section(_SCALE.get(told.language), _SCALE_LEAD.get(told.language), tuple(rows))


def providers(told: Told) -> Iterator[Section]:
    """Yield where providers differ, if they do."""
    found = told.found.differences[:_DIFFERENCES_SHOWN]
    if found:
        rows = [row_of(_PROVIDER_COLUMNS, told.language)]
        rows += [
            (
                one.subject,
                one.provider or "-",
                f"{one.lookups:,}",
                f"{one.right:,.0f}",
                about(one.expected),
                f"{one.times:.2g} [{one.lower:.2g}, {one.upper:.2g}]",
            )
            for one in found
        ]
        lead = _PROVIDERS_LEAD.get(told.language)
        yield Section(_PROVIDERS.get(told.language), lead, tuple(rows))


def _number(one: Worth, number: float) -> str:
    if one.kind is Kind.PRIOR:
        return f"{number:.1%}"
    return f"{number:.2g}" if number < 100 else f"{number:.0f}"
