"""The one thing an unattended caller should do now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from resolver.inference.wording import Wording
from resolver.model.answer import Derivation, Disposition, RankedCause
from resolver.model.facts import Facts
from resolver.model.predicates import Predicate, predicate
from resolver.model.rulebook import DispositionRule, Rulebook, Scale
from resolver.model.texts import LANGUAGES


@dataclass(frozen=True, slots=True)
class Choice:
    """A disposition of a cause, its condition, and its reason's writer by language."""

    rule: DispositionRule
    holds: Predicate | None
    reasons: dict[str, Callable[[Facts], str]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, and the names of the instants of which none may be passed over."""

    choice: Choice
    moments: tuple[str, ...]


class Decider:
    """Decides by the dispositions of one rulebook."""

    def __init__(self, rulebook: Rulebook, wording: Wording) -> None:
        self._scale = rulebook.scale
        self._choices = {
            cause.id: tuple(_choice(rule, wording) for rule in cause.dispositions)
            for cause in rulebook.causes.values()
        }

    def choose(self, ranking: Iterable[RankedCause], facts: Facts) -> Decision:
        """Return what the first cause asks for, held back by every cause nearly as likely.

        A retry is advised only if all contenders allow it, and not before the latest moment that
        any of them names: one try too early costs quota or money, one too late costs only time.
        """
        choices = [
            self._applicable(ranked.cause.id, facts) for ranked in contenders(ranking, self._scale)
        ]
        leading = next((one for one in choices if not one.rule.retryable), choices[0])
        moments = (one.rule.not_before for one in choices if leading.rule.retryable)
        return Decision(leading, tuple(moments))

    def write(self, decision: Decision, derived: Derivation, language: str) -> Disposition:
        """Return a decision with the moments and values of a context."""
        rule, instants = decision.choice.rule, derived.instants
        moments = [instants[name] for name in decision.moments if name in instants]
        return Disposition(
            action=rule.action,
            retryable=rule.retryable,
            retry_not_before=max(moments, default=None),
            reason=decision.choice.reasons[language](derived.facts),
        )

    def decide(
        self, ranking: Iterable[RankedCause], derived: Derivation, language: str
    ) -> Disposition:
        """Choose and write."""
        return self.write(self.choose(ranking, derived.facts), derived, language)

    def _applicable(self, cause_id: str, facts: Facts) -> Choice:
        # The loader sees to it that the last entry of a cause has no condition.
        return next(
            choice
            for choice in self._choices[cause_id]
            if choice.holds is None or choice.holds(facts)
        )


def contenders(ranking: Iterable[RankedCause], scale: Scale) -> list[RankedCause]:
    """Return the causes that have a say in the disposition, the first of a ranking included."""
    found: list[RankedCause] = []
    for ranked in ranking:
        if found and ranked.probability < scale.contender_share * found[0].probability:
            break
        found.append(ranked)
    return found


def _choice(rule: DispositionRule, wording: Wording) -> Choice:
    return Choice(
        rule,
        holds=None if rule.when is None else predicate(rule.when),
        reasons={language: wording.writer(rule.reason, language) for language in LANGUAGES},
    )
