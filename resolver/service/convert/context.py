"""The context of a request, from wire to model, once `validation` has found nothing wrong."""

from __future__ import annotations

from resolver.model.context import (
    BatchInfo,
    ClientEnvironment,
    InvoiceInputs,
    InvoiceRecord,
    LookupContext,
    LookupOutcome,
    LookupTiming,
    Requester,
)
from resolver.service.convert.enums import (
    AMOUNT_KINDS,
    CHANNELS,
    INPUT_SOURCES,
    INVOICE_TYPES,
    LIFECYCLES,
    ROLES,
    TRANSPORT_ERRORS,
)
from resolver.service.convert.moments import read_length, read_moment
from resolver.v1 import context_pb2 as pb

_EMPTY = LookupContext()


def read_context(wire: pb.LookupContext) -> LookupContext:
    """Return what the caller knows; what was not set is `None`."""
    has = wire.HasField
    return LookupContext(
        lookup_id=wire.lookup_id,
        inputs=_inputs(wire.inputs) if has("inputs") else _EMPTY.inputs,
        outcome=_outcome(wire.outcome) if has("outcome") else _EMPTY.outcome,
        timing=_timing(wire.timing) if has("timing") else _EMPTY.timing,
        requester=_requester(wire.requester) if has("requester") else _EMPTY.requester,
        client=_client(wire.client) if has("client") else _EMPTY.client,
        invoice=_invoice(wire.invoice) if has("invoice") else _EMPTY.invoice,
        batch=_batch(wire.batch) if has("batch") else _EMPTY.batch,
        attributes=tuple(sorted(wire.attributes.items())),
    )


def _inputs(wire: pb.InvoiceInputs) -> InvoiceInputs:
    has = wire.HasField
    return InvoiceInputs(
        invoice_type=INVOICE_TYPES[wire.invoice_type],
        invoice_code=wire.invoice_code if has("invoice_code") else None,
        invoice_number=wire.invoice_number if has("invoice_number") else None,
        issue_date=wire.issue_date if has("issue_date") else None,
        amount=wire.amount if has("amount") else None,
        amount_kind=AMOUNT_KINDS[wire.amount_kind],
        check_code=wire.check_code if has("check_code") else None,
        seller_tax_id=wire.seller_tax_id if has("seller_tax_id") else None,
        buyer_tax_id=wire.buyer_tax_id if has("buyer_tax_id") else None,
        source=INPUT_SOURCES[wire.source],
        query_option=wire.query_option if has("query_option") else None,
    )


def _outcome(wire: pb.LookupOutcome) -> LookupOutcome:
    has = wire.HasField
    return LookupOutcome(
        provider=wire.provider if has("provider") else None,
        operation=wire.operation if has("operation") else None,
        code=wire.code if has("code") else None,
        message=wire.message if has("message") else None,
        http_status=wire.http_status if has("http_status") else None,
        grpc_status=wire.grpc_status if has("grpc_status") else None,
        transport_error=TRANSPORT_ERRORS[wire.transport_error],
    )


def _timing(wire: pb.LookupTiming) -> LookupTiming:
    has = wire.HasField
    return LookupTiming(
        queried_at=read_moment(wire.queried_at) if has("queried_at") else None,
        latency=read_length(wire.latency) if has("latency") else None,
        deadline=read_length(wire.deadline) if has("deadline") else None,
        attempts=wire.attempts if has("attempts") else None,
        attempts_today=wire.attempts_today if has("attempts_today") else None,
        issued_at=read_moment(wire.issued_at) if has("issued_at") else None,
        last_sync_at=read_moment(wire.last_sync_at) if has("last_sync_at") else None,
        session_started_at=(
            read_moment(wire.session_started_at) if has("session_started_at") else None
        ),
        last_success_at=read_moment(wire.last_success_at) if has("last_success_at") else None,
    )


def _requester(wire: pb.Requester) -> Requester:
    has = wire.HasField
    return Requester(
        role=ROLES[wire.role],
        permissions=tuple(wire.permissions),
        tax_id=wire.tax_id if has("tax_id") else None,
        region=wire.region if has("region") else None,
        authenticated=wire.authenticated if has("authenticated") else None,
        user_id=wire.user_id if has("user_id") else None,
    )


def _client(wire: pb.ClientEnvironment) -> ClientEnvironment:
    has = wire.HasField
    return ClientEnvironment(
        channel=CHANNELS[wire.channel],
        endpoint_host=wire.endpoint_host if has("endpoint_host") else None,
        tool_version=wire.tool_version if has("tool_version") else None,
        latest_tool_version=wire.latest_tool_version if has("latest_tool_version") else None,
        browser=wire.browser if has("browser") else None,
        network_type=wire.network_type if has("network_type") else None,
        packet_loss_ratio=wire.packet_loss_ratio if has("packet_loss_ratio") else None,
        round_trip_time=read_length(wire.round_trip_time) if has("round_trip_time") else None,
        internet_reachable=wire.internet_reachable if has("internet_reachable") else None,
        provider_reachable=wire.provider_reachable if has("provider_reachable") else None,
        other_lookups_succeed=wire.other_lookups_succeed if has("other_lookups_succeed") else None,
    )


def _invoice(wire: pb.InvoiceRecord) -> InvoiceRecord:
    has = wire.HasField
    return InvoiceRecord(
        lifecycle=LIFECYCLES[wire.lifecycle],
        lifecycle_text=wire.lifecycle_text if has("lifecycle_text") else None,
        upload_confirmed=wire.upload_confirmed if has("upload_confirmed") else None,
        offline_issued=wire.offline_issued if has("offline_issued") else None,
    )


def _batch(wire: pb.BatchInfo) -> BatchInfo:
    has = wire.HasField
    return BatchInfo(
        size=wire.size if has("size") else None,
        row=wire.row if has("row") else None,
        failed_rows=wire.failed_rows if has("failed_rows") else None,
        file_format=wire.file_format if has("file_format") else None,
        duplicate_in_batch=wire.duplicate_in_batch if has("duplicate_in_batch") else None,
    )
