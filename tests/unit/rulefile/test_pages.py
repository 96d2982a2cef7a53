"""The examples of every page prove what they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from resolver.cli.render.code_pages import pages_as_markdown
from resolver.rulefile.codes import Code
from resolver.rulefile.pages import Page, pages
from resolver.rulefile.scenario_loader import review_files
from resolver.runtime.candidate import Terms, check_candidate
from tests.support.examples import Files, with_bad_example, with_good_example

ROOT = Path(__file__).parents[3]


UNTIL_TESTED = {Code.SCENARIO_FAILED, Code.NOTHING_TO_TEST}
"""Codes that rules get only from whoever runs their scenarios."""


def codes(files: Files, page: Page) -> set[str]:
    """Return the codes that a folder gets, from whoever may give that of a page."""
    if page.code in UNTIL_TESTED:
        terms = Terms(require_tests=True, day=date(2026, 3, 5))
        return {one.code for one in check_candidate(files, terms).diagnostics}
    return {one.code for one in review_files(files).diagnostics}


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.code.value)
def test_bad_example_gets_the_code_of_its_page(page: Page) -> None:
    """In the tiny rules, which are right without it."""
    assert page.code.value in codes(with_bad_example(page), page)


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.code.value)
def test_good_example_gets_no_code_at_all(page: Page) -> None:
    """What a page recommends is right in every respect."""
    assert codes(with_good_example(page), page) == set()


def test_every_page_has_a_code() -> None:
    """And every code a page."""
    table = yaml.safe_load((ROOT / "resolver/rulefile/pages.yaml").read_text("utf-8"))

    assert list(table["pages"]) == [code.value for code in Code]


def test_document_is_what_the_pages_say() -> None:
    """`make docs` writes it."""
    assert (ROOT / "docs/diagnostics.md").read_text("utf-8") == pages_as_markdown()
