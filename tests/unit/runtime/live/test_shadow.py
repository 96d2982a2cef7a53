"""Tests of a candidate rulebook that is tried on live answers."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from resolver.rulefile.files import LOCK, read_folder
from resolver.rulefile.lock_renewal import renew_lock
from resolver.runtime.live.shadow import Shadow, ShadowLoop
from tests.support.live import a_live_answer
from tests.support.rulefolders import tiny_folder, tiny_text
from tests.support.telemetry import Growth, figure

LIVE = a_live_answer()
AMOUNT = "input/amount.yaml"


def _turned(text: str) -> str:
    """Return the rule of the amount with evidence against it."""
    return text.replace("weight: moderate", "weight: strong against")


class Tried:
    """A shadow and the loop that loads its candidate from a folder."""

    def __init__(self, folder: Path) -> None:
        self.shadow = Shadow()
        self.loop = ShadowLoop(folder, self.shadow)

    def settle(self) -> bool:
        """Let the loop look twice; return whether it took what it found."""
        assert not self.loop.step()
        return self.loop.step()


def test_without_a_candidate_nothing_is_compared() -> None:
    """It is read after the server has started."""
    assert Shadow().observe(LIVE) == "not_ready"


def test_a_candidate_with_the_same_rules_changes_nothing(tmp_path: Path) -> None:
    """And a folder that stays as it is, is read once."""
    tried = Tried(tiny_folder(tmp_path))
    assert tried.settle()
    assert not tried.loop.step()
    assert tried.shadow.observe(LIVE) == "same"


def test_a_change_is_tried_before_its_version_is_raised(tmp_path: Path) -> None:
    """The lock speaks of what is released."""
    folder = tiny_folder(tmp_path)
    (folder / LOCK).write_bytes(renew_lock(read_folder(folder)).files[LOCK])
    (folder / AMOUNT).write_text(_turned(tiny_text(AMOUNT)), "utf-8")
    tried = Tried(folder)
    assert tried.settle()
    assert tried.shadow.observe(LIVE) == "differs"


def test_what_a_candidate_would_change_is_counted_by_the_part_responsible(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Another first cause is counted by the cause before and after."""
    tried = Tried(tiny_folder(tmp_path, {AMOUNT: _turned(tiny_text(AMOUNT))}))
    assert tried.settle()
    parts = Growth("resolver_shadow_parts_total", kind="rule", part="input.amount/differs")
    caplog.set_level(logging.INFO, "resolver")
    caplog.clear()  # whatever was logged before, at whatever level another test has left
    assert tried.shadow.observe(LIVE) == "differs"
    assert parts() == 1
    (record,) = caplog.records
    assert record.getMessage() == "shadow.differed"
    before, now = record.values["before"], record.values["after"]
    assert before == "input.amount" != now
    assert record.values["parts"] == ["rule input.amount/differs"]
    assert figure("resolver_shadow_flips_total", before=before, after=now) == 1


def test_a_candidate_that_is_refused_ends_the_trial(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Figures of an earlier candidate must not be taken for those of the one in the folder."""
    folder = tiny_folder(tmp_path, {AMOUNT: _turned(tiny_text(AMOUNT))})
    tried = Tried(folder)
    assert tried.settle()
    revision = tried.shadow.candidate.revision
    assert figure("resolver_shadow_info", revision=revision) == 1
    tried.shadow.observe(LIVE)
    (folder / AMOUNT).write_text("cause: input.amount\n", "utf-8")
    caplog.clear()
    assert tried.settle()
    assert tried.shadow.candidate is None
    assert [record.getMessage() for record in caplog.records] == ["shadow.refused"]
    assert AMOUNT in caplog.records[0].values["mistakes"][0]
    assert figure("resolver_shadow_info", revision=revision) == 0
    assert figure("resolver_shadow_parts_total", kind="rule", part="input.amount/differs") == 0
