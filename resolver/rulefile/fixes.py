"""The mends that leave no doubt, made in the files; every other byte stays as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from resolver.model.diagnostics import Diagnostic, Severity
from resolver.rulefile.codes import Code
from resolver.rulefile.edits import Edit, edited
from resolver.rulefile.files import Unreadable
from resolver.rulefile.scenario_loader import review_files

_MOST_ROUNDS = 10
_TABS = re.compile(rb"^[ \t]*\t[ \t]*", re.MULTILINE)

_Contents = Mapping[str, bytes | Unreadable]


def fixed(contents: _Contents) -> dict[str, bytes]:
    """Return the files that can be mended without doubt, mended.

    A file is changed only if that leaves fewer mistakes in it, so what looks certain and is not
    does no harm. Mending one mistake may uncover another, so it is tried again until nothing
    more is found.
    """
    changed: dict[str, bytes] = {}
    refused: set[tuple[str, bytes]] = set()
    found = review_files(contents).diagnostics
    for _ in range(_MOST_ROUNDS):
        now = {**contents, **changed}
        tried = {p: c for p, c in _mended(now, found).items() if (p, c) not in refused}
        if not tried:
            break
        after = review_files({**now, **tried}).diagnostics
        better = {p: c for p, c in tried.items() if _weight(after, p) < _weight(found, p)}
        refused.update((path, tried[path]) for path in tried.keys() - better.keys())
        changed.update(better)
        found = after if len(better) == len(tried) else review_files({**now, **better}).diagnostics
    return changed


def _mended(contents: _Contents, found: Iterable[Diagnostic]) -> dict[str, bytes]:
    edits: dict[str, set[Edit]] = {}
    files: dict[str, bytes] = {}
    for one in found:
        place, content = one.location, contents.get(one.location.file)
        if not isinstance(content, bytes):
            continue
        if one.code == Code.TAB:
            files.update(_without_tabs(contents, place.file, content))
        elif one.replacement:
            edit = Edit(place.line, place.column, one.end_column, one.replacement)
            edits.setdefault(place.file, set()).add(edit)
    for path, wanted in edits.items():
        held = contents[path]
        assert isinstance(held, bytes)  # noqa: S101 - it was when the edits were gathered
        files[path] = edited(held, _apart(wanted))
    return files


def _without_tabs(contents: _Contents, path: str, content: bytes) -> dict[str, bytes]:
    """Return a file without tabs and mended: only without them can it be read at all."""
    blank = _TABS.sub(lambda tabs: tabs[0].replace(b"\t", b"  "), content)
    if blank == content:
        return {}
    return {path: fixed({**contents, path: blank}).get(path, blank)}


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits of which no two are at one place."""
    kept: dict[tuple[int, int], Edit] = {}
    for edit in sorted(edits):
        kept.setdefault((edit.line, edit.column), edit)
    return list(kept.values())


def _weight(found: Iterable[Diagnostic], path: str) -> tuple[int, int]:
    """Return how many errors and how many remarks a file has, to be compared in that order."""
    counts = Counter(one.severity for one in found if one.location.file == path)
    return counts[Severity.ERROR], counts.total()
