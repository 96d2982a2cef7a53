"""A rules folder to the bytes of a bundle: read once, checked, tried, packed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resolver import __version__
from resolver.bundle.archive import (
    MAX_ARCHIVE_BYTES,
    MAX_FILES,
    NAME_RULE,
    is_plain_name,
    too_large,
)
from resolver.bundle.keys import SigningKey
from resolver.bundle.manifest import Counts, Manifest, entries_of
from resolver.bundle.package import RULES, write_bundle
from resolver.bundle.versions import RULE_FORMAT, EngineRange
from resolver.cli.asking import report_engine_error
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render.console import output_console
from resolver.cli.render.scenarios import print_failures
from resolver.inference.rehearse import rehearse_all
from resolver.model.rulebook import Rulebook
from resolver.model.scenarios import Scenario
from resolver.model.texts import Text
from resolver.rulefile.files import Files, normalized, read_folder
from resolver.rulefile.scenario_loader import review_files
from resolver.runtime.snapshot import snapshot_of


@dataclass(frozen=True, slots=True)
class Edition:
    """What the owner says of a bundle; see `Manifest` for each."""

    name: str
    serial: int
    source: str
    requires: EngineRange


def pack_folder(
    directory: Path, edition: Edition, key: SigningKey | None, language: str, *, tests: bool
) -> tuple[Manifest, bytes]:
    """Return the manifest and the bytes of the bundle of a folder that is in order.

    What is checked and tried is what is packed: the folder is read once. With `tests` every
    scenario is run, and those that fail are printed.

    Raises:
        RulesUnavailableError: The folder cannot be read.
        RulesRejectedError: It has mistakes.
        CommandError: A scenario fails, there is none, or a file's name would not do everywhere.
    """
    contents = read_folder(directory)
    review = review_files(contents)
    book = review.sound_rulebook()
    files = _files(contents)
    if tests:
        _try_scenarios(book, review.scenarios, directory, language)
    manifest = Manifest(
        name=edition.name,
        revision=book.revision,
        serial=edition.serial,
        source=edition.source,
        built_by=__version__,
        requires=str(edition.requires),
        rule_format=RULE_FORMAT,
        scenarios_passed=len(review.scenarios) if tests else None,
        counts=_counts(book, review.scenarios),
        files=entries_of(files),
    )
    data = write_bundle(manifest, files, key)
    if len(data) > MAX_ARCHIVE_BYTES or len(files) + 2 > MAX_FILES:
        raise too_large()
    return manifest, data


def _files(contents: Files) -> dict[str, bytes]:
    """Return the content of each file, the same on every system that it was checked out on."""
    for path in contents:
        if not is_plain_name(RULES + path):
            raise CommandError(
                Text(
                    f"{path}：规则包中的文件名{NAME_RULE.zh}，请改名",
                    f"{path}: in the name of a bundle's file {NAME_RULE.en}; rename it",
                )
            )
    return {path: normalized(data) for path, data in contents.items() if isinstance(data, bytes)}


def _try_scenarios(
    book: Rulebook, scenarios: Sequence[Scenario], directory: Path, language: str
) -> None:
    snapshot = snapshot_of(book, on_engine_error=report_engine_error)
    done = rehearse_all(scenarios, snapshot.resolver)
    snapshot.engine.close()
    failed = [one for one in done if one.failed]
    print_failures(failed, book, directory, output_console(), language)
    if not done:
        raise _not_packed(
            "没有场景可运行；请写场景，或加 --no-tests",
            "there is no scenario to run; write some, or add --no-tests",
        )
    if failed:
        raise _not_packed(
            f"{len(done)} 个场景中有 {len(failed)} 个不符",
            f"{len(failed)} of {len(done)} scenarios failed",
        )


def _not_packed(zh: str, en: str) -> CommandError:
    return CommandError(Text(f"没有打包：{zh}", f"nothing was packed: {en}"), ExitCode.FAILED)


def _counts(book: Rulebook, scenarios: Sequence[Scenario]) -> Counts:
    return Counts(
        causes=len(book.causes),
        rules=len(book.rules()),
        remedies=len(book.remedies),
        scenarios=len(scenarios),
    )
