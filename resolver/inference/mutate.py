"""Do the scenarios notice when a rule changes? Every small change is made, one at a time.

A mutant is killed when a scenario that passed fails under it. One that answers as its book does
whatever the facts are is no mutant at all. The others survive, and each shows a scenario that is
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from resolver.inference.altered import AlteredBook, is_same
from resolver.inference.edits import Edit
from resolver.inference.missing import Answered, Finder, MissingScenario, Sighting
from resolver.inference.mutants import Mutant, Place, mutants
from resolver.inference.prepared import Judge, Prepared, build_judge
from resolver.inference.rehearse import Outcome, unmet
from resolver.model.facts import Vocabulary
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Scenario
from resolver.rulefile.regions import implies


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant and what became of it.

    `killer` is the first scenario that fails under it, `missing` the one that would, where the
    mutant survived and one was found.
    """

    place: Place
    edit: Edit
    verdict: Verdict
    killer: Scenario | None = None
    missing: MissingScenario | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mutants there were, equivalent ones aside, and how many of them were killed."""

    killed: int
    survived: int
    equivalent: int

    @property
    def score(self) -> float | None:
        """The share that was killed; absent where there was nothing to kill."""
        tried = self.killed + self.survived
        return self.killed / tried if tried else None


def try_mutants(
    rulebook: Rulebook,
    scenarios: Sequence[Prepared],
    concerns: Callable[[Place], bool] = lambda _: True,
) -> Iterator[Trial]:
    """Try the mutants of a book on its scenarios that pass.

    They come in the order of `mutants`, which tells what `concerns` is.
    """
    judge = build_judge(rulebook)
    answered = [Answered(one, judge.outcome(one, one.matched)) for one in scenarios]
    passing = [one for one in answered if _passes(one.prepared.scenario, one.outcome)]
    finder = Finder(rulebook, judge, passing)
    for mutant in mutants(rulebook, concerns):
        yield _tried(mutant, judge, passing, finder)


def tally(trials: Iterable[Trial]) -> Tally:
    """Return the counts of some trials."""
    verdicts = [trial.verdict for trial in trials]
    return Tally(*(verdicts.count(verdict) for verdict in Verdict))


def most_telling(trials: Iterable[Trial]) -> list[Trial]:
    """Return the survivors, those first whose change would matter most to an answer."""
    survivors = [trial for trial in trials if trial.verdict is Verdict.SURVIVED]
    return sorted(survivors, key=_size, reverse=True)


def _size(trial: Trial) -> float:
    return -1.0 if trial.missing is None else trial.missing.effect.size


def _passes(scenario: Scenario, outcome: Outcome) -> bool:
    return next(unmet(scenario.expect, outcome), None) is None


def _tried(mutant: Mutant, judge: Judge, passing: Sequence[Answered], finder: Finder) -> Trial:
    altered = AlteredBook(mutant, judge)
    seen = []
    for sighting in _sightings(altered, passing):
        if not _passes(sighting.base, sighting.after):
            return Trial(mutant.place, mutant.edit, Verdict.KILLED, killer=sighting.base)
        seen.append(sighting)
    missing = finder.find(altered, seen)
    same = missing is None and _is_equivalent(mutant, mutant.rulebook.vocabulary)
    verdict = Verdict.EQUIVALENT if same else Verdict.SURVIVED
    return Trial(mutant.place, mutant.edit, verdict, missing=missing)


def _sightings(altered: AlteredBook, passing: Iterable[Answered]) -> Iterator[Sighting]:
    """Yield the scenarios that the mutant answers otherwise."""
    for one in passing:
        if altered.bears_on(one.prepared.facts):
            after = altered.outcome(one.prepared)
            if not is_same(one.outcome, after):
                yield Sighting(one.prepared.scenario, {}, one.outcome, after)


def _is_equivalent(mutant: Mutant, vocabulary: Vocabulary) -> bool:
    return all(
        implies(before, after, vocabulary) and implies(after, before, vocabulary)
        for before, after in mutant.swaps
    )
