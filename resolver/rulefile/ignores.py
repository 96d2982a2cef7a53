"""Comments that silence one warning at one place, with a reason.

`# check: ignore RULE105 — why` stands behind what it speaks of, or on a line of its own above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from resolver.model.diagnostics import Diagnostic, Severity
from resolver.rulefile.codes import Code, code_entries, word
from resolver.rulefile.flaws import Flaw

_COMMENT = re.compile(r"(?:^|\s)#\s*check\s*[:：]\s*ignore\b\s*(?P<rest>.*)$")
_REST = re.compile(r"(?P<code>RULE\d{3})\b\s*(?:[—–:：-]+\s*)?(?P<reason>.*)")
_ABOUT_IGNORES = frozenset({Code.UNFIT_IGNORE, Code.IDLE_IGNORE})


@dataclass(frozen=True, slots=True)
class Ignore:
    """One such comment: where it stands, of which line it speaks, the code, and the reason."""

    file: str
    line: int
    column: int
    about: int
    code: str
    reason: str

    def silences(self, diagnostic: Diagnostic) -> bool:
        """Return whether it speaks of this warning."""
        place = diagnostic.location
        return (
            self.code == diagnostic.code
            and self.file == place.file
            and self.about == place.line
            and diagnostic.severity is Severity.WARNING
        )


def read_ignores(file: str, lines: Sequence[str]) -> tuple[list[Ignore], list[Flaw]]:
    """Return the comments of a file that silence a warning, and those that cannot."""
    ignores: list[Ignore] = []
    flaws: list[Flaw] = []
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line) if "ignore" in line else None
        if found is None:
            continue
        column = line.index("#", found.start()) + 1
        rest = _REST.fullmatch(found["rest"].strip())
        problem = _problem(rest)
        if rest is None or problem:
            told = {"problem": word(problem)}
            flaws.append(Flaw(number, column, Code.UNFIT_IGNORE, told))
        else:
            about = _about(lines, number)
            ignores.append(Ignore(file, number, column, about, rest["code"], rest["reason"]))
    return ignores, flaws


def sifted(
    diagnostics: Iterable[Diagnostic], ignores: Sequence[Ignore]
) -> tuple[list[Diagnostic], list[Diagnostic], list[Ignore]]:
    """Return what remains, what is ignored, each with its reason, and the ignores without use."""
    kept: list[Diagnostic] = []
    ignored: list[Diagnostic] = []
    used: set[Ignore] = set()
    for diagnostic in diagnostics:
        by = next((ignore for ignore in ignores if ignore.silences(diagnostic)), None)
        if by is None:
            kept.append(diagnostic)
        else:
            used.add(by)
            ignored.append(replace(diagnostic, ignored_because=by.reason))
    return kept, ignored, [ignore for ignore in ignores if ignore not in used]


def _problem(rest: re.Match[str] | None) -> str:
    """Return the word for what is wrong with a comment; empty if nothing is."""
    if rest is None or rest["code"] not in set(Code):
        return "ignore_unknown"
    code = Code(rest["code"])
    if code_entries()[code].severity is Severity.ERROR or code in _ABOUT_IGNORES:
        return "ignore_error"
    return "" if rest["reason"] else "ignore_reason"


def _about(lines: Sequence[str], number: int) -> int:
    """Return the line that a comment speaks of: its own, or the next that is no comment."""
    while number < len(lines) and lines[number - 1].lstrip().startswith("#"):
        number += 1
    return number
