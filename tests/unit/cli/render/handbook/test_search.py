"""What the search of a handbook knows."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from resolver.cli.render.handbook.book import Book, gather
from resolver.cli.render.handbook.search import KINDS, search_index
from resolver.cli.render.handbook.site import site
from resolver.rulefile.scenario_loader import review_files
from tests.support.pages import read_page
from tests.support.rulefolders import tiny_files, tiny_text

REPEATED = """  - code: "009"
    operation: batch
    category: mismatch
    meaning: {zh-CN: 批量不一致, en: a row differs}
"""


@cache
def book() -> Book:
    """Return the tiny rules with a code that stands twice."""
    platform = tiny_text("status/platform.yaml").replace("marks:", f"{REPEATED}marks:")
    review = review_files(tiny_files({"status/platform.yaml": platform}))
    assert review.rulebook is not None
    return gather(review.rulebook, review.scenarios, None, date(2026, 3, 5))


def index() -> dict[str, Any]:
    """Return the data of the index."""
    text = search_index(book())
    assert text.startswith("window.handbookIndex = ")
    data: dict[str, Any] = json.loads(text.removeprefix("window.handbookIndex = ").rstrip(";\n"))
    return data


def test_everything_with_a_name_can_be_found() -> None:
    """Each kind of thing is there."""
    assert {entry[0] for entry in index()["entries"]} == set(KINDS)


def test_every_hit_leads_to_its_place() -> None:
    """In both languages, also where a code stands twice."""
    pages = {path: read_page(text) for path, text in site(book()) if path.endswith(".html")}
    for folder in ("zh", "en"):
        for _, _, place, *_ in index()["entries"]:
            path, _, anchor = place.partition("#")
            page = pages[f"{folder}/{path}"]
            assert not anchor or anchor in page.anchors, place


def test_code_that_stands_twice_has_two_places() -> None:
    """One for each operation."""
    places = [entry[2] for entry in index()["entries"] if entry[1] == "009"]
    assert places == ["providers/platform.html#code-009", "providers/platform.html#code-009-2"]


def test_texts_are_found_by_meaning_not_by_placeholder() -> None:
    """Where a value will stand, the reader sees what it is."""
    because = next(e[3:5] for e in index()["entries"] if e[1].endswith("/issued-today"))
    assert because == [
        "距开票仅 〔开票至今的小时数〕 小时",
        "Only [hours since issue] h since issue",
    ]
