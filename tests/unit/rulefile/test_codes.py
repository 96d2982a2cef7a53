"""The table of diagnostic codes."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

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
