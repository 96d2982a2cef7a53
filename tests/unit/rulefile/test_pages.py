"""The examples of every page prove what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from resolver.cli.render.code_pages import pages_as_markdown
from resolver.rulefile.codes import Code
from resolver.rulefile.pages import Page, pages
from resolver.rulefile.scenario_loader import review_files
from tests.support.examples import Files, with_bad_example, with_good_example

ROOT = Path(__file__).parents[3]


def codes(files: Files) -> set[str]:
    """Return the codes that a folder gets."""
    return {one.code for one in review_files(files).diagnostics}


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.code.value)
def test_bad_example_gets_the_code_of_its_page(page: Page) -> None:
    """In the tiny rules, which are right without it."""
    assert page.code.value in codes(with_bad_example(page))


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.code.value)
def test_good_example_gets_no_code_at_all(page: Page) -> None:
    """What a page recommends is right in every respect."""
    assert codes(with_good_example(page)) == set()


def test_every_page_has_a_code() -> None:
    """And every code a page."""
    table = yaml.safe_load((ROOT / "resolver/rulefile/pages.yaml").read_text("utf-8"))

    assert list(table["pages"]) == [code.value for code in Code]


def test_document_is_what_the_pages_say() -> None:
    """`make docs` writes it."""
    assert (ROOT / "docs/diagnostics.md").read_text("utf-8") == pages_as_markdown()
