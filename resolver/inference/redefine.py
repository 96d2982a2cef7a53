"""A rulebook in which one definition means something else, wherever it is referred to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not
from resolver.model.rulebook import CauseDefinition, EvidenceRule, Remedy, RemedyUse, Rulebook

_ConditionalT = TypeVar("_ConditionalT", Remedy, RemedyUse)


@dataclass(frozen=True, slots=True)
class Redefined:
    """The changed book, the active rules that read otherwise, and all conditions that do.

    Each of `swaps` is a condition before and after, those of the rules included.
    """

    rulebook: Rulebook
    rules: tuple[EvidenceRule, ...]
    swaps: tuple[tuple[Condition, Condition], ...]


def redefined_book(rulebook: Rulebook, name: str, condition: Condition) -> Redefined:
    """Return the book with another condition behind the name of a definition."""
    writer = _Rewriter(name, condition)
    causes = {cause.id: writer.cause(cause) for cause in rulebook.causes.values()}
    remedies = {remedy.id: writer.remedy(remedy) for remedy in rulebook.remedies.values()}
    definitions = {other: writer.condition(one) for other, one in rulebook.definitions.items()}
    definitions[name] = condition
    book = replace(rulebook, causes=causes, remedies=remedies, definitions=definitions)
    return Redefined(book, tuple(writer.rules), tuple(writer.swaps))


class _Rewriter:
    """Writes the new meaning into every condition, and keeps what has changed."""

    def __init__(self, name: str, meaning: Condition) -> None:
        self._name = name
        self._meaning = meaning
        self.rules: list[EvidenceRule] = []
        self.swaps: list[tuple[Condition, Condition]] = []

    def cause(self, cause: CauseDefinition) -> CauseDefinition:
        return replace(
            cause,
            evidence=tuple(self._rule(rule) for rule in cause.evidence),
            remedies=tuple(self._conditional(use) for use in cause.remedies),
            dispositions=tuple(
                replace(rule, when=self._swapped(rule.when)) for rule in cause.dispositions
            ),
        )

    def remedy(self, remedy: Remedy) -> Remedy:
        cautions = tuple(
            replace(caution, when=caution.when and self.condition(caution.when))
            for caution in remedy.cautions
        )
        return replace(self._conditional(remedy), cautions=cautions)

    def condition(self, condition: Condition) -> Condition:
        """Return a condition with the new meaning; it is the same one where nothing changes."""
        match condition:
            case Compare():
                return condition
            case Named(name, part):
                return self._named(condition, name, part)
            case Not(part):
                changed = self.condition(part)
                return condition if changed is part else Not(changed)
            case All(parts):
                several = self._parts(parts)
                return condition if several is parts else All(several)
            case AnyOf(parts):
                several = self._parts(parts)
                return condition if several is parts else AnyOf(several)

    def _named(self, whole: Named, name: str, part: Condition) -> Named:
        changed = self._meaning if name == self._name else self.condition(part)
        return whole if changed is part else Named(name, changed)

    def _parts(self, parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
        changed = tuple(self.condition(part) for part in parts)
        same = all(new is old for new, old in zip(changed, parts, strict=True))
        return parts if same else changed

    def _rule(self, rule: EvidenceRule) -> EvidenceRule:
        when = self.condition(rule.when)
        if when is rule.when:
            return rule
        changed = replace(rule, when=when)
        if rule.is_active:
            self.rules.append(changed)
            self.swaps.append((rule.when, when))
        return changed

    def _conditional(self, part: _ConditionalT) -> _ConditionalT:
        when, unless = self._swapped(part.when), self._swapped(part.unless)
        return replace(part, when=when, unless=unless)

    def _swapped(self, condition: Condition | None) -> Condition | None:
        if condition is None:
            return None
        changed = self.condition(condition)
        if changed is not condition:
            self.swaps.append((condition, changed))
        return changed
