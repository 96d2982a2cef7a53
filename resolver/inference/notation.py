"""Conditions and expectations as their author writes them: YAML on one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator
from resolver.model.facts import FactValue
from resolver.model.scenarios import Expectation, ExpectedDisposition, ProbabilityBounds

_VALUES_SHOWN = 6


def written(condition: Condition, values_shown: int | None = _VALUES_SHOWN) -> str:
    """Return a condition in the notation of rule files.

    Longer lists of values are cut short; `None` shows every value.
    """
    match condition:
        case Compare():
            return f"{{{condition.fact}: {_comparison(condition, values_shown)}}}"
        case All(parts):
            return f"{{all: {_listed(written(part, values_shown) for part in parts)}}}"
        case AnyOf(parts):
            return f"{{any: {_listed(written(part, values_shown) for part in parts)}}}"
        case Not(part):
            return f"{{not: {written(part, values_shown)}}}"
        case Named(name, _):
            return f"{{is: {name}}}"


def written_value(value: FactValue | None) -> str:
    """Return one value of a fact; an absent one is `null`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def written_expectation(expect: Expectation) -> str:
    """Return what stands below `expect` in a scenario, as far as a missing scenario needs it.

    That is the first cause, rules, remedies, the disposition and bounds of probabilities.
    """
    return ", ".join(_expectations(expect))


def _expectations(expect: Expectation) -> Iterator[str]:
    if expect.first:
        yield f"first: {expect.first}"
    for key in ("rules", "no_rules", "remedies", "no_remedies"):
        names: tuple[str, ...] = getattr(expect, key)
        if names:
            yield f"{key}: {_listed(names)}"
    if expect.disposition is not None:
        yield f"disposition: {{{', '.join(_disposition(expect.disposition))}}}"
    if expect.probability:
        causes = (
            f"{cause}: {{{', '.join(_bounds(b))}}}" for cause, b in expect.probability.items()
        )
        yield f"probability: {{{', '.join(causes)}}}"


def _disposition(due: ExpectedDisposition) -> Iterator[str]:
    if due.action is not None:
        yield f"action: {due.action.value}"
    if due.retryable is not None:
        yield f"retryable: {written_value(due.retryable)}"
    moments = due.retry_not_before
    if moments is not None:
        earliest, latest = moments.earliest, moments.latest
        sides = [f"gte: {earliest.isoformat()}"] if earliest else []
        sides += [f"lte: {latest.isoformat()}"] if latest else []
        yield f"retry_not_before: {{{', '.join(sides)}}}"


def _bounds(bounds: ProbabilityBounds) -> Iterator[str]:
    if bounds.least is not None:
        yield f"gte: {_decimal(bounds.least)}"
    if bounds.greatest is not None:
        yield f"lte: {_decimal(bounds.greatest)}"


def _decimal(probability: float) -> str:
    """Return a number without an exponent, which YAML would take for text."""
    return f"{probability:.15f}".rstrip("0").rstrip(".")


def _comparison(leaf: Compare, values_shown: int | None) -> str:
    if isinstance(leaf.operand, tuple):
        values = [written_value(value) for value in leaf.operand[:values_shown]]
        more = ["…"] if len(values) < len(leaf.operand) else []
        return f"{{in: {_listed([*values, *more])}}}"
    value = written_value(leaf.operand)
    return value if leaf.operator is Operator.EQ else f"{{{leaf.operator}: {value}}}"


def _listed(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"
