"""Three times as many calls as the server bears.

Done: what it bears is measured with lookups whose provider's message is long, which cost a server
far more than a client; then calls come at three times that rate. Promised: calls beyond the limit
are told so at once with RESOURCE_EXHAUSTED and RetryInfo, those let in wait no longer than the
limit implies, probes and health checks answer throughout. Broken, if calls queued without an end,
ended otherwise, or the process looked dead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from bench.serving import failed_lookups
from drills.callers import patient_channel
from drills.calm import ask_all
from drills.outcome import ANSWERED, REFUSED, Extent, Outcome, quantile
from drills.pace import Pace
from drills.slow_senders import is_healthy
from drills.stage import LONGEST_WAIT_SECONDS, Stage, stage
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.frames import RESOLVE
from tests.support.telemetry import page

LOOKUPS = 60
LONG_MESSAGE = "查无此票，系统维护中，预计 22:00 恢复。" * 400
TIMES = 3
ROOM = 64


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    with stage(RESOLVER_MAX_IN_FLIGHT=str(ROOM)) as server:
        questions = ask_all(server.port, _laborious())
        pace = Pace(outcome, server, questions)
        borne = pace.borne(extent.seconds)
        before, pace.waits = outcome.ended.copy(), []
        over, probes = threading.Event(), _Probes(server)
        watching = threading.Thread(target=probes.ask_on, args=[over])
        watching.start()
        rate = pace.keep(TIMES * borne, 2 * extent.seconds, most_waiting=10 * ROOM)
        pace.finish()
        over.set()
        watching.join()
        during = outcome.ended - before
        waits, pace.waits = pace.waits, []
        after = pace.borne(extent.seconds)
        pace.close()
    longest_implied = 2 * ROOM / borne + 1.0
    p99 = quantile(waits, 0.99)
    outcome.remark(f"borne {borne:.0f}/s, asked {rate:.0f}/s, borne afterwards {after:.0f}/s")
    outcome.remark(f"{during[ANSWERED]} answered meanwhile, {during[REFUSED]} told to come back")
    outcome.remark(f"p99 of those let in {p99 * 1000:.0f} ms; {probes.told()}")
    outcome.promise(rate > 2 * borne, "the load is more than twice what is borne")
    outcome.promise(during[REFUSED], "what is beyond the limit is shed")
    outcome.promise(during[ANSWERED], "what is let in is answered")
    outcome.promise(p99 < longest_implied, f"p99 of those let in below {longest_implied:.1f} s")
    outcome.promise(probes.longest < LONGEST_WAIT_SECONDS, "probes answer meanwhile")


class _Probes:
    """Asks probes, metrics and health checks again and again."""

    def __init__(self, server: Stage) -> None:
        self._server = server
        self.asked = 0
        self.longest = 0.0

    def ask_on(self, over: threading.Event) -> None:
        """Ask until it is over. One that is not answered well makes the longest wait endless."""
        with patient_channel(self._server.port) as channel:
            asks: list[Callable[[], bool]] = [
                *(lambda path=path: self._page(path) for path in ("/healthz", "/metrics")),
                lambda: is_healthy(channel),
            ]
            while not over.wait(0.05):
                for ask in asks:
                    began = time.monotonic()
                    well = ask()
                    self.longest = max(self.longest, time.monotonic() - began if well else 1e9)
                    self.asked += 1

    def told(self) -> str:
        """Return the figures in words."""
        return f"{self.asked} probes, longest {self.longest * 1000:.0f} ms"

    def _page(self, path: str) -> bool:
        return page(self._server.side_port, path)[0] == 200


def _laborious() -> list[tuple[str, bytes]]:
    laborious = []
    for lookup in failed_lookups()[:LOOKUPS]:
        request = pb.ResolveRequest()
        request.CopyFrom(lookup)
        request.context.outcome.message = LONG_MESSAGE
        laborious.append((RESOLVE, request.SerializeToString()))
    return laborious
