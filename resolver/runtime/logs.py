"""The log: one JSON object a line on standard error, and the events that it can tell of."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

from resolver.errors import WorkBrokenError

_LOGGER = logging.getLogger("resolver")

_PLACES = 12
"""How many of the innermost places of a traceback are logged."""

_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


class Event(StrEnum):
    """What is logged. Names are stable, operators search for them."""

    METRICS_STARTED = "metrics.started"
    """Metrics and probes are served: `address`, `port`."""

    SERVER_STARTED = "server.started"
    """It listens: `address`, `port`, `revision`, `rules`, and the `bundle` if they are of one."""

    SERVER_STOPPING = "server.stopping"
    """A signal asked it to stop: `signal`."""

    SERVER_STOPPED = "server.stopped"
    """No call is left."""

    WORKER_STARTED = "worker.started"
    """A worker process takes calls: `worker`, `pid`."""

    WORKER_LEAVING = "worker.leaving"
    """A signal asked one worker to stop; it ends its calls, and another one starts: as before."""

    WORKER_STOPPED = "worker.stopped"
    """It has ended its calls and its process: as before."""

    WORKER_DIED = "worker.died"
    """It ended otherwise: as before, the exit `code`, negative for a signal, the `error` if it
    told one, and the `pause_seconds` until another one starts; or it could not be started."""

    RULES_STALE = "rules.stale"
    """The rules are older than they may be: `revision`, `confirmed_at`, what is done `then`."""

    RULES_FRESH = "rules.fresh"
    """They no longer are: as before."""

    UPKEEP_FAILED = "upkeep.failed"
    """A look after the rules or their age failed unexpectedly: `step`, `error`, `places`."""

    REQUEST_REFUSED = "request.refused"
    """Theirs, or too many calls: `method`, `reason`, `request_id`, the `caller` by name or by the
    first digits of a token's digest, and how many of the same reason went `unlogged` before."""

    FILES_RELOAD_SUCCEEDED = "files.reload.succeeded"
    """Changed certificates or credentials count from now on: `files`."""

    FILES_RELOAD_FAILED = "files.reload.failed"
    """They cannot be used, and those before count on: `files`, `problems`."""

    REQUEST_FAILED = "request.failed"
    """Our fault: as before, the `error`, its `cause`, and the `places` it went through."""

    REQUEST_FINISHED = "request.finished"
    """A call ended: `method`, `code`, `milliseconds`, `request_id`, start of the `revision`."""

    RULES_RELOAD_SUCCEEDED = "rules.reload.succeeded"
    """They are good: `revision`, `rules`, and `changed`, false if that one served already."""

    RULES_RELOAD_FAILED = "rules.reload.failed"
    """The last good rules serve on: `reason`, `error`, the first `mistakes`, `revision`."""

    BUNDLE_CACHE_USED = "bundle.cache.used"
    """The last good bundle on disk serves, not that of the URL: `file`, `bundle`, `revision`."""

    BUNDLE_CACHE_FAILED = "bundle.cache.failed"
    """The last good bundle could not be kept on disk, or not be used: `file`, `error`."""

    DECISIONS_OPENED = "decisions.opened"
    """Answers are kept: `chain`, the folder of this process's chain."""

    DECISIONS_FAILED = "decisions.failed"
    """Answers could not be kept: `error`, and how many went `unlogged` before."""

    DECISIONS_KEEPING_FAILED = "decisions.keeping.failed"
    """What is done beside the calls (head, packing, deleting, rulebooks) failed: as before."""

    ENGINE_FAILED = "engine.failed"
    """The plain evaluator answered in place of the engine: `error`."""

    OUTCOMES_ERASED = "outcomes.erased"
    """Outcomes older than so many days were erased: `outcomes`, `days`."""

    TRACING_FAILED = "tracing.failed"
    """Spans could not be sent to the collector: `error`."""

    SECOND_OPINION_DIFFERED = "second_opinion.differed"
    """An answer was decided otherwise a second time: `resolution_id`, `revision`, `rules`."""

    SHADOW_STARTED = "shadow.started"
    """A candidate is tried on live lookups: `candidate` revision, `rules`."""

    SHADOW_REFUSED = "shadow.refused"
    """The candidate cannot be used, and none is tried: `reason`, `error`, first `mistakes`."""

    SHADOW_DIFFERED = "shadow.differed"
    """The candidate would answer otherwise: `resolution_id`, first causes, `parts` responsible."""

    SAMPLE_FAILED = "sample.failed"
    """An answer could not be looked at once more: `observer`, `error`, `places`."""


def log(event: Event, level: int = logging.INFO, **values: object) -> None:
    """Write one event. Values must not hold anything that a request said."""
    _LOGGER.log(level, event.value, extra={"values": values})


def places_of(error: Exception) -> list[str]:
    """Return the places that an error went through, the innermost last, without its text."""
    if isinstance(error, WorkBrokenError):
        return list(error.places)
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def configure_logs(level: str, **always: object) -> None:
    """Send this package's log to standard error, one JSON object a line, each with `always`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter(always))
    _LOGGER.handlers = [handler]
    _LOGGER.setLevel(level)
    _LOGGER.propagate = False


class _JsonFormatter(logging.Formatter):
    def __init__(self, always: Mapping[str, object]) -> None:
        super().__init__()
        self._always = always

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "event": record.getMessage(),
            **self._always,
            **getattr(record, "values", {}),
        }
        return _encode(line)
