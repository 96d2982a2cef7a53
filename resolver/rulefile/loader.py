"""A rules folder to a `Rulebook`; every mistake of every file is gathered before the answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from resolver.model.diagnostics import Diagnostic
from resolver.model.rulebook import Rulebook
from resolver.rulefile.book_checks import book_warnings, cause_warnings
from resolver.rulefile.builder import build_rulebook, whole_causes
from resolver.rulefile.files import LOCK, Files, read_folder, revision_of
from resolver.rulefile.lock_checks import check_lock
from resolver.rulefile.reading import FolderReading, read_rule_files
from resolver.rulefile.report import Report
from resolver.rulefile.wording import wording_problems


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A rulebook, absent if there is any error, and every diagnostic in order of place."""

    rulebook: Rulebook | None
    diagnostics: tuple[Diagnostic, ...]


def load_rulebook(directory: Path) -> LoadResult:
    """Read a rules folder; scenarios are left alone.

    Raises:
        RulesUnavailableError: The folder does not exist or cannot be read.
    """
    return load_files(read_folder(directory))


def load_files(contents: Files) -> LoadResult:
    """Read rule files from memory, by their paths within a folder."""
    report = Report()
    reading = read_rule_files(contents, report)
    rulebook = finish_rulebook(reading, contents, report)
    return LoadResult(rulebook, report.diagnostics())


def finish_rulebook(reading: FolderReading, contents: Files, report: Report) -> Rulebook | None:
    """Build the rulebook of files that have been read, and add what is worth a warning."""
    rulebook = None if report.has_errors else build_rulebook(reading, revision_of(contents))
    causes = rulebook.causes if rulebook else whole_causes(reading)
    if LOCK in contents:
        check_lock(contents[LOCK], reading, causes, report)
    for file in reading.files.values():
        report.problems(file, wording_problems(file))
    for file, problem in cause_warnings(reading, causes):
        report.problem(file, problem)
    if rulebook is not None:
        for file, problem in book_warnings(reading, rulebook):
            report.problem(file, problem)
    return None if report.has_errors else rulebook
