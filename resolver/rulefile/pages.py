"""What each diagnostic code means, with an example; the table is `pages.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from resolver.model.texts import Text
from resolver.rulefile.codes import Code, code_entries
from resolver.rulefile.packaged import packaged_table


@dataclass(frozen=True, slots=True)
class Page:
    """What is told of one code.

    `bad` and `good` are parts of the file `file`; they stand for `instead`, or else for `good`.
    `bad_file` is the wrong name of the file, `trick` what is wrong with it beside its text; either
    is empty where the mistake is in the text.
    """

    code: Code
    meaning: Text
    file: str
    bad: str
    good: str
    instead: str = ""
    bad_file: str = ""
    trick: str = ""
    with_lock: bool = False


@cache
def pages() -> Mapping[Code, Page]:
    """Return the page of every code, in order of code."""
    rows = _table()["pages"]
    return {code: _page(code, dict(rows[code.value])) for code in Code}


@cache
def sections() -> Mapping[Code, Text]:
    """Return the headings of the pages, by the first code below each, in order of code."""
    return {Code(code): Text(row["zh"], row["en"]) for code, row in _table()["sections"].items()}


def anchor(code: Code) -> str:
    """Return where in the document a code is explained, as the end of an address."""
    return f"{code.value.lower()}-{code_entries()[code].name}"


def introduction() -> str:
    """Return what the document says before all pages, as Markdown."""
    return str(_table()["introduction"])


def _table() -> dict[str, Any]:
    return packaged_table(__package__, "pages.yaml")


def _page(code: Code, row: dict[str, Any]) -> Page:
    meaning = Text(row.pop("zh"), row.pop("en"))
    texts = {name: row.pop(name).rstrip("\n") for name in ("bad", "good")}
    instead = str(row.pop("instead", "")).rstrip("\n")
    return Page(code, meaning, instead=instead, **texts, **row)
