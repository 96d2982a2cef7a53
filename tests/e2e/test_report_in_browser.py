"""A report in a real browser: languages, narrow screens, nothing to complain of."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from resolver.cli.app import main
from resolver.runtime.outcomes.lines import line_of
from tests.support.browser import browser, complaints_of
from tests.support.cli import EARLY_LOOKUP
from tests.support.decisions import a_log, a_request, id_of
from tests.support.outcomes import an_outcome
from tests.support.rulefolders import TINY_RULES


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a log of one answer, and what was reported of it."""
    folder = tmp_path_factory.mktemp("report")
    log, outcomes = a_log(folder, [a_request(EARLY_LOOKUP)]), folder / "outcomes.jsonl"
    outcomes.write_text(f"{line_of(an_outcome(resolution_id=id_of(log, 'A-1')))}\n", "utf-8")
    page = folder / "report.html"
    arguments = ["--rules", TINY_RULES, "--outcomes", outcomes, "--html", page, "--language", "zh"]
    assert main(["report", *map(str, [log, *arguments])]) == 0
    return page


def test_the_language_is_switched_by_mouse_and_keyboard(report: Path) -> None:
    """One language is seen at a time, the asked for at first, and no script is needed."""
    with browser() as chromium:
        page = chromium.new_context(java_script_enabled=False).new_page()
        page.goto(report.as_uri())
        chinese, english = page.locator(".part:lang(zh)"), page.locator(".part:lang(en)")
        expect(chinese).to_be_visible()
        expect(english).to_be_hidden()
        page.get_by_text("English", exact=True).click()
        expect(english).to_be_visible()
        expect(chinese).to_be_hidden()
        page.get_by_label("English").press("ArrowLeft")
        expect(chinese).to_be_visible()


def test_a_narrow_screen_scrolls_tables_alone(report: Path) -> None:
    """The page itself fits, and the browser complains of nothing."""
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 375, "height": 800})
        complaints = complaints_of(page)
        page.goto(report.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        assert complaints == []
