"""What happens when a call or one item of it fails: it is logged, and becomes a status."""

from __future__ import annotations

import logging

import grpc
from google.rpc import status_pb2

from resolver.errors import OutcomeStoreError, UnauthenticatedError
from resolver.model.texts import closest_language
from resolver.runtime.log_pace import LogPace
from resolver.runtime.logs import Event, log, places_of
from resolver.service.calls import current_call
from resolver.service.status import status_of
from resolver.service.told import grpc_code, reason_of

_OUR_FAULT = frozenset({grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE})
PACE = LogPace(burst=20, per_second=5.0)
"""By reason: a flood of refused calls must not become a flood of lines."""


def call_failure(
    error: Exception, *, method: str, language_code: str, request_id: str
) -> status_pb2.Status:
    """Log the error that ends a call and return the status that the caller is given.

    The text of an unexpected exception is neither logged nor told: it may quote the request. The
    log has its class and the places it went through.
    """
    if not _log_our_fault(error, method, request_id):
        _log_refusal(error, method, request_id)
    return status_of(error, closest_language(language_code), request_id)


def item_failure(error: Exception, *, method: str, language_code: str) -> status_pb2.Status:
    """Return the status of one item of a call; logged only if the fault is ours."""
    _log_our_fault(error, method, "")
    return status_of(error, closest_language(language_code))


def _log_refusal(error: Exception, method: str, request_id: str) -> None:
    reason = reason_of(error)
    unlogged = PACE.turn(reason)
    if unlogged is None:
        return
    refused = error.caller if isinstance(error, UnauthenticatedError) else ""
    log(
        Event.REQUEST_REFUSED,
        method=method,
        reason=reason,
        request_id=request_id,
        caller=refused or current_call().caller.name,
        unlogged=unlogged,
    )


def _log_our_fault(error: Exception, method: str, request_id: str) -> bool:
    if grpc_code(error) not in _OUR_FAULT:
        return False
    log(
        Event.REQUEST_FAILED,
        logging.ERROR,
        method=method,
        reason=reason_of(error),
        request_id=request_id,
        caller=current_call().caller.name,
        error=type(error).__name__,
        cause=str(error) if isinstance(error, OutcomeStoreError) else "",
        places=places_of(error),
    )
    return True
