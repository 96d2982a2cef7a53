"""One worker process, as the supervisor sees it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from multiprocessing import Pipe
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeAlias

from prometheus_client import Metric

from resolver.errors import ResolverError
from resolver.runtime.phase import Phase, WorkerTold
from resolver.runtime.signals import hold_stop_signals
from resolver.runtime.workers.messages import Answer, Begin, Ended, News, packed

_MODULE = "resolver.service.worker"
OnNews: TypeAlias = "Callable[[WorkerProcess, News], None]"
"""Is told what a worker says of itself, in a thread of that worker, and must not wait."""

_METRICS_SECONDS = 2.0
"""How long a scrape waits for one worker; what it takes is some milliseconds."""


class WorkerProcess:
    """A process that was started to serve. It is never forked: gRPC does not survive that.

    What is posted to it goes out in order and never keeps whoever posts waiting.
    """

    def __init__(self, begin: Begin, on_news: OnNews) -> None:
        """Start it."""
        self.number = begin.number
        self.phase = Phase.STARTING
        self.error: ResolverError | None = None
        """Why it could not serve, if it told."""
        self._on_news = on_news
        self._began = time.monotonic()
        self._since = datetime.now(UTC)
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._answers: SimpleQueue[Answer | None] = SimpleQueue()
        self._scraping = Lock()
        self._scrapes = 0
        self._connection, orders = Pipe()
        self._metrics, metrics = Pipe()
        numbers = (orders.fileno(), metrics.fileno())
        with orders, metrics:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", _MODULE, *map(str, numbers)],
                stdin=subprocess.DEVNULL,
                pass_fds=numbers,
                process_group=0,  # Ctrl-C is for the supervisor, which stops its workers
            )
        self.post(packed(begin))
        name = f"worker-{self.number}"
        Thread(target=self._send, name=name, daemon=True).start()
        self._listener = Thread(target=self._listen, name=name, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def told(self) -> WorkerTold:
        """What operators are told of it."""
        return WorkerTold(self.number, self.pid, self.phase, self._since)

    @property
    def age_seconds(self) -> float:
        """How long ago it was started."""
        return time.monotonic() - self._began

    def enter(self, phase: Phase) -> None:
        """Note that it is in another phase now."""
        self.phase, self._since = phase, datetime.now(UTC)

    def post(self, message: bytes) -> None:
        """Let it have a message, unless its process has ended."""
        self._outbox.put(message)

    def answer(self, deadline: float) -> Answer | None:
        """Wait for its answer to what was posted last; `None` if its process has ended.

        It is ended if it does not answer before the deadline, a moment of `time.monotonic`.
        """
        try:
            answer = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            self.kill()
            return None
        if answer is None:
            self._answers.put(None)  # for whoever asks again
        return answer

    def metrics(self) -> Sequence[Metric]:
        """Return its metrics, or none if it does not tell them in time."""
        with self._scraping:
            self._scrapes += 1
            try:
                self._metrics.send(self._scrapes)
                while self._metrics.poll(_METRICS_SECONDS):
                    number, families = self._metrics.recv()
                    if number == self._scrapes:  # and not of a scrape that was given up
                        return families  # type: ignore[no-any-return] # what the worker sends
            except (EOFError, OSError):
                pass
        return ()

    def terminate(self) -> None:
        """Ask it to end its calls and then its process."""
        self._process.terminate()

    def kill(self) -> None:
        """End its process at once."""
        self._process.kill()

    def wait(self, deadline: float) -> None:
        """Wait until its process has ended, at the deadline at the latest, and that is told."""
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
        self._listener.join()

    def _send(self) -> None:
        hold_stop_signals()
        try:
            while (message := self._outbox.get()) is not None:
                self._connection.send_bytes(message)
        except OSError:
            return  # it is gone, which the other thread notices

    def _listen(self) -> None:
        hold_stop_signals()
        while (message := self._received()) is not None:
            if isinstance(message, Answer):
                self._answers.put(message)
            else:
                self._on_news(self, message)
        code = self._process.wait()
        self._outbox.put(None)
        self._answers.put(None)
        self._on_news(self, Ended(code))

    def _received(self) -> Any:  # noqa: ANN401 - whatever a worker sends
        try:
            return self._connection.recv()
        except (EOFError, OSError):
            return None


def ask_all(
    workers: Sequence[WorkerProcess], message: bytes, seconds: float
) -> list[tuple[WorkerProcess, Answer | None]]:
    """Post to all at once and return what each answers; see `WorkerProcess.answer`."""
    for worker in workers:
        worker.post(message)
    deadline = time.monotonic() + seconds
    return [(worker, worker.answer(deadline)) for worker in workers]
