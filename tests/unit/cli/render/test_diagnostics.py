"""Diagnostics for people, programs and review pages."""

from __future__ import annotations

import io
from pathlib import Path

from resolver.cli.render.console import console_on
from resolver.cli.render.diagnostics import as_github, counted, print_diagnostics
from resolver.model.diagnostics import Diagnostic, Location, Severity
from resolver.model.texts import Text

ROOT = Path("rules")


def a_diagnostic(excerpt: str = "code: 010", column: int = 7, **changes: object) -> Diagnostic:
    """Return an error at a column of a line."""
    values: dict[str, object] = {
        "code": "RULE008",
        "severity": Severity.ERROR,
        "location": Location("status/a.yaml", 3, column),
        "message": Text("没加引号", "no quotes"),
        "mend": Text("加上引号", "quote it"),
        "excerpt": excerpt,
    }
    return Diagnostic(**{**values, **changes})  # type: ignore[arg-type]


def printed(diagnostic: Diagnostic) -> list[str]:
    """Return the lines that a diagnostic is told in."""
    stream = io.StringIO()
    print_diagnostics([diagnostic], console_on(stream), "en", ROOT)
    return stream.getvalue().splitlines()


def test_diagnostic_is_told_as_editors_read_it() -> None:
    """Place first, then the line, the caret, and the mend."""
    assert printed(a_diagnostic()) == [
        "rules/status/a.yaml:3:7: error RULE008: no quotes",
        "    code: 010",
        "          ^",
        "    → quote it",
    ]


def test_carets_stand_below_all_that_is_meant() -> None:
    """Where the end is known, and as wide as Chinese is."""
    _, shown, carets, _ = printed(a_diagnostic("code: 零一零 # x", end_column=10))
    assert carets == " " * shown.index("零") + "^" * 6


def test_long_line_is_cut_around_its_place() -> None:
    """The caret stays on the screen, and points at the same character."""
    line = "x" * 300 + "!" + "y" * 300
    _, shown, caret, _ = printed(a_diagnostic(line, 301))
    assert shown.strip().startswith("…")
    assert shown.endswith("…")
    assert shown[caret.index("^")] == "!"
    assert len(shown) <= 100


def test_tabs_do_not_move_the_caret() -> None:
    """A tab is shown as one blank."""
    _, shown, caret, _ = printed(a_diagnostic("\tcode: 010", 8))
    assert shown[caret.index("^")] == "0"


def test_diagnostic_without_a_line_has_no_caret() -> None:
    """A missing file has no lines."""
    assert len(printed(a_diagnostic("", 1))) == 2


def test_github_command_is_one_line() -> None:
    """What would end a property or the command is escaped."""
    diagnostic = a_diagnostic(
        location=Location("a,b:c.yaml", 1, 1), message=Text("", "100%\nsure"), mend=Text("", "")
    )
    assert as_github(diagnostic, "en", ROOT) == (
        "::error file=rules/a%2Cb%3Ac.yaml,line=1,col=1,title=RULE008::100%25%0Asure"
    )


def test_count_names_what_there_is() -> None:
    """One is singular, none is not mentioned."""
    warning = a_diagnostic(severity=Severity.WARNING)
    assert counted([], "en") == "nothing to remark on"
    assert counted([a_diagnostic()], "en") == "1 error"
    assert counted([a_diagnostic(), a_diagnostic(), warning], "en") == "2 errors, 1 warning"
    assert counted([warning], "zh-CN") == "1 个提醒"
