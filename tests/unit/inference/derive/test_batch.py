"""Facts of the batch that a lookup was a row of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.batch import derive_batch
from resolver.model.answer import Derivation
from resolver.model.context import BatchInfo
from resolver.model.facts import FactValue, load_vocabulary


def facts_of(**batch: Any) -> dict[str, FactValue]:
    """Return the facts of a batch."""
    draft = Derivation()
    derive_batch(BatchInfo(**batch), draft)
    return draft.facts


@pytest.mark.parametrize(
    ("batch", "given"),
    [
        ({}, False),
        ({"file_format": " "}, False),
        ({"size": 1, "row": 1}, False),
        ({"size": 2}, True),
        ({"row": 3}, True),
        ({"file_format": "csv"}, True),
        ({"size": -5, "duplicate_in_batch": False}, True),
    ],
)
def test_batch_is_given_where_something_tells_of_more_than_one_row(
    batch: dict[str, Any], given: bool
) -> None:
    """A batch of one is a single lookup."""
    assert facts_of(**batch)["batch.given"] is given


def test_failed_rows_become_a_share() -> None:
    """Share and totality are told where size and failures are known."""
    assert facts_of(size=38, row=5, failed_rows=38, duplicate_in_batch=False) == {
        "batch.given": True,
        "batch.size": 38,
        "batch.failed_share_percent": 100,
        "batch.all_failed": True,
        "batch.duplicate_row": False,
    }
    assert facts_of(size=60, failed_rows=19)["batch.failed_share_percent"] == 31.7
    assert facts_of(size=60, failed_rows=19)["batch.all_failed"] is False


@pytest.mark.parametrize(("size", "failed"), [(0, 0), (-3, 1), (5, 6), (5, -1), (None, 3)])
def test_counts_that_contradict_each_other_are_left_out(size: int | None, failed: int) -> None:
    """More failures than rows tell nothing."""
    facts = facts_of(size=size, failed_rows=failed)
    assert not {"batch.failed_share_percent", "batch.all_failed"} & facts.keys()


def test_single_row_never_counts_as_a_batch_that_failed() -> None:
    """One failure of one says nothing of a batch."""
    assert "batch.all_failed" not in facts_of(size=1, failed_rows=1)


@pytest.mark.parametrize(
    ("text", "kind", "spreadsheet"),
    [
        ("xlsx", "xlsx", True),
        (".XLS", "xls", True),
        ("发票清单.csv", "csv", True),
        ("Excel", "xlsx", True),
        ("application/vnd.ms-excel", "xls", True),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", True),
        ("text/csv; charset=gbk", "csv", True),
        ("et", "other", True),
        ("application/json", "json", False),
        ("OFD", "ofd", False),
        ("image/x-unheard-of", "image", False),
        ("JPG", "image", False),
        ("rar", "zip", False),
        ("docx", "other", False),
        ("😀", "other", False),
    ],
)
def test_file_format_is_read_from_names_and_media_types(
    text: str, kind: str, spreadsheet: bool
) -> None:
    """Extensions, file names, media types and plain words mean the same formats."""
    facts = facts_of(file_format=text)
    assert facts["batch.file_format"] == kind
    assert facts["batch.spreadsheet"] is spreadsheet


@given(st.text(max_size=300))
def test_any_format_is_one_of_the_vocabulary(text: str) -> None:
    """No text breaks the reading or leaves the enum."""
    values = load_vocabulary().facts["batch.file_format"].values
    assert values is not None
    assert facts_of(file_format=text).get("batch.file_format", "other") in values
