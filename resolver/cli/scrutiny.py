"""What scenarios show beyond themselves: laws that hold, parts of rules seen, changes noticed."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import track

from resolver.cli.render.console import error_console
from resolver.cli.render.coverage import print_coverage
from resolver.cli.render.laws import print_laws
from resolver.cli.render.mutants import MutantTexts, print_mutants
from resolver.inference.coverage import measure_coverage
from resolver.inference.metamorphic import check_laws
from resolver.inference.mutate import Trial, try_mutants
from resolver.inference.prepared import Prepared, prepare
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Scenario
from resolver.model.texts import Text
from resolver.runtime.snapshot import Snapshot

PLACES_SHOWN = 20
"""How many places of a whole rulebook are listed for changes that nothing notices."""

_WORKING = Text("逐处改动规则", "changing the rules")


@dataclass(frozen=True, slots=True)
class _Scope:
    """The causes that are looked at; all of them, and what they share, if `is_whole`."""

    causes: frozenset[str]
    is_whole: bool

    def concerns(self, cause: str) -> bool:
        return self.is_whole or cause in self.causes


def print_scrutiny(
    snapshot: Snapshot,
    scenarios: Sequence[Scenario],
    chosen: Sequence[Scenario],
    console: Console,
    options: argparse.Namespace,
) -> bool:
    """Print the laws, and what else was asked for; return whether all laws hold.

    `chosen` are the scenarios that were run. Where those are not all, only the files of their
    causes are looked at, but by all scenarios: what is noticed elsewhere counts. A scenario that
    may fail proves nothing.
    """
    book, directory, language = snapshot.rulebook, options.rules, options.language
    scope = _Scope(frozenset(one.cause for one in chosen), len(chosen) == len(scenarios))
    everything = prepare(scenarios, book, snapshot.resolver.derive)
    chosen_places = {one.location for one in chosen}
    ran = [one for one in everything if one.scenario.location in chosen_places]
    proving = [one for one in everything if not one.scenario.todo]
    laws = check_laws(book, ran, snapshot.engine.match)
    print_laws(laws, directory, console, language)
    if options.coverage:
        covered = measure_coverage(book, proving, scope.concerns)
        print_coverage(covered, directory, console, language)
    if options.mutate:
        started = time.perf_counter()
        trials = _tried(book, proving, scope, language)
        texts = MutantTexts(directory, book.vocabulary, language)
        seconds = time.perf_counter() - started
        print_mutants(trials, seconds, texts, console, PLACES_SHOWN if scope.is_whole else None)
    return not any(law.breaches for law in laws)


def _tried(
    book: Rulebook, scenarios: Sequence[Prepared], scope: _Scope, language: str
) -> list[Trial]:
    """Try the mutants, with a sign of life on a terminal."""
    console = error_console()
    working = track(
        try_mutants(book, scenarios, lambda place: scope.concerns(place.cause)),
        _WORKING.get(language),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    return list(working)
