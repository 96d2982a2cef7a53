"""What a drill found: calls by how they ended, promises that were broken, remarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

ANSWERED, REFUSED, FAILED, WRONG = "answered", "refused", "failed", "wrong"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is done, in the short form by default."""

    soak_seconds: float = 60.0
    contexts: int = 100_000
    rule_files: int = 1_000
    seconds: float = 5.0
    """How long a drill keeps up what it does to a server, as far as that is free."""


@dataclass(slots=True)
class Outcome:
    """What came of one drill. Any thread may count."""

    name: str
    ended: Counter[str] = field(default_factory=Counter)
    """Calls by `ANSWERED`, `REFUSED` as promised, `FAILED`, or answered but `WRONG`."""
    how: Counter[str] = field(default_factory=Counter)
    """What the calls that failed or were wrong were told."""
    remarks: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0
    skipped: str = ""
    """Why it could not be held here; empty if it was."""

    def promise(self, kept: object, promised: str) -> None:
        """Take down a promise that was not kept."""
        if not kept:
            self.broken.append(promised)

    def remark(self, text: str) -> None:
        """Add a figure, or what else is worth knowing."""
        self.remarks.append(text)

    def close(self) -> None:
        """Judge what every drill promises."""
        self.promise(not self.ended[WRONG], "every answer equals the calm one")
        self.promise(not self.ended[FAILED], "every call is answered, or refused as promised")
        came = self.ended[ANSWERED] + self.ended[REFUSED]
        self.promise(came or self.skipped, "calls are answered at all")
        self.remarks += [f"{count} × {told}" for told, count in self.how.most_common(3)]


class Skipped(Exception):  # noqa: N818 - it is no error
    """The drill cannot be held on this machine; the text says what it needs."""


def quantile(values: Sequence[float], share: float) -> float:
    """Return what a share of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
