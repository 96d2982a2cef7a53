"""The gRPC server of one process: built, started, and stopped without losing a call."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from resolver.errors import AddressUnavailableError
from resolver.runtime.chosen import chosen_source
from resolver.runtime.desk import CheckDesk
from resolver.runtime.logs import Event, log
from resolver.runtime.reload import Reloader, begin
from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import Snapshot, SnapshotHolder
from resolver.service.interceptors import CallGuard
from resolver.service.resolver_servicer import ResolverServicer
from resolver.service.rulebook_servicer import RulebookServicer
from resolver.v1 import resolver_service_pb2, rulebook_service_pb2
from resolver.v1.resolver_service_pb2_grpc import add_ResolverServiceServicer_to_server
from resolver.v1.rulebook_service_pb2_grpc import add_RulebookServiceServicer_to_server

SERVICES = (
    resolver_service_pb2.DESCRIPTOR.services_by_name["ResolverService"].full_name,
    rulebook_service_pb2.DESCRIPTOR.services_by_name["RulebookService"].full_name,
)
"""Full names, as health and reflection know them."""

_STOP_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})
_MAX_STREAMS_A_CONNECTION = 200
_PING_INTERVAL_MS = 20_000
"""ERP clients behind proxies ping this often; the default of 5 minutes would cut them off."""


class Server:
    """A gRPC server that listens. Its health says SERVING until it is stopped."""

    def __init__(self, snapshots: SnapshotHolder, settings: Settings) -> None:
        self._settings = settings
        self._guard = CallGuard(settings.streams)
        self._health = health.HealthServicer()
        self._server = grpc.server(
            ThreadPoolExecutor(settings.threads, thread_name_prefix="call"),
            interceptors=(self._guard,),
            options=server_options(settings),
        )
        add_ResolverServiceServicer_to_server(ResolverServicer(snapshots), self._server)
        desk = CheckDesk(settings.check_seconds, require_tests=settings.require_tests)
        add_RulebookServiceServicer_to_server(RulebookServicer(snapshots, desk), self._server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        if settings.reflection:
            names = (*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME)
            reflection.enable_server_reflection(names, self._server)
        self.port = _listen(self._server, settings.address)
        """The port it listens on; 1 for a Unix socket."""

    def start(self) -> None:
        """Take calls, and say so."""
        self._server.start()
        for name in ("", *SERVICES):
            self._health.set(name, health_pb2.HealthCheckResponse.SERVING)

    def stop(self) -> None:
        """Say NOT_SERVING, let balancers notice, take no new call, and end those under way.

        Returns when no call is left; those that outlast the grace are cut off.
        """
        self._health.enter_graceful_shutdown()
        if self._settings.drain_seconds:
            threading.Event().wait(self._settings.drain_seconds)
        self._server.stop(self._settings.grace_seconds).wait()
        self._guard.close()


def build_server(snapshots: SnapshotHolder, settings: Settings) -> Server:
    """Return a server that listens and has yet to be started.

    Raises:
        AddressUnavailableError: The address cannot be listened on.
    """
    return Server(snapshots, settings)


def serve(settings: Settings, on_ready: Callable[[int], None] = lambda _port: None) -> None:
    """Load the rules, serve until SIGTERM or SIGINT, and stop gracefully. Main thread only.

    `on_ready` is told the port when calls are taken.

    Raises:
        RulesRejectedError: The rules have mistakes; nothing was served.
        ScenariosFailedError: Scenarios must pass, and one fails or there is none.
        RulesUnavailableError: The rules folder cannot be read.
        BundleError: The bundle cannot be had or is refused, and no last good one was kept.
        KeyFileError: A key to verify bundles by cannot be used.
        EngineError: The engine cannot be built.
        AddressUnavailableError: The address cannot be listened on.
    """
    source, look_seconds = chosen_source(settings)
    snapshots, loop = begin(source, datetime.now(UTC))
    reloader = Reloader(loop, look_seconds)
    with _stop_signals_held():
        server = build_server(snapshots, settings)
        server.start()
        _log_start(settings, server.port, snapshots.current)
        if look_seconds:
            reloader.start()  # here, so that its thread never takes a signal either
        on_ready(server.port)
        number = signal.sigwait(_STOP_SIGNALS)
    log(Event.SERVER_STOPPING, signal=signal.Signals(number).name)
    reloader.stop()
    server.stop()
    snapshots.current.engine.close()
    log(Event.SERVER_STOPPED)


def _log_start(settings: Settings, port: int, snapshot: Snapshot) -> None:
    log(
        Event.SERVER_STARTED,
        address=settings.address,
        port=port,
        revision=snapshot.rulebook.revision,
        rules=len(snapshot.rulebook.rules()),
        bundle=asdict(snapshot.origin) if snapshot.origin else None,
    )


@contextmanager
def _stop_signals_held() -> Iterator[None]:
    """Keep the signals that stop a server for whoever waits for them within the block.

    A handler would not do: the signal may go to a thread of the gRPC library, and then the main
    thread, which alone runs handlers, does not wake up. After the block a further signal acts as
    usual, so that an operator need not wait for the grace.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _listen(server: grpc.Server, address: str) -> int:
    try:
        port: int = server.add_insecure_port(address)
    except RuntimeError as error:
        raise AddressUnavailableError(
            f"cannot listen on {address}: is the host this machine's, and the port free?"
        ) from error
    return port


def server_options(settings: Settings) -> Sequence[tuple[str, Any]]:
    """Return the options of a server: limits, pings, one port for several processes."""
    options: list[tuple[str, Any]] = [
        ("grpc.so_reuseport", 1),
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_send_message_length", -1),
        ("grpc.max_concurrent_streams", _MAX_STREAMS_A_CONNECTION),
        ("grpc.http2.min_ping_interval_without_data_ms", _PING_INTERVAL_MS),
        ("grpc.keepalive_permit_without_calls", 1),
    ]
    if settings.max_connection_age_seconds:
        age = int(settings.max_connection_age_seconds * 1000)
        grace = int(settings.grace_seconds * 1000)
        options.append(("grpc.max_connection_age_ms", age))
        options.append(("grpc.max_connection_age_grace_ms", grace))
    return options
