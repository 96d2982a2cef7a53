"""Rules folders for tests: a tiny valid one, and variants of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from resolver.model.diagnostics import Diagnostic
from resolver.model.rulebook import Rulebook
from resolver.rulefile.files import Unreadable, read_folder
from resolver.rulefile.loader import load_files

TINY_RULES = Path(__file__).parents[1] / "data" / "tiny_rules"
"""Two causes and `unknown`, one provider, no diagnostics. Tests must not write to it."""


def tiny_folder(tmp_path: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Return a copy of the tiny rules folder with other files in it; `None` takes a file out."""
    folder = tmp_path / "rules"
    shutil.copytree(TINY_RULES, folder)
    for path, content in (changes or {}).items():
        file = folder / path
        if content is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def edition(rules: Path, folder: Path, number: int) -> Path:
    """Return a copy of a rules folder within another one, with a revision of its own."""
    book = folder / f"book-{number}"
    shutil.copytree(rules, book)
    with (book / "scale.yaml").open("a", encoding="utf-8") as file:
        file.write(f"# edition {number}\n")
    return book


def tiny_files(
    changes: Mapping[str, str | bytes | None] | None = None,
) -> dict[str, bytes | Unreadable]:
    """Return the files of the tiny rules folder in memory, with other files in their place."""
    files: dict[str, bytes | Unreadable] = dict(_tiny_contents())
    for path, content in (changes or {}).items():
        if content is None:
            del files[path]
        else:
            files[path] = content.encode() if isinstance(content, str) else content
    return files


def tiny_text(path: str) -> str:
    """Return the text of one file of the tiny rules folder."""
    return (TINY_RULES / path).read_text("utf-8")


def tiny_rulebook() -> Rulebook:
    """Return the rulebook of the tiny rules folder."""
    rulebook = load_files(tiny_files()).rulebook
    assert rulebook is not None
    return rulebook


def shown(diagnostic: Diagnostic) -> str:
    """Return a diagnostic on four lines: place and code, line, and texts in both languages."""
    return (
        f"{diagnostic.location} {diagnostic.severity} {diagnostic.code}\n"
        f"  {diagnostic.excerpt.strip()}\n"
        f"  zh: {diagnostic.message.zh} | {diagnostic.mend.zh}\n"
        f"  en: {diagnostic.message.en} | {diagnostic.mend.en}"
    )


@cache
def _tiny_contents() -> Mapping[str, bytes | Unreadable]:
    return read_folder(TINY_RULES)
