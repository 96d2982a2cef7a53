"""Hold drills, print a table, and write `build/drills/report.html` and `.json`.

Exit code 1 if any promise was broken.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from drills.outcome import Extent, Outcome, Skipped
from drills.report import print_table, write_report

DRILLS = (
    "worker_killed",
    "worker_stopped",
    "overload",
    "slow_readers",
    "slow_senders",
    "ping_abuse",
    "gzip_bomb",
    "garbage_frames",
    "half_handshakes",
    "fuzzed_contexts",
    "fuzzed_rules",
    "full_disk",
    "clock_jump",
    "rules_vanished",
    "certificates",
    "reloads",
    "soak",
)
"""Each is a module of this package: its docstring says what is done and promised."""

FOLDER = Path("build/drills")
_LONGEST_SECONDS = 900.0


def main() -> int:
    """Hold those that the command line names, or all."""
    names, extent = _arguments()
    outcomes = []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        outcomes.append(_held(name, extent))
    print_table(outcomes)
    write_report(outcomes, FOLDER)
    print(f"{FOLDER}/report.html")
    return int(any(outcome.broken for outcome in outcomes))


def _held(name: str, extent: Extent) -> Outcome:
    """Return what came of a drill; one that cannot be carried out has broken a promise."""
    outcome, began = Outcome(name), time.monotonic()
    hold: Callable[[Outcome, Extent], None] = import_module(f"drills.{name}").run
    faulthandler.dump_traceback_later(_LONGEST_SECONDS + 2 * extent.soak_seconds, exit=True)
    try:
        hold(outcome, extent)
    except Skipped as skipped:
        outcome.skipped = str(skipped)
    except Exception as error:  # noqa: BLE001 - the other drills are to be held all the same
        traceback.print_exc()
        outcome.broken.append(f"the drill ended by {type(error).__name__}: {error}")
    faulthandler.cancel_dump_traceback_later()
    outcome.seconds = time.monotonic() - began
    outcome.close()
    return outcome


def _arguments() -> tuple[list[str], Extent]:
    short = Extent()
    parser = argparse.ArgumentParser("python -m drills", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(DRILLS)}")
    parser.add_argument("--soak-seconds", type=float, default=short.soak_seconds)
    parser.add_argument("--contexts", type=int, default=short.contexts)
    parser.add_argument("--rule-files", type=int, default=short.rule_files)
    parser.add_argument("--seconds", type=float, default=short.seconds)
    given = parser.parse_args()
    if unknown := set(given.names) - set(DRILLS):
        parser.error(f"no drill is called {', '.join(sorted(unknown))}")
    extent = Extent(given.soak_seconds, given.contexts, given.rule_files, given.seconds)
    return given.names or list(DRILLS), extent


if __name__ == "__main__":
    sys.exit(main())
