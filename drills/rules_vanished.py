"""A rules folder that is not what it was.

Done: under callers the folder vanishes, becomes a file, a folder of garbage, of links that lead to
themselves, an empty one, and a link to itself; each time it comes back. Promised: the last good
rules serve throughout, each failure is logged, and once the folder is back it is loaded. Broken,
if the process ended, or did not notice that all is well again.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

from drills.callers import Callers
from drills.calm import calm_questions
from drills.outcome import Extent, Outcome
from drills.stage import stage
from tests.support.rulefolders import TINY_RULES
from tests.support.telemetry import page


def run(outcome: Outcome, extent: Extent) -> None:  # noqa: ARG001 - as long as it takes
    """Hold it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "rules")
        shutil.copytree(TINY_RULES, folder)
        with stage(folder, RESOLVER_RELOAD_SECONDS="0.1") as server:
            callers = Callers(
                outcome, calm_questions(TINY_RULES), server.connect, 2, pause_seconds=0.01
            )
            with callers.calling():
                for spoil in (_vanish, _file, _garbage, _loops, _emptiness, _itself):
                    _clear(folder)
                    spoil(folder)
                    told = server.told("rules.reload.failed")
                    outcome.remark(f"{spoil.__name__.strip('_')}: {told['reason']}")
                    ready = page(server.side_port, "/readyz")[0]
                    outcome.promise(ready == 200, "it stays ready")
                    _clear(folder)
                    shutil.copytree(TINY_RULES, folder)
                    server.told("rules.reload.succeeded")


def _clear(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _vanish(_: Path) -> None:
    pass


def _file(folder: Path) -> None:
    folder.write_text("no folder\n", "utf-8")


def _garbage(folder: Path) -> None:
    rng = Random(1)
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.yaml").write_bytes(rng.randbytes(2_000))


def _loops(folder: Path) -> None:
    shutil.copytree(TINY_RULES, folder)
    (folder / "input" / "again").symlink_to(folder)
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")


def _emptiness(folder: Path) -> None:
    folder.mkdir()


def _itself(folder: Path) -> None:
    folder.symlink_to(folder)
