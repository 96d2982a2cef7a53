"""Decisions counted one by one: what was asked, what was answered, by which rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from resolver.inference.derive.verdict import NOTHING
from resolver.model.beijing import beijing_day
from resolver.rulefile.cause_checks import UNKNOWN
from resolver.runtime.decisions.reading import Recorded
from resolver.runtime.reporting.frequent import Frequent

MOST_KEPT = 10_000
"""How many different messages, providers and callers are told apart; the rarest are forgotten."""

BINS = 10
"""Of how sure answers were: intervals of equal width."""

_LONGEST = 300
"""Characters of a message by which it is told from others."""


@dataclass(slots=True)
class CauseTally:
    """How often a cause came first, and its probabilities then, added up."""

    count: int = 0
    probability: float = 0.0


@dataclass(slots=True)
class Answers:
    """Of some answers: how many providers said nothing, nothing known, and were not explained.

    Attributes:
        silent: The provider's answer had no code, message or error of a network.
        unread: It had, and nothing in it was recognised.
        unresolved: The first cause was `unknown`.
    """

    silent: int = 0
    unread: int = 0
    unresolved: int = 0

    def add(self, *, silent: bool, unread: bool, unresolved: bool) -> None:
        """Count one answer."""
        self.silent += silent
        self.unread += unread
        self.unresolved += unresolved


class Said(NamedTuple):
    """What a provider said, masked as the log has it; empty for nothing."""

    provider: str
    code: str
    message: str


@dataclass(slots=True)
class Gap:
    """An answer of a provider that wants a rule: how often, and the latest decision about it."""

    unread: int = 0
    unresolved: int = 0
    category: str = NOTHING
    example: str = ""


def _answers() -> Frequent[str, Answers]:
    return Frequent(MOST_KEPT, Answers)


def _gaps() -> Frequent[Said, Gap]:
    return Frequent(MOST_KEPT, Gap)


@dataclass(slots=True)
class Tally:
    """Counts of decisions. Memory grows with days, causes and rules, and not with decisions.

    Attributes:
        days: Decisions by the Beijing day on which they were kept.
        unresolved_days: Those whose first cause was `unknown`.
        causes: First causes.
        sureness: How many first probabilities lie in each interval.
        providers: By what callers call them.
        gaps: What was not recognised, or was and no cause found.
        matched: In how many answers a rule's condition held, in `counted` it had a say in a
            cause that was named.
        offered: In how many answers a remedy was offered.
        revisions: Of the rules that answered.
        judged: The first and the last Beijing day that lookups were judged by; rules have dates.
    """

    total: Answers = field(default_factory=Answers)
    days: Counter[date] = field(default_factory=Counter)
    unresolved_days: Counter[date] = field(default_factory=Counter)
    causes: dict[str, CauseTally] = field(default_factory=dict)
    sureness: list[int] = field(default_factory=lambda: [0] * BINS)
    providers: Frequent[str, Answers] = field(default_factory=_answers)
    callers: Frequent[str, Answers] = field(default_factory=_answers)
    gaps: Frequent[Said, Gap] = field(default_factory=_gaps)
    matched: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    offered: Counter[str] = field(default_factory=Counter)
    revisions: Counter[str] = field(default_factory=Counter)
    judged: tuple[date, date] | None = None

    @property
    def decisions(self) -> int:
        """How many there are."""
        return self.days.total()

    def take(self, recorded: Recorded) -> None:
        """Count a decision."""
        self._take_day(recorded)
        self._take_cause(recorded)
        self._take_said(recorded)
        causes = recorded["causes"]
        self.matched.update(recorded["matches"])
        self.counted.update({rule for cause in causes for rule in cause["rules"]})
        self.offered.update({remedy for cause in causes for remedy in cause["remedies"]})
        self.revisions[recorded["revision"]] += 1

    def _take_day(self, recorded: Recorded) -> None:
        day = beijing_day(datetime.fromisoformat(recorded["time"]))
        self.days[day] += 1
        self.unresolved_days[day] += recorded["cause"] == UNKNOWN
        judged = beijing_day(datetime.fromisoformat(recorded["evaluated_at"]))
        first, last = self.judged or (judged, judged)
        self.judged = min(first, judged), max(last, judged)

    def _take_cause(self, recorded: Recorded) -> None:
        probability = recorded["causes"][0]["probability"]
        cause = self.causes.setdefault(recorded["cause"], CauseTally())
        cause.count += 1
        cause.probability += probability
        self.sureness[min(int(probability * BINS), BINS - 1)] += 1

    def _take_said(self, recorded: Recorded) -> None:
        facts, context = recorded["facts"], recorded["context"]
        category, silent = facts["status.category"], facts["status.silent"]
        unread = category == NOTHING and not silent
        unresolved = recorded["cause"] == UNKNOWN
        provider = str(context.get("outcome.provider", ""))
        for answers in (
            self.total,
            self.providers.see(provider),
            self.callers.see(recorded["caller"]),
        ):
            answers.add(silent=silent, unread=unread, unresolved=unresolved)
        if not silent and (unread or unresolved):
            code = str(context.get("outcome.code", ""))
            message = str(context.get("outcome.message", ""))
            gap = self.gaps.see(Said(provider, code, message[:_LONGEST]))
            gap.unread += unread
            gap.unresolved += unresolved
            gap.category, gap.example = category, recorded["id"]
