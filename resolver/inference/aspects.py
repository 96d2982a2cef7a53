"""In what respect a rule, a remedy or a disposition differs from what it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import Any, NamedTuple

from resolver.inference.deltas import condition_deltas
from resolver.inference.notation import written
from resolver.model.conditions import Condition, facts_read
from resolver.model.rulebook import DispositionRule, EvidenceRule, Remedy, RemedyUse
from resolver.model.texts import LANGUAGES, Text


class AspectKind(StrEnum):
    """What sort of respect it is."""

    TITLE = "title"
    EXPLANATION = "explanation"
    OWNER = "owner"
    PRIOR = "prior"
    VERSION = "version"
    STATUS = "status"
    STRENGTH = "strength"
    CONDITION = "condition"
    UNLESS = "unless"
    GROUP = "group"
    EFFECTIVE_FROM = "effective_from"
    EFFECTIVE_UNTIL = "effective_until"
    BECAUSE = "because"
    REFERENCES = "references"
    ORDER = "order"
    REMEDY = "remedy"
    DISPOSITION = "disposition"
    RETRYABLE = "retryable"
    REASON = "reason"
    ACTOR = "actor"
    ACTION = "action"
    NOT_BEFORE = "not_before"
    FIELDS = "fields"
    CONTACTS = "contacts"
    TIME_NEEDED = "time_needed"
    STEP = "step"
    CAUTION = "caution"
    NUMBER = "number"
    TEXT = "text"
    SOURCE = "source"
    ENTRY = "entry"


class Aspect(NamedTuple):
    """One respect in which a part differs; empty before or after stands for absent.

    `where` is the language of a text, the fact that a condition reads if it reads one alone, the
    place of a disposition among several (`#2`), and the path of an entry of a table. Conditions
    are in the notation of rule files.
    """

    kind: AspectKind
    before: str
    after: str
    where: str = ""


def value_aspects(*rows: tuple[AspectKind, object, object]) -> Iterator[Aspect]:
    """Yield the rows whose values differ; `None` and empty stand for absent."""
    for kind, before, after in rows:
        if before != after:
            yield Aspect(kind, _shown(before), _shown(after))


def text_aspects(kind: AspectKind, before: Text | None, after: Text | None) -> Iterator[Aspect]:
    """Yield the languages in which a text differs."""
    for language in LANGUAGES:
        old, new = (text.get(language) if text else "" for text in (before, after))
        if old != new:
            yield Aspect(kind, old, new, language)


def condition_aspects(
    kind: AspectKind, before: Condition | None, after: Condition | None
) -> Iterator[Aspect]:
    """Yield the parts of a condition that differ."""
    for delta in condition_deltas(before, after):
        facts = {name for one in (delta.before, delta.after) if one for name in facts_read(one)}
        before_text, after_text = (
            written(one, None) if one else "" for one in (delta.before, delta.after)
        )
        yield Aspect(kind, before_text, after_text, min(facts) if len(facts) == 1 else "")


def rule_aspects(old: EvidenceRule, new: EvidenceRule) -> Iterator[Aspect]:
    """Yield in what respects a rule differs; where it stands in its file is none."""
    yield from value_aspects(
        (AspectKind.VERSION, old.version, new.version),
        (AspectKind.STATUS, old.status, new.status),
        (AspectKind.STRENGTH, old.strength, new.strength),
        (AspectKind.GROUP, old.group, new.group),
        (AspectKind.EFFECTIVE_FROM, old.effective_from, new.effective_from),
        (AspectKind.EFFECTIVE_UNTIL, old.effective_until, new.effective_until),
    )
    yield from condition_aspects(AspectKind.CONDITION, old.when, new.when)
    yield from text_aspects(AspectKind.BECAUSE, old.because, new.because)
    yield from value_aspects((AspectKind.REFERENCES, old.references, new.references))


def whole_rule(rule: EvidenceRule, *, is_new: bool) -> Iterator[Aspect]:
    """Yield what a rule says that was added or removed."""
    told = (
        Aspect(AspectKind.STRENGTH, "", rule.strength),
        Aspect(AspectKind.CONDITION, "", written(rule.when, None)),
        *text_aspects(AspectKind.BECAUSE, None, rule.because),
    )
    for one in told:
        yield one if is_new else one._replace(before=one.after, after="")


def remedy_aspects(old: Remedy, new: Remedy) -> Iterator[Aspect]:
    """Yield in what respects a remedy differs."""
    yield from text_aspects(AspectKind.TITLE, old.title, new.title)
    yield from value_aspects(
        (AspectKind.ACTOR, old.actor, new.actor),
        (AspectKind.ACTION, old.action, new.action),
        (AspectKind.NOT_BEFORE, old.not_before, new.not_before),
        (AspectKind.FIELDS, old.fields, new.fields),
        (AspectKind.CONTACTS, old.contacts, new.contacts),
        (AspectKind.TIME_NEEDED, old.time_needed, new.time_needed),
    )
    yield from condition_aspects(AspectKind.CONDITION, old.when, new.when)
    yield from condition_aspects(AspectKind.UNLESS, old.unless, new.unless)
    for before, after in zip_longest(old.steps, new.steps):
        yield from text_aspects(AspectKind.STEP, before, after)
    for before, after in zip_longest(old.cautions, new.cautions):
        yield from text_aspects(AspectKind.CAUTION, *both(before, after, "text"))
        yield from condition_aspects(AspectKind.CONDITION, *both(before, after, "when"))


def use_aspects(old: Sequence[RemedyUse], new: Sequence[RemedyUse]) -> Iterator[Aspect]:
    """Yield the remedies that a cause offers no longer or only now, or otherwise than before."""
    before, after = ({use.remedy: _use(use) for use in uses} for uses in (old, new))
    for name in {**before, **after}:
        yield from value_aspects((AspectKind.REMEDY, before.get(name), after.get(name)))
    yield from order_aspects([use.remedy for use in old], [use.remedy for use in new])


def disposition_aspects(
    old: Sequence[DispositionRule], new: Sequence[DispositionRule]
) -> Iterator[Aspect]:
    """Yield the dispositions of a cause that differ, in their order."""
    for number, (before, after) in enumerate(zip_longest(old, new), start=1):
        place = f"#{number}" if max(len(old), len(new)) > 1 else ""
        for aspect in _disposition_aspects(before, after):
            yield aspect if aspect.where in LANGUAGES else aspect._replace(where=place)


def _disposition_aspects(
    before: DispositionRule | None, after: DispositionRule | None
) -> Iterator[Aspect]:
    if before is None or after is None:
        was, now = (_disposition(one) if one else "" for one in (before, after))
        yield from value_aspects((AspectKind.DISPOSITION, was, now))
        return
    yield from value_aspects(
        (AspectKind.ACTION, before.action, after.action),
        (AspectKind.RETRYABLE, _bool(before.retryable), _bool(after.retryable)),
        (AspectKind.NOT_BEFORE, before.not_before, after.not_before),
    )
    yield from condition_aspects(AspectKind.CONDITION, before.when, after.when)
    yield from text_aspects(AspectKind.REASON, before.reason, after.reason)


def both(before: object | None, after: object | None, name: str) -> tuple[Any, Any]:
    """Return one field of two things; `None` of a thing that is not there."""
    was, now = (None if one is None else getattr(one, name) for one in (before, after))
    return was, now


def order_aspects(old: Sequence[str], new: Sequence[str]) -> Iterator[Aspect]:
    """Yield the order of the names that both have, if it is another."""
    before, after = (
        tuple(one for one in ones if one in others) for ones, others in ((old, new), (new, old))
    )
    yield from value_aspects((AspectKind.ORDER, before, after))


def _use(use: RemedyUse) -> str:
    sides = (("when", use.when), ("unless", use.unless))
    return ", ".join(
        [use.remedy, *(f"{key}: {written(one, None)}" for key, one in sides if one is not None)]
    )


def _disposition(rule: DispositionRule) -> str:
    parts = [f"action: {rule.action.value}", f"retryable: {_bool(rule.retryable)}"]
    if rule.not_before:
        parts.append(f"not_before: {rule.not_before}")
    if rule.when is not None:
        parts.append(f"when: {written(rule.when, None)}")
    return ", ".join(parts)


def _bool(value: object) -> str:
    return "true" if value else "false"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
