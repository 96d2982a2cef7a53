"""The way of one rule from nothing into service and back, recorded: `python -m bench.walk [N]`.

The Chinese guide for authors is carried out in a repository of its own, with N generated contexts
(100,000) in place of its few, and with four clients that call the server without a pause while
bundles are exchanged. Printed is what an author types and sees, how long each step took, the
largest memory of any process so far, what an editor offers, and how many calls failed.
"""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import grpc

from bench.contexts import CASES, contexts
from bench.reloads import Load
from tests.support.editor import CURSOR, SERVER, running_editor
from tests.support.guide import (
    CHINESE,
    Block,
    apply_edit,
    blocks_of,
    checkout,
    environment,
    serving,
    wait_for,
)

GIVEN, GENERATED = "tests/data/cases/tuning.jsonl", "build/contexts.jsonl.gz"


TYPED = """\
# yaml-language-server: $schema=../schema/cause.json
cause: timing.peak_load
evidence:
  - rule: month-end-crowd
    when: {all: [{calendar.mo
"""


def main(count: int) -> None:
    """Print the whole walk."""
    with tempfile.TemporaryDirectory() as name:
        folder = checkout(Path(name))
        _write_contexts(folder / GENERATED, count)
        walk = Walk(folder)
        with walk.stack:
            for block in blocks_of(CHINESE):
                walk.take(block)
        print(f"\n{len(walk.load.milliseconds)} calls meanwhile, {walk.load.failed} failed")


class Walk:
    """An author's repository and terminal, and the server once it runs."""

    load: Load

    def __init__(self, folder: Path) -> None:
        self.stack = ExitStack()
        self._folder = folder
        self._variables = environment("zh_CN.UTF-8")

    def take(self, block: Block) -> None:
        """Do what a block says and print what is seen."""
        if block.kind == "diff":
            print(f"\n… {block.about}\n{block.text}", end="", flush=True)
            apply_edit(block, self._folder)
        elif block.kind == "log":
            print(wait_for(block.text.strip(), self._log), end="", flush=True)
        elif block.about == "server":
            self._serve(block)
        elif block.kind == "sh" and block.about != "setup":
            self._run(block)
            if "new rule" in block.text:
                _show_completion(self._folder)

    def _run(self, block: Block) -> None:
        text = block.text.replace(GIVEN, GENERATED)
        print(f"\n$ {text}", end="", flush=True)
        started = time.perf_counter()
        ended = subprocess.run(
            ["bash", "-euc", text],
            cwd=self._folder,
            env=self._variables,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - started
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(ended.stdout + ended.stderr, end="")
        print(f"[{seconds:.1f} s; exit code {ended.returncode}; largest so far {largest:.0f} MiB]")

    def _serve(self, block: Block) -> None:
        print(f"\n$ {block.text}", end="", flush=True)
        self._log, started = self.stack.enter_context(
            serving(block, self._folder, self._variables)
        )
        address = f"127.0.0.1:{started['port']}"
        self.load = Load(self.stack.enter_context(grpc.insecure_channel(address)))
        self.stack.enter_context(self.load.running())


def _show_completion(folder: Path) -> None:
    if not SERVER.exists():
        print("(no language server here: make language-server)")
        return
    with running_editor(folder / "rules") as editor:
        path = folder / "rules/timing/peak_load.yaml"
        offered = editor.completions(path, TYPED.rstrip() + CURSOR + "}]}\n")
    print(f"\n… an editor, after “{TYPED.splitlines()[-1].strip()}”, offers")
    for label, item in sorted(offered.items()):
        if label.startswith("calendar.mo"):
            told = item.get("documentation", "")
            print(
                f"  {label}: {(told if isinstance(told, str) else told['value']).splitlines()[0]}"
            )


def _write_contexts(path: Path, count: int) -> None:
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines() if line]
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.writelines(
            f"{json.dumps(one, ensure_ascii=False)}\n" for one in contexts(count, cases)
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
