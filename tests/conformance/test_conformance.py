"""What a caller sees is what was recorded, whatever the language it is seen in."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from google.protobuf.descriptor import Descriptor

from resolver.v1 import resolver_service_pb2, rulebook_service_pb2
from tests.conformance.clients import NODE, PYTHON, Client, compared
from tests.conformance.compare import compare
from tests.conformance.corpus import Json, read_corpus

SERVICES = [
    service
    for file in (resolver_service_pb2, rulebook_service_pb2)
    for service in file.DESCRIPTOR.services_by_name.values()
]
NEVER_IN_THE_CORPUS = {
    "GetRulebookResponse.last_reload",  # of a server whose rules change
    "GetRulebookResponse.bundle",  # of one that serves a bundle
    "GetRulebookResponse.loaded_at",  # another moment at each run
    "RecordOutcomeResponse.recorded_at",
    "ReloadAttempt",
    "Bundle",
    "CounterfactualSearch.stopped",  # of a search that takes too long
}


@pytest.fixture(scope="module")
def corpus() -> list[Json]:
    """The corpus as it is checked in."""
    return read_corpus()


@pytest.mark.parametrize("client", [PYTHON, NODE], ids=lambda client: client.name)
def test_client_gets_what_was_recorded(client: Client) -> None:
    """`make conformance` asks the others. Where it ought to differ, record anew."""
    if lacking := client.lacks():
        pytest.skip(f"NOT TESTED: {client.name}, for want of {lacking} (make conformance)")
    logging.disable()
    try:
        found = compared(client)
    finally:
        logging.disable(logging.NOTSET)
    assert {name: listed for name, listed in found.items() if listed} == {}


def test_every_method_is_asked_with_and_without_success(corpus: list[Json]) -> None:
    """A new method needs lines in requests.yaml."""
    asked = {(call["method"], call["recorded"]["code"] == "OK") for call in corpus}
    methods = {
        f"{service.full_name}/{one.name}" for service in SERVICES for one in service.methods
    }
    assert {method for method, good in asked if good} == methods
    assert {method for method, good in asked if not good} == methods


def test_every_field_of_an_answer_is_in_the_corpus(corpus: list[Json]) -> None:
    """So that no field is added, and no rule of JSON for it, that other stacks never read."""
    seen: set[str] = set()
    for call in corpus:
        method = _method(call["method"])
        for answer in call["recorded"]["answers"]:
            _note(answer, method.output_type, seen)
    fields = {
        f"{message.name}.{field.name}"
        for service in SERVICES
        for method in service.methods
        for message in _below(method.output_type)
        for field in message.fields
    }
    missing = fields - seen
    assert {
        name
        for name in missing
        if name not in NEVER_IN_THE_CORPUS and name.split(".")[0] not in NEVER_IN_THE_CORPUS
    } == set()


def test_a_client_that_tells_something_else_is_found_out(corpus: list[Json]) -> None:
    """Whether it tells another value, less, more, or what the contract does not have."""
    call = next(one for one in corpus if one["name"] == "rules-page-1")
    recorded = call["recorded"]
    (page,) = recorded["answers"]
    assert compare(call, recorded) == []
    assert compare(call, None) == ["no outcome was told"]
    assert compare(call, recorded | {"code": "UNKNOWN"}) == ["code: 'OK' → 'UNKNOWN'"]
    assert compare(call, recorded | {"answers": []}) != []
    assert compare(call, recorded | {"answers": [page | {"total_size": 8}]}) == [
        "answers[0].total_size: 7 → 8"
    ]
    (unread,) = compare(call, recorded | {"answers": [page | {"total": 7}]})
    assert unread.startswith("cannot be read")


def _method(path: str) -> object:
    service, _, name = path.partition("/")
    (found,) = [one for one in SERVICES if one.full_name == service]
    return found.methods_by_name[name]


def _note(value: Json, message: Descriptor, seen: set[str]) -> None:
    """Note every field that a message in JSON has, as `Cause.rank`."""
    for field in message.fields:
        if field.name not in value:
            continue
        seen.add(f"{message.name}.{field.name}")
        parts = value[field.name]
        for part in parts if isinstance(parts, list) else [parts]:
            if field.message_type and isinstance(part, dict):
                _note(part, field.message_type, seen)


def _below(message: Descriptor) -> Iterator[Descriptor]:
    """Yield a message of the contract and every one that it can hold, each once."""
    found = {message.full_name: message}
    waiting = [message]
    while waiting:
        for field in waiting.pop().fields:
            part = field.message_type
            if part and part.file.package == "resolver.v1" and part.full_name not in found:
                found[part.full_name] = part
                waiting.append(part)
    yield from found.values()
