"""Contexts that nobody means well.

Done: a hundred thousand contexts of hostile texts, extreme numbers, NaN, unknown enum values and
huge lists are put to the service in process, two thousand of them again over the wire. Promised:
each is answered or refused as invalid; probabilities are finite, fall, and sum to 1 at most; the
plain evaluator decides every answer the same; over the wire the bytes are the same. Broken by any
other error, and by any difference.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from random import Random
from types import SimpleNamespace

import grpc

from drills.callers import count_answer, count_failure
from drills.calm import Question
from drills.hostile import hostile_request
from drills.outcome import ANSWERED, FAILED, REFUSED, WRONG, Extent, Outcome
from drills.stage import Stage, settled, stage
from resolver.errors import InvalidContextError
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.live.sampler import LiveAnswer
from resolver.runtime.live.second_opinion import AGREED, SecondOpinion
from resolver.service.resolver_servicer import ResolverServicer
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.frames import RESOLVE
from tests.support.snapshots import shipped_snapshot

SEED = 20260305
PART = 2_500
OVER_THE_WIRE = 2_000
CALL = SimpleNamespace(is_active=lambda: True)


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    count_parts(outcome, _judge, extent.contexts, PART)
    outcome.remark(f"{outcome.ended[REFUSED]:,} refused as invalid, in process")
    _ask_by_wire(outcome, min(OVER_THE_WIRE, extent.contexts))


def count_parts(
    outcome: Outcome,
    judge: Callable[[tuple[int, int]], tuple[Counter[str], Counter[str]]],
    count: int,
    size: int,
) -> None:
    """Have parts, each a seed and how many, judged by as many processes as there are cores."""
    parts = [(SEED + begin, min(size, count - begin)) for begin in range(0, count, size)]
    cores = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(cores, get_context("spawn")) as processes:
        for ended, how in processes.map(judge, parts):
            outcome.ended += ended
            outcome.how += how


def _judge(part: tuple[int, int]) -> tuple[Counter[str], Counter[str]]:
    seed, count = part
    rng, judge = Random(seed), _Judge()
    ended, how = Counter[str](), Counter[str]()
    for number in range(count):
        end, told = judge.verdict(hostile_request(rng))
        ended[end] += 1
        if told:
            how[f"{told} (context {number} of seed {seed})"] += 1
    return ended, how


class _Judge:
    """The service in this process, and what it decides decided a second time."""

    def __init__(self) -> None:
        self._live: list[LiveAnswer] = []
        self._second = SecondOpinion()
        holder = SnapshotHolder(shipped_snapshot())
        self._service = ResolverServicer(holder, offer=self._note)

    def verdict(self, request: pb.ResolveRequest) -> tuple[str, str]:
        """Return how a request ends, and what is wrong with that, if anything."""
        try:
            answer = self._service.Resolve(request, CALL)
        except InvalidContextError:
            return REFUSED, ""
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            return FAILED, f"{type(error).__name__}: {error}"
        if self._second.observe(self._live.pop()) != AGREED:
            return WRONG, "the plain evaluator decides otherwise"
        chances = [cause.probability for cause in answer.causes]
        sound = all(map(math.isfinite, chances)) and 0 < sum(chances) <= 1 + 1e-9
        if not sound or chances != sorted(chances, reverse=True):
            return WRONG, f"probabilities {chances}"
        return ANSWERED, ""

    def answer(self, request: pb.ResolveRequest) -> bytes | None:
        """Return the bytes of an answer, or `None` if the request is refused."""
        try:
            return bytes(self._service.Resolve(request, CALL).SerializeToString())
        except InvalidContextError:
            return None

    def _note(self, *live: object) -> None:
        self._live[:] = [LiveAnswer(*live)]  # type: ignore[arg-type]


def _ask_by_wire(outcome: Outcome, count: int) -> None:
    rng, judge = Random(SEED), _Judge()
    with stage(RESOLVER_SECOND_OPINIONS="1") as server, server.connect() as channel:
        for _ in range(count):
            request = hostile_request(rng)
            _ask(outcome, channel, request, judge.answer(request))
        opinions = partial(_opinions, server)
        settled(lambda: int(outcome.ended[ANSWERED] and not opinions(AGREED)))
        told = {word: opinions(word) for word in (AGREED, "differed", "failed", "left_out")}
    outcome.remark(f"{count:,} of them by wire; second opinions there: {told}")
    outcome.promise(told[AGREED], "answers over the wire are decided a second time")
    outcome.promise(not told["differed"] + told["failed"], "the second opinion agrees")


def _ask(
    outcome: Outcome, channel: grpc.Channel, request: pb.ResolveRequest, due: bytes | None
) -> None:
    question = Question(RESOLVE, request.SerializeToString(), frozenset({due} if due else ()))
    try:
        answer = channel.unary_unary(RESOLVE)(question.request, timeout=30)
    except grpc.RpcError as error:
        if due is None and error.code() is grpc.StatusCode.INVALID_ARGUMENT:
            outcome.ended[REFUSED] += 1
        else:
            count_failure(outcome, error)
    else:
        count_answer(outcome, question, answer)


def _opinions(server: Stage, outcome: str) -> int:
    labels = f'{{observer="second_opinion",outcome="{outcome}"}}'
    return int(server.metric(f"resolver_samples_total{labels}"))
