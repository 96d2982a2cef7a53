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

from resolver.errors import ResolverError, UnauthenticatedError
from resolver.runtime.access.callers import Caller
from resolver.service.admission import Admission
from resolver.service.arrivals import Inbox, context_of
from resolver.service.calls import Call, enter_call
from resolver.service.patience import Waiting

Identify: TypeAlias = Callable[[grpc.ServicerContext], Caller]
"""Says who makes a call; raises `UnauthenticatedError`."""


@dataclass(frozen=True, slots=True)
class Door:
    """What all lanes share: who says who calls, threads for what is refused, the inbox."""

    identify: Identify
    refused: ThreadPoolExecutor
    inbox: Inbox


class Lane(ThreadPoolExecutor):
    """A pool whose calls are let in, or refused at once, as they arrive.

    What is refused goes to threads of its own: it must not wait behind what was let in.
    """

    def __init__(self, name: str, threads: int, admission: Admission, door: Door) -> None:
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
        call = self._judged(context_of(work))
        run(enter_call, call)
        if call.refusal is not None:
            return self._door.refused.submit(run, *work)
        return super().submit(self._admitted, call.caller.name, run, *work)

    def _judged(self, context: grpc.ServicerContext) -> Call:
        try:
            caller = self._door.identify(context)
        except ResolverError as error:
            return Call(refusal=error)
        except Exception:  # noqa: BLE001 - whatever it was, nobody was identified
            return Call(refusal=UnauthenticatedError())
        return Call(caller, self._admission.enter(caller.name))

    def _admitted(self, caller: str, run: Any, *work: Any) -> None:  # noqa: ANN401
        try:
            run(*work)
        finally:
            self._admission.leave(caller)


class UnaryLane(Lane):
    """A lane of unary calls, whose clients cannot keep a thread.

    A call arrives when its message does. After its answer is made it has left the lane, and waits
    among `untaken` for its client to take it.
    """

    def __init__(
        self, name: str, threads: int, admission: Admission, door: Door, untaken: Waiting
    ) -> None:
        super().__init__(name, threads, admission, door)
        self._untaken = untaken

    def submit(self, run: Any, /, *work: Any, **_: Any) -> Future[Any]:  # noqa: ANN401
        """Take a call once its message is there."""
        arrived = super().submit
        self._door.inbox.receive(work, lambda complete: arrived(run, *complete))
        return Future()  # the library counts calls by it, for a limit of its own that is not set

    def _admitted(self, caller: str, run: Any, *work: Any) -> None:  # noqa: ANN401
        super()._admitted(caller, run, *work)
        context = context_of(work)
        self._untaken.begin(context)
        # Not the context itself: it leads back to the call, and a circle lives until it is found.
        taken = partial(self._untaken.end, id(context))
        if not context.add_callback(taken):
            taken()
