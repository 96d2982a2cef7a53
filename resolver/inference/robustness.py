"""What becomes of answers when one field is not told: they should grow flatter, not wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from resolver.inference.evaluate import LabelledCase, Resolve
from resolver.model.context import LookupContext

_NOT_EVIDENCE = frozenset({"lookup_id", "requester.user_id"})


@dataclass(frozen=True, slots=True)
class Drop:
    """One case with one field left out.

    `before` and `after` are the first causes, the probabilities are theirs.
    """

    case: LabelledCase
    field_path: str
    before: str
    after: str
    probability_before: float
    probability_after: float

    @property
    def is_forbidden(self) -> bool:
        """Whether the first cause has changed to one that the labels forbid."""
        return self.after != self.before and self.after in self.case.forbidden

    @property
    def is_changed(self) -> bool:
        """Whether the first cause has changed."""
        return self.after != self.before


@dataclass(frozen=True, slots=True)
class DropFigures:
    """Some drops: how many, how many changed the first cause, and to a forbidden one."""

    n: int
    changed: int
    forbidden: int
    mean_before: float
    mean_after: float


def drop_each_field(cases: Iterable[LabelledCase], resolve: Resolve) -> Iterator[Drop]:
    """Answer each case once in full and once without each field that it tells."""
    for case in cases:
        first = resolve(case.context, case.at).causes[0]
        for path, context in without_each_field(case.context):
            now_first = resolve(context, case.at).causes[0]
            yield Drop(
                case=case,
                field_path=path,
                before=first.cause_id,
                after=now_first.cause_id,
                probability_before=first.probability,
                probability_after=now_first.probability,
            )


def summarize_drops(drops: Iterable[Drop]) -> DropFigures:
    """Return the figures of some drops, one at least."""
    listed = list(drops)
    return DropFigures(
        n=len(listed),
        changed=sum(one.is_changed for one in listed),
        forbidden=sum(one.is_forbidden for one in listed),
        mean_before=sum(one.probability_before for one in listed) / len(listed),
        mean_after=sum(one.probability_after for one in listed) / len(listed),
    )


def without_each_field(context: LookupContext) -> Iterator[tuple[str, LookupContext]]:
    """Yield the path of each field that is told, and the context without it."""
    for path, changed in _without(context, ""):
        if path not in _NOT_EVIDENCE:
            yield path, changed


def _without(part: Any, prefix: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any part
    for field in fields(part):
        value = getattr(part, field.name)
        path = prefix + field.name
        if is_dataclass(value):
            for below, changed in _without(value, f"{path}."):
                yield below, replace(part, **{field.name: changed})
        elif field.name == "attributes":
            for name, text in value:
                rest = tuple(pair for pair in value if pair != (name, text))
                yield f"{path}.{name}", replace(part, attributes=rest)
        elif value is not None and value != ():
            empty = () if isinstance(value, tuple) else None
            yield path, replace(part, **{field.name: empty})
