"""Comments that ignore a warning, with a reason."""

from __future__ import annotations

import pytest

from resolver.rulefile.ignores import read_ignores
from resolver.rulefile.loader import load_files
from resolver.rulefile.scenario_loader import Review, review_files
from tests.support.rulefolders import tiny_files, tiny_text

DELAY = "timing/data_sync_delay.yaml"
ONE_SIDED = tiny_text(DELAY).replace("strong against", "weak")


def review(evidence: str, text: str = ONE_SIDED) -> Review:
    """Return what is said of a cause without evidence against, its `evidence:` line replaced."""
    return review_files(tiny_files({DELAY: text.replace("evidence:\n", evidence)}))


@pytest.mark.parametrize(
    "evidence",
    [
        "evidence:  # check: ignore RULE105 — 还在收集\n",
        "# check: ignore RULE105 - 还在收集\nevidence:\n",
        "# check: ignore RULE105：还在收集\n# and so on\nevidence:\n",
        "#check:ignore RULE105 还在收集\nevidence:\n",
    ],
)
def test_warning_is_ignored_with_its_reason(evidence: str) -> None:
    """Behind the line or above it."""
    told = review(evidence)

    assert told.diagnostics == ()
    assert [(one.code, one.ignored_because) for one in told.ignored] == [("RULE105", "还在收集")]


def test_two_warnings_of_a_line_are_ignored_one_by_one() -> None:
    """Each for a reason of its own."""
    draft = ONE_SIDED.replace("version: 1", "status: draft")
    comments = "# check: ignore RULE105 — one\n# check: ignore RULE109 — two\nevidence:\n"

    assert [one.ignored_because for one in review(comments, draft).ignored] == ["one", "two"]
    assert [
        one.code for one in review("evidence:  # check: ignore RULE105 — one\n", draft).ignored
    ] == ["RULE105"]


@pytest.mark.parametrize(
    "comment",
    ["RULE105", "RULE105 —", "RULE999 — why", "RULE1050 — why", "RULE049 — why", "all — why", ""],
)
def test_comment_that_cannot_ignore_is_told(comment: str) -> None:
    """And the warning stays."""
    codes = [one.code for one in review(f"evidence:  # check: ignore {comment}\n").diagnostics]

    assert codes == ["RULE105", "RULE126"]


def test_comment_without_its_warning_is_told() -> None:
    """It would hide the next one that comes."""
    told = review("evidence:  # check: ignore RULE105 — 还在收集\n", tiny_text(DELAY))

    assert [one.code for one in told.diagnostics] == ["RULE127"]
    assert told.ignored == ()


def test_comment_is_not_called_idle_where_not_everything_was_checked() -> None:
    """With an error the book as a whole is not looked at; a server does not read scenarios."""
    comment = "definitions:  # check: ignore RULE102 — kept\n"
    broken = tiny_text("definitions.yaml").replace("definitions:\n", comment)
    contents = tiny_files({"definitions.yaml": broken, DELAY: ONE_SIDED.replace("frequent", "x")})
    assert {one.code for one in review_files(contents).diagnostics} == {"RULE049"}
    assert load_files(tiny_files({"definitions.yaml": broken})).diagnostics == ()


def test_words_in_a_text_are_no_comment() -> None:
    """A comment begins with a mark that stands by itself."""
    lines = ["en: 'a#check: ignore RULE105'", "see: check: ignore RULE105 — no"]

    assert read_ignores("a.yaml", lines) == ([], [])
