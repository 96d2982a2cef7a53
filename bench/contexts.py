"""Any number of contexts of failed lookups, the same ones each time, as JSON lines.

python -m bench.contexts N [CASES.jsonl] > contexts.jsonl

Each takes one of the labelled cases and changes what varies between lookups: invoice, amount,
dates and the moment of the lookup. A part of them mixes the answer of one case with the inputs of
another, so that combinations come up that nobody thought of.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

CASES = Path("tests/data/cases/tuning.jsonl")
SEED = 20260305
MIXED_SHARE = 0.2
_MOMENT = datetime.fromisoformat("2026-03-05T10:00:00+08:00")


def contexts(count: int, cases: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield contexts with an id and a moment of their own."""
    rng = Random(SEED)
    for number in range(count):
        case = rng.choice(cases)
        context = json.loads(json.dumps(case["context"]))
        if rng.random() < MIXED_SHARE:
            other = rng.choice(cases)["context"]
            context["outcome"] = other.get("outcome", context.get("outcome", {}))
        _vary(context, rng)
        at = datetime.fromisoformat(case.get("evaluation_time") or _MOMENT.isoformat())
        at += timedelta(minutes=rng.randrange(-2880, 2880))
        yield {"id": f"g{number}", "evaluation_time": at.isoformat(), "context": context}


def _vary(context: dict[str, Any], rng: Random) -> None:
    inputs = context.get("inputs", {})
    if isinstance(inputs.get("amount"), str) and rng.random() < 0.7:
        inputs["amount"] = f"{rng.randrange(1, 10**7) / 100:.2f}"
    number = inputs.get("invoice_number")
    if isinstance(number, str) and number.isdecimal() and rng.random() < 0.7:
        inputs["invoice_number"] = number[:-5] + f"{rng.randrange(10**5):05}"[-len(number) :]
    for name in ("buyer_tax_id", "seller_tax_id", "check_code"):
        if name in inputs and rng.random() < 0.1:
            del inputs[name]


def main() -> None:
    """Write as many contexts as the first argument says, or a sample."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else CASES
    cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for context in contexts(count, cases):
        print(json.dumps(context, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
