"""Every command of the guides for authors runs, and brings what they say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.support.guide import Block, apply_edit, blocks_of, missing_lines

ROOT = Path(__file__).parents[2]
CHINESE, ENGLISH = ROOT / "docs/guide.zh-CN.md", ROOT / "docs/guide.md"
NEEDED = ("rules", "demo/contexts", "tests/data/cases/tuning.jsonl", ".gitignore")
LISTENING = "server.started"


@pytest.mark.parametrize("guide", [CHINESE, ENGLISH], ids=["zh-CN", "en"])
def test_a_rule_goes_from_nothing_into_service_and_back(guide: Path, tmp_path: Path) -> None:
    """Run in a repository of its own, as an author would in a checkout."""
    checkout = _checkout(tmp_path)
    environment = _environment("zh_CN.UTF-8" if guide is CHINESE else "en_US.UTF-8")
    output, log = "", None
    with ExitStack() as stack:
        for block in blocks_of(guide):
            if block.kind == "diff":
                apply_edit(block, checkout)
            elif block.kind == "text":
                assert missing_lines(block.text, output) == [], output
            elif block.kind == "log":
                assert log is not None
                _wait_for(block.text.strip(), log)
            elif block.about == "server":
                log = stack.enter_context(_serving(block, checkout, environment))
            elif block.about != "setup":  # whoever runs this has it behind him
                output = _run(block, checkout, environment)


def test_both_guides_take_the_same_steps() -> None:
    """Only texts differ: what is run and edited is one and the same, in order."""
    chinese, english = (
        [(block.kind, block.about, block.text.count("\n")) for block in blocks_of(guide)]
        for guide in (CHINESE, ENGLISH)
    )
    assert chinese == english


def _checkout(folder: Path) -> Path:
    for name in NEEDED:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "rules"]):
        subprocess.run(["git", *command], cwd=folder, env=_environment(""), check=True)
    return folder


def _environment(locale: str) -> dict[str, str]:
    who = {
        f"GIT_{role}_{part}": f"author@example.{'com' if part == 'EMAIL' else 'name'}"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    language = {"LC_MESSAGES": locale, "COLUMNS": "120", "PYTHONUTF8": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "LC_ALL"}
    return kept | who | language | {"PATH": path, "PYTHONPATH": str(ROOT)}


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


@contextmanager
def _serving(block: Block, folder: Path, environment: dict[str, str]) -> Iterator[IO[str]]:
    command = "exec " + block.text.replace(":50071", ":0")
    with subprocess.Popen(
        ["bash", "-euc", command], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            _wait_for(LISTENING, server.stderr)
            yield server.stderr
        finally:
            server.kill()


def _wait_for(words: str, log: IO[str]) -> None:
    """Read a server's log up to a line with some words."""
    assert any(words in line for line in log), f"the log ended without {words}"
