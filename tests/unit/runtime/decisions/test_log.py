"""The log of a process keeps answers or says that it cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from resolver.errors import DecisionLogError, SettingsError
from resolver.model.context import InvoiceInputs, LookupContext
from resolver.runtime.decisions.log import DecisionLog
from resolver.runtime.decisions.masking import DEFAULT_MASKS, Mask
from resolver.runtime.decisions.record import Decision
from resolver.runtime.decisions.rulebooks import kept_files
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.making import edition_of_files
from resolver.runtime.metrics import DECISIONS
from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import build_snapshot
from tests.support.answers import an_answer
from tests.support.decisions import decisions
from tests.support.disks import FailingDisk
from tests.support.rulefolders import TINY_RULES, tiny_files, tiny_text

DECISION = Decision(
    context=LookupContext(inputs=InvoiceInputs(amount="1234.00")),
    answer=an_answer("lookup-1"),
    max_causes=5,
    caller="erp-east",
    resolution_id="0" * 32,
    digest="f" * 32,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a log in a folder of its own."""
    key = tmp_path / "decisions.key"
    key.write_text("0123456789abcdef0123456789abcdef\n", "utf-8")
    return Settings(
        decision_log="group", decision_log_folder=tmp_path / "log", decision_log_key=key
    )


def _counted(outcome: str) -> float:
    return DECISIONS.labels(outcome)._value.get()


def test_a_decision_says_who_asked_what_and_what_was_answered(settings: Settings) -> None:
    """And what it rests on; see docs/decision-log.md."""
    log = DecisionLog(settings)
    log.start()
    log.keep([DECISION])
    log.close()
    (kept,) = decisions(settings.decision_log_folder)
    assert kept["context"]["inputs.amount"].startswith("hash:")
    assert (kept["id"], kept["lookup_id"], kept["caller"]) == ("0" * 32, "lookup-1", "erp-east")
    assert kept["evaluated_at"] == "2025-03-14T12:00:00.250000+08:00"
    assert kept["facts"] == {"inputs.amount.ok": False}
    assert kept["findings"] == [{"field": "inputs.amount", "code": "wrong_basis"}]
    assert kept["cause"] == "input.amount"
    assert kept["causes"] == [
        {
            "cause": "input.amount",
            "probability": 0.75,
            "rules": ["input.amount/basis"],
            "remedies": ["correct_amount"],
        }
    ]
    assert (kept["action"], kept["retryable"]) == ("CORRECT_INPUT", False)


@pytest.mark.parametrize(
    ("policy", "outcome"), [("wait", "failed"), ("shed", "failed")], ids=["wait", "shed"]
)
def test_a_full_disk_is_counted(settings: Settings, policy: str, outcome: str) -> None:
    """`wait` refuses the answer as well."""
    disk, before = FailingDisk(room=0), _counted(outcome)
    log = DecisionLog(replace(settings, decision_log_when_slow=policy), disk)
    if policy == "wait":
        with pytest.raises(DecisionLogError):
            log.keep([DECISION])
    else:
        log.keep([DECISION])
    assert _counted(outcome) == before + 1
    log.close()


def test_without_a_key_nothing_is_hashed(settings: Settings) -> None:
    """So that there is no log until somebody decides how to mask."""
    with pytest.raises(SettingsError, match=r"inputs\.amount"):
        DecisionLog(replace(settings, decision_log_key=None))
    otherwise = tuple(
        (field, Mask.DROP) for field, mask in DEFAULT_MASKS.items() if mask is Mask.HASH
    )
    DecisionLog(replace(settings, decision_log_key=None, decision_log_masks=otherwise)).close()


@pytest.mark.parametrize("content", [None, "too short"], ids=["missing", "short"])
def test_a_key_that_is_none_is_refused(settings: Settings, content: str | None) -> None:
    """With its file and what it must hold."""
    assert settings.decision_log_key is not None
    settings.decision_log_key.unlink()
    if content is not None:
        settings.decision_log_key.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=r"decisions\.key"):
        DecisionLog(settings)


def test_a_folder_that_cannot_be_one_is_refused(settings: Settings) -> None:
    """A server that must keep its answers does not start without."""
    settings.decision_log_folder.write_text("a file", "utf-8")
    with pytest.raises(DecisionLogError, match="cannot be written"):
        DecisionLog(settings)


def test_rules_are_kept_by_their_revision(settings: Settings) -> None:
    """Once, without scenarios, and with the same revision when they are read again."""
    snapshot = build_snapshot(TINY_RULES)
    log = DecisionLog(settings)
    for _ in range(2):
        log.keep_rulebook(snapshot)
    log.close()
    files = kept_files(settings.decision_log_folder, snapshot.rulebook.revision)
    assert "input/amount.yaml" in files
    assert "input/amount_test.yaml" not in files


def test_changed_rules_are_kept_before_they_serve(settings: Settings) -> None:
    """So that no decision names rules that the log does not have."""
    snapshots = SnapshotHolder(build_snapshot(TINY_RULES))
    log = DecisionLog(settings)
    snapshots.before_serving = log.keep_rulebook
    amount = "input/amount.yaml"
    edition = edition_of_files(
        tiny_files({amount: tiny_text(amount).replace("prior: common", "prior: rare")})
    )
    snapshots.prepare(edition).engine.close()
    log.close()
    assert kept_files(settings.decision_log_folder, edition.rulebook.revision)
    assert snapshots.current.rulebook.revision != edition.rulebook.revision
