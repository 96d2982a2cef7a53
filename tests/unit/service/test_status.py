"""Tests of what a caller is told when something fails."""

from __future__ import annotations

import pytest
from google.rpc import error_details_pb2

from resolver.errors import FieldViolation, InvalidContextError, WorkBrokenError
from resolver.runtime.logs import places_of
from resolver.service.status import DOMAIN, status_of
from resolver.service.validation import context_violations
from resolver.v1 import context_pb2 as pb
from tests.support.servers import detail, error_info, violated


def invalid(count: int, length: int = 10) -> InvalidContextError:
    """Return an error with so many violations, each with texts of a length."""
    return InvalidContextError(
        [
            FieldViolation(f"context.field_{i}", "TOO_LONG", "x" * length, "长" * length)
            for i in range(count)
        ]
    )


def test_exception_text_is_never_told() -> None:
    """An unexpected exception may quote the request or a secret."""
    status = status_of(ValueError("hunter2"), "en", "req-1")
    assert b"hunter2" not in status.SerializeToString()
    assert error_info(status).reason == "INTERNAL_ERROR"
    assert error_info(status).metadata == {"request_id": "req-1"}


def test_failure_aside_is_logged_with_the_places_it_went_through() -> None:
    """They are those of the process in which it happened."""
    assert places_of(WorkBrokenError("ValueError", ["loader.py:9 load"])) == ["loader.py:9 load"]


def test_message_is_english_and_localized_message_the_callers() -> None:
    """Developers read the status, users the localized message."""
    status = status_of(invalid(1), "zh-CN")
    assert status.message == "invalid request: context.field_0 xxxxxxxxxx"
    localized = detail(status, error_details_pb2.LocalizedMessage)
    assert localized.locale == "zh-CN"
    assert localized.message.endswith("context.field_0 长长长长长长长长长长")
    assert error_info(status).domain == DOMAIN


def test_fifty_violations_are_named_and_the_rest_counted() -> None:
    """A request full of mistakes still gets an answer of bounded size."""
    status = status_of(invalid(61), "en")
    bad = detail(status, error_details_pb2.BadRequest)
    assert len(bad.field_violations) == 51
    assert bad.field_violations[50].description == "and 11 more"
    assert bad.field_violations[50].reason == "MORE_VIOLATIONS"
    assert error_info(status).metadata["violations"] == "61"
    assert status.message.endswith("; and 58 more")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_worst_refusal_fits_into_the_trailers(language: str) -> None:
    """Clients that take 8 KiB of trailers can read any refusal, Base64 included."""
    context = pb.LookupContext(
        attributes={f"{i:03}" + "长" * 40: "x" * 2000 for i in range(64)},
        requester=pb.Requester(permissions=["x" * 2000] * 200),
    )
    status = status_of(
        InvalidContextError(context_violations(context, "context")), language, "r" * 128
    )
    assert status.ByteSize() * 4 / 3 + len(status.message) < 8000
    assert len(violated(status)) > 20


def test_every_field_is_named_even_where_words_are_cut() -> None:
    """The first violations keep their words, the last their field and reason."""
    status = status_of(invalid(50, 60), "zh-CN")
    listed = detail(status, error_details_pb2.BadRequest).field_violations
    assert len(listed) == 50
    assert listed[0].description
    assert listed[49].reason == "TOO_LONG"
    assert not listed[49].description


def test_words_too_long_for_any_trailer_are_left_out() -> None:
    """Even absurd paths cannot make a status too large to be read."""
    error = InvalidContextError([FieldViolation("x" * 3000, "TOO_LONG", "d", "d")] * 3)
    listed = detail(status_of(error, "en"), error_details_pb2.BadRequest).field_violations
    assert [item.reason for item in listed] == ["TOO_LONG", "MORE_VIOLATIONS"]
