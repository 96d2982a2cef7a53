"""Every command of the guides for authors runs, and brings what they say."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.guide import (
    CHINESE,
    ENGLISH,
    Block,
    apply_edit,
    blocks_of,
    checkout,
    environment,
    missing_lines,
    serving,
    wait_for,
)


@pytest.mark.parametrize("guide", [CHINESE, ENGLISH], ids=["zh-CN", "en"])
def test_a_rule_goes_from_nothing_into_service_and_back(guide: Path, tmp_path: Path) -> None:
    """Run in a repository of its own, as an author would in a checkout."""
    folder = checkout(tmp_path)
    variables = environment("zh_CN.UTF-8" if guide is CHINESE else "en_US.UTF-8")
    output, log = "", None
    with ExitStack() as stack:
        for block in blocks_of(guide):
            if block.kind == "diff":
                apply_edit(block, folder)
            elif block.kind == "text":
                assert missing_lines(block.text, output) == [], output
            elif block.kind == "log":
                assert log is not None
                wait_for(block.text.strip(), log)
            elif block.about == "server":
                log, _ = stack.enter_context(serving(block, folder, variables))
            elif block.about != "setup":  # whoever runs this has it behind him
                output = _run(block, folder, variables)


def test_both_guides_take_the_same_steps() -> None:
    """Only texts differ: what is run and edited is one and the same, in order."""
    chinese, english = (
        [(block.kind, block.about, block.text.count("\n")) for block in blocks_of(guide)]
        for guide in (CHINESE, ENGLISH)
    )
    assert chinese == english


def _run(block: Block, folder: Path, environment: dict[str, str]) -> str:
    ended = subprocess.run(
        ["bash", "-euc", block.text],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    output = ended.stdout + ended.stderr
    assert ended.returncode == int(block.about.removeprefix("exit=") or 0), output
    return output
