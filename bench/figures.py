"""Figures of a run, each with what it is wanted to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in a unit (none for a ratio), and the most or least wanted."""

    name: str
    measured: float
    wanted: float
    unit: str = ""
    at_most: bool = True

    @property
    def is_good(self) -> bool:
        """Whether it is as wanted."""
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted

    @property
    def line(self) -> str:
        """The figure in one line."""
        bound = "at most" if self.at_most else "at least"
        verdict = "good" if self.is_good else "MISSED"
        wanted = f"{bound} {self.wanted:g} {self.unit}".strip()
        return f"{self.name:56}{self.measured:>10.2f} {self.unit:6}{wanted:>20}  {verdict}"
