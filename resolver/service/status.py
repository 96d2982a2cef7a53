"""What a caller is told when something fails: an error as a gRPC status with its details.

Every status carries `ErrorInfo` with a stable reason and `LocalizedMessage`; an invalid request
adds `BadRequest`. No status carries the text of a foreign exception, nor what a field held.
"""

from __future__ import annotations

from collections.abc import Sequence

from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from resolver.errors import (
    FieldViolation,
    InvalidContextError,
    NotAllowedError,
)
from resolver.service.told import told_of

DOMAIN = "invoice-status-resolver"
"""`ErrorInfo.domain` of every error."""

_MAX_VIOLATIONS = 50
_DETAILS_BUDGET_BYTES = 4_000
"""Some clients refuse trailers of more than 8 KiB; in Base64 these bytes are a third more."""

_VIOLATIONS_IN_MESSAGE = 3


def status_of(error: Exception, language: str, request_id: str = "") -> status_pb2.Status:
    """Return an error as a status, its localized message in a language of `LANGUAGES`.

    The status of an item within an answer has no request id of its own.
    """
    told = told_of(error)
    violations = error.violations if isinstance(error, InvalidContextError) else ()
    status = status_pb2.Status(
        code=told.code.value[0],
        message=told.message.en + "; ".join(_named(violations, "en")),
    )
    metadata = {"request_id": request_id} if request_id else {}
    if isinstance(error, NotAllowedError):
        metadata["scope"] = error.scope
    if violations:
        metadata["violations"] = str(len(violations))
    _attach(
        status,
        error_details_pb2.ErrorInfo(reason=told.reason, domain=DOMAIN, metadata=metadata),
    )
    separator = "; " if language == "en" else "；"
    localized = told.message.get(language) + separator.join(_named(violations, language))
    _attach(status, error_details_pb2.LocalizedMessage(locale=language, message=localized))
    if violations:
        _attach(status, _bad_request(violations, language))
    if told.retry_seconds:
        delay = Duration(seconds=told.retry_seconds)
        _attach(status, error_details_pb2.RetryInfo(retry_delay=delay))
    return status


def _attach(status: status_pb2.Status, detail: Message) -> None:
    packed = Any()
    packed.Pack(detail)
    status.details.append(packed)


def _named(violations: Sequence[FieldViolation], language: str) -> list[str]:
    """Return the first violations in words, and how many more there are."""
    shown = violations[:_VIOLATIONS_IN_MESSAGE]
    words = [f"{item.field_path} {_described(item, language)}" for item in shown]
    more = len(violations) - len(shown)
    if more:
        words.append(f"and {more} more" if language == "en" else f"另有 {more} 处")
    return words


def _described(item: FieldViolation, language: str) -> str:
    return item.description if language == "en" else item.description_zh


def _bad_request(
    violations: Sequence[FieldViolation], language: str
) -> error_details_pb2.BadRequest:
    """Return every violation, with as many of its words as the trailers can hold."""
    listed = [_field_violation(item, language) for item in violations[:_MAX_VIOLATIONS]]
    _shorten(listed)
    more = len(violations) - len(listed)
    if more:
        listed.append(
            error_details_pb2.BadRequest.FieldViolation(
                field=violations[len(listed)].field_path,
                reason="MORE_VIOLATIONS",
                description=f"and {more} more",
            )
        )
    return error_details_pb2.BadRequest(field_violations=listed)


def _shorten(listed: list[error_details_pb2.BadRequest.FieldViolation]) -> None:
    """Take words from the last violations first; field and reason stay as long as they can."""
    for words in ("localized_message", "description"):
        for item in reversed(listed):
            if _size(listed) <= _DETAILS_BUDGET_BYTES:
                return
            item.ClearField(words)
    while _size(listed) > _DETAILS_BUDGET_BYTES:
        listed.pop()


def _field_violation(
    item: FieldViolation, language: str
) -> error_details_pb2.BadRequest.FieldViolation:
    return error_details_pb2.BadRequest.FieldViolation(
        field=item.field_path,
        reason=item.reason,
        description=item.description,
        localized_message=error_details_pb2.LocalizedMessage(
            locale=language, message=_described(item, language)
        ),
    )


def _size(listed: Sequence[Message]) -> int:
    return sum(item.ByteSize() for item in listed)
