"""What changed between two rulebooks, part by part and aspect by aspect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from resolver.inference.aspects import (
    Aspect,
    AspectKind,
    both,
    condition_aspects,
    disposition_aspects,
    order_aspects,
    remedy_aspects,
    rule_aspects,
    text_aspects,
    use_aspects,
    value_aspects,
    whole_rule,
)
from resolver.inference.entries import changed_entries
from resolver.inference.grounds import changed_tables
from resolver.inference.parts import Part, PartKind
from resolver.model.rulebook import CauseDefinition, EvidenceRule, Rulebook, Scale

_ItemT = TypeVar("_ItemT")

_CUTOFFS = (
    "contender_share",
    "least_probability",
    "least_probability_unsupported",
    "telling_ratio",
)
_TO_BE_VERSIONED = (AspectKind.CONDITION, AspectKind.STRENGTH)


class Fate(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one part.

    `aspects` tell what it says, of one that was added or removed, or what was changed.
    `is_unversioned` marks a rule with another condition or strength whose version is not higher.
    """

    part: Part
    fate: Fate
    aspects: tuple[Aspect, ...] = ()
    is_unversioned: bool = False

    @property
    def is_renumbered(self) -> bool:
        """Whether nothing but its version changed, as where a definition that it reads did."""
        kinds = {aspect.kind for aspect in self.aspects}
        return self.fate is Fate.CHANGED and kinds == {AspectKind.VERSION}


def book_changes(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """Return everything that differs between two rulebooks: causes first, in order of id.

    Of a cause that was added or removed its rules are not told one by one.
    """
    return (
        *_of_causes(old, new),
        *_of_definitions(old, new),
        *_of_remedies(old, new),
        *_of_scale(old.scale, new.scale),
        *_of_contacts(old, new),
        *_of_tables(old, new),
    )


def _of_causes(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    for name, before, after in _aligned(old.causes, new.causes):
        if before is None or after is None:
            yield _whole(PartKind.CAUSE, name, before, after)
        else:
            yield from _of_cause(before, after)


def _of_cause(old: CauseDefinition, new: CauseDefinition) -> Iterator[Change]:
    name = new.id
    own = (
        *text_aspects(AspectKind.TITLE, old.title, new.title),
        *text_aspects(AspectKind.EXPLANATION, old.explanation, new.explanation),
        *value_aspects((AspectKind.OWNER, old.owner, new.owner)),
        *order_aspects(_ids(old.evidence), _ids(new.evidence)),
    )
    yield from _changed(PartKind.CAUSE, name, own)
    yield from _changed(
        PartKind.PRIOR, name, value_aspects((AspectKind.PRIOR, old.prior, new.prior))
    )
    for rule, before, after in _aligned(_by_id(old.evidence), _by_id(new.evidence)):
        yield from _of_rule(rule, before, after)
    yield from _changed(PartKind.REMEDIES, name, use_aspects(old.remedies, new.remedies))
    dispositions = disposition_aspects(old.dispositions, new.dispositions)
    yield from _changed(PartKind.DISPOSITION, name, dispositions)


def _of_rule(
    name: str, before: EvidenceRule | None, after: EvidenceRule | None
) -> Iterator[Change]:
    if before is not None and after is not None:
        aspects = tuple(rule_aspects(before, after))
        is_other = any(aspect.kind in _TO_BE_VERSIONED for aspect in aspects)
        if aspects:
            part = Part(PartKind.RULE, name)
            stale = is_other and after.version <= before.version
            yield Change(part, Fate.CHANGED, aspects, is_unversioned=stale)
        return
    for rule in (before, after):
        if rule is not None:
            aspects = tuple(whole_rule(rule, is_new=before is None))
            yield Change(Part(PartKind.RULE, name), _fate(before, after), aspects)


def _of_definitions(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    for name, before, after in _aligned(old.definitions, new.definitions):
        titles = (old.definition_titles.get(name), new.definition_titles.get(name))
        aspects = (
            *text_aspects(AspectKind.TITLE, *titles),
            *condition_aspects(AspectKind.CONDITION, before, after),
        )
        if aspects:
            yield Change(Part(PartKind.DEFINITION, name), _fate(before, after), aspects)


def _of_remedies(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    for name, before, after in _aligned(old.remedies, new.remedies):
        if before is not None and after is not None:
            yield from _changed(PartKind.REMEDY, name, remedy_aspects(before, after))
        else:
            yield _whole(PartKind.REMEDY, name, before, after)


def _of_contacts(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    for name, before, after in _aligned(old.contacts, new.contacts):
        aspects = (
            *text_aspects(AspectKind.TEXT, *both(before, after, "text")),
            *value_aspects((AspectKind.SOURCE, *both(before, after, "source"))),
        )
        if aspects:
            yield Change(Part(PartKind.CONTACT, name), _fate(before, after), aspects)


def _of_scale(old: Scale, new: Scale) -> Iterator[Change]:
    words = (
        (PartKind.STRENGTH, old.strengths, new.strengths),
        (PartKind.PRIOR_WORD, old.priors, new.priors),
        (PartKind.CUTOFF, _cutoffs(old), _cutoffs(new)),
    )
    for kind, ones, others in words:
        for name, before, after in _aligned(ones, others):
            if before != after:
                aspects = tuple(value_aspects((AspectKind.NUMBER, before, after)))
                yield Change(Part(kind, name), _fate(before, after), aspects)


def _of_tables(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    for name in changed_tables(old, new):
        tables = (getattr(book.knowledge, name) for book in (old, new))
        rows = changed_entries(*tables)
        aspects = (Aspect(AspectKind.ENTRY, was, now, path) for path, was, now in rows)
        yield from _changed(PartKind.TABLE, name, aspects)


def _changed(kind: PartKind, name: str, aspects: Iterable[Aspect]) -> Iterator[Change]:
    found = tuple(aspects)
    if found:
        yield Change(Part(kind, name), Fate.CHANGED, found)


def _whole(kind: PartKind, name: str, before: object | None, after: object | None) -> Change:
    """Return what became of a part that is on one side only; it is told by its title."""
    titles = text_aspects(AspectKind.TITLE, *both(before, after, "title"))
    return Change(Part(kind, name), _fate(before, after), tuple(titles))


def _fate(before: object | None, after: object | None) -> Fate:
    if before is None:
        return Fate.ADDED
    return Fate.REMOVED if after is None else Fate.CHANGED


def _aligned(
    old: Mapping[str, _ItemT], new: Mapping[str, _ItemT]
) -> Iterator[tuple[str, _ItemT | None, _ItemT | None]]:
    """Yield what both sides have by a name, in the new order; what is gone comes last."""
    for name in {**new, **old}:
        yield name, old.get(name), new.get(name)


def _by_id(rules: Iterable[EvidenceRule]) -> dict[str, EvidenceRule]:
    return {rule.id: rule for rule in rules}


def _ids(rules: Iterable[EvidenceRule]) -> list[str]:
    return [rule.id for rule in rules]


def _cutoffs(scale: Scale) -> dict[str, float]:
    return {name: getattr(scale, name) for name in _CUTOFFS}
