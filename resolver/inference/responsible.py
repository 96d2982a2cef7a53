"""Which changed parts of a rulebook answer for another answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TypeVar

from resolver.inference.disposition import contenders
from resolver.inference.parts import Part, PartKind, as_written, definitions_in
from resolver.inference.standing import Standing
from resolver.model.answer import RankedCause
from resolver.model.conditions import Condition, facts_read
from resolver.model.rulebook import CauseDefinition, EvidenceRule, Rulebook

_ItemT = TypeVar("_ItemT")

_Parts = frozenset[Part]
_NONE: _Parts = frozenset()
_CUTOFFS = ("least_probability", "least_probability_unsupported", "telling_ratio")


class Suspects:
    """Whatever differs between two rulebooks, by what it can change in an answer."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self._old, self._new = old, new
        before, after = _by_id(old.rules()), _by_id(new.rules())
        ids = before.keys() | after.keys()
        self.matching = _told(
            {name: _matching(name, before.get(name), after.get(name)) for name in ids}
        )
        self.weighing = _told({name: _weighing(before.get(name), after.get(name)) for name in ids})
        causes = old.causes.keys() & new.causes.keys()
        self.priors = _told({name: _prior(old.causes[name], new.causes[name]) for name in causes})
        self.dispositions = _told({name: _dispositions(name, old, new) for name in causes})
        self.remedies = _told({name: _remedies(name, old, new) for name in causes})
        self.tables = frozenset(Part(PartKind.TABLE, name) for name in changed_tables(old, new))
        self._reads = _reads((*old.rules(), *new.rules())) if self.tables else {}

    def of_ranking(self, causes: Iterable[str], before: Standing, after: Standing) -> _Parts:
        """Return what moved the log-odds of these causes, or else of any; or the listing."""
        old, new = _by_cause(before.ranking), _by_cause(after.ranking)
        every = sorted(old.keys() | new.keys())
        for several in (causes, every):
            moved = [name for name in several if _odds(old, name) != _odds(new, name)]
            if moved:
                found = [self._of_cause(name, old, new, before, after) for name in moved]
                return _NONE.union(*found)
        return frozenset(self._cutoffs(_CUTOFFS))

    def of_disposition(self, before: Standing, after: Standing) -> _Parts:
        """Return what changed the disposition."""
        old = _ids(contenders(before.ranking, self._old.scale))
        new = _ids(contenders(after.ranking, self._new.scale))
        parts = set().union(*(self.dispositions.get(name, _NONE) for name in {*old, *new}))
        moved = displaced(old, new)
        if moved:
            share = set(self._cutoffs(("contender_share",)))
            parts |= share or self.of_ranking(moved, before, after)
        return frozenset(parts) or self.tables

    def of_remedies(self, cause: str) -> _Parts:
        """Return what changed the remedies of a cause."""
        return self.remedies.get(cause, self.tables)

    def of_status(self) -> _Parts:
        """Return what changed the reading of the provider's answer."""
        catalogue = Part(PartKind.TABLE, "catalogue")
        return frozenset({catalogue}) if catalogue in self.tables else self.tables

    def _of_cause(
        self,
        name: str,
        old: Mapping[str, RankedCause],
        new: Mapping[str, RankedCause],
        before: Standing,
        after: Standing,
    ) -> _Parts:
        whole = frozenset({Part(PartKind.CAUSE, name)})
        if name not in old or name not in new:
            return whole
        parts = set(self.priors.get(name, _NONE))
        # A rule that another of its group has displaced is no cause of it: that other one is.
        for rule in {one.id for one in (*old[name].evidence, *new[name].evidence)}:
            if (rule in before.matched) is (rule in after.matched):
                parts |= self.weighing.get(rule, _NONE)
            else:
                parts |= self.matching.get(rule, _NONE) | self._misread(rule, before, after)
        return frozenset(parts) or whole

    def _misread(self, rule: str, before: Standing, after: Standing) -> _Parts:
        """Return the tables if they made a difference to what a rule reads."""
        names = self._reads.get(rule, ())
        differs = any(before.facts.get(name) != after.facts.get(name) for name in names)
        return self.tables if differs else _NONE

    def _cutoffs(self, names: Iterable[str]) -> Iterator[Part]:
        old, new = self._old.scale, self._new.scale
        for name in names:
            if getattr(old, name) != getattr(new, name):
                yield Part(PartKind.CUTOFF, name)


def displaced(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the names that do not stand where they stood, in order of their places."""
    places_old = {name: place for place, name in enumerate(old)}
    places_new = {name: place for place, name in enumerate(new)}
    both = {**places_old, **places_new}
    return [name for name in both if places_old.get(name) != places_new.get(name)]


def changed_tables(old: Rulebook, new: Rulebook) -> tuple[str, ...]:
    """Return the fields of `Knowledge` in which two rulebooks differ."""
    before, after = old.knowledge, new.knowledge
    if before == after:
        return ()
    names = [field.name for field in fields(before)]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _matching(name: str, old: EvidenceRule | None, new: EvidenceRule | None) -> Iterator[Part]:
    """Yield what can change whether a rule matches, of the same facts."""
    if old is None or new is None:
        yield Part(PartKind.RULE, name)
        return
    if _occasion(old) != _occasion(new):
        yield Part(PartKind.RULE, name)
    yield from _redefined(old.when, new.when)


def _weighing(old: EvidenceRule | None, new: EvidenceRule | None) -> Iterator[Part]:
    """Yield what can change how much a rule counts that matches on both sides."""
    if old is None or new is None:
        return
    if (old.strength, old.group) != (new.strength, new.group):
        yield Part(PartKind.RULE, new.id)
    elif old.weight != new.weight:
        yield Part(PartKind.STRENGTH, new.strength.split()[0])


def _prior(old: CauseDefinition, new: CauseDefinition) -> Iterator[Part]:
    if old.prior != new.prior:
        yield Part(PartKind.PRIOR, new.id)
    elif old.prior_probability != new.prior_probability:
        yield Part(PartKind.PRIOR_WORD, new.prior)


def _dispositions(cause: str, old: Rulebook, new: Rulebook) -> Iterator[Part]:
    before, after = old.causes[cause].dispositions, new.causes[cause].dispositions
    written = [
        [(one.action, one.retryable, one.not_before, as_written(one.when)) for one in rules]
        for rules in (before, after)
    ]
    if written[0] != written[1]:
        yield Part(PartKind.DISPOSITION, cause)
        return
    for one, other in zip(before, after, strict=True):
        yield from _redefined(one.when, other.when)


def _remedies(cause: str, old: Rulebook, new: Rulebook) -> Iterator[Part]:
    before, after = old.causes[cause].remedies, new.causes[cause].remedies
    written = [
        [(use.remedy, as_written(use.when), as_written(use.unless)) for use in uses]
        for uses in (before, after)
    ]
    if written[0] != written[1]:
        yield Part(PartKind.REMEDIES, cause)
        return
    for use, other in zip(before, after, strict=True):
        yield from _redefined(use.when, other.when)
        yield from _redefined(use.unless, other.unless)
        yield from _remedy(use.remedy, old, new)


def _remedy(name: str, old: Rulebook, new: Rulebook) -> Iterator[Part]:
    """Yield what can change whether a remedy is offered, and before which others."""
    before, after = old.remedies[name], new.remedies[name]
    written = [
        (one.actor, as_written(one.when), as_written(one.unless)) for one in (before, after)
    ]
    if written[0] != written[1]:
        yield Part(PartKind.REMEDY, name)
    yield from _redefined(before.when, after.when)
    yield from _redefined(before.unless, after.unless)


def _redefined(old: Condition | None, new: Condition | None) -> Iterator[Part]:
    """Yield the definitions that both conditions refer to and that say something else now."""
    if old == new:
        return
    meant = {one.name: as_written(one.part) for one in definitions_in(old)}
    for one in definitions_in(new):
        if one.name in meant and meant[one.name] != as_written(one.part):
            yield Part(PartKind.DEFINITION, one.name)


def _occasion(rule: EvidenceRule) -> tuple[object, ...]:
    return (
        as_written(rule.when),
        rule.is_active,
        rule.effective_from,
        rule.effective_until,
    )


def _told(parts: Mapping[str, Iterator[Part]]) -> dict[str, _Parts]:
    found = {name: frozenset(several) for name, several in parts.items()}
    return {name: several for name, several in found.items() if several}


def _by_id(rules: Iterable[EvidenceRule]) -> dict[str, EvidenceRule]:
    return {rule.id: rule for rule in rules}


def _by_cause(ranking: Iterable[RankedCause]) -> dict[str, RankedCause]:
    return {ranked.cause.id: ranked for ranked in ranking}


def _ids(ranking: Iterable[RankedCause]) -> list[str]:
    return [ranked.cause.id for ranked in ranking]


def _odds(ranked: Mapping[str, RankedCause], name: str) -> float | None:
    return ranked[name].log_odds if name in ranked else None


def _reads(rules: Iterable[EvidenceRule]) -> dict[str, frozenset[str]]:
    reads: dict[str, frozenset[str]] = {}
    for rule in rules:
        reads[rule.id] = reads.get(rule.id, frozenset()) | frozenset(facts_read(rule.when))
    return reads
