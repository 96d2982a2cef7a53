"""Tests of a server's life: health, reflection, and a stop that loses no call."""

from __future__ import annotations

import threading
from dataclasses import replace

import grpc
import pytest
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from resolver.errors import AddressUnavailableError
from resolver.runtime.holder import SnapshotHolder
from resolver.service.server import SERVICES, build_server
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.gates import Gate
from tests.support.servers import (
    SETTINGS,
    Connection,
    FakeResolver,
    a_snapshot,
    running_server,
)

SERVING = health_pb2.HealthCheckResponse.SERVING


def health_of(connection: Connection, service: str) -> int:
    """Return the health of a service."""
    stub = health_pb2_grpc.HealthStub(connection.channel)
    return stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=10).status


@pytest.mark.parametrize("service", ["", *SERVICES])
def test_health_is_served_for_the_server_and_each_service(service: str) -> None:
    """Probes may ask for the whole or for a service by name."""
    with running_server() as connection:
        assert health_of(connection, service) == SERVING


def test_health_answers_while_every_thread_works(gate: Gate) -> None:
    """A busy server is not taken for a dead one."""
    with running_server(a_snapshot(FakeResolver(gate))) as connection:
        calls = [
            connection.resolver.Resolve.future(pb.ResolveRequest())
            for _ in range(SETTINGS.threads)
        ]
        for _ in calls:
            assert gate.entered.acquire(timeout=10)
        assert health_of(connection, "") == SERVING
        gate.opened.set()
        assert all(call.result(10).causes for call in calls)


def test_reflection_tells_the_whole_contract() -> None:
    """A tool that knows nothing of the contract learns it from the server."""
    with running_server() as connection:
        database = ProtoReflectionDescriptorDatabase(connection.channel)
        assert set(SERVICES) <= set(database.get_services())
        service = DescriptorPool(database).FindServiceByName(SERVICES[0])
        method = service.FindMethodByName("BatchResolve")
        assert method.output_type.fields_by_name["items"].message_type.name == "BatchItem"


def test_reflection_can_be_switched_off() -> None:
    """A production server need not tell."""
    with running_server(settings=replace(SETTINGS, reflection=False)) as connection:
        database = ProtoReflectionDescriptorDatabase(connection.channel)
        with pytest.raises(grpc.RpcError) as caught:
            database.get_services()
        assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_stopping_server_ends_calls_under_way_and_takes_no_new_one(gate: Gate) -> None:
    """Health says NOT_SERVING first, the call that was under way gets its answer."""
    settings = replace(SETTINGS, drain_seconds=0.01)
    server = build_server(SnapshotHolder(a_snapshot(FakeResolver(gate))), settings)
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        connection = Connection(server, channel)
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert next(watch).status == SERVING
        under_way = connection.resolver.Resolve.future(pb.ResolveRequest())
        assert gate.entered.acquire(timeout=10)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        assert next(watch).status == health_pb2.HealthCheckResponse.NOT_SERVING
        gate.opened.set()
        assert under_way.result(10).causes
        watch.cancel()
        stopping.join(10)
        with pytest.raises(grpc.RpcError) as caught:
            connection.resolver.Resolve(pb.ResolveRequest(), timeout=5)
        assert caught.value.code() is grpc.StatusCode.UNAVAILABLE


def test_address_of_another_machine_is_refused_in_words() -> None:
    """An operator reads which address was meant."""
    settings = replace(SETTINGS, address="203.0.113.1:1", insecure=True)
    with pytest.raises(AddressUnavailableError, match=r"203\.0\.113\.1:1"):
        build_server(SnapshotHolder(a_snapshot()), settings)
