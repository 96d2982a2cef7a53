"""The checks behind the laws of `metamorphic`, each of one scenario at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import TypeAlias

from resolver.inference.notation import written_value
from resolver.inference.prepared import Prepared
from resolver.inference.score import Scorer
from resolver.inference.values import telling_values
from resolver.model.answer import RankedCause
from resolver.model.conditions import Operator, facts_read, leaves
from resolver.model.facts import Facts, FactValue, with_changes
from resolver.model.predicates import predicate
from resolver.model.rulebook import AGAINST, CauseDefinition, EvidenceRule, Rulebook
from resolver.model.scenarios import Scenario

Match: TypeAlias = Callable[[Facts], frozenset[str]]
"""What an engine does: the ids of the rules that hold of some facts."""

_Ranked: TypeAlias = Callable[[frozenset[str], date], RankedCause]

Tries: TypeAlias = "Iterator[Breach | None]"
"""One item a try; `None` where the law held."""

_ACCURACY = 1e-9  # of log-odds; sums in another order may differ in the last digits
_MADE_UP = "made.up"
_STRANGERS: Mapping[str, FactValue] = {_MADE_UP: True, "made.up.count": 1, "made.up.word": "x"}


class Law(StrEnum):
    """What is to hold.

    - irrelevant_fact: a fact that a rule does not read never decides whether it matches.
    - absence: a rule that matches without a fact it reads matches whatever that fact is, unless
      it asks for the absence itself.
    - order: facts that come in another order give the same answer.
    - writing: rules written in another order do, too. So no two rules of one group match that are
      equally strong but on opposite sides.
    - direction: a rule for a cause never lowers it, one against it never raises it.
    - prior: a cause without its evidence has the log-odds of its prior.
    """

    IRRELEVANT_FACT = "irrelevant_fact"
    ABSENCE = "absence"
    ORDER = "order"
    WRITING = "writing"
    DIRECTION = "direction"
    PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Breach:
    """A law that does not hold of one scenario.

    `subject` is the rule or cause that shows it, `other` the fact or rule that it depends on; it
    is empty where there is none. `before` and `after` are what should agree: whether a rule
    matches, a fact's value, or log-odds.
    """

    law: Law
    scenario: Scenario
    subject: str
    other: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The rules that an engine matches of a scenario: of its facts, and without some of them.

    `without` has an entry for each fact that was left out, alone.
    """

    prepared: Prepared
    matched: frozenset[str]
    without: Mapping[str, frozenset[str]]


class MatchingLaws:
    """Laws about which rules match, by the engine that answers."""

    def __init__(self, rulebook: Rulebook, match: Match) -> None:
        rules = rulebook.rules()
        self._match = match
        self._rules = {rule.id: rule for rule in rules}
        self._holds = {rule.id: predicate(rule.when) for rule in rules}
        self._reads = {rule.id: frozenset(facts_read(rule.when)) for rule in rules}
        self._asks_absence = {rule.id: _asks_absence(rule) for rule in rules}
        self._declared = rulebook.vocabulary.facts
        self._left_out: set[tuple[str, str, FactValue]] = set()

    def matches(self, prepared: Prepared) -> Matches:
        """Ask the engine, once for all that the laws compare.

        A fact is left out unless it was before, of the same value, in a scenario beside the same
        cause: variants have most of their facts in common.
        """
        facts, cause = prepared.facts, prepared.scenario.cause
        fresh = {(cause, *item) for item in facts.items()} - self._left_out
        self._left_out |= fresh
        without = {
            fact: self._match(with_changes(facts, {fact: None}))
            for _, fact, _ in sorted(fresh, key=itemgetter(1))
        }
        return Matches(prepared, self._match(facts), without)

    def irrelevant_fact(self, matches: Matches) -> Tries:
        """Leave out facts, one at a time, and add some that no vocabulary has."""
        prepared, matched = matches.prepared, matches.matched
        strangers = self._match({**prepared.facts, **_STRANGERS})
        for fact, others in {**matches.without, _MADE_UP: strangers}.items():
            found = None
            for name in sorted(matched ^ others):
                if fact not in self._reads[name]:
                    held = name in matched
                    words = (written_value(held), written_value(not held))
                    found = Breach(Law.IRRELEVANT_FACT, prepared.scenario, name, fact, *words)
            yield found

    def absence(self, matches: Matches) -> Tries:
        """Try every value of a fact that a rule matches without."""
        prepared = matches.prepared
        for name in sorted(matches.matched):
            for fact in sorted(self._reads[name] - prepared.facts.keys()):
                yield from self._whatever_it_is(prepared, name, fact)
        for fact, matched in matches.without.items():
            for name in sorted(matched):
                if fact in self._reads[name]:
                    yield from self._whatever_it_is(prepared, name, fact)

    def order(self, matches: Matches) -> Tries:
        """Give the facts in the opposite order."""
        prepared, matched = matches.prepared, matches.matched
        turned = self._match(dict(reversed(list(prepared.facts.items()))))
        odd = min(matched ^ turned, default="")
        words = (written_value(odd in matched), written_value(odd in turned))
        yield Breach(Law.ORDER, prepared.scenario, odd, "", *words) if odd else None

    def _whatever_it_is(self, prepared: Prepared, name: str, fact: str) -> Tries:
        if fact in self._asks_absence[name]:
            return
        for value in telling_values(self._declared[fact], [self._rules[name].when]):
            held = self._holds[name]({**prepared.facts, fact: value})
            words = ("null", written_value(value))
            yield None if held else Breach(Law.ABSENCE, prepared.scenario, name, fact, *words)


class ScoringLaws:
    """Laws about what matches do to the log-odds of causes."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._causes = tuple(cause for cause in rulebook.causes.values() if cause.evidence)
        self._alone = {cause.id: _alone(cause, rulebook) for cause in self._causes}
        self._turned = {
            cause.id: _alone(replace(cause, evidence=cause.evidence[::-1]), rulebook)
            for cause in self._causes
        }
        self._in_force: dict[tuple[str, date], frozenset[str]] = {}
        self._tried: set[tuple[Law, str, frozenset[str], frozenset[str]]] = set()

    def writing(self, prepared: Prepared) -> Tries:
        """Write the rules of every cause in the opposite order."""
        for cause in self._untried(Law.WRITING, prepared):
            before = self._alone[cause.id](prepared.matched, prepared.day)
            after = self._turned[cause.id](prepared.matched, prepared.day)
            yield _bent(prepared, before, after)

    def prior(self, prepared: Prepared) -> Tries:
        """Take away all evidence of each cause, and leave that of the others."""
        for cause in self._untried(Law.PRIOR, prepared):
            own = {rule.id for rule in cause.evidence}
            due = math.log(cause.prior_probability / (1.0 - cause.prior_probability))
            got = self._alone[cause.id](prepared.matched - own, prepared.day).log_odds
            if _is_equal(due, got):
                yield None
            else:
                words = (_shown(due), _shown(got))
                yield Breach(Law.PRIOR, prepared.scenario, cause.id, "", *words)

    def direction(self, prepared: Prepared) -> Tries:
        """Add each rule to the others of its cause that match."""
        for cause in self._untried(Law.DIRECTION, prepared):
            for rule in cause.evidence:
                if rule.in_force(prepared.day):
                    yield self._added(prepared, cause, rule)

    def _untried(self, law: Law, prepared: Prepared) -> Iterator[CauseDefinition]:
        """Yield the causes of which these rules have not yet matched: that alone decides."""
        for cause in self._causes:
            names = self._names_in_force(cause, prepared.day)
            key = (law, cause.id, names, names & prepared.matched)
            if key not in self._tried:
                self._tried.add(key)
                yield cause

    def _names_in_force(self, cause: CauseDefinition, day: date) -> frozenset[str]:
        key = (cause.id, day)
        if key not in self._in_force:
            rules = cause.evidence
            self._in_force[key] = frozenset(rule.id for rule in rules if rule.in_force(day))
        return self._in_force[key]

    def _added(
        self, prepared: Prepared, cause: CauseDefinition, rule: EvidenceRule
    ) -> Breach | None:
        ranked, day = self._alone[cause.id], prepared.day
        before = ranked(prepared.matched - {rule.id}, day).log_odds
        after = ranked(prepared.matched | {rule.id}, day).log_odds
        gained = before - after if rule.strength.endswith(AGAINST) else after - before
        if gained >= -_ACCURACY:
            return None
        words = (_shown(before), _shown(after))
        return Breach(Law.DIRECTION, prepared.scenario, rule.id, "", *words)


def _alone(cause: CauseDefinition, rulebook: Rulebook) -> _Ranked:
    """Return a function of matched rules and day: a cause as if there were no other."""
    scorer = Scorer(replace(rulebook, causes={cause.id: cause}))
    return lambda matched, day: scorer.score(matched, day).causes[0]


def _bent(prepared: Prepared, before: RankedCause, after: RankedCause) -> Breach | None:
    """Return which rule counts instead of which, if the log-odds are not the same."""
    if _is_equal(before.log_odds, after.log_odds):
        return None
    counted = {rule.id for rule in before.evidence}
    instead = {rule.id for rule in after.evidence}
    return Breach(
        Law.WRITING,
        prepared.scenario,
        min(counted - instead),
        min(instead - counted),
        _shown(before.log_odds),
        _shown(after.log_odds),
    )


def _is_equal(first: float, second: float) -> bool:
    return math.isclose(first, second, abs_tol=_ACCURACY)


def _shown(log_odds: float) -> str:
    return f"{log_odds:+.4f}"


def _asks_absence(rule: EvidenceRule) -> frozenset[str]:
    return frozenset(leaf.fact for leaf in leaves(rule.when) if leaf.operator is Operator.EXISTS)
