"""Asks why invoice lookups failed and prints what to do.

PYTHONPATH=. python examples/python/lookup.py ADDRESS [CA.crt]   (the token is in TOKEN)
"""

from __future__ import annotations

import os
import sys
import uuid
from pathlib import Path

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from resolver.v1 import answer_pb2, context_pb2, resolver_service_pb2
from resolver.v1.resolver_service_pb2_grpc import ResolverServiceStub

EXAMPLES = Path(__file__).parents[1]
RESOLVE_SECONDS, BATCH_SECONDS = 5, 30  # for all attempts of a call together
CONTEXT = context_pb2.LookupContext(
    lookup_id="AP-2026-031207",
    inputs=context_pb2.InvoiceInputs(
        invoice_type=context_pb2.INVOICE_TYPE_DIGITAL_SPECIAL,
        invoice_number="26112000000451829937",
        issue_date="20260305",
        amount="11061.95",
    ),
    outcome=context_pb2.LookupOutcome(
        provider="sta_inv_veri_query", code="006", message="发票信息不一致"
    ),
    requester=context_pb2.Requester(role=context_pb2.ROLE_EMPLOYEE),
)


def main() -> int:
    """Resolve one lookup, a batch, and one that is refused; return the exit code."""
    address, *ca = sys.argv[1:]
    with connect(address, Path(ca[0]) if ca else None) as channel:
        stub = ResolverServiceStub(channel)
        try:
            resolve_one(stub)
            resolve_several(stub)
            resolve_bad_one(stub)
        except grpc.RpcError as error:
            explain(error)
            return 1
    return 0


def connect(address: str, ca: Path | None) -> grpc.Channel:
    """Open the channel: once, for all threads, for as long as the program runs."""
    options = [
        ("grpc.service_config", (EXAMPLES / "service_config.json").read_text("utf-8")),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    ]
    if ca is None:
        return grpc.insecure_channel(address, options)
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(ca.read_bytes()), options)


def metadata() -> tuple[tuple[str, str], ...]:
    """Return what goes with each call: who calls, and an id that both logs have."""
    token = os.environ.get("TOKEN", "")
    request_id = ("x-request-id", str(uuid.uuid4()))
    return (("authorization", f"Bearer {token}"), request_id) if token else (request_id,)


def resolve_one(stub: ResolverServiceStub) -> None:
    """Show the most likely cause, what to do about it, and whether to send the lookup again."""
    request = resolver_service_pb2.ResolveRequest(context=CONTEXT, language_code="zh-CN")
    answer = stub.Resolve(request, timeout=RESOLVE_SECONDS, metadata=metadata())
    cause = answer.causes[0]  # there always is one
    print(f"{answer.lookup_id}：{cause.title}（{cause.probability:.0%}）")
    for remedy in cause.remedies[:1]:
        print(f"  {remedy.title}")
        for number, step in enumerate(remedy.steps, 1):
            print(f"    {number}. {step}")
    disposition = answer.disposition
    action = answer_pb2.RemedyAction.Name(disposition.action)
    again = "可以重试" if disposition.retryable else "不要重试"
    if disposition.HasField("retry_not_before"):
        moment = disposition.retry_not_before.ToDatetime().astimezone()
        again += f"，不早于 {moment:%Y-%m-%d %H:%M %z}"
    print(f"  {action}，{again}：{disposition.reason}")


def resolve_several(stub: ResolverServiceStub) -> None:
    """Show the first cause of each lookup; one that is invalid does not spoil the rest."""
    request = resolver_service_pb2.BatchResolveRequest(
        contexts=[
            CONTEXT,
            context_pb2.LookupContext(
                lookup_id="AP-2", outcome=context_pb2.LookupOutcome(message="查无此票")
            ),
            context_pb2.LookupContext(
                lookup_id="AP-3", timing=context_pb2.LookupTiming(attempts=-1)
            ),
        ],
        max_causes=1,
    )
    answer = stub.BatchResolve(request, timeout=BATCH_SECONDS, metadata=metadata())
    for item in answer.items:
        if item.HasField("status"):
            explain_status(item.status, item.lookup_id)
        else:
            print(f"{item.lookup_id}：{item.resolution.causes[0].title}")


def resolve_bad_one(stub: ResolverServiceStub) -> None:
    """Show what is wrong with a request, field by field."""
    request = resolver_service_pb2.ResolveRequest(
        context=CONTEXT, max_causes=50, language_code="zh-CN"
    )
    try:
        stub.Resolve(request, timeout=RESOLVE_SECONDS, metadata=metadata())
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.INVALID_ARGUMENT:
            raise
        explain(error)


def explain(error: grpc.RpcError) -> None:
    """Tell a person what a failed call says. Whatever may be made again, the channel has tried."""
    status = rpc_status.from_call(error)
    if status is None:  # the library's own: no connection, a deadline passed
        print(f"{error.code().name}: {error.details()}")
    else:
        explain_status(status, error.code().name)


def explain_status(status: status_pb2.Status, about: str) -> None:
    """Print the details of a status: for people, for the log, and for the program."""
    info = error_details_pb2.ErrorInfo()
    localized = error_details_pb2.LocalizedMessage()
    bad = error_details_pb2.BadRequest()
    retry = error_details_pb2.RetryInfo()
    for detail in status.details:
        for kind in (info, localized, bad, retry):
            detail.Unpack(kind)
    print(f"{about}：{info.reason} {localized.message}")
    for violation in bad.field_violations:
        print(f"  {violation.field}：{violation.reason}")  # mark it; localized_message says why
    if retry.HasField("retry_delay"):
        print(f"  请在 {retry.retry_delay.ToSeconds()} 秒后再试")  # put it back into the queue
    if request_id := info.metadata.get("request_id"):
        print(f"  请求编号 {request_id}")


if __name__ == "__main__":
    sys.exit(main())
