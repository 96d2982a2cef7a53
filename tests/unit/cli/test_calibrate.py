"""`calibrate`: tells what outcomes say, writes patches and a page, and changes no rule."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.cli.sources import reviewed
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.retuned import with_words
from resolver.inference.learning.trial import compared, try_out
from resolver.rulefile.files import read_folder
from resolver.runtime.outcomes.observations import observation_line
from resolver.runtime.outcomes.store import open_store
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.cli import Shell
from tests.support.decisions import a_log, decisions
from tests.support.learning import Lookup, outcomes
from tests.support.outcomes import NOW, an_outcome
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_rulebook

RULE = "timing.data_sync_delay/issued-today"
PRIORS = {"input.amount": "frequent", "timing.data_sync_delay": "common"}
LOOKUPS = (
    Lookup((RULE, "input.amount/differs")),
    Lookup((RULE,)),
    Lookup(("timing.data_sync_delay/long-issued",)),
    Lookup(("input.amount/differs", "input.amount/values-pass")),
    Lookup(()),
)


@cache
def observations() -> tuple[Observation, ...]:
    """Return outcomes of a truth in which one strong rule is weak and the priors are exchanged."""
    truth = with_words(tiny_rulebook(), {RULE: "weak", **PRIORS})
    return tuple(outcomes(truth, LOOKUPS * 600))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of these observations."""
    path = tmp_path / "observations.jsonl"
    path.write_text("".join(f"{observation_line(one)}\n" for one in observations()), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tiny rules, seen from the root of a project."""
    monkeypatch.chdir(tmp_path)
    return tiny_folder(tmp_path)


def test_proposals_are_told_with_their_reasons(shell: Shell, file: Path) -> None:
    """In Chinese: the rule in words, both words, and how often the cause was the true one."""
    ended = shell.run("calibrate", file, "--rules", TINY_RULES)
    assert ended.code == ExitCode.FINE
    (row,) = (line for line in ended.out.splitlines() if line.startswith(RULE))
    assert row.split()[1:4] == ["强", "→", "弱"]
    assert "原因：数据尚未同步" in ended.out
    assert "登记的结果不是随机抽样" in ended.out


def test_figures_of_before_and_after_are_told(shell: Shell, file: Path) -> None:
    """In English; with how many lookups were held out, and bounds."""
    ended = shell.run("calibrate", file, "--rules", TINY_RULES, "--language", "en")
    held_out = sum(one.is_held_out for one in observations())
    assert f"tried on {held_out} more" in ended.out
    (row,) = (line for line in ended.out.splitlines() if line.startswith("other strengths"))
    assert "[+" in row


def test_a_reviewed_patch_applies_passes_check_and_is_better(
    shell: Shell, file: Path, folder: Path
) -> None:
    """Git takes it; nothing was changed before."""
    before = read_folder(folder)
    ended = shell.run("calibrate", file, "--rules", folder, "--patch", "s.patch")
    assert ended.code == ExitCode.FINE
    assert read_folder(folder) == before
    subprocess.run(["git", "apply", "s.patch"], cwd=folder.parent, check=True)
    assert shell.run("check", folder).code == ExitCode.FINE
    patched, _ = reviewed(folder)
    assert {one.id: one.strength for one in patched.rules()}[RULE] == "weak"
    held_out = [one for one in observations() if one.is_held_out]
    gain = compared(try_out(patched, held_out), try_out(tiny_rulebook(), held_out)).gain
    assert gain.lower > 0


def test_priors_have_a_patch_of_their_own(shell: Shell, file: Path, folder: Path) -> None:
    """Both patches apply, one after the other.

    Of two causes outcomes tell which is more frequent, and little more: so less certainty will do.
    """
    patches = ("--patch", "s.patch", "--patch-priors", "p.patch")
    shell.run("calibrate", file, "--rules", folder, "--certainty", "0.6", *patches)
    patch = Path("p.patch").read_text("utf-8")
    assert "+prior: frequent\n" in patch
    assert "weight:" not in [line[1:].strip() for line in patch.splitlines() if line[:1] in "+-"]
    for name in ("s.patch", "p.patch"):
        subprocess.run(["git", "apply", name], cwd=folder.parent, check=True)
    assert shell.run("check", folder).code == ExitCode.FINE


def test_nothing_proposed_leaves_no_patch(shell: Shell, tmp_path: Path) -> None:
    """And says so."""
    few = tmp_path / "few.jsonl"
    few.write_text("".join(f"{observation_line(one)}\n" for one in observations()[:8]), "utf-8")
    patch = tmp_path / "s.patch"
    ended = shell.run("calibrate", few, "--rules", TINY_RULES, "--patch", patch)
    assert ended.code == ExitCode.FINE
    assert "没有建议" in ended.err
    assert not patch.exists()


def test_the_page_has_both_diagrams_and_needs_nothing_else(
    shell: Shell, file: Path, tmp_path: Path
) -> None:
    """With what an approver signs."""
    page = tmp_path / "page.html"
    shell.run("calibrate", file, "--rules", TINY_RULES, "--html", page)
    text = page.read_text("utf-8")
    assert text.count('<text class="title"') == 2
    assert RULE in text
    assert "审批人签字" in text
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"id": "a"}\n', "line 1: matches"),
        ("\n", "没有查明原因的查验"),
        ("no json", "line 1"),
    ],
)
def test_what_cannot_be_read_is_refused(shell: Shell, text: str, told: str) -> None:
    """With the line and the reason."""
    ended = shell.run("calibrate", "-", "--rules", TINY_RULES, stdin=text)
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("value", ["0.5", "1", "very"])
def test_a_certainty_is_a_share_above_a_half(shell: Shell, file: Path, value: str) -> None:
    """Less would propose what is more likely wrong."""
    ended = shell.run("calibrate", file, "--certainty", value)
    assert ended.code == ExitCode.UNUSABLE
    assert value in ended.err


def test_a_decision_log_is_joined_with_the_outcomes(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever reads the figures is told how many reports are not in them, and why."""
    mismatch = pb.ResolveRequest()
    mismatch.context.outcome.provider, mismatch.context.outcome.code = "platform", "006"
    log = a_log(tmp_path, [mismatch, pb.ResolveRequest()])
    first, second = (one["id"] for one in decisions(log))
    url = f"sqlite:///{tmp_path}/outcomes.sqlite3"
    monkeypatch.setenv("RESOLVER_OUTCOMES", url)
    store = open_store(url)
    for number, (resolution, cause) in enumerate(
        [(first, "unknown"), (first, "input.amount"), (second, "unknown"), ("f" * 32, "unknown")]
    ):
        at = NOW + timedelta(minutes=number)
        report = an_outcome(
            request_id=f"report-{number}", resolution_id=resolution, cause_id=cause, recorded_at=at
        )
        store.record(report)
    store.close()
    ended = shell.run("calibrate", log, "--rules", TINY_RULES, "--language", "en")
    assert ended.code == ExitCode.FINE
    told = " ".join(ended.err.split())
    assert "1 lookups whose cause was found out" in told
    assert "1 reports that were corrected later, 2 whose cause was not found out" in told


def test_a_folder_that_is_no_log_is_told(shell: Shell, tmp_path: Path) -> None:
    """As with every command that reads one."""
    ended = shell.run("calibrate", tmp_path, "--rules", TINY_RULES)
    assert ended.code == ExitCode.UNUSABLE
    assert "没有决策日志" in ended.err
