"""What differs between two conditions, down to the smallest parts that were changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resolver.inference.parts import as_written, definitions_in
from resolver.model.conditions import All, AnyOf, Condition, facts_read


@dataclass(frozen=True, slots=True)
class Delta:
    """A part of a condition before and after; `None` where it was added or taken out."""

    before: Condition | None
    after: Condition | None


def condition_deltas(before: Condition | None, after: Condition | None) -> tuple[Delta, ...]:
    """Return what was changed between two conditions, in order; `None` stands for always.

    What a definition stands for is not looked at, only its name; the order of parts makes no
    difference.
    """
    return tuple(_deltas(as_written(before), as_written(after)))


def _deltas(before: Condition | None, after: Condition | None) -> Iterator[Delta]:
    if before == after:
        return
    match before, after:
        case (All(ones), All(others)) | (AnyOf(ones), AnyOf(others)):
            yield from _of_parts(ones, others)
        case All(ones), _ if after in ones:  # what was one of several parts is now all there is
            yield from _of_parts(ones, (after,))
        case _, All(others) if before in others:
            yield from _of_parts((before,), others)
        case _:
            yield Delta(before, after)


def _of_parts(
    ones: tuple[Condition | None, ...], others: tuple[Condition | None, ...]
) -> list[Delta]:
    """Return the changes of parts, whose order does not matter. Two that read alike are paired."""
    gone = [part for part in ones if part not in others]
    come = [part for part in others if part not in ones]
    found: list[Delta] = []
    for part in gone:
        heir = next((other for other in come if _reads(other) == _reads(part)), None)
        if heir is not None:
            come.remove(heir)
        found += [Delta(part, None)] if heir is None else _deltas(part, heir)
    return [*found, *(Delta(None, part) for part in come)]


def _reads(condition: Condition | None) -> tuple[str, ...]:
    """Return what tells whether two conditions are about the same: facts, or definitions."""
    if condition is None:
        return ()
    return facts_read(condition) or tuple(one.name for one in definitions_in(condition))
