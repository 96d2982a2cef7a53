"""Whether the scenarios of a rules folder pass, told as diagnostics at their places."""

from __future__ import annotations

from collections.abc import Iterable

from resolver.inference.rehearse import Rehearsal
from resolver.model.diagnostics import Diagnostic, Location
from resolver.rulefile.codes import Code
from resolver.rulefile.files import Files
from resolver.rulefile.flaws import Flaw
from resolver.rulefile.report import Report

_FOLDER = "."


def failures(rehearsals: Iterable[Rehearsal], files: Files) -> tuple[Diagnostic, ...]:
    """Return one diagnostic for each expectation that is not met, in order of place.

    Nothing to rehearse is a failure as well: it proves nothing. A scenario marked `todo` may fail.
    """
    done = tuple(rehearsals)
    report = Report()
    if not done:
        report.missing(_FOLDER, Code.NOTHING_TO_TEST, {})
    for rehearsal in done:
        if not rehearsal.failed:
            continue
        scenario = rehearsal.scenario
        lines = _lines(scenario.location, files)
        for unmet in rehearsal.differences:
            values = {
                "name": scenario.name,
                "subject": unmet.subject,
                "expected": unmet.expected,
                "got": unmet.got,
            }
            place = (scenario.location.line, scenario.location.column)
            report.flaw(scenario.location.file, lines, Flaw(*place, Code.SCENARIO_FAILED, values))
    return report.diagnostics()


def _lines(location: Location, files: Files) -> list[str]:
    content = files.get(location.file, b"")
    return content.decode("utf-8", "replace").splitlines() if isinstance(content, bytes) else []
