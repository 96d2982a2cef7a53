"""Who makes the call under way: known to whatever runs on its behalf."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from resolver.errors import ResolverError
from resolver.runtime.access.callers import ANYBODY, Caller


@dataclass(frozen=True, slots=True)
class Call:
    """What was found out of a call as it arrived: who makes it, or why it is refused."""

    caller: Caller = ANYBODY
    refusal: ResolverError | None = None


_OPEN = Call()
_CURRENT: ContextVar[Call] = ContextVar("call", default=_OPEN)


def current_call() -> Call:
    """Return the call that is under way here; outside of any, one that anybody might make."""
    return _CURRENT.get()


def enter_call(call: Call) -> None:
    """Let a call be the one under way in this context."""
    _CURRENT.set(call)
