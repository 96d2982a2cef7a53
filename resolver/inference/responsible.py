"""Which changed parts of a rulebook answer for another answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from resolver.inference import grounds
from resolver.inference.disposition import contenders
from resolver.inference.parts import Part, PartKind
from resolver.inference.standing import Standing
from resolver.model.answer import RankedCause
from resolver.model.conditions import facts_read
from resolver.model.rulebook import EvidenceRule, Rulebook

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
            {name: grounds.matching(name, before.get(name), after.get(name)) for name in ids}
        )
        self.weighing = _told(
            {name: grounds.weighing(before.get(name), after.get(name)) for name in ids}
        )
        causes = old.causes.keys() & new.causes.keys()
        self.priors = _told(
            {name: grounds.prior(old.causes[name], new.causes[name]) for name in causes}
        )
        self.dispositions, self.verdicts = (
            _told({name: grounds.dispositions(name, old, new, reading) for name in causes})
            for reading in (grounds.as_decided, grounds.as_judged)
        )
        self.remedies = _told({name: grounds.remedies(name, old, new) for name in causes})
        self.tables = frozenset(
            Part(PartKind.TABLE, name) for name in grounds.changed_tables(old, new)
        )
        self._reads = _reads((*old.rules(), *new.rules())) if self.tables else {}

    @property
    def are_rules_alone(self) -> bool:
        """Whether no part but rules may make answers to the same facts differ."""
        others = (self.priors, self.dispositions, self.remedies)
        cutoffs = (*_CUTOFFS, "contender_share")
        same_frame = _frame(self._old, self._new) == _frame(self._new, self._old)
        return same_frame and not any(others) and not any(self._cutoffs(cutoffs))

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
        moved = displaced(old, new)
        kept = not moved or _verdict(before) == _verdict(after)
        suspected = self.dispositions if kept else self.verdicts
        parts = set().union(*(suspected.get(name, _NONE) for name in {*old, *new}))
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


def _frame(book: Rulebook, other: Rulebook) -> list[tuple[str, list[str]]]:
    """Return what decides between equals: the order of causes, and of rules that both have."""
    shared = {rule.id for rule in other.rules()}
    return [
        (name, [rule.id for rule in cause.evidence if rule.id in shared])
        for name, cause in book.causes.items()
    ]


def _verdict(standing: Standing) -> object:
    return (standing.disposition.action, standing.disposition.retryable)


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
