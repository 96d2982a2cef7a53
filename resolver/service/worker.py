"""A worker: a process that answers by what its supervisor hands over, and ends with it.

python -m resolver.service.worker ORDERS METRICS

Both arguments are the numbers of open pipes. Only a supervisor starts this.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock, Thread

from resolver.errors import ResolverError, WorkBrokenError
from resolver.runtime.edition import ReloadAttempt
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.logs import configure_logs, places_of
from resolver.runtime.metrics import ANSWERS
from resolver.runtime.signals import stop_signal, stop_signals_held, take_stop_signals
from resolver.runtime.snapshot import Snapshot, snapshot_of_edition
from resolver.runtime.staleness import Stance
from resolver.runtime.workers.messages import (
    Answer,
    Begin,
    CannotServe,
    Drop,
    Hold,
    Leaving,
    Listening,
    News,
    Order,
    Prepare,
    Switch,
)
from resolver.service.server import Server, build_server


class Orders:
    """Carries out what the supervisor says, one order after the other."""

    def __init__(self, connection: Connection, snapshots: SnapshotHolder, server: Server) -> None:
        self._connection = connection
        self._snapshots = snapshots
        self._server = server
        self._prepared: Snapshot | None = None
        self._sending = Lock()

    def follow(self) -> None:
        """Do so until the supervisor is gone; then end as by a signal, at once if that came."""
        try:
            while True:
                self._obey(self._connection.recv())
        except (EOFError, OSError):
            os.kill(os.getpid(), signal.SIGTERM)

    def tell(self, message: News | Answer) -> None:
        """Tell the supervisor something, unless it is gone."""
        with self._sending, suppress(OSError):
            self._connection.send(message)

    def _obey(self, order: Order) -> None:
        match order:
            case Prepare():
                self.tell(self._prepare(order))
            case Hold():
                self._snapshots.hold()
                self.tell(Answer())
            case Switch():
                if self._prepared is not None:
                    self._snapshots.swap(self._prepared)
                self._prepared = None
            case Drop():
                self._prepared = None
            case ReloadAttempt():
                self._snapshots.tell(order)
            case Stance():
                self._server.stand(order)

    def _prepare(self, order: Prepare) -> Answer:
        try:
            self._prepared = self._snapshots.prepare(order.edition)
        except ResolverError as error:
            return Answer(error)
        except Exception as error:  # noqa: BLE001 - the last good rules must go on serving
            return Answer(WorkBrokenError(type(error).__name__, places_of(error)))
        return Answer()


def work(connection: Connection, metrics: Connection) -> int:
    """Serve until a signal, or the end of the supervisor; return the exit code. Main thread only.

    A worker holds no source of rules: what it answers by comes from the supervisor.
    """
    take_stop_signals()
    begin: Begin = connection.recv()
    if begin.core is not None:
        os.sched_setaffinity(0, {begin.core})
    configure_logs(begin.settings.log_level, worker=begin.number)
    try:
        snapshots = SnapshotHolder(snapshot_of_edition(begin.edition), begin.last_reload)
        with stop_signals_held():
            server = build_server(snapshots, begin.settings)
            server.start()
            server.stand(begin.stance)
            orders = Orders(connection, snapshots, server)
            orders.tell(Listening())
            Thread(target=orders.follow, name="orders", daemon=True).start()
            Thread(target=tell_metrics, args=[metrics], name="metrics", daemon=True).start()
            stop_signal()
    except ResolverError as error:
        connection.send(CannotServe(error))
        return 1
    orders.tell(Leaving())
    server.stop()
    snapshots.current.engine.close()
    return 0


def tell_metrics(connection: Connection) -> None:
    """Answer each number that comes with itself and all metrics, until the supervisor is gone."""
    with suppress(EOFError, OSError):
        while True:
            number = connection.recv()
            connection.send((number, list(ANSWERS.collect())))


if __name__ == "__main__":
    orders_pipe, metrics_pipe = map(int, sys.argv[1:])
    for pipe in (orders_pipe, metrics_pipe):
        os.set_inheritable(pipe, False)
    sys.exit(work(Connection(orders_pipe), Connection(metrics_pipe)))
