"""The gRPC server of one process: built, started, and stopped without losing a call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from resolver.runtime.access.gate import Gate
from resolver.runtime.chosen import chosen_source
from resolver.runtime.decisions.log import DecisionLog
from resolver.runtime.desk import CheckDesk
from resolver.runtime.exposure import check_exposure
from resolver.runtime.holder import SnapshotHolder, serve_here
from resolver.runtime.live.observers import Observers
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import WORKERS
from resolver.runtime.outcomes.keeper import OutcomeKeeper
from resolver.runtime.phase import Progress
from resolver.runtime.reload import begin
from resolver.runtime.settings import Settings
from resolver.runtime.side_port import side_port
from resolver.runtime.signals import stop_signal, stop_signals_held
from resolver.runtime.staleness import Stance, check_staleness
from resolver.runtime.tls import watched_tls
from resolver.runtime.upkeep import Upkeep
from resolver.runtime.watched import Watch
from resolver.service.extras import call_tracer
from resolver.service.interceptors import CallGuard
from resolver.service.listening import listen, server_options
from resolver.service.metering import CallMeter
from resolver.service.resolver_servicer import ResolverServicer
from resolver.service.rulebook_servicer import RulebookServicer
from resolver.service.turns import Turns
from resolver.v1 import resolver_service_pb2, rulebook_service_pb2
from resolver.v1.resolver_service_pb2_grpc import add_ResolverServiceServicer_to_server
from resolver.v1.rulebook_service_pb2_grpc import add_RulebookServiceServicer_to_server

SERVICES = (
    resolver_service_pb2.DESCRIPTOR.services_by_name["ResolverService"].full_name,
    rulebook_service_pb2.DESCRIPTOR.services_by_name["RulebookService"].full_name,
)
"""Full names, as health and reflection know them."""

_SETTLED_SECONDS = 0.5
"""How long nothing has to be under way until streams that wait for their callers are cut off."""


class Server:
    """A gRPC server that listens. Its health says SERVING until it is stopped."""

    def __init__(self, snapshots: SnapshotHolder, settings: Settings) -> None:
        self._settings = settings
        self._snapshots = snapshots
        gate, tls = Gate(settings), watched_tls(settings)
        self._watch = Watch([*gate.watched, *([tls] if tls else [])], settings.reload_seconds)
        self._guard = CallGuard(settings, gate)
        self._health = health.HealthServicer()
        self._tracer = call_tracer(settings)
        traced = (self._tracer,) if self._tracer else ()
        self._server = grpc.server(
            ThreadPoolExecutor(1, thread_name_prefix="other"),
            interceptors=(CallMeter(snapshots, settings.log_requests), *traced, self._guard),
            options=server_options(settings),
        )
        self._observers = Observers(settings)
        self._outcomes = OutcomeKeeper(settings.outcomes, settings.outcome_days)
        self._decisions = _decision_log(settings, snapshots)
        resolver = ResolverServicer(
            snapshots,
            offer=self._observers.offer,
            outcomes=self._outcomes,
            turns=Turns(self._guard.single_calls),
            decisions=self._decisions,
        )
        add_ResolverServiceServicer_to_server(resolver, self._server)
        desk = CheckDesk(settings.check_seconds, require_tests=settings.require_tests)
        add_RulebookServiceServicer_to_server(RulebookServicer(snapshots, desk), self._server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        if settings.reflection:
            names = (*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME)
            reflection.enable_server_reflection(names, self._server)
        self.port = listen(self._server, settings.address, tls)
        """The port it listens on; 1 for a Unix socket."""

    def start(self) -> None:
        """Take calls, and say so."""
        self._server.start()
        self._guard.start()
        self.stand(Stance())
        self._watch.start()
        self._observers.start()
        if self._decisions:
            self._decisions.start()

    def stand(self, stance: Stance) -> None:
        """Do what the age of the rules demands: say in health checks, and answer, or do not."""
        self._snapshots.is_withheld = not stance.is_answering
        statuses = health_pb2.HealthCheckResponse
        status = statuses.SERVING if stance.is_ready else statuses.NOT_SERVING
        for name in ("", *SERVICES):
            self._health.set(name, status)

    def stop(self) -> None:
        """Say NOT_SERVING, let balancers notice, take no new call, and end those under way.

        Returns when no call is left. Streams end after the message that they are at work on; those
        that wait for their callers, and calls that outlast the grace, are cut off. Both end with
        UNAVAILABLE, which says that they may be made again.
        """
        self._health.enter_graceful_shutdown()
        if self._settings.drain_seconds:
            threading.Event().wait(self._settings.drain_seconds)
        self._guard.drain()
        ended = self._server.stop(self._settings.grace_seconds)
        while not ended.wait(_SETTLED_SECONDS):
            if self._guard.has_settled():
                self._server.stop(0)
        self._watch.stop()
        self._observers.stop()
        self._guard.close()
        self._outcomes.close()
        if self._tracer:
            self._tracer.close()
        if self._decisions:
            self._decisions.close()


def _decision_log(settings: Settings, snapshots: SnapshotHolder) -> DecisionLog | None:
    """Return the log that answers are kept in, if any, with the rules that serve kept in it."""
    if settings.decision_log == "off":
        return None
    decisions = DecisionLog(settings)
    decisions.keep_rulebook(snapshots.current)
    snapshots.before_serving = decisions.keep_rulebook
    return decisions


def build_server(snapshots: SnapshotHolder, settings: Settings) -> Server:
    """Return a server that listens and has yet to be started.

    Raises:
        SettingsError: It would be open to everybody though nobody said so, or a file of
            certificates or credentials, or the key of the decision log, cannot be used.
        DecisionLogError: The folder of the decision log cannot be written to.
        AddressUnavailableError: The address cannot be listened on.
    """
    check_exposure(settings)
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
        SettingsError: The server would be open to everybody though nobody said so, or a file of
            certificates or credentials cannot be used.
        AddressUnavailableError: The address cannot be listened on.
    """
    check_exposure(settings)
    check_staleness(settings)
    with side_port(settings.metrics_address) as progress:
        _serve(settings, progress, on_ready)


def _serve(settings: Settings, progress: Progress, on_ready: Callable[[int], None]) -> None:
    source, look_seconds = chosen_source(settings)
    snapshots, loop = begin(source, serve_here, datetime.now(UTC))
    with stop_signals_held():
        server = build_server(snapshots, settings)
        server.start()
        WORKERS.set(1)
        upkeep = Upkeep(snapshots, settings, server.stand, progress)
        upkeep.start(server.port, loop, look_seconds)
        on_ready(server.port)
        name = stop_signal()
    WORKERS.set(0)
    upkeep.stop(name)
    server.stop()
    snapshots.current.engine.close()
    log(Event.SERVER_STOPPED)
