"""Calls at a fixed rate, whatever becomes of them, and how many are borne at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from itertools import cycle

import grpc

from drills.callers import count_answer, count_failure
from drills.calm import Question
from drills.outcome import Outcome
from drills.stage import Stage

IN_FLIGHT = 32
AT_ONCE = 100
"""More than any drill needs. The library itself refuses some of a thousand that begin at once."""

_CONNECTIONS = 4
_PLAIN = (("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0))


class Pace:
    """Makes calls, by default without retries, and takes the seconds of those answered."""

    def __init__(
        self,
        outcome: Outcome,
        server: Stage,
        questions: Sequence[Question],
        options: Sequence[tuple[str, object]] = _PLAIN,
    ) -> None:
        self.waits: list[float] = []
        self._outcome = outcome
        self._questions = cycle(questions)
        target = f"127.0.0.1:{server.port}"
        self._channels = [grpc.insecure_channel(target, options) for _ in range(_CONNECTIONS)]
        self._next = cycle(self._channels)
        self._pending = 0
        self._changed = threading.Condition()

    def borne(self, seconds: float) -> float:
        """Keep `IN_FLIGHT` calls under way for a while; return how many a second are answered."""
        began, calls = time.monotonic(), 0
        while time.monotonic() < began + seconds:
            with self._changed:
                self._changed.wait_for(lambda: self._pending < IN_FLIGHT)
            self._start()
            calls += 1
        self.finish()
        return calls / (time.monotonic() - began)

    def keep(self, rate: float, seconds: float, most_waiting: int = AT_ONCE) -> float:
        """Start calls at a rate for a while; return the rate that was reached.

        Turns are left out that come while `most_waiting` calls wait, or that are too late.
        """
        began, turn, calls = time.monotonic(), 0.0, 0
        while (now := time.monotonic()) < began + seconds:
            due = (now - began) * rate
            turn = max(turn, due - AT_ONCE)
            if turn >= due or self._pending >= most_waiting:
                time.sleep(min(0.002, 1 / rate))
                continue
            self._start()
            turn += 1
            calls += 1
        return calls / seconds

    def finish(self) -> None:
        """Wait until no call is under way."""
        with self._changed:
            self._changed.wait_for(lambda: not self._pending)

    def close(self) -> None:
        """Let the connections go."""
        self.finish()
        for channel in self._channels:
            channel.close()

    def _start(self) -> None:
        question, began = next(self._questions), time.monotonic()
        with self._changed:
            self._pending += 1
        call = next(self._next).unary_unary(question.method).future(question.request, timeout=60)
        call.add_done_callback(lambda ended: self._ended(question, began, ended))

    def _ended(self, question: Question, began: float, call: grpc.Future) -> None:
        error = call.exception()
        if error is None:
            self.waits.append(time.monotonic() - began)
            count_answer(self._outcome, question, call.result())
        else:
            count_failure(self._outcome, error)
        with self._changed:
            self._pending -= 1
            self._changed.notify_all()
