"""What only the files together can show: which are missing, which providers stand twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from resolver.rulefile.codes import Code
from resolver.rulefile.files import REQUIRED, Kind, cause_file_of
from resolver.rulefile.problems import Path, Problem
from resolver.rulefile.report import Report, RuleFile

_UNKNOWN = "unknown.yaml"


def check_folder(paths: Collection[str], files: Mapping[str, RuleFile], report: Report) -> None:
    """Check that every needed file is there and that each provider stands in one place."""
    for kind in REQUIRED:
        if kind.value not in paths:
            report.missing(kind.value, Code.MISSING_FILE, {"file": kind.value})
    if _UNKNOWN not in paths:
        report.missing(_UNKNOWN, Code.NO_UNKNOWN_CAUSE, {})
    seen: dict[str, str] = {}
    for file in files.values():
        if file.kind is Kind.PROVIDER:
            report.problems(file, _known_already(file, seen))


def check_scenario_place(file: RuleFile, paths: Collection[str]) -> Iterator[Problem]:
    """A file of scenarios stands beside the cause that it tests."""
    cause_file = cause_file_of(file.path)
    if cause_file not in paths:
        yield Problem((), Code.SCENARIO_WITHOUT_CAUSE, {"file": cause_file})


def _known_already(file: RuleFile, seen: dict[str, str]) -> Iterator[Problem]:
    for path, name in _provider_names(file.data or {}):
        known = name.casefold()
        if known in seen:
            told = {"name": name, "file": seen[known]}
            yield Problem(path, Code.DUPLICATE_PROVIDER, told)
        seen.setdefault(known, file.path)


def _provider_names(data: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    provider, aliases = data.get("provider"), data.get("aliases")
    if isinstance(provider, str):
        yield ("provider",), provider
    for place, alias in enumerate(aliases if isinstance(aliases, list) else ()):
        if isinstance(alias, str):
            yield ("aliases", place), alias
