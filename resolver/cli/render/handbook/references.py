"""Who refers to what in a rulebook: what a reader of one page wants to look up next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, facts_read
from resolver.model.rulebook import CauseDefinition, EvidenceRule, Rulebook
from resolver.model.scenarios import Scenario

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class References:
    """Everything by what refers to it; ids stand in the order of the rulebook.

    `facts` gives the rules that read a fact, be it through a definition; `definitions` the rules,
    and `definitions_within` the definitions, that name a definition themselves. `matched` and
    `unmatched` are the scenarios that want a rule to match, or not to.
    """

    remedies: _Lists
    contacts: _Lists
    facts: _Lists
    definitions: _Lists
    definitions_within: _Lists
    owners: Mapping[str, Sequence[CauseDefinition]]
    families: Mapping[str, Sequence[CauseDefinition]]
    scenarios: Mapping[str, Sequence[Scenario]]
    matched: Mapping[str, Sequence[Scenario]]
    unmatched: Mapping[str, Sequence[Scenario]]
    groups: Mapping[tuple[str, str], Sequence[EvidenceRule]]

    def rivals(self, cause: str, rule: EvidenceRule) -> Sequence[EvidenceRule]:
        """Return the other rules of a rule's group, of which only the strongest counts."""
        return [one for one in self.groups[cause, rule.group] if one.id != rule.id]


def references(rulebook: Rulebook, scenarios: Sequence[Scenario]) -> References:
    """Gather who refers to what."""
    causes, rules = rulebook.causes.values(), rulebook.rules()
    return References(
        remedies=_by((use.remedy, cause.id) for cause in causes for use in cause.remedies),
        contacts=_by((c, one.id) for one in rulebook.remedies.values() for c in one.contacts),
        facts=_by((fact, rule.id) for rule in rules for fact in facts_read(rule.when)),
        definitions=_by((name, rule.id) for rule in rules for name in _named(rule.when)),
        definitions_within=_by(
            (name, outer)
            for outer, meant in rulebook.definitions.items()
            for name in _named(meant)
        ),
        owners=_by((cause.owner, cause) for cause in sorted(causes, key=lambda one: one.owner)),
        families=_by((cause.family, cause) for cause in causes),
        scenarios=_by((one.cause, one) for one in scenarios),
        matched=_by((rule, one) for one in scenarios for rule in one.expect.rules),
        unmatched=_by((rule, one) for one in scenarios for rule in one.expect.no_rules),
        groups=_by(((cause.id, rule.group), rule) for cause in causes for rule in cause.evidence),
    )


def _by(pairs: Iterable[tuple[_Key, _Value]]) -> Mapping[_Key, Sequence[_Value]]:
    gathered: defaultdict[_Key, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        if value not in gathered[key]:
            gathered[key].append(value)
    return gathered


def _named(condition: Condition) -> Iterator[str]:
    """Yield the definitions that a condition names itself, each once, in reading order."""
    yield from dict.fromkeys(_names(condition))


def _names(condition: Condition) -> Iterator[str]:
    match condition:
        case Named(name, _):
            yield name
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _names(part)
        case Not(part):
            yield from _names(part)
        case Compare():
            return
