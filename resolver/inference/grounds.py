"""What differs between two rulebooks, by what it can change in an answer.

Each function yields the changed parts that can make one thing differ, of the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from resolver.inference.parts import Part, PartKind, as_written, definitions_in
from resolver.model.conditions import Condition
from resolver.model.rulebook import CauseDefinition, DispositionRule, EvidenceRule, Rulebook


def changed_tables(old: Rulebook, new: Rulebook) -> tuple[str, ...]:
    """Return the fields of `Knowledge` in which two rulebooks differ."""
    before, after = old.knowledge, new.knowledge
    if before == after:
        return ()
    names = [field.name for field in fields(before)]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def matching(name: str, old: EvidenceRule | None, new: EvidenceRule | None) -> Iterator[Part]:
    """Yield what can change whether a rule matches, of the same facts."""
    if old is None or new is None:
        yield Part(PartKind.RULE, name)
        return
    if _occasion(old) != _occasion(new):
        yield Part(PartKind.RULE, name)
    yield from _redefined(old.when, new.when)


def weighing(old: EvidenceRule | None, new: EvidenceRule | None) -> Iterator[Part]:
    """Yield what can change how much a rule counts that matches on both sides."""
    if old is None or new is None:
        return
    if (old.strength, old.group) != (new.strength, new.group):
        yield Part(PartKind.RULE, new.id)
    elif old.weight != new.weight:
        yield Part(PartKind.STRENGTH, new.strength.split()[0])


def prior(old: CauseDefinition, new: CauseDefinition) -> Iterator[Part]:
    """Yield what changed the prior of a cause: its word, or the number behind it."""
    if old.prior != new.prior:
        yield Part(PartKind.PRIOR, new.id)
    elif old.prior_probability != new.prior_probability:
        yield Part(PartKind.PRIOR_WORD, new.prior)


def dispositions(
    cause: str, old: Rulebook, new: Rulebook, reading: Callable[[DispositionRule], object]
) -> Iterator[Part]:
    """Yield what can change what a cause asks for, as far as `reading` tells entries apart."""
    before, after = old.causes[cause].dispositions, new.causes[cause].dispositions
    if [reading(one) for one in before] != [reading(one) for one in after]:
        yield Part(PartKind.DISPOSITION, cause)
        return
    for one, other in zip(before, after, strict=True):
        yield from _redefined(one.when, other.when)


def as_decided(rule: DispositionRule) -> object:
    """Return what an entry says but for its reason."""
    return (rule.not_before, as_judged(rule))


def as_judged(rule: DispositionRule) -> object:
    """Return what an entry says but for its reason and its moment."""
    return (rule.action, rule.retryable, as_written(rule.when))


def remedies(cause: str, old: Rulebook, new: Rulebook) -> Iterator[Part]:
    """Yield what can change which remedies a cause offers, and in what order."""
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
