"""What comparing one context costs: `python -m bench.diff [N]`.

Microseconds of processor time a context, reading included, by what was changed. Where only a rule
was changed, most contexts are known to be answered alike before the other rules are asked.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bench.contexts import CASES, contexts
from resolver.cli.contrast import Contexts, build_reader
from resolver.cli.lines import Chunk
from resolver.inference.compare import LEAST_MOVE
from resolver.model.beijing import BEIJING
from resolver.model.rulebook import EvidenceRule, Rulebook, Scale
from resolver.runtime.snapshot import build_snapshot

RULES = Path("rules")
AT = datetime(2026, 3, 5, 10, tzinfo=BEIJING)


def changed_books(book: Rulebook) -> Iterator[tuple[str, Rulebook]]:
    """Yield what was changed, and the rulebook with that change."""
    name = "timing.data_sync_delay"
    cause = book.causes[name]
    first, *others = cause.evidence
    weaker = replace(first, strength="weak", weight=book.scale.weight("weak"))
    yield "one rule", _with(book, name, evidence=(weaker, *others))
    yield "one prior", _with(book, name, prior="rare", prior_probability=0.001)
    strong = replace(book.scale, strengths={**book.scale.strengths, "strong": 31.0})
    causes = {
        one.id: replace(one, evidence=tuple(_reweighted(rule, strong) for rule in one.evidence))
        for one in book.causes.values()
    }
    yield "one number of the scale", replace(book, scale=strong, causes=causes)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    lines = tuple(json.dumps(one, ensure_ascii=False).encode() for one in contexts(count, cases))
    book = build_snapshot(RULES).rulebook
    print(f"{count} contexts")
    for name, other in changed_books(book):
        read = build_reader(book, other, Contexts("contexts", AT, LEAST_MOVE))
        started = time.process_time()
        impact = read(Chunk(1, lines))
        cost = (time.process_time() - started) / count * 1e6
        print(f"{name:<26}{cost:7.0f} µs a context, {impact.differing} differ")


def _with(book: Rulebook, cause: str, **changes: object) -> Rulebook:
    changed = replace(book.causes[cause], **changes)  # type: ignore[arg-type]
    return replace(book, causes={**book.causes, cause: changed})


def _reweighted(rule: EvidenceRule, scale: Scale) -> EvidenceRule:
    return replace(rule, weight=scale.weight(rule.strength))


if __name__ == "__main__":
    main()
