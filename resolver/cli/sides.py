"""The two rulebooks that a command compares, each a folder or a folder of a Git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from resolver.cli.exits import CommandError
from resolver.cli.render.diagnostics import print_refusal
from resolver.model.diagnostics import Severity
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Scenario
from resolver.model.texts import Text
from resolver.rulefile.files import Unreadable, read_folder, without_lock
from resolver.rulefile.scenario_loader import Review, review_files

_GIT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what the user calls it, its rulebook and its scenarios."""

    name: str
    rulebook: Rulebook
    scenarios: tuple[Scenario, ...]


def read_sides(names: Sequence[str], rules: Path, language: str) -> list[Side]:
    """Read rulebooks, each from a folder, or else from a Git revision.

    `rules` is the rules folder of a revision, seen from the root of its repository. A side with
    mistakes is printed and left out.

    Raises:
        CommandError: A name is neither, or Git cannot answer.
        RulesUnavailableError: A folder cannot be read.
    """
    sides = []
    for name in names:
        place, contents = _contents(name, rules)
        review = review_files(without_lock(contents))
        if review.rulebook is None or _has_errors(review):
            print_refusal(review.diagnostics, Path(place), language)
        else:
            sides.append(Side(place, review.rulebook, review.scenarios))
    return sides


def _has_errors(review: Review) -> bool:
    return any(one.severity is Severity.ERROR for one in review.diagnostics)


def _contents(name: str, rules: Path) -> tuple[str, dict[str, bytes | Unreadable]]:
    if Path(name).is_dir():
        return name, read_folder(Path(name))
    revision, _, path = name.partition(":")
    path = path.strip("/") or PurePosixPath(rules).as_posix()
    return f"{revision}:{path}", _of_revision(name, revision, path)


def _of_revision(name: str, revision: str, path: str) -> dict[str, bytes | Unreadable]:
    """Return the rule files of a revision. The work tree is neither read nor touched."""
    root = _git(name, "rev-parse", "--show-toplevel", cwd=None)
    if root.returncode:
        raise CommandError(
            Text(
                f"{name}：没有这个目录，当前目录也不在 Git 仓库中，无法当作版本读取",
                f"{name}: no such folder, and this is no Git repository to read a revision from",
            )
        )
    top = root.stdout.decode().rstrip("\n")
    commit = f"{revision}^{{commit}}"
    if not revision or _git(name, "rev-parse", "-q", "--verify", commit, cwd=top).returncode:
        raise CommandError(
            Text(
                f"{name}：既没有这个目录，也没有名为“{revision}”的 Git 版本（分支、标签或提交）",
                f"{name}: neither a folder nor a Git revision: there is no branch, tag or commit "
                f"`{revision}`",
            )
        )
    archive = _git(name, "archive", "--format=tar", f"{revision}:{path}", cwd=top)
    if archive.returncode:
        raise CommandError(
            Text(
                f"{name}：版本 {revision} 中没有目录 {path}；请写成 {revision}:目录，"
                "或用 --rules 指明规则目录（从仓库根目录算起）",
                f"{name}: revision {revision} has no folder {path}; write {revision}:FOLDER, or "
                "name the rules folder with --rules, as seen from the root of the repository",
            )
        )
    with tempfile.TemporaryDirectory(prefix="rules-") as place:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(place, filter="data")
        return read_folder(Path(place))


def _git(name: str, *arguments: str, cwd: str | None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - arguments are a list, and no shell reads them
            ["git", *arguments],  # noqa: S607 - whichever git the user has
            cwd=cwd,
            capture_output=True,
            check=False,
            timeout=_GIT_SECONDS,
        )
    except FileNotFoundError as error:
        raise CommandError(
            Text(
                f"{name}：没有这个目录；要当作 Git 版本读取，需先安装 git",
                f"{name}: no such folder; to read it as a Git revision, install git first",
            )
        ) from error
    except subprocess.TimeoutExpired as error:
        raise CommandError(
            Text(f"{name}：git 迟迟没有答复", f"{name}: git does not answer")
        ) from error
