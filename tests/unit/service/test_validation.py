"""Tests of the limits of a request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import given

from resolver.errors import InvalidContextError
from resolver.service.validation import (
    check_batch,
    check_lookup,
    check_rules_request,
    context_violations,
)
from resolver.service.violations import _TEXTS
from resolver.v1 import context_pb2 as pb
from resolver.v1 import resolver_service_pb2 as resolver_pb
from resolver.v1 import rulebook_service_pb2 as rulebook_pb
from tests.support.wire import contexts


def reasons(check: Callable[[object], None], request: object) -> dict[str, str]:
    """Return what a check finds, by field."""
    with pytest.raises(InvalidContextError) as caught:
        check(request)
    return {item.field_path: item.reason for item in caught.value.violations}


@given(contexts())
def test_context_within_limits_is_accepted(context: pb.LookupContext) -> None:
    """Whatever its fields say, a context within the limits is one to diagnose."""
    assert context_violations(context, "context") == []


def test_every_violation_is_named_at_once() -> None:
    """A caller mends a request in one go, in the order of its fields."""
    context = pb.LookupContext(
        lookup_id="x" * 1025,
        inputs=pb.InvoiceInputs(invoice_type=99, amount="9" * 513),
        outcome=pb.LookupOutcome(message="x" * 16_385),
        client=pb.ClientEnvironment(packet_loss_ratio=float("nan")),
        batch=pb.BatchInfo(row=-1),
        attributes={"a": "x" * 1025},
    )
    context.timing.latency.seconds = 10**12
    request = resolver_pb.ResolveRequest(context=context, max_causes=21, explain_level=3)
    request.evaluation_time.seconds = 0
    assert list(reasons(check_lookup, request).items()) == [
        ("context.lookup_id", "TOO_LONG"),
        ("context.inputs.invoice_type", "UNKNOWN_ENUM_VALUE"),
        ("context.inputs.amount", "TOO_LONG"),
        ("context.outcome.message", "TOO_LONG"),
        ("context.timing.latency", "NO_LENGTH_OF_TIME"),
        ("context.client.packet_loss_ratio", "NOT_A_RATIO"),
        ("context.batch.row", "NEGATIVE"),
        ('context.attributes["a"]', "TOO_LONG"),
        ("max_causes", "OUT_OF_RANGE"),
        ("explain_level", "UNKNOWN_ENUM_VALUE"),
        # evaluation_time 0 is set and lies in 1970
        ("evaluation_time", "NOT_A_DAY_OF_RULES"),
    ]


def _text_fields() -> list[tuple[str, str]]:
    return [
        (part.name, field.name)
        for part in pb.LookupContext.DESCRIPTOR.fields
        if part.message_type and not part.is_repeated
        for field in part.message_type.fields
        if field.type == FieldDescriptor.TYPE_STRING and not field.is_repeated
    ]


@pytest.mark.parametrize(("part", "field"), _text_fields())
def test_every_text_has_a_limit(part: str, field: str) -> None:
    """No text field was forgotten."""
    context = pb.LookupContext(**{part: {field: "长" * 16_385}})
    (found,) = context_violations(context, "context")
    assert (found.field_path, found.reason) == (f"context.{part}.{field}", "TOO_LONG")


@pytest.mark.parametrize(
    "context",
    [
        pb.LookupContext(inputs=pb.InvoiceInputs(issue_date="2026-02-30", invoice_code="1" * 11)),
        pb.LookupContext(outcome=pb.LookupOutcome(http_status=-1, provider="谁也不认识")),
        pb.LookupContext(outcome=pb.LookupOutcome(grpc_status="NO_SUCH_STATUS")),
        pb.LookupContext(inputs=pb.InvoiceInputs(amount="１２\x00🙂", invoice_number="字" * 512)),
        pb.LookupContext(batch=pb.BatchInfo(row=9, size=3)),
    ],
)
def test_odd_but_readable_context_is_accepted(context: pb.LookupContext) -> None:
    """What is odd is the case to diagnose."""
    check_lookup(resolver_pb.ResolveRequest(context=context))


def test_many_permissions_are_refused_as_one_violation() -> None:
    """A list that is too long is named once, not per entry."""
    context = pb.LookupContext(requester=pb.Requester(permissions=["x"] * 257))
    (found,) = context_violations(context, "context")
    assert (found.field_path, found.reason) == ("context.requester.permissions", "TOO_MANY")


def test_batch_of_more_than_1000_is_refused_whole() -> None:
    """What all contexts share is checked before any is answered."""
    request = resolver_pb.BatchResolveRequest(contexts=[pb.LookupContext()] * 1001, max_causes=-1)
    found = reasons(check_batch, request)
    assert found == {"max_causes": "OUT_OF_RANGE", "contexts": "TOO_MANY"}
    check_batch(resolver_pb.BatchResolveRequest(contexts=[pb.LookupContext()] * 1000))


def test_large_batch_is_not_explained_in_full() -> None:
    """Full explanations of a thousand contexts would be hundreds of megabytes."""
    request = resolver_pb.BatchResolveRequest(
        contexts=[pb.LookupContext()] * 21, explain_level=resolver_pb.EXPLAIN_LEVEL_FULL
    )
    assert reasons(check_batch, request) == {"explain_level": "TOO_MANY_TO_EXPLAIN"}


def test_negative_page_size_is_refused() -> None:
    """A size above the maximum is cut, a negative one is a mistake."""
    check_rules_request(rulebook_pb.ListRulesRequest(page_size=10**9))
    found = reasons(check_rules_request, rulebook_pb.ListRulesRequest(page_size=-1))
    assert found == {"page_size": "NEGATIVE"}


def test_every_reason_reads_in_both_languages_with_the_same_values() -> None:
    """No translation lost or invented a placeholder."""
    for reason, text in _TEXTS.items():
        names = {part.split("}")[0] for part in text.en.split("{")[1:]}
        assert names == {part.split("}")[0] for part in text.zh.split("{")[1:]}, reason
