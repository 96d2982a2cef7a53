"""The page that tells people how a process stands: phase, rules, last reload, workers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from resolver.runtime.edition import ReloadAttempt, ServingRules
from resolver.runtime.phase import Progress, WorkerTold
from resolver.runtime.refusal import first_mistakes


def status_page(progress: Progress, now: datetime) -> bytes:
    """Return a JSON object; what is not known yet is absent. Ages are in seconds."""
    told: dict[str, object] = {
        "phase": progress.phase.value,
        "ready": progress.is_ready,
        "remarks": progress.remarks,
    }
    if progress.rules is not None:
        stale = progress.staleness is not None and progress.staleness.is_stale
        told["rules"] = {**_rules(progress.rules, now), "stale": stale}
    if progress.rules is not None and progress.rules.last_reload is not None:
        told["last_reload"] = _attempt(progress.rules.last_reload)
    if progress.workers is not None:
        told["workers"] = [_worker(one) for one in progress.workers()]
    return f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()


def _rules(rules: ServingRules, now: datetime) -> Mapping[str, object]:
    edition = rules.current
    return {
        "revision": edition.rulebook.revision,
        "rules": len(edition.rulebook.rules()),
        "bundle": asdict(edition.origin) if edition.origin else None,
        "loaded_at": _moment(edition.loaded_at),
        "confirmed_at": _moment(rules.confirmed_at),
        "age_seconds": round(max(0.0, (now - rules.confirmed_at).total_seconds()), 3),
    }


def _attempt(attempt: ReloadAttempt) -> Mapping[str, object]:
    return {
        "at": _moment(attempt.at),
        "succeeded": attempt.succeeded,
        "reason": attempt.reason,
        "mistakes": first_mistakes(attempt.diagnostics),
    }


def _worker(worker: WorkerTold) -> Mapping[str, object]:
    return {
        "worker": worker.worker,
        "pid": worker.pid,
        "phase": worker.phase.value,
        "since": _moment(worker.since),
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
