"""Lanes: threads for calls of one kind, each of which is judged before it waits for a thread.

The library calls interceptors before it knows the peer, and handlers only once they have a thread.
Between the two it submits the call to the handler's pool, which is where a lane looks at it. That
is no documented interface; tests fail if a later version of the library changes it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import grpc
from grpc._server import _Context

from resolver.errors import ResolverError, UnauthenticatedError
from resolver.runtime.access.callers import Caller
from resolver.service.admission import Admission
from resolver.service.calls import Call, enter_call
from resolver.service.patience import Patience

Identify: TypeAlias = Callable[[grpc.ServicerContext], Caller]
"""Says who makes a call; raises `UnauthenticatedError`."""


@dataclass(frozen=True, slots=True)
class Door:
    """What all lanes share: who says who calls, the threads for what is refused, the patience."""

    identify: Identify
    refused: ThreadPoolExecutor
    patience: Patience


class Lane(ThreadPoolExecutor):
    """A pool whose calls are let in, or refused at once, as they arrive.

    What is refused goes to threads of its own: it must not wait behind what was let in.
    """

    def __init__(
        self,
        name: str,
        threads: int,
        admission: Admission,
        door: Door,
    ) -> None:
        super().__init__(threads, thread_name_prefix=name)
        self._admission = admission
        self._door = door

    @property
    def under_way(self) -> int:
        """How many calls have been let in and have not ended."""
        return self._admission.under_way

    def submit(
        self,
        run: Any,  # noqa: ANN401 - as the library hands it over
        /,
        *work: Any,  # noqa: ANN401
        **_: Any,  # noqa: ANN401
    ) -> Future[Any]:
        """Take a call: `run` runs in its context, `work` is responder, event, state and more."""
        context = _Context(work[1], work[2], None)
        call = self._judged(context)
        run(enter_call, call)
        if call.refusal is not None:
            return self._door.refused.submit(self._attended, context, run, *work)
        return super().submit(self._admitted, call.caller.name, context, run, *work)

    def _judged(self, context: grpc.ServicerContext) -> Call:
        # Not the context itself: it leads back to the call, and a circle lives until it is found.
        arrived = partial(self._door.patience.end, id(context))
        try:
            caller = self._door.identify(context)
        except ResolverError as error:
            return Call(refusal=error, arrived=arrived)
        except Exception:  # noqa: BLE001 - whatever it was, nobody was identified
            return Call(refusal=UnauthenticatedError(), arrived=arrived)
        return Call(caller, self._admission.enter(caller.name), arrived)

    def _admitted(self, caller: str, *call: Any) -> None:  # noqa: ANN401
        try:
            self._attended(*call)
        finally:
            self._admission.leave(caller)

    def _attended(self, context: grpc.ServicerContext, run: Any, *work: Any) -> None:  # noqa: ANN401
        self._door.patience.begin(context)
        try:
            run(*work)
        finally:
            self._door.patience.end(id(context))
