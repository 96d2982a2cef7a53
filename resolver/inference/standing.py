"""What of an answer two rulebooks are compared by: everything but its texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from resolver.inference.naming import worth_naming
from resolver.inference.prepared import Judge, RulePredicates, build_judge
from resolver.inference.rehearse import matched_rules
from resolver.model.answer import Answer, Derivation, Disposition, RankedCause
from resolver.model.facts import Facts
from resolver.model.rulebook import Rulebook
from resolver.model.texts import LANGUAGES

LEADERS = 3
"""How many of the causes that an answer names are compared by their order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer without its texts.

    `leaders` are the first three causes that the answer names, `remedies` those of the first
    cause, in order; `findings` are field paths and codes; `matched` are the ids of the rules that
    hold and are in force.
    """

    ranking: tuple[RankedCause, ...]
    leaders: tuple[str, ...]
    disposition: Disposition
    remedies: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]
    status: str
    matched: frozenset[str]
    facts: Facts


def standing_of(answer: Answer) -> Standing:
    """Return the standing of an answer that was given with three causes or more."""
    first = answer.causes[0]
    return Standing(
        ranking=answer.ranking,
        leaders=tuple([view.cause_id for view in answer.causes[:LEADERS]]),
        disposition=answer.disposition,
        remedies=tuple([remedy.remedy_id for remedy in first.remedies]),
        findings=tuple([(one.field_path, one.code) for one in answer.findings]),
        status=answer.status.category,
        matched=matched_rules(answer),
        facts=answer.facts,
    )


class Answerer:
    """Answers facts by one rulebook, without texts and without an engine."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._scale = rulebook.scale
        self._rules = RulePredicates(rulebook.rules())
        self._judge: Judge = build_judge(rulebook)

    def answer(self, derived: Derivation, day: date) -> Standing:
        """Return the answer to what was derived from a context, on a Beijing day."""
        return self.answer_to(self._rules.matched(derived.facts, day), derived, day)

    def answer_to(self, matched: frozenset[str], derived: Derivation, day: date) -> Standing:
        """Return the same, given the ids of the rules that hold and are in force."""
        judge, facts = self._judge, derived.facts
        ranking = judge.scorer.score(matched, day).causes
        remedies = judge.remedies.choose(ranking[0].cause, facts)
        named = worth_naming(ranking, self._scale)
        return Standing(
            ranking=ranking,
            leaders=tuple([ranked.cause.id for ranked in named[:LEADERS]]),
            disposition=judge.decider.decide(ranking, derived, LANGUAGES[0]),
            remedies=tuple([remedy.remedy_id for remedy in remedies]),
            findings=tuple([(one.field_path, one.code) for one in derived.findings]),
            status=str(facts.get("status.category", "none")),
            matched=matched,
            facts=facts,
        )
