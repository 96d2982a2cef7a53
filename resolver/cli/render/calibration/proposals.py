"""Proposed words, with what they rest on."""

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
from resolver.inference.learning.proposals import Kind, Proposal
from resolver.model.texts import Text

_HEADINGS = {
    Kind.STRENGTH: Text("建议：规则强度（{n} 处）", "Proposed: strengths of rules ({n})"),
    Kind.PRIOR: Text("建议：原因先验（{n} 处）", "Proposed: priors of causes ({n})"),
}
_NONE = {
    Kind.STRENGTH: Text("没有：结果还不足以说明哪条规则的强度不对。", "None."),
    Kind.PRIOR: Text("没有。", "None."),
}
_PROPOSAL_COLUMNS = (
    Text("规则或原因", "rule or cause"),
    Text("现行 → 建议", "now → proposed"),
    Text("结果估计", "by outcomes"),
    Text("相关查验", "lookups"),
    Text("该原因属实", "cause was true"),
    Text("现行预期", "book expected"),
    Text("把握", "certainty"),
)
_WHY = Text(
    "{lookups:,} 次查验中，{right:,} 次查明确为该原因；按现行规则应为 {expected} 次",
    "of {lookups:,} lookups, the cause was the true one in {right:,}; the rules as they are "
    "expected {expected}",
)


def proposals(told: Told) -> Iterator[Section]:
    """Yield the proposed strengths, then the proposed priors."""
    for kind in Kind:
        listed = [one for one in told.found.proposals if one.estimate.kind is kind]
        heading = _HEADINGS[kind].get(told.language).format(n=len(listed))
        if not listed:
            yield Section(heading, _NONE[kind].get(told.language))
            continue
        rows = [row_of(_PROPOSAL_COLUMNS, told.language)]
        rows += [_proposal_row(one, told.language) for one in listed]
        items = tuple(_proposal_item(one, told) for one in listed)
        yield Section(heading, table=tuple(rows), items=items)


def _proposal_row(proposal: Proposal, language: str) -> tuple[str, ...]:
    one = proposal.estimate
    return (
        one.subject,
        f"{word_of(one.kind, one.word, language)} → {word_of(one.kind, proposal.word, language)}",
        estimated(one),
        f"{one.cases.lookups:,}",
        f"{one.cases.right:,}",
        about(one.cases.expected),
        f"{min(proposal.certainty, 0.999):.1%}",
    )


def _proposal_item(proposal: Proposal, told: Told) -> Item:
    one, language = proposal.estimate, told.language
    cases = one.cases
    why = _WHY.get(language).format(
        lookups=cases.lookups, right=cases.right, expected=about(cases.expected)
    )
    return Item(one.subject, (*meaning(one, told), why))
