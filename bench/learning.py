"""What `calibrate` recovers of a truth that is known: `python -m bench.learning [N …]`.

The shipped rules are the book; a truth differs from it by the words of 24 rules and 6 priors. Of N
generated lookups (1,000 and 5,000) the causes are drawn from the truth and reported by 40
people, honestly or with 5 % of lies. Printed is a table in Markdown, a line a world:

- log loss on what was held out, by the book, with the proposals, and by the truth itself
- proposals that name the true word; that go towards it; that are wrong; and how many of the
  altered words enough lookups bear on to be noticed at all
- how many of all values lie within their bounds of 95 %
- by what factor lies move the values: the median, the 19 of 20 that move least, and the largest
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

from bench.contexts import CASES, contexts
from resolver.inference.learning.calibrate import Calibration, calibrate
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import Kind
from resolver.inference.learning.retuned import with_words
from resolver.inference.learning.trial import compared, try_out
from resolver.model.rulebook import Rulebook
from resolver.rulefile.contexts import read_context
from resolver.runtime.snapshot import Snapshot, build_snapshot
from tests.support.learning import (
    Lookup,
    altered,
    any_lie,
    moves,
    outcomes,
    recovery,
    same_lie,
    some_words,
)

CHANGES = 24
LYING = 0.05
LIE = "invoice.suspected_forgery"

_HEAD = (
    "lookups",
    "reports",
    "log loss: book",
    "proposed",
    "truth",
    "right",
    "towards",
    "wrong",
    "of",
    "within 95 %",
    "moved: median",
    "19 of 20",
    "largest",
    "seconds",
)


def main(counts: list[int]) -> None:
    """Print the table."""
    snapshot = build_snapshot(Path("rules"))
    pool = list(_lookups(max(counts), snapshot))
    snapshot.engine.close()
    book = snapshot.rulebook
    print(_row(_HEAD))
    print(_row(["---", "---", *["--:"] * (len(_HEAD) - 2)]))
    for count in counts:
        _print_worlds(book, pool[:count])


def _print_worlds(book: Rulebook, pool: list[Lookup]) -> None:
    words = some_words(book, CHANGES)
    truth = altered(book, words)
    honest = list(outcomes(truth, pool))
    causes = sorted({one.cause for one in honest})
    lies = {
        "5 % name any cause": any_lie(honest, causes, LYING),
        "5 % name one, one liar": same_lie(honest, LIE, LYING, one_liar=True),
        "5 % name one, anybody": same_lie(honest, LIE, LYING, one_liar=False),
    }
    before: Calibration | None = None
    for name, given in {"honest": honest, **lies}.items():
        began = time.perf_counter()
        found = calibrate(book, given)
        seconds = time.perf_counter() - began
        cells = [f"{len(pool):,}", name, *_losses(book, truth, found, honest)]
        near = recovery(found, book, words)
        cells += [str(one) for one in (near.right, near.towards, near.wrong, near.seen)]
        cells += [f"{near.within:.0%}", *_moves(before, found), f"{seconds:.0f}"]
        print(_row(cells), flush=True)
        before = before or found


def _lookups(count: int, snapshot: Snapshot) -> Iterator[Lookup]:
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    for row in contexts(count, cases):
        context = read_context(row["context"]).context
        at = datetime.fromisoformat(row["evaluation_time"])
        answer = snapshot.resolver.resolve(context, at, "zh-CN", 1)
        provider = context.outcome.provider or "-"
        yield Lookup(tuple(answer.matches), answer.evaluated_at.date(), provider)


def _losses(
    book: Rulebook, truth: Rulebook, found: Calibration, honest: list[Observation]
) -> list[str]:
    """Return log losses on honest reports that were held out, whatever was learned from."""
    held_out = [one for one in honest if one.is_held_out]
    by_book = try_out(book, held_out)
    books = (book, with_words(book, found.words(*Kind)), truth)
    return [f"{compared(try_out(one, held_out), by_book).logloss.value:.3f}" for one in books]


def _moves(before: Calibration | None, after: Calibration) -> list[str]:
    if before is None:
        return ["", "", ""]
    moved = moves(before, after)
    told = (median(moved), quantiles(moved, n=20)[-1], max(moved))
    return [f"×{math.exp(one):.2f}" for one in told]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [1_000, 5_000])
