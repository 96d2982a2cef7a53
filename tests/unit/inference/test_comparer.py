"""Many contexts through two rulebooks: the short cut says what the long way says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from resolver.inference.compare import Comparison, compare
from resolver.inference.comparer import Comparer
from resolver.inference.derive import Deriver
from resolver.inference.parts import PartKind
from resolver.inference.responsible import Suspects
from resolver.inference.standing import Answerer
from resolver.model.context import LookupContext
from resolver.model.rulebook import Rulebook
from resolver.rulefile.contexts import read_context
from resolver.rulefile.loader import load_files
from tests.support.cli import EARLY_LOOKUP
from tests.support.prepared import AT, DAY
from tests.support.rulefolders import tiny_files, tiny_rulebook, tiny_text

SYNC = "timing/data_sync_delay.yaml"


def edited(path: str, before: str, after: str) -> Rulebook:
    """Return the tiny rulebook with one text in the place of another."""
    loaded = load_files(tiny_files({path: tiny_text(path).replace(before, after, 1)}))
    assert loaded.rulebook is not None, loaded.diagnostics
    return loaded.rulebook


@cache
def lookups() -> tuple[LookupContext, ...]:
    """Return lookups that between them reach every rule of the tiny rulebook, or none."""
    rows = (
        EARLY_LOOKUP,
        {**EARLY_LOOKUP, "timing": {"issued_at": "2026-02-01T08:00:00+08:00"}},
        {"outcome": {"provider": "platform", "code": "006"}},
        {},
    )
    return tuple(read_context(row).context for row in rows)


def the_long_way(old: Rulebook, new: Rulebook, context: LookupContext) -> Comparison | None:
    """Return the comparison of two answers, each worked out in full."""
    answers = [
        Answerer(book).answer(Deriver(book.knowledge).derive(context, AT), DAY)
        for book in (old, new)
    ]
    comparison = compare(*answers, Suspects(old, new))
    return comparison if comparison.differs else None


CHANGES: dict[str, Callable[[], Rulebook]] = {
    "nothing": tiny_rulebook,
    "weight": lambda: edited(SYNC, "weight: strong\n", "weight: weak\n"),
    "condition": lambda: edited(SYNC, "lt: 24", "lt: 1"),
    "prior": lambda: edited(SYNC, "prior: frequent", "prior: rare"),
    "disposition": lambda: edited(SYNC, "retryable: true", "retryable: false"),
    "scale": lambda: edited("scale.yaml", "strong: 15", "strong: 40"),
    "definition": lambda: edited("definitions.yaml", "not_found}", "mismatch}"),
    "catalogue": lambda: edited("status/platform.yaml", '"006"', '"016"'),
    "order": lambda: replace(
        tiny_rulebook(), causes=dict(reversed(tiny_rulebook().causes.items()))
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_comparer_says_what_two_full_answers_say(change: str) -> None:
    """Whatever was changed, and whether or not it makes a difference."""
    old, new = tiny_rulebook(), CHANGES[change]()
    comparer = Comparer(old, new)
    compared = [comparer.compare(context, AT) for context in lookups()]
    assert compared == [the_long_way(old, new, context) for context in lookups()]
    assert any(compared) is (change not in {"nothing", "order"})


def test_status_read_otherwise_is_the_catalogues_doing() -> None:
    """Although no rule was touched."""
    comparison = Comparer(tiny_rulebook(), CHANGES["catalogue"]()).compare(lookups()[2], AT)
    assert comparison is not None
    assert comparison.status.differs
    assert {part.kind for part in comparison.responsible} == {PartKind.TABLE}
