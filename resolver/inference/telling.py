"""What sets two answers to one scenario apart, and the expectation that would notice."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.inference.rehearse import Outcome
from resolver.model.answer import Disposition
from resolver.model.scenarios import (
    Expectation,
    ExpectedDisposition,
    MomentBounds,
    ProbabilityBounds,
)

_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the rules does to one answer, before and after.

    `cause` is the one whose probabilities are told, `first` are the causes that lead.
    """

    cause: str
    probability: tuple[float, float]
    first: tuple[str, str]
    retryable: tuple[bool, bool]

    @property
    def size(self) -> float:
        """How much it matters: another first cause most, then another verdict on a retry."""
        before, after = self.probability
        leads, retries = self.first[0] != self.first[1], self.retryable[0] != self.retryable[1]
        return 4.0 * leads + 2.0 * retries + abs(after - before)


def effect_of(before: Outcome, after: Outcome, cause: str = "") -> Effect:
    """Return the effect on a cause; where none is named, on the one that it moves most."""
    old, new = before.probabilities, after.probabilities
    told = cause or max(old, key=lambda one: (abs(new[one] - old[one]), old[one]))
    return Effect(
        cause=told,
        probability=(old[told], new[told]),
        first=(before.first, after.first),
        retryable=(before.disposition.retryable, after.disposition.retryable),
    )


def telling_expectation(before: Outcome, after: Outcome, cause: str) -> Expectation:
    """Return an expectation that one answer meets and the other does not, the plainest there is.

    A rule that matches or not is plainer than the first cause, which is plainer than its remedies
    and the disposition; bounds of the cause's probability come last. The two answers differ.
    """
    lost, gained = before.rules - after.rules, after.rules - before.rules
    if lost or gained:
        rule = min(lost or gained)
        return Expectation(rules=(rule,)) if lost else Expectation(no_rules=(rule,))
    if before.first != after.first:
        return Expectation(first=before.first)
    withdrawn, offered = _only(before.remedies, after), _only(after.remedies, before)
    if withdrawn:
        return Expectation(remedies=withdrawn[:1])
    if offered:
        return Expectation(no_remedies=offered[:1])
    due = _due(before.disposition, after.disposition)
    if due is not None:
        return Expectation(disposition=due)
    return Expectation(probability={cause: _bounds(before, after, cause)})


def _only(remedies: tuple[str, ...], other: Outcome) -> tuple[str, ...]:
    return tuple(one for one in remedies if one not in other.remedies)


def _due(before: Disposition, after: Disposition) -> ExpectedDisposition | None:
    if before.retryable is not after.retryable:
        return ExpectedDisposition(retryable=before.retryable)
    if before.action is not after.action:
        return ExpectedDisposition(action=before.action)
    old, new = before.retry_not_before, after.retry_not_before
    if old is None or old == new:
        return None
    later = new is not None and new > old
    bounds = MomentBounds(latest=old) if later else MomentBounds(earliest=old)
    return ExpectedDisposition(retry_not_before=bounds)


def _bounds(before: Outcome, after: Outcome, cause: str) -> ProbabilityBounds:
    old, new = before.probabilities[cause], after.probabilities[cause]
    bound = _between(min(old, new), max(old, new))
    return ProbabilityBounds(greatest=bound) if old < new else ProbabilityBounds(least=bound)


def _between(low: float, high: float) -> float:
    """Return a number between two others with as few digits as will do."""
    middle = (low + high) / 2
    rounded = (round(middle, digits) for digits in range(1, _MOST_DIGITS))
    return next((one for one in rounded if low < one < high), middle)
