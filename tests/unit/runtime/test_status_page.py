"""Tests of the page that tells people how a process stands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from resolver.model.diagnostics import Severity
from resolver.runtime.edition import ReloadAttempt
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.phase import Phase, Progress, WorkerTold
from resolver.runtime.status_page import status_page
from tests.support.answers import NOON
from tests.support.servers import WARNING, a_snapshot

LATER = NOON + timedelta(seconds=90)


def test_only_what_is_known_is_told() -> None:
    """At first, that is the phase."""
    told = json.loads(status_page(Progress(), NOON))
    assert told == {"phase": "starting", "ready": False, "remarks": []}


def test_serving_is_told_from_serving_with_the_latest_refused() -> None:
    """With the reason, the moment and the mistakes; warnings are none."""
    progress = Progress()
    progress.phase = Phase.SERVING
    rules = progress.rules = SnapshotHolder(a_snapshot())
    told = json.loads(status_page(progress, LATER))
    assert (told["ready"], told["remarks"], told["rules"]["age_seconds"]) == (True, [], 90)
    mistake = replace(WARNING, severity=Severity.ERROR)
    rules.tell(ReloadAttempt(LATER, "RULES_REJECTED", (WARNING, mistake)))
    told = json.loads(status_page(progress, LATER))
    assert (told["ready"], told["remarks"]) == (True, ["latest refused"])
    assert told["rules"]["revision"] == rules.current.rulebook.revision
    assert told["last_reload"] == {
        "at": "2025-03-14T04:01:30.250Z",
        "succeeded": False,
        "reason": "RULES_REJECTED",
        "mistakes": ["input/amount.yaml:3:1 RULE900 the wording repeats itself"],
    }


def test_one_worker_that_takes_calls_is_enough() -> None:
    """And none is too few."""
    progress = Progress()
    progress.phase = Phase.SERVING
    workers = [WorkerTold(0, 11, Phase.STARTING, NOON), WorkerTold(1, 12, Phase.SERVING, NOON)]
    progress.workers = lambda: workers
    told = json.loads(status_page(progress, LATER))
    assert told["ready"]
    assert [(one["pid"], one["phase"]) for one in told["workers"]] == [
        (11, "starting"),
        (12, "serving"),
    ]
    workers.pop()
    told = json.loads(status_page(progress, LATER))
    assert (told["ready"], told["remarks"]) == (False, ["no worker"])
