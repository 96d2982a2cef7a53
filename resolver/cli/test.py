"""`test`: the scenarios beside the rules, each against an answer of those rules."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path

from resolver.cli.asking import report_engine_error
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.console import output_console
from resolver.cli.render.junit import junit_report
from resolver.cli.render.scenarios import print_failures, print_summary, print_todo
from resolver.cli.scrutiny import print_scrutiny
from resolver.cli.sources import folder, reviewed, write_text
from resolver.cli.usage import DEFAULT_RULES, Parser
from resolver.inference.rehearse import rehearse_all
from resolver.model.scenarios import Scenario
from resolver.model.texts import Text
from resolver.rulefile.problems import suggest
from resolver.runtime.snapshot import snapshot_of

_DIRECTORY = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_ONLY = Text(
    "只运行文件、场景名、原因或期望的规则中含有该文字的场景；* 代表任意文字",
    "only scenarios whose file, name, cause or expected rules contain this; * stands for anything",
)
_NONE = Text("{0}：没有可运行的场景", "{0}: there is no scenario to run")
_NONE_SUCH = Text("{0}：没有场景符合 {1}；{2}", "{0}: no scenario fits {1}; {2}")
_JUNIT = Text("另写一份 JUnit XML 报告", "write a JUnit XML report as well")
_COVERAGE = Text(
    "列出场景没有触及的规则和条件", "list rules and conditions that no scenario has reached"
)
_MUTATE = Text(
    "逐处改动规则，列出没有场景发现的改动",
    "change the rules one by one and list what no scenario notices",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("rules", _DIRECTORY, metavar="DIR", nargs="?", type=Path, default=DEFAULT_RULES)
    parser.option("--only", _ONLY, metavar="TEXT", default="")
    parser.option("--junit", _JUNIT, metavar="FILE", type=Path)
    parser.option("--coverage", _COVERAGE, action="store_true")
    parser.option("--mutate", _MUTATE, action="store_true")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Rehearse the scenarios, print those that fail, with the reason, and what else they show."""
    directory = folder(options.rules)
    started = time.perf_counter()
    rulebook, scenarios = reviewed(directory)
    chosen = _chosen(scenarios, directory, options.only)
    console = output_console()
    snapshot = snapshot_of(rulebook, on_engine_error=report_engine_error)
    done = rehearse_all(chosen, snapshot.resolver)
    print_failures(done, rulebook, directory, console, options.language)
    print_todo(done, directory, console, options.language)
    print_summary(done, time.perf_counter() - started, console, options.language)
    if options.junit:
        write_text(options.junit, junit_report(done, directory))
    lawful = print_scrutiny(snapshot, scenarios, chosen, console, options)
    snapshot.engine.close()
    return ExitCode.FAILED if any(one.failed for one in done) or not lawful else ExitCode.FINE


def _chosen(scenarios: Sequence[Scenario], directory: Path, only: str) -> Sequence[Scenario]:
    chosen = [one for one in scenarios if any(_fits(name, only) for name in _names(one))]
    if not chosen:
        known = dict.fromkeys(name for one in scenarios for name in _names(one))
        close = suggest(only, known)
        zh = (_NONE_SUCH if only and known else _NONE).zh.format(directory, only, close.zh)
        en = (_NONE_SUCH if only and known else _NONE).en.format(directory, only, close.en)
        raise CommandError(Text(zh, en), ExitCode.FAILED)
    return chosen


def _names(scenario: Scenario) -> Iterator[str]:
    """Yield what a scenario may be called by: rules are those that it expects, or expects not."""
    expect, location = scenario.expect, scenario.location
    yield from (scenario.cause, f"{location.file}:{location.line}", scenario.name)
    yield from (*expect.rules, *expect.no_rules)
    yield from chain.from_iterable(expect.all_rules.values())


def _fits(name: str, only: str) -> bool:
    return only in name or fnmatchcase(name, f"*{only}*")
