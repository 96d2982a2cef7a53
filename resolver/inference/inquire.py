"""Which missing facts would sharpen a ranking most.

For an absent fact V and the cause C the gain is their mutual information in bits, I(C;V), with the
ranking as the distribution of C and P(v|c) taken proportional to exp(Δ(c, v)): the weight that
cause c would gain if V had the value v, all values being equally likely beforehand. It is never
negative, and zero where no rule listens to V.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from resolver.inference.score import Ranking
from resolver.inference.values import telling_values
from resolver.model.answer import EvidenceRequest
from resolver.model.conditions import leaves, whatever
from resolver.model.facts import FactDeclaration, Facts, FactValue
from resolver.model.predicates import Predicate, predicate
from resolver.model.rulebook import EvidenceRule, Rulebook

ASKED_AT_MOST = 3
"""More questions than a person answers at a time help nobody."""

SURE_ENOUGH = 0.9
"""Where the first cause is at least so probable, nothing is asked: the stop signal of the inquiry.
"""

_LEAST_GAIN_BITS = 0.01
_LEAST_SHARE = 0.02  # rarer causes are lumped together, no question is asked for their sake


class Gain(NamedTuple):
    """A missing fact, and how many bits it is expected to bring."""

    bits: float
    fact: FactDeclaration


@dataclass(frozen=True, slots=True)
class _Reader:
    """A rule of a listening group; `holds` where it reads the fact, else it stays as it is."""

    rule: EvidenceRule
    holds: Predicate | None
    possible: Predicate | None


@dataclass(frozen=True, slots=True)
class _Listener:
    """One evidence group of one cause that a fact bears on, with all rules of the group."""

    cause_id: str
    readers: tuple[_Reader, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """An askable fact, the values worth telling apart, and who listens to it, by cause."""

    fact: FactDeclaration
    values: tuple[FactValue, ...]
    listeners: Mapping[str, tuple[_Listener, ...]]


class Inquirer:
    """Asks on behalf of one rulebook. Which facts have listeners is worked out once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._questions = tuple(
            _Question(fact, _telling_values(fact, rulebook.rules()), listeners)
            for fact in rulebook.vocabulary.facts.values()
            if fact.ask is not None and (listeners := _listeners(fact.name, rulebook))
        )

    def gains(
        self, facts: Facts, ranking: Ranking, matches: frozenset[str], day: date
    ) -> tuple[Gain, ...]:
        """Return the facts worth asking for, most telling first; none where the ranking is sure.

        `matches` are the ids of the rules that hold now, `day` the Beijing day that rules are
        judged by.
        """
        if ranking.causes[0].probability >= SURE_ENOUGH:
            return ()
        shares = {
            ranked.cause.id: ranked.probability
            for ranked in ranking.causes
            if ranked.probability >= _LEAST_SHARE
        }
        supposed = dict(facts)
        best: dict[str, Gain] = {}
        for question in self._questions:
            if question.fact.name in facts:
                continue
            bits = _gain(question, supposed, shares, matches, day)
            path = question.fact.path
            if bits >= _LEAST_GAIN_BITS and (path not in best or bits > best[path].bits):
                best[path] = Gain(bits, question.fact)
        ordered = sorted(best.values(), key=lambda found: (-found.bits, found.fact.name))
        return tuple(ordered[:ASKED_AT_MOST])


def question(gain: Gain, language: str) -> EvidenceRequest:
    """Return the question that would bring a fact."""
    fact = gain.fact
    assert fact.ask is not None  # noqa: S101 - questions are made of facts that have one
    return EvidenceRequest(fact.path, fact.ask.get(language), gain.bits)


def _gain(
    question: _Question,
    supposed: dict[str, FactValue],
    shares: Mapping[str, float],
    matches: frozenset[str],
    day: date,
) -> float:
    listeners = [
        listener
        for cause_id in question.listeners.keys() & shares.keys()
        for listener in question.listeners[cause_id]
        if _may_change(listener, supposed, matches)
    ]
    if not listeners:
        return 0.0
    shifts = []
    for value in question.values:
        supposed[question.fact.name] = value
        shifts.append(_shifts(listeners, supposed, matches, day))
    del supposed[question.fact.name]
    if not any(shifts):
        return 0.0
    rest = max(0.0, 1.0 - math.fsum(shares.values()))
    return _mutual_information([*shares.items(), ("", rest)], shifts)


def _may_change(listener: _Listener, facts: Facts, matches: frozenset[str]) -> bool:
    return any(
        reader.possible is not None and (reader.rule.id in matches or reader.possible(facts))
        for reader in listener.readers
    )


def _shifts(
    listeners: Iterable[_Listener], supposed: Facts, matches: frozenset[str], day: date
) -> dict[str, float]:
    shifts: dict[str, float] = {}
    for listener in listeners:
        before = after = 0.0
        for reader in listener.readers:
            if not reader.rule.in_force(day):
                continue
            weight, matched = reader.rule.weight, reader.rule.id in matches
            if matched and abs(weight) > abs(before):
                before = weight
            holds = matched if reader.holds is None else reader.holds(supposed)
            if holds and abs(weight) > abs(after):
                after = weight
        if after != before:
            shifts[listener.cause_id] = shifts.get(listener.cause_id, 0.0) + after - before
    return shifts


def _mutual_information(shares: list[tuple[str, float]], shifts: list[dict[str, float]]) -> float:
    joint: list[list[float]] = []
    for cause_id, share in shares:
        raw = [math.exp(shift.get(cause_id, 0.0)) for shift in shifts]
        total = math.fsum(raw)
        joint.append([share * weight / total for weight in raw])
    of_value = [math.fsum(column) for column in zip(*joint, strict=True)]
    return math.fsum(
        cell * math.log2(cell / (share * of_value[place]))
        for (_, share), row in zip(shares, joint, strict=True)
        for place, cell in enumerate(row)
        if cell > 0.0
    )


def _listeners(name: str, rulebook: Rulebook) -> dict[str, tuple[_Listener, ...]]:
    found: dict[str, tuple[_Listener, ...]] = {}
    for cause in rulebook.causes.values():
        groups: dict[str, list[_Reader]] = {}
        for rule in cause.evidence:
            groups.setdefault(rule.group, []).append(_reader(rule, name))
        listening = [
            _Listener(cause.id, tuple(readers))
            for readers in groups.values()
            if any(reader.holds for reader in readers)
        ]
        if listening:
            found[cause.id] = tuple(listening)
    return found


def _reader(rule: EvidenceRule, name: str) -> _Reader:
    if all(leaf.fact != name for leaf in leaves(rule.when)):
        return _Reader(rule, None, None)
    return _Reader(rule, predicate(rule.when), predicate(whatever(rule.when, name.__eq__)))


def _telling_values(fact: FactDeclaration, rules: Iterable[EvidenceRule]) -> tuple[FactValue, ...]:
    """Return what answers may tell apart; nothing that is asked for is below zero."""
    values = telling_values(fact, [rule.when for rule in rules])
    return tuple(value for value in values if isinstance(value, str) or value >= 0)
