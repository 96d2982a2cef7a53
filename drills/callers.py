"""Callers that go on all the time and hold every answer against the calm one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import grpc
from google.rpc import error_details_pb2, status_pb2

from drills.calm import Question
from drills.outcome import ANSWERED, FAILED, REFUSED, WRONG, Outcome

SERVICE_CONFIG = Path("examples/service_config.json")
OPTIONS = (
    ("grpc.service_config", SERVICE_CONFIG.read_text("utf-8")),
    ("grpc.enable_retries", 1),
    ("grpc.use_local_subchannel_pool", 1),
)
"""A connection of its own, as `docs/clients.md` says."""

_TIMEOUT_SECONDS = 30.0


def patient_channel(port: int) -> grpc.Channel:
    """Return a connection that tries again as the shipped service config says."""
    return grpc.insecure_channel(f"127.0.0.1:{port}", OPTIONS)


@dataclass
class Callers:
    """Threads, each with a connection, that call without a pause, or with one after each call."""

    outcome: Outcome
    questions: Sequence[Question]
    connect: Callable[[], grpc.Channel]
    threads: int = 4
    pause_seconds: float = 0.0
    metadata: Sequence[tuple[str, str]] = ()
    waits: list[float] = field(default_factory=list)
    """Seconds of each call so far. Whoever replaces it learns of the calls since."""
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def calling(self) -> Iterator[None]:
        """Let them call until the block ends."""
        threads = [
            threading.Thread(target=self._call_on, args=[number]) for number in range(self.threads)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _call_on(self, number: int) -> None:
        first = number * len(self.questions) // self.threads
        with self.connect() as channel:
            for question in cycle((*self.questions[first:], *self.questions[:first])):
                began = time.perf_counter()
                count_call(self.outcome, question, channel, self.metadata)
                self.waits.append(time.perf_counter() - began)
                if self._over.wait(self.pause_seconds):
                    return


def count_call(
    outcome: Outcome,
    question: Question,
    channel: grpc.Channel,
    metadata: Sequence[tuple[str, str]] = (),
) -> None:
    """Make one call and count how it ended."""
    call = channel.unary_unary(question.method)
    try:
        answer = call(question.request, timeout=_TIMEOUT_SECONDS, metadata=metadata)
    except grpc.RpcError as error:
        count_failure(outcome, error)
    else:
        count_answer(outcome, question, answer)


def count_answer(outcome: Outcome, question: Question, answer: bytes) -> None:
    """Count an answer as right or wrong."""
    right = answer in question.answers
    outcome.ended[ANSWERED if right else WRONG] += 1
    if not right:
        outcome.how[f"wrong answer of {question.method}"] += 1


def count_failure(outcome: Outcome, error: grpc.RpcError) -> None:
    """Count a refusal that says when to come back as one that was promised."""
    if is_shed(error):
        outcome.ended[REFUSED] += 1
        return
    outcome.ended[FAILED] += 1
    outcome.how[f"{error.code().name}: {(error.details() or '')[:120]}"] += 1


def is_shed(error: grpc.RpcError) -> bool:
    """Tell whether a call was shed in the way that is promised: with `RetryInfo`."""
    trailers = dict(error.trailing_metadata() or ())
    packed = trailers.get("grpc-status-details-bin")
    if error.code() is not grpc.StatusCode.RESOURCE_EXHAUSTED or packed is None:
        return False
    details = status_pb2.Status.FromString(packed).details
    return any(one.Is(error_details_pb2.RetryInfo.DESCRIPTOR) for one in details)
