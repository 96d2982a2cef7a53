"""Everything that users can name is documented, and nothing else is."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from resolver.bundle.reasons import Reason
from resolver.cli.app import COMMANDS, Command, command_parser
from resolver.cli.exits import ExitCode
from resolver.inference.evaluate import Figures
from resolver.model.texts import LANGUAGES, Text
from resolver.runtime.logs import Event
from resolver.runtime.settings import PREFIX, Settings
from tests.support.cli import parsers_below

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@cache
def commands_page() -> str:
    """Return the page on commands."""
    return (ROOT / "docs" / "commands.md").read_text("utf-8")


def section(name: str) -> str:
    """Return the part of the page below a heading of the second rank."""
    _, _, rest = commands_page().partition(f"\n## {name}\n")
    return rest.partition("\n## ")[0]


def first_cells(part: str) -> set[str]:
    """Return what stands first in the rows of tables, without quotes and arguments."""
    rows = re.findall(r"^\| `([^`]+)`", part, re.MULTILINE)
    return {row.split(" ")[0] for row in rows}


def shown(default: object) -> str:
    """Return how the page writes a setting's default."""
    return "none" if default in {"", None, ()} else str(default).removesuffix(".0")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_of_a_command_is_documented(command: Command) -> None:
    """And every documented option is one."""
    options = {
        text
        for parser in parsers_below(command_parser(command, "en"))
        for action in parser._actions
        for text in action.option_strings
        if text.startswith("--") and text != "--help"
    }
    documented = {cell for cell in first_cells(section(command.name)) if cell.startswith("--")}
    assert documented == options


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help(command: Command, language: str) -> None:
    """It is put together only when it is asked for, and a stray `%` breaks it then."""
    assert f"resolver {command.name}" in command_parser(command, language).format_help()


def test_every_command_is_documented() -> None:
    """In the table and with a section of its own."""
    for command in COMMANDS:
        assert f"| [`{command.name}`](#{command.name}) |" in commands_page()
        assert section(command.name)


def test_every_setting_is_documented_with_its_default() -> None:
    """A setting that is only in the code is a secret."""
    defaults = {
        f"{PREFIX}{field.name.upper()}": shown(field.default) for field in fields(Settings)
    }
    rows = re.findall(rf"^\| `({PREFIX}\w+)` \|.*\| (.+) \|$", section("serve"), re.MULTILINE)
    documented = {name: default.strip("`") for name, default in rows}
    assert documented == {
        **defaults,
        f"{PREFIX}REFLECTION": "true",
        f"{PREFIX}INSECURE": "false",
        f"{PREFIX}REQUIRE_TESTS": "false",
    }


def test_every_log_event_is_documented() -> None:
    """Operators search for them."""
    documented = {cell for cell in first_cells(section("serve")) if "." in cell}
    assert documented == {event.value for event in Event}


def test_every_reason_to_refuse_a_bundle_is_documented() -> None:
    """They are told in logs, by `GetRulebook`, and by commands."""
    documented = {cell for cell in first_cells(section("bundle")) if cell.startswith("BUNDLE_")}
    assert documented == {reason.value for reason in Reason}


def test_every_exit_code_is_documented() -> None:
    """Scripts depend on them."""
    rows = re.findall(r"^\| (\d+) \|", section("Exit codes"), re.MULTILINE)
    assert [int(row) for row in rows] == [int(code) for code in ExitCode]


def test_every_figure_is_documented() -> None:
    """But the number of cases, which speaks for itself."""
    documented = {c for c in first_cells(section("evaluate")) if not c.startswith("--")}
    assert documented == {field.name for field in fields(Figures)} - {"n"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    """A reader who follows one is not left alone."""
    targets = _LINK.findall(page.read_text("utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_every_summary_is_in_both_languages() -> None:
    """Help is no place for half a translation."""
    for command in COMMANDS:
        assert command.summary != Text(command.summary.en, command.summary.en)
