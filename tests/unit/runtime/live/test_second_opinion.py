"""Tests of answers decided a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.model.context import LookupContext
from resolver.runtime.live.second_opinion import SecondOpinion
from resolver.runtime.snapshot import build_snapshot
from tests.support.live import a_live_answer, altered, faulty_snapshot
from tests.support.rulefolders import tiny_folder, tiny_text

LIVE = a_live_answer()
AMOUNT = "input/amount.yaml"


def test_a_sound_answer_is_agreed_to(caplog: pytest.LogCaptureFixture) -> None:
    """And nothing is logged of it; the second answer of a revision uses what the first built."""
    opinion = SecondOpinion()
    assert [opinion.observe(LIVE), opinion.observe(LIVE)] == ["agreed", "agreed"]
    assert caplog.records == []


def test_an_engine_that_misses_a_rule_is_found_out(caplog: pytest.LogCaptureFixture) -> None:
    """The log names the rules that only one of both matched, and the answer's id."""
    live = a_live_answer(faulty_snapshot())
    assert SecondOpinion().observe(live) == "differed"
    (record,) = caplog.records
    assert record.getMessage() == "second_opinion.differed"
    assert record.values["resolution_id"] == "id-1"
    assert record.values["rules"] == ["input.amount/differs"]


def test_a_ranking_remembered_for_other_facts_is_found_out() -> None:
    """As a memory that mixes up two signatures would give it."""
    other = a_live_answer(LIVE.snapshot, LookupContext())
    assert other.answer.ranking != LIVE.answer.ranking
    mixed_up = altered(LIVE, ranking=other.answer.ranking)
    assert SecondOpinion().observe(mixed_up) == "differed"


def test_every_revision_is_decided_by_its_own_rules(tmp_path: Path) -> None:
    """A reload must not make the evaluator ask yesterday's rules."""
    opinion = SecondOpinion()
    assert opinion.observe(LIVE) == "agreed"
    changed = tiny_text(AMOUNT).replace("{status.category: mismatch}", "{batch.given: true}")
    later = a_live_answer(build_snapshot(tiny_folder(tmp_path, {AMOUNT: changed})))
    assert later.answer.matches != LIVE.answer.matches
    assert opinion.observe(later) == "agreed"
