"""One remark about one place in a rule file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from resolver.model.texts import Text


class Severity(StrEnum):
    """How much a remark matters: an error keeps a rulebook out of service, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. `file` is relative to the rules folder; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong, where, and how to mend it.

    `code` is stable (`RULE012`); `excerpt` is the line itself, empty where there is none.
    `end_column` is the first behind what is meant, on the same line; 0 where that is not known.
    `replacement` is what mends it in place of the text from the column to `end_column`, where that
    is certain; else it is empty.
    `ignored_because` is the reason that a comment gives for ignoring it; empty where none does.
    """

    code: str
    severity: Severity
    location: Location
    message: Text
    mend: Text
    excerpt: str = ""
    end_column: int = 0
    replacement: str = ""
    ignored_because: str = ""


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics in order of file, line, column and code, nothing twice."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.location, d.code, d.message.en)))
