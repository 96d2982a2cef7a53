"""`calibrate`: what outcomes say of priors and strengths, as proposals that a person reviews."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.logs import log_folder, telling_damage
from resolver.cli.render.calibration.page import calibration_page
from resolver.cli.render.calibration.sections import calibration_sections
from resolver.cli.render.calibration.told import Told
from resolver.cli.render.console import error_console, output_console, styled
from resolver.cli.render.report import print_sections
from resolver.cli.reported import opened_store
from resolver.cli.sources import folder, read_source, reviewed, write_text
from resolver.cli.usage import Parser, unfit, whole_number
from resolver.inference.learning.calibrate import Calibration, calibrate
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import Bar, Kind
from resolver.inference.learning.scaling import rescaled
from resolver.model.rulebook import Rulebook
from resolver.model.texts import Text
from resolver.rulefile.files import read_folder
from resolver.rulefile.retuning import patch_of, renumbered, reworded
from resolver.runtime.json_lines import BadLineError
from resolver.runtime.outcomes.decided import logged_decisions
from resolver.runtime.outcomes.observations import join, read_observations
from resolver.service.resolver_servicer import beijing_now

_OBSERVATIONS = Text(
    "决策日志的目录（与 RESOLVER_OUTCOMES 中登记的结果对应），\n"
    "或查明了原因的查验，每行一个 JSON；- 表示标准输入",
    "the folder of a decision log, joined with the outcomes in RESOLVER_OUTCOMES,\n"
    "or lookups whose cause was found out, one JSON object a line; - for standard input",
)
_JOINED = Text(
    "{found} 次查验查明了原因；未计入：{corrected} 次登记后来有更正，{not_found_out} 次未查明，"
    "{undecided} 次在日志中没有对应的决策",
    "{found} lookups whose cause was found out; left out: {corrected} reports that were corrected "
    "later, {not_found_out} whose cause was not found out, {undecided} without a decision in the "
    "log",
)
_PATCH = Text("把强度的建议写成补丁", "write the proposed strengths as a patch")
_PATCH_PRIORS = Text("把先验的建议写成补丁", "write the proposed priors as a patch")
_PATCH_SCALE = Text(
    "把标尺数值的建议写成补丁（与另两种二者择一）",
    "write the proposed numbers of the scale as a patch, in place of the other two",
)
_HTML = Text("另写成网页，含校准图", "write a page as well, with the calibration diagram")
_CERTAINTY = Text(
    "有多大把握才提建议（默认 {default}）", "how certain a proposal must be (default: {default})"
)
_LEAST_CASES = Text(
    "至少有几次相关查验才提建议（默认 {default}）",
    "how many lookups must bear on a proposal (default: {default})",
)
_CASES = Text(
    "每条相矛盾的规则最多列几个案例（默认 20）",
    "how many cases of a contradicted rule are listed (default: 20)",
)
_EMPTY = Text("没有查明原因的查验", "there is no lookup whose cause was found out")
_WORKING = Text("从结果中学习", "learning from outcomes")
_WRITTEN = Text("已写入补丁 {file}", "patch written: {file}")
_NOTHING = Text("没有建议，未写补丁 {file}", "nothing is proposed, so there is no patch {file}")
_NEXT = Text(
    "审阅后采用：git apply 补丁，lock --raise 提高版本，再运行 check 和 test",
    "to take it over once reviewed: git apply the patch, lock --raise, then check and test",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    bar = Bar()
    parser.value("observations", _OBSERVATIONS, metavar="FROM", nargs="+")
    parser.rules_option()
    parser.option("--patch", _PATCH, metavar="FILE", type=Path)
    parser.option("--patch-priors", _PATCH_PRIORS, metavar="FILE", type=Path)
    parser.option("--patch-scale", _PATCH_SCALE, metavar="FILE", type=Path)
    parser.option("--html", _HTML, metavar="FILE", type=Path)
    parser.option(
        "--certainty",
        _with_default(_CERTAINTY, bar.certainty),
        metavar="SHARE",
        type=_certainty,
        default=bar.certainty,
    )
    parser.option(
        "--least-cases",
        _with_default(_LEAST_CASES, bar.least_cases),
        metavar="N",
        type=whole_number(1, 1_000_000),
        default=bar.least_cases,
    )
    parser.option("--cases", _CASES, metavar="N", type=whole_number(0, 1_000_000), default=20)
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Learn, print what was learned, and write what is asked for. No rule file is changed."""
    directory = folder(options.rules)
    rulebook, _ = reviewed(directory)
    observations = _read(options.observations, rulebook, options.language)
    bar = Bar(options.certainty, options.least_cases)
    with error_console().status(_WORKING.get(options.language)):  # seen on a terminal alone
        found = calibrate(rulebook, observations, bar)
    told = Told(found, rulebook, options.language, options.cases)
    print_sections(calibration_sections(told), output_console())
    if options.html:
        write_text(options.html, calibration_page(told, beijing_now()))
    _write_patches(found, rulebook, directory, options)
    return ExitCode.FINE


def _read(names: Sequence[str], rulebook: Rulebook, language: str) -> list[Observation]:
    observations: list[Observation] = []
    for name in names:
        if Path(name).is_dir():
            observations += _joined(log_folder(Path(name)), rulebook, language)
        else:
            observations += _observations_of(name)
    if not observations:
        raise CommandError(_EMPTY)
    return list({one.id: one for one in observations}.values())


def _joined(log: Path, rulebook: Rulebook, language: str) -> Sequence[Observation]:
    with opened_store() as store:
        reports = list(store.outcomes())
    wanted = {report.resolution_id for report in reports}
    with telling_damage(log):
        joined = join(logged_decisions(log, rulebook, wanted), reports)
    _tell(
        _JOINED,
        language,
        found=len(joined.observations),
        corrected=joined.corrected,
        not_found_out=joined.not_found_out,
        undecided=joined.undecided,
    )
    return joined.observations


def _observations_of(name: str) -> Iterator[Observation]:
    source = read_source(name)
    try:
        yield from read_observations(source.text.splitlines())
    except BadLineError as error:
        told = f"{source.name}: {error}"
        raise CommandError(Text(told, told)) from error


def _write_patches(
    found: Calibration, rulebook: Rulebook, directory: Path, options: argparse.Namespace
) -> None:
    contents = read_folder(directory)
    scale = rescaled(rulebook.scale, found.worths)
    patches: list[tuple[Path | None, Mapping[str, bytes]]] = [
        (options.patch, reworded(contents, rulebook, found.words(Kind.STRENGTH))),
        (options.patch_priors, reworded(contents, rulebook, found.words(Kind.PRIOR))),
        (options.patch_scale, renumbered(contents, rulebook.scale, scale)),
    ]
    wanted = [(file, changed) for file, changed in patches if file]
    for file, changed in wanted:
        if changed:
            write_text(file, patch_of(contents, changed, _name_of(directory)))
        _tell(_WRITTEN if changed else _NOTHING, options.language, file=file)
    if any(changed for _, changed in wanted):
        _tell(_NEXT, options.language)


def _name_of(directory: Path) -> str:
    """Return a folder as a patch names it: seen from here, or else from where it lies."""
    resolved, here = directory.resolve(), Path.cwd()
    return (
        resolved.relative_to(here) if resolved.is_relative_to(here) else Path(resolved.name)
    ).as_posix()


def _tell(text: Text, language: str, **values: object) -> None:
    error_console().print(styled(text.get(language).format(**values)), soft_wrap=True)


def _with_default(text: Text, default: object) -> Text:
    return Text(text.zh.format(default=default), text.en.format(default=default))


def _certainty(text: str) -> float:
    """Read a probability above a half and below 1, for an option."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.5 < value < 1:
        raise unfit(f"{text!r} 不是 0.5 到 1 之间的数", f"{text!r} is no number between 0.5 and 1")
    return value
