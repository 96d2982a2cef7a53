"""Messages of unary calls, received before a thread is taken.

The library has a thread of the handler's pool wait for the message of each call, as long as the
client likes: a handful of clients that send headers and nothing more would keep all threads, and
everybody else waiting. Here the message is received first, by the library's own means, and only
then does the call go on to a thread. That is no documented interface; tests fail if a later
version of the library changes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import grpc
from grpc._cython import cygrpc
from grpc._server import _RECEIVE_MESSAGE_TOKEN, _Context, _receive_message

from resolver.service.patience import Waiting

_NO_FLAGS = 0


class Inbox:
    """Receives messages. Those that do not come are waited for as long as `waiting` says."""

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting

    def receive(self, work: tuple[Any, ...], then: Callable[[tuple[Any, ...]], object]) -> None:
        """Call `then` with the work once its message is there; never if the call ends before.

        `work` is what the library hands to a pool: responder, event, state, behaviour, what waits
        for the message, and how to read and write messages.
        """
        _, event, state, _, _, read, _ = work
        context = _Context(event, state, None)
        note = _receive_message(state, event.call, read)

        def received(told: Any) -> Any:  # noqa: ANN401 - the library's types
            self._waiting.end(id(context))
            ended = note(told)
            if context.is_active():
                then(_at_hand(work))
            return ended

        self._waiting.begin(context)
        with state.condition:
            operation = cygrpc.ReceiveMessageOperation(_NO_FLAGS)
            event.call.start_server_batch((operation,), received)
            state.due.add(_RECEIVE_MESSAGE_TOKEN)


def _at_hand(work: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the work with its message in place of what waits for one.

    Where the client has closed without any, the library's own waiting finds and tells that.
    """
    state = work[2]
    request, state.request = state.request, None
    if request is None:
        return work
    return (*work[:4], lambda: request, *work[5:])


def context_of(work: tuple[Any, ...]) -> grpc.ServicerContext:
    """Return the context of a call that the library hands to a pool."""
    return _Context(work[1], work[2], None)
