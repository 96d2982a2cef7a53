"""Scenario results as JUnit XML, which CI servers read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET  # nosec B405

from resolver.cli.render.console import clean
from resolver.inference.rehearse import Rehearsal


def junit_report(rehearsals: Sequence[Rehearsal], directory: Path) -> str:
    """Return the report: a suite for each file, in the order of the rehearsals."""
    root = ET.Element("testsuites", _counts(rehearsals))
    for file, group in groupby(rehearsals, key=lambda one: one.scenario.location.file):
        listed = list(group)
        path = (directory / file).as_posix()
        suite = ET.SubElement(root, "testsuite", {"name": path, **_counts(listed)})
        for rehearsal in listed:
            _add_case(suite, rehearsal, path)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_case(suite: ET.Element, rehearsal: Rehearsal, path: str) -> None:
    scenario = rehearsal.scenario
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": scenario.cause,
            "name": clean(scenario.name),
            "file": path,
            "line": str(scenario.location.line),
        },
    )
    if rehearsal.failed:
        lines = [
            f"{one.subject}: expected {one.expected}, got {one.got}"
            for one in rehearsal.differences
        ]
        failure = ET.SubElement(case, "failure", {"message": clean(lines[0])})
        failure.text = "\n".join(map(clean, lines))
    elif not rehearsal.passed:
        ET.SubElement(case, "skipped", {"message": clean(f"todo: {scenario.todo}")})


def _counts(rehearsals: Sequence[Rehearsal]) -> dict[str, str]:
    failed = sum(one.failed for one in rehearsals)
    skipped = sum(not one.passed for one in rehearsals) - failed
    return {
        "tests": str(len(rehearsals)),
        "failures": str(failed),
        "errors": "0",
        "skipped": str(skipped),
    }
