"""Live answers of the tiny rules, as those who observe them get them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from resolver.inference.pipeline import Resolver
from resolver.model.context import LookupContext, LookupOutcome
from resolver.runtime.live.sampler import LiveAnswer
from resolver.runtime.snapshot import Snapshot, build_snapshot
from tests.support.answers import NOON
from tests.support.rulefolders import TINY_RULES

MISMATCH = LookupContext(outcome=LookupOutcome(provider="platform", code="006"))


def tiny_snapshot() -> Snapshot:
    """Return a snapshot of the tiny rules with the true engine."""
    return build_snapshot(TINY_RULES)


def faulty_snapshot() -> Snapshot:
    """Return a snapshot of the tiny rules whose engine finds no rule at all."""
    good = tiny_snapshot()
    engine = SimpleNamespace(match=lambda _: frozenset(), close=lambda: None)
    return replace(good, engine=engine, resolver=Resolver(good.rulebook, engine))


def a_live_answer(
    snapshot: Snapshot | None = None, context: LookupContext = MISMATCH
) -> LiveAnswer:
    """Return what the rules answer at noon."""
    snapshot = snapshot or tiny_snapshot()
    return LiveAnswer(snapshot, context, snapshot.resolver.resolve(context, NOON), "id-1")


def altered(live: LiveAnswer, **fields: object) -> LiveAnswer:
    """Return a live answer with something else in the answer, as a fault would have it."""
    return live._replace(answer=replace(live.answer, **fields))
