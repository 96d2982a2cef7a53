"""Tests that effective dates take effect at their midnight in Beijing, without a reload."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from resolver.model.beijing import BEIJING
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.snapshot import Snapshot, build_snapshot
from resolver.service.resolver_servicer import ResolverServicer
from resolver.service.rulebook_servicer import RulebookServicer
from resolver.v1 import context_pb2, rulebook_service_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.rulefolders import tiny_folder, tiny_text

AMOUNT = "input/amount.yaml"
RULE = "input.amount/differs"
FIRST_MIDNIGHT = datetime(2026, 4, 1, tzinfo=BEIJING)
MIDNIGHT_AFTER_LAST = datetime(2026, 5, 1, tzinfo=BEIJING)
MOMENT = timedelta(microseconds=1)
MISMATCH = pb.ResolveRequest(
    context=context_pb2.LookupContext(
        outcome=context_pb2.LookupOutcome(provider="platform", code="006")
    )
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Rules of which one counts in April 2026 alone, loaded once."""
    text = tiny_text(AMOUNT).replace(
        "- rule: differs\n",
        "- rule: differs\n    effective: {from: 2026-04-01, until: 2026-04-30}\n"
        "    references: [https://12366.chinatax.gov.cn]\n",
    )
    folder: Path = tiny_folder(tmp_path_factory.mktemp("april"), {AMOUNT: text})
    return build_snapshot(folder)


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        (FIRST_MIDNIGHT - MOMENT, False),
        (FIRST_MIDNIGHT, True),
        (MIDNIGHT_AFTER_LAST - MOMENT, True),
        (MIDNIGHT_AFTER_LAST, False),
    ],
)
def test_rule_counts_from_midnight_to_midnight(
    snapshot: Snapshot, now: datetime, counts: bool
) -> None:
    """One and the same snapshot answers otherwise, and says so, when the day changes."""
    holder = SnapshotHolder(snapshot)
    answer = ResolverServicer(holder, now=lambda: now).Resolve(MISMATCH, None)
    evidence = {one.rule_id for cause in answer.causes for one in cause.evidence}
    assert (RULE in evidence) is counts
    told = RulebookServicer(holder, now=lambda: now).GetRulebook(
        rulebook_service_pb2.GetRulebookRequest(), None
    )
    assert told.counts.rules - told.counts.rules_in_force == (0 if counts else 1)
