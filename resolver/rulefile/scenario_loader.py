"""`*_test.yaml` files to scenarios, and the review of a folder: rules and scenarios together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from resolver.errors import RulesRejectedError
from resolver.model.diagnostics import Diagnostic, Location, Severity
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import (
    Expectation,
    ExpectedDisposition,
    MomentBounds,
    ProbabilityBounds,
    Scenario,
)
from resolver.rulefile.cause_checks import UNKNOWN
from resolver.rulefile.codes import Code
from resolver.rulefile.contexts import read_context
from resolver.rulefile.files import Files, Kind, cause_file_of, kind_of, read_folder
from resolver.rulefile.folder_checks import check_scenario_place
from resolver.rulefile.loader import finish_rulebook
from resolver.rulefile.overlay import overlaid
from resolver.rulefile.problems import Problem
from resolver.rulefile.reading import FolderReading, read_file, read_rule_files, read_shape
from resolver.rulefile.report import Report, RuleFile
from resolver.rulefile.schema.scenarios import (
    ExpectationShape,
    ExpectedDispositionShape,
    MomentsShape,
    ScenarioShape,
    ScenariosShape,
    VariantShape,
)


@dataclass(frozen=True, slots=True)
class Review:
    """A folder seen as a whole.

    `rulebook` is absent if a rule file has an error; `scenarios` are those of the files without
    one, in order of file and then as written, each followed by its variants. `ignored` are
    warnings that a comment silences.
    """

    rulebook: Rulebook | None
    scenarios: tuple[Scenario, ...]
    diagnostics: tuple[Diagnostic, ...]
    ignored: tuple[Diagnostic, ...] = ()

    def sound_rulebook(self) -> Rulebook:
        """Return the rulebook of a folder without any error, in its scenarios neither.

        Raises:
            RulesRejectedError: With every diagnostic.
        """
        mistaken = any(one.severity is Severity.ERROR for one in self.diagnostics)
        if self.rulebook is None or mistaken:
            raise RulesRejectedError(self.diagnostics)
        return self.rulebook


def review_rules(directory: Path) -> Review:
    """Read and check a rules folder with its scenarios.

    Raises:
        RulesUnavailableError: The folder does not exist or cannot be read.
    """
    return review_files(read_folder(directory))


def review_files(contents: Files) -> Review:
    """Read and check rule files and scenarios from memory, by their paths within a folder."""
    report = Report()
    reading = read_rule_files(contents, report)
    rulebook = finish_rulebook(reading, contents, report)
    scenarios: list[Scenario] = []
    whole = True
    for path in sorted(path for path in contents if kind_of(path) is Kind.SCENARIOS):
        file = read_file(path, Kind.SCENARIOS, contents[path], report)
        report.problems(file, check_scenario_place(file, contents))
        shape = None if file.data is None else read_shape(file, reading.names, report)
        whole = whole and shape is not None
        if isinstance(shape, ScenariosShape):
            scenarios.extend(_scenarios(file, shape))
    if whole:
        _tell_causes_without_scenario(reading, scenarios, report)
    if whole and rulebook is not None:
        report.tell_idle_ignores()
    return Review(rulebook, tuple(scenarios), report.diagnostics(), report.ignored())


def _tell_causes_without_scenario(
    reading: FolderReading, scenarios: list[Scenario], report: Report
) -> None:
    kept = (scenario for scenario in scenarios if not scenario.todo)
    wanted = {cause for scenario in kept for cause in scenario.expect.causes()}
    for file in reading.of_kind(Kind.CAUSE):
        cause = file.path.removesuffix(".yaml").replace("/", ".")
        if cause not in wanted and cause != UNKNOWN:
            beside = file.path.removesuffix(".yaml") + "_test.yaml"
            values = {"cause": cause, "file": beside}
            report.problem(file, Problem(("cause",), Code.NO_SCENARIO, values))


def _scenarios(file: RuleFile, shape: ScenariosShape) -> Iterator[Scenario]:
    cause = cause_file_of(file.path).removesuffix(".yaml").replace("/", ".")
    for place, row in enumerate(shape.scenarios):
        scenario = _scenario(row, cause, file.location("scenarios", place))
        yield scenario
        for number, variant in enumerate(row.variants):
            location = file.location("scenarios", place, "variants", number)
            yield _variant(scenario, row, variant, location)


def _scenario(shape: ScenarioShape, cause: str, location: Location) -> Scenario:
    return Scenario(
        name=shape.name,
        cause=cause,
        at=shape.at,
        context=read_context(shape.context).context,
        expect=_expectation(shape.expect),
        location=location,
        todo=shape.todo or "",
    )


def _variant(
    base: Scenario, shape: ScenarioShape, variant: VariantShape, location: Location
) -> Scenario:
    return replace(
        base,
        name=f"{base.name} / {variant.name}",
        at=variant.at or base.at,
        context=read_context(overlaid(shape.context, variant.change or {})).context,
        expect=base.expect if variant.expect is None else _expectation(variant.expect),
        location=location,
        todo=variant.todo or "",
    )


def _expectation(shape: ExpectationShape) -> Expectation:
    return Expectation(
        first=shape.first or "",
        first_of=tuple(shape.first_of),
        in_first_three=tuple(shape.in_first_three),
        not_in_first_three=tuple(shape.not_in_first_three),
        probability={
            cause: ProbabilityBounds(bounds.gte, bounds.lte)
            for cause, bounds in shape.probability.items()
        },
        disposition=None if shape.disposition is None else _disposition(shape.disposition),
        remedies=tuple(shape.remedies),
        no_remedies=tuple(shape.no_remedies),
        all_remedies=None if shape.all_remedies is None else tuple(shape.all_remedies),
        findings=tuple(shape.findings),
        rules=tuple(shape.rules),
        no_rules=tuple(shape.no_rules),
        all_rules={
            cause: tuple(f"{cause}/{name}" for name in names)
            for cause, names in shape.all_rules.items()
        },
    )


def _disposition(shape: ExpectedDispositionShape) -> ExpectedDisposition:
    bounds = shape.retry_not_before
    return ExpectedDisposition(
        action=shape.action,
        retryable=shape.retryable,
        retry_not_before=None if bounds is None else _moments(bounds),
    )


def _moments(shape: MomentsShape) -> MomentBounds:
    return MomentBounds(shape.gte, shape.lte)
