"""How workers come to answer by another edition together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from resolver.errors import ResolverError, WorkersBrokenError
from resolver.runtime.edition import Edition
from resolver.runtime.phase import Phase
from resolver.runtime.workers.messages import Answer, Drop, Hold, Prepare, Switch, packed
from resolver.runtime.workers.process import WorkerProcess, ask_all

_PREPARE_SECONDS = 300.0
"""What building an engine may take; that of the largest rulebook takes a tenth of it."""

_HOLD_SECONDS = 5.0

_COINCIDENCES = 1
"""So many workers may die while they prepare, and the rules are not blamed for it."""


@contextmanager
def all_switched(
    edition: Edition,
    living: Callable[[], Sequence[WorkerProcess]],
    changes: AbstractContextManager[object],
) -> Iterator[None]:
    """Switch all workers to an edition; within the block none comes or goes, as `changes` is held.

    First each prepares it, also those that come meanwhile. Then requests wait in all of them, and
    go on in all by what was prepared. Without that wait, a caller could get an answer by the new
    rules from one worker, and by the old rules, asked for later, from another.

    Raises:
        ResolverError: A worker cannot prepare it; all go on with the edition before.
        WorkersBrokenError: Workers died while they prepared it, more than by a coincidence.
    """
    prepare, asked, deaths = packed(Prepare(edition)), list[WorkerProcess](), 0
    while True:
        with changes:
            fresh = [worker for worker in living() if worker not in asked]
            if not fresh:
                ask_all(living(), packed(Hold()), _HOLD_SECONDS)
                _post(living(), packed(Switch()))
                yield
                return
        asked += fresh
        answers = ask_all(fresh, prepare, _PREPARE_SECONDS)
        deaths += sum(_has_died(*one) for one in answers)
        failure = _failure(answers, deaths)
        if failure is not None:
            _post(living(), packed(Drop()))
            raise failure


def _has_died(worker: WorkerProcess, answer: Answer | None) -> bool:
    return answer is None and worker.phase is not Phase.STOPPING


def _failure(
    answers: Sequence[tuple[WorkerProcess, Answer | None]], deaths: int
) -> ResolverError | None:
    if deaths > _COINCIDENCES:
        return WorkersBrokenError("workers died as they prepared the rules")
    return next((answer.error for _, answer in answers if answer and answer.error), None)


def _post(workers: Sequence[WorkerProcess], message: bytes) -> None:
    for worker in workers:
        worker.post(message)
