"""The process that looks after several workers: it loads the rules and answers no call itself.

It never imports gRPC, and starts its workers by executing Python anew.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime

from resolver.runtime.chosen import chosen_source
from resolver.runtime.edition import Edition
from resolver.runtime.exposure import check_exposure
from resolver.runtime.logs import Event, log
from resolver.runtime.phase import Progress
from resolver.runtime.reload import begin
from resolver.runtime.settings import Settings
from resolver.runtime.side_port import side_port
from resolver.runtime.signals import stop_signal, stop_signals_held
from resolver.runtime.staleness import check_staleness
from resolver.runtime.upkeep import Upkeep
from resolver.runtime.workers.crew import Crew
from resolver.runtime.workers.joined import JoinedMetrics, joined_registry
from resolver.runtime.workers.places import shared_address


def supervise(settings: Settings) -> None:
    """Load the rules, let workers serve until SIGTERM or SIGINT, and let them end their calls.

    Main thread only.

    Raises:
        ResolverError: As `serve` does.
        WorkersBrokenError: A worker died as it began to serve.
    """
    check_exposure(settings)
    check_staleness(settings)
    metrics = JoinedMetrics()
    with ExitStack() as stack:
        address = stack.enter_context(shared_address(settings.address))
        progress = stack.enter_context(
            side_port(settings.metrics_address, joined_registry(metrics))
        )
        _supervise(settings, address, progress, metrics)


def _supervise(
    settings: Settings, address: str, progress: Progress, metrics: JoinedMetrics
) -> None:
    def serve_by_workers(edition: Edition) -> Crew:
        crew = Crew(replace(settings, address=address), edition)
        crew.start()
        return crew

    source, look_seconds = chosen_source(settings)
    crew, loop = begin(source, serve_by_workers, datetime.now(UTC))
    metrics.ask = crew.metrics
    upkeep = Upkeep(crew, settings, crew.stand, progress)
    with stop_signals_held():
        upkeep.start(int(address.rpartition(":")[2]), loop, look_seconds, crew.told)
        name = stop_signal()
    upkeep.stop(name)
    crew.stop()
    log(Event.SERVER_STOPPED)
