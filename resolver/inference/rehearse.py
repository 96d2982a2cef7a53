"""A scenario against a resolver: passed, or what differed, expected beside got."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from resolver.model.answer import Answer, Disposition, RankedCause
from resolver.model.beijing import beijing_day
from resolver.model.conditions import holds
from resolver.model.context import LookupContext
from resolver.model.scenarios import Expectation, MomentBounds, ProbabilityBounds, Scenario
from resolver.model.texts import LANGUAGES

_ALL_CAUSES = 20


class Answers(Protocol):
    """Whatever answers contexts as `Resolver` does."""

    def resolve(
        self, context: LookupContext, at: datetime, language: str, max_causes: int
    ) -> Answer:
        """Return the answer to one context."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that an answer does not meet.

    `subject` is the expectation's key, with the cause after it where it is about one
    (`probability timing.peak_load`); `expected` and `got` say the same thing of either side.
    """

    subject: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What expectations are about: an answer without its texts.

    `remedies` are the ids that the first cause offers, `findings` the codes of the input findings,
    `rules` the ids of the rules that match and are in force.
    """

    ranking: tuple[RankedCause, ...]
    disposition: Disposition
    remedies: tuple[str, ...]
    findings: tuple[str, ...]
    rules: frozenset[str]

    @property
    def first(self) -> str:
        """The id of the cause that leads."""
        return self.ranking[0].cause.id

    @property
    def probabilities(self) -> dict[str, float]:
        """The probability of each cause, most likely first."""
        return {ranked.cause.id: ranked.probability for ranked in self.ranking}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How a scenario went. `differences` are in the order of the expectation's keys.

    One that is marked `todo` may fail: it neither passes nor fails a run.
    """

    scenario: Scenario
    answer: Answer
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether the answer met every expectation."""
        return not self.differences

    @property
    def failed(self) -> bool:
        """Whether the answer differs where it must not."""
        return not self.passed and not self.scenario.todo


def rehearse(scenario: Scenario, resolver: Answers) -> Rehearsal:
    """Answer a scenario's context at its moment and compare the answer with what is expected.

    Raises:
        EngineError: The rule engine failed.
    """
    answer = resolver.resolve(scenario.context, scenario.at, LANGUAGES[0], _ALL_CAUSES)
    return Rehearsal(scenario, answer, tuple(differences(scenario.expect, answer)))


def rehearse_all(scenarios: Iterable[Scenario], resolver: Answers) -> tuple[Rehearsal, ...]:
    """Rehearse scenarios in their order.

    Raises:
        EngineError: The rule engine failed.
    """
    return tuple([rehearse(scenario, resolver) for scenario in scenarios])


def matched_rules(answer: Answer, of: Collection[str] | None = None) -> frozenset[str]:
    """Return the ids of the rules that match the answer's facts and are in force at its moment.

    `of` are the causes whose rules are looked at; left out, all are.
    """
    day = beijing_day(answer.evaluated_at)
    return frozenset(
        rule.id
        for ranked in answer.ranking
        if of is None or ranked.cause.id in of
        for rule in ranked.cause.evidence
        if rule.in_force(day) and holds(rule.when, answer.facts)
    )


def differences(expect: Expectation, answer: Answer) -> Iterator[Difference]:
    """Yield every expectation that an answer does not meet."""
    first = answer.causes[0] if answer.causes else None
    asked = {_cause_of(rule) for rule in (*expect.rules, *expect.no_rules)} | set(expect.all_rules)
    outcome = Outcome(
        ranking=answer.ranking,
        disposition=answer.disposition,
        remedies=tuple(remedy.remedy_id for remedy in first.remedies) if first else (),
        findings=tuple(finding.code for finding in answer.findings),
        rules=matched_rules(answer, asked),
    )
    yield from unmet(expect, outcome)


def unmet(expect: Expectation, outcome: Outcome) -> Iterator[Difference]:
    """Yield every expectation that an outcome does not meet."""
    yield from _places(expect, outcome.ranking)
    yield from _probabilities(expect, outcome)
    yield from _disposition(expect, outcome.disposition)
    yield from _presence("remedies", expect.remedies, expect.no_remedies, outcome.remedies)
    if expect.all_remedies is not None:
        yield from _exactly("all_remedies", expect.all_remedies, outcome.remedies)
    yield from _presence("findings", expect.findings, (), outcome.findings)
    yield from _rules(expect, outcome.rules)


def _places(expect: Expectation, ranking: tuple[RankedCause, ...]) -> Iterator[Difference]:
    order = [ranked.cause.id for ranked in ranking]
    lead = order[:1]
    if expect.first and lead != [expect.first]:
        yield Difference("first", expect.first, _listed(lead))
    if expect.first_of and not set(lead) & set(expect.first_of):
        yield Difference("first_of", _listed(expect.first_of), _listed(lead))
    leaders = order[:3]
    for cause in expect.in_first_three:
        if cause not in leaders:
            yield Difference(f"in_first_three {cause}", cause, _listed(leaders))
    for cause in expect.not_in_first_three:
        if cause in leaders:
            yield Difference(f"not_in_first_three {cause}", f"not {cause}", _listed(leaders))


def _probabilities(expect: Expectation, outcome: Outcome) -> Iterator[Difference]:
    if not expect.probability:
        return
    probabilities = outcome.probabilities
    for cause, bounds in expect.probability.items():
        got = probabilities.get(cause)
        if got is None or not _lies_within(got, bounds):
            shown = "no such cause" if got is None else f"{got:.4g}"
            yield Difference(f"probability {cause}", _range(bounds.least, bounds.greatest), shown)


def _disposition(expect: Expectation, got: Disposition) -> Iterator[Difference]:
    due = expect.disposition
    if due is None:
        return
    if due.action is not None and due.action is not got.action:
        yield Difference("disposition.action", due.action.value, got.action.value)
    if due.retryable is not None and due.retryable is not got.retryable:
        yield Difference("disposition.retryable", _yes(due.retryable), _yes(got.retryable))
    bounds, moment = due.retry_not_before, got.retry_not_before
    if bounds is not None and not _is_due(moment, bounds):
        expected = _range(_shown(bounds.earliest), _shown(bounds.latest))
        yield Difference("disposition.retry_not_before", expected, _shown(moment) or "no moment")


def _presence(
    subject: str, wanted: Collection[str], unwanted: Collection[str], got: Collection[str]
) -> Iterator[Difference]:
    for name in wanted:
        if name not in got:
            yield Difference(f"{subject} {name}", name, _listed(got))
    for name in unwanted:
        if name in got:
            yield Difference(f"no_{subject} {name}", f"not {name}", _listed(got))


def _rules(expect: Expectation, matched: Collection[str]) -> Iterator[Difference]:
    for rule in (*expect.rules, *expect.no_rules):
        wanted, unwanted = ((rule,), ()) if rule in expect.rules else ((), (rule,))
        yield from _presence("rules", wanted, unwanted, _of_cause(_cause_of(rule), matched))
    for cause, every in expect.all_rules.items():
        got = _named(_of_cause(cause, matched))
        yield from _exactly(f"all_rules {cause}", _named(every), got)


def _of_cause(cause: str, rules: Collection[str]) -> list[str]:
    return sorted(rule for rule in rules if _cause_of(rule) == cause)


def _cause_of(rule: str) -> str:
    return rule.partition("/")[0]


def _named(rules: Collection[str]) -> list[str]:
    """Return the names of rules, where their cause is said beside them."""
    return [rule.partition("/")[2] for rule in rules]


def _exactly(subject: str, wanted: Collection[str], got: Collection[str]) -> Iterator[Difference]:
    if set(wanted) != set(got):
        yield Difference(subject, _listed(sorted(wanted)), _listed(sorted(got)))


def _lies_within(value: float, bounds: ProbabilityBounds) -> bool:
    return (bounds.least is None or bounds.least <= value) and (
        bounds.greatest is None or value <= bounds.greatest
    )


def _is_due(moment: datetime | None, bounds: MomentBounds) -> bool:
    return (
        moment is not None
        and (bounds.earliest is None or bounds.earliest <= moment)
        and (bounds.latest is None or moment <= bounds.latest)
    )


def _range(low: object, high: object) -> str:
    parts = [f">= {low}" if low is not None else "", f"<= {high}" if high is not None else ""]
    return " and ".join(part for part in parts if part) or "any"


def _shown(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _listed(names: Collection[str]) -> str:
    return ", ".join(names) or "none"
