"""What many comparisons come to: exact counts, and a few examples of everything counted.

Impacts of parts of the contexts add up to that of all, in whatever order they are added.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from resolver.inference.compare import Comparison, Move
from resolver.inference.parts import Part
from resolver.model.rulebook import RemedyAction

EXAMPLES = 3
"""How many examples are kept of each thing counted: those that come first."""

MOVERS = 10
"""How many of the largest moves of a probability are kept."""

REMARKS = 20
"""How many lines that cannot be read are told one by one."""

_ItemT = TypeVar("_ItemT")


class Verdict(NamedTuple):
    """What an unattended caller is told to do, without the moment."""

    action: RemedyAction
    retryable: bool


class Example(NamedTuple):
    """One context whose answers differ: the number of its line, its id if it has one."""

    line: int
    id: str
    comparison: Comparison


class Mover(NamedTuple):
    """One large move of a probability."""

    line: int
    id: str
    move: Move


class Remark(NamedTuple):
    """A line that cannot be read, and why, in both languages."""

    line: int
    zh: str
    en: str


@dataclass(slots=True)
class Best(Generic[_ItemT]):
    """The first few of many items by a key that no two share."""

    limit: int
    key: Callable[[_ItemT], Any]
    items: list[_ItemT] = field(default_factory=list)

    def add(self, item: _ItemT) -> None:
        """Keep an item if it is among the first."""
        if len(self.items) < self.limit or self.key(item) < self.key(self.items[-1]):
            insort(self.items, item, key=self.key)
            del self.items[self.limit :]

    def extend(self, items: Iterable[_ItemT]) -> None:
        """Keep those of several items that are among the first."""
        for item in items:
            self.add(item)


def _line(item: Example | Remark) -> int:
    return item.line


def _largest(mover: Mover) -> tuple[float, int, str]:
    return (-mover.move.size, mover.line, mover.move.cause)


@dataclass(slots=True)
class Group:
    """Contexts that have one thing in common: how many, and the first of them.

    `flips` counts those whose first cause changes, by the cause before and after; `verdicts`
    those whose disposition does, its moment aside.
    """

    contexts: int = 0
    flips: Counter[tuple[str, str]] = field(default_factory=Counter)
    verdicts: int = 0
    examples: Best[Example] = field(default_factory=lambda: Best(EXAMPLES, _line))

    def add(self, example: Example) -> None:
        """Count one context."""
        comparison = example.comparison
        self.contexts += 1
        if comparison.first.differs:
            self.flips[comparison.first.before, comparison.first.after] += 1
        self.verdicts += _verdicts(comparison)[0] != _verdicts(comparison)[1]
        self.examples.add(example)

    def merge(self, other: Group) -> None:
        """Count the contexts of another group too."""
        self.contexts += other.contexts
        self.flips.update(other.flips)
        self.verdicts += other.verdicts
        self.examples.extend(other.examples.items)


@dataclass(slots=True)
class Impact:
    """What a change of the rules does to many contexts.

    `contexts` were read, `differing` of them are answered otherwise; `aspects` counts in what
    respect (the names of `Comparison`). `flips` are keyed by the first cause before and after,
    `verdicts` likewise, `parts` by the part responsible: a context with several counts in each.
    """

    contexts: int = 0
    unreadable: int = 0
    aspects: Counter[str] = field(default_factory=Counter)
    all: Group = field(default_factory=Group)
    flips: dict[tuple[str, str], Group] = field(default_factory=dict)
    verdicts: dict[tuple[Verdict, Verdict], Group] = field(default_factory=dict)
    parts: dict[Part, Group] = field(default_factory=dict)
    movers: Best[Mover] = field(default_factory=lambda: Best(MOVERS, _largest))
    remarks: Best[Remark] = field(default_factory=lambda: Best(REMARKS, _line))

    @property
    def differing(self) -> int:
        """How many contexts are answered otherwise."""
        return self.all.contexts

    @property
    def flipped(self) -> int:
        """How many contexts have another first cause."""
        return self.all.flips.total()

    def flips_of(self, cause: str) -> int:
        """Return in how many contexts a cause takes or loses the first place."""
        return sum(count for pair, count in self.all.flips.items() if cause in pair)

    def add_unreadable(self, remark: Remark) -> None:
        """Count a line that cannot be read."""
        self.unreadable += 1
        self.remarks.add(remark)

    def add(self, line: int, name: str, comparison: Comparison | None) -> None:
        """Count one context; `None` says that its answers do not differ."""
        self.contexts += 1
        if comparison is None:
            return
        example = Example(line, name, comparison)
        self.all.add(example)
        self.aspects.update(_aspects(comparison))
        first, verdicts = comparison.first, _verdicts(comparison)
        if first.differs:
            self.flips.setdefault((first.before, first.after), Group()).add(example)
        if verdicts[0] != verdicts[1]:
            self.verdicts.setdefault(verdicts, Group()).add(example)
        for part in comparison.responsible:
            self.parts.setdefault(part, Group()).add(example)
        if comparison.moves:
            self.movers.add(Mover(line, name, comparison.moves[0]))

    def merge(self, other: Impact) -> None:
        """Count what another impact has counted of other contexts."""
        self.contexts += other.contexts
        self.unreadable += other.unreadable
        self.aspects.update(other.aspects)
        self.all.merge(other.all)
        _merge(self.flips, other.flips)
        _merge(self.verdicts, other.verdicts)
        _merge(self.parts, other.parts)
        self.movers.extend(other.movers.items)
        self.remarks.extend(other.remarks.items)


ASPECTS = ("first", "leaders", "moves", "disposition", "remedies", "findings", "status")
"""In what respects two answers can differ, by the names of `Comparison`."""

_KeyT = TypeVar("_KeyT")


def _merge(into: dict[_KeyT, Group], groups: dict[_KeyT, Group]) -> None:
    for key, group in groups.items():
        into.setdefault(key, Group()).merge(group)


def _aspects(comparison: Comparison) -> list[str]:
    pairs = [name for name in ASPECTS if name != "moves" and getattr(comparison, name).differs]
    return [*pairs, "moves"] if comparison.moves else pairs


def _verdicts(comparison: Comparison) -> tuple[Verdict, Verdict]:
    due = comparison.disposition
    return (
        Verdict(due.before.action, due.before.retryable),
        Verdict(due.after.action, due.after.retryable),
    )
