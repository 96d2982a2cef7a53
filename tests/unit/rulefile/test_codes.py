"""The table of diagnostic codes."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

from resolver.model.diagnostics import Severity
from resolver.rulefile.codes import Code, code_entries, describe, syntax_help, unit_name

ROOT = Path(__file__).parents[3]


def placeholders(template: str) -> set[str]:
    """Return the names that a template is filled with."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_code_has_an_entry_and_every_entry_a_code() -> None:
    """The enum and the table of texts list the same codes."""
    table = yaml.safe_load((ROOT / "resolver/rulefile/codes.yaml").read_text("utf-8"))

    assert sorted(table["codes"]) == sorted(code.value for code in Code)


def test_names_of_codes_are_unique() -> None:
    """A code can be spoken of by its name."""
    names = [entry.name for entry in code_entries().values()]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", Code)
def test_every_code_is_documented_with_examples(code: Code) -> None:
    """docs/diagnostics.md has a section for each code, with a bad and a good example."""
    text = (ROOT / "docs/diagnostics.md").read_text("utf-8")

    heading = f"### {code.value} {code_entries()[code].name}"
    section = re.search(rf"^{heading}$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)

    assert section is not None
    assert "# 错 · bad\n" in section[1]
    assert "# 对 · good\n" in section[1]


def test_both_languages_use_the_same_placeholders() -> None:
    """No value is told in one language only."""
    for entry in code_entries().values():
        for text in (entry.message, entry.mend):
            assert placeholders(text.zh) == placeholders(text.en), entry


def test_warnings_are_the_codes_from_101_on() -> None:
    """The number tells the severity."""
    for code, entry in code_entries().items():
        expected = Severity.WARNING if code.value >= "RULE100" else Severity.ERROR
        assert entry.severity is expected


def test_a_value_cannot_drive_a_terminal_or_flood_it() -> None:
    """Control characters are replaced and long values cut."""
    message, _ = describe(Code.UNKNOWN_KEY, {"key": "\x1b[31m" + "x" * 500, "suggestion": ""})

    assert message.en.isprintable()
    assert len(message.en) < 120


def test_an_unlisted_complaint_or_unit_is_repeated() -> None:
    """What the table does not know stays readable."""
    assert syntax_help("something new").zh == "something new"
    assert unit_name("furlongs").en == "furlongs"
