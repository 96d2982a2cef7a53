"""Tests of decisions of a log, as outcomes are joined to them."""

from __future__ import annotations

from pathlib import Path

from resolver.rulefile.loader import load_files
from resolver.runtime.outcomes.decided import logged_decisions
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.decisions import a_log, decisions
from tests.support.rulefolders import tiny_files, tiny_rulebook, tiny_text

AMOUNT = "input/amount.yaml"


def requests() -> list[pb.ResolveRequest]:
    """Return a mismatch, and a lookup of which nothing is known."""
    mismatch = pb.ResolveRequest()
    mismatch.context.outcome.provider, mismatch.context.outcome.code = "platform", "006"
    return [mismatch, pb.ResolveRequest()]


def test_those_that_are_wanted_come_as_they_were_decided(tmp_path: Path) -> None:
    """By the same rules: what matched then matches now."""
    log = a_log(tmp_path, requests())
    (mismatch, _) = decisions(log)
    (found,) = logged_decisions(log, tiny_rulebook(), {mismatch["id"], "f" * 32})
    assert found.resolution_id == mismatch["id"]
    assert found.matches == ("input.amount/differs",)
    assert found.provider == "platform"
    assert found.evaluated_at.isoformat() == mismatch["evaluated_at"]


def test_rules_that_changed_since_are_matched_again(tmp_path: Path) -> None:
    """It is the rules of today that learn, from the facts of then."""
    log = a_log(tmp_path, requests())
    changed = tiny_text(AMOUNT).replace("{status.category: mismatch}", "{batch.given: true}")
    today = load_files(tiny_files({AMOUNT: changed})).rulebook
    assert today is not None
    (found,) = logged_decisions(log, today, {decisions(log)[0]["id"]})
    assert found.matches == ()
