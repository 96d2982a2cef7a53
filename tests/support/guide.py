"""A guide for authors as a script: its commands and edits, and what it says they bring."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
CHINESE, ENGLISH = ROOT / "docs/guide.zh-CN.md", ROOT / "docs/guide.md"

NEEDED = ("rules", "demo/contexts", "tests/data/cases/tuning.jsonl", ".gitignore")
LISTENING = "server.started"

_FENCE = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its kind (`sh`, `text`, `diff`, `log`), what follows that, its text."""

    kind: str
    about: str
    text: str


def blocks_of(guide: Path) -> list[Block]:
    """Return the blocks of a guide, in order."""
    found = _FENCE.finditer(guide.read_text("utf-8"))
    return [Block(match[1], match[2] or "", match[3]) for match in found]


def apply_edit(block: Block, folder: Path) -> None:
    """Change a file as an edit shows it; the lines it keeps or takes away stand there once."""
    before, after = ("".join(_lines(block.text, kept)) for kept in ("-", "+"))
    file = folder / block.about
    text = file.read_text("utf-8")
    assert text.count(before) == 1, f"{block.about} has this {text.count(before)} times:\n{before}"
    file.write_text(text.replace(before, after), "utf-8")


def missing_lines(expected: str, output: str) -> list[str]:
    """Return the lines that an output lacks, or has in another order; `…` stands for anything."""
    missing, rest = [], output
    for line in expected.splitlines():
        pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
        found = re.search(pattern, rest)
        if found is None:
            missing.append(line)
        else:
            rest = rest[found.end() :]
    return missing


def checkout(folder: Path) -> Path:
    """Make a folder a repository with the rules in it, as an author has one, and return it."""
    for name in NEEDED:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "rules"]):
        subprocess.run(["git", *command], cwd=folder, env=environment(""), check=True)
    return folder


def environment(locale: str) -> dict[str, str]:
    """Return the variables of a terminal in which the product is set up."""
    who = {
        f"GIT_{role}_{part}": f"author@example.{'com' if part == 'EMAIL' else 'name'}"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    language = {"LC_MESSAGES": locale, "COLUMNS": "120", "PYTHONUTF8": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "LC_ALL"}
    return kept | who | language | {"PATH": path, "PYTHONPATH": str(ROOT)}


@contextmanager
def serving(
    block: Block, folder: Path, variables: dict[str, str]
) -> Iterator[tuple[IO[str], dict[str, Any]]]:
    """Run the server of a guide on a free port; give its log, and the line that it listens."""
    command = "exec " + block.text.replace(":50071", ":0")
    with subprocess.Popen(
        ["bash", "-euc", command], cwd=folder, env=variables, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            yield server.stderr, json.loads(wait_for(LISTENING, server.stderr))
        finally:
            server.kill()


def wait_for(words: str, log: IO[str]) -> str:
    """Read a server's log up to a line with some words, and return that line."""
    found = next((line for line in log if words in line), None)
    assert found is not None, f"the log ended without {words}"
    return found


def _lines(edit: str, kept: str) -> Iterator[str]:
    for line in edit.splitlines(keepends=True):
        if line[0] in (" ", kept):
            yield line[1:]
