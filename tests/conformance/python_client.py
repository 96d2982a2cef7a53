"""The Python client: makes the calls of the corpus by the stack that the product is built on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
from google.protobuf import descriptor_pool, json_format
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2

from resolver.v1 import resolver_service_pb2, rulebook_service_pb2
from tests.conformance.corpus import TRAILERS, Json

LONGEST_SECONDS = 60.0

_FILES = (
    resolver_service_pb2.DESCRIPTOR,
    rulebook_service_pb2.DESCRIPTOR,
    error_details_pb2.DESCRIPTOR,
)
"""Imported so that the pool knows the messages, those that travel as `Any` included."""

_POOL = descriptor_pool.Default()


def to_json(message: Message) -> Json:
    """Return a message as canonical JSON, its fields named as in the contract."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def answer_class(method: str) -> type[Message]:
    """Return the class of the answers of a method, such as `resolver.v1.X/Y`."""
    return GetMessageClass(_POOL.FindMethodByName(method.replace("/", ".")).output_type)


def replay(channel: grpc.Channel, call: Json) -> Json:
    """Make one call of the corpus and return its name and outcome.

    Every call is made as a stream, which on the wire is the same.
    """
    method = _POOL.FindMethodByName(call["method"].replace("/", "."))
    request_class = GetMessageClass(method.input_type)
    stub = channel.stream_stream(
        f"/{call['method']}",
        request_serializer=request_class.SerializeToString,
        response_deserializer=answer_class(call["method"]).FromString,
    )
    requests = [json_format.ParseDict(one, request_class()) for one in call["requests"]]
    made = stub(
        iter(requests),
        timeout=call.get("deadline_seconds", LONGEST_SECONDS),
        metadata=tuple(call["metadata"].items()),
    )
    answers = list(_until_it_ends(made))
    return {"name": call["name"], "answers": answers, **_status_of(made)}


def _until_it_ends(made: Any) -> Iterator[Json]:
    try:
        for answer in made:
            yield to_json(answer)
    except grpc.RpcError as error:
        if error is not made:
            raise


def _status_of(made: Any) -> Json:
    trailers = dict(made.trailing_metadata() or ())
    told: Json = {"code": made.code().name}
    if made.code() is not grpc.StatusCode.OK:
        told["message"] = made.details()
    if packed := trailers.get("grpc-status-details-bin"):
        details = status_pb2.Status.FromString(packed).details
        told["details"] = [to_json(detail) for detail in details]
    told["trailers"] = {name: trailers[name] for name in TRAILERS if name in trailers}
    return told
