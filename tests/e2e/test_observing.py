"""Live answers are looked at once more while a server answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from resolver.v1 import resolver_service_pb2 as pb
from tests.support.live import faulty_snapshot, tiny_snapshot
from tests.support.servers import SETTINGS, running_server
from tests.support.telemetry import Growth

MISMATCH = pb.ResolveRequest()
MISMATCH.context.outcome.provider, MISMATCH.context.outcome.code = "platform", "006"


def test_an_engine_with_a_fault_is_found_out_by_what_callers_ask() -> None:
    """Single calls and items of a batch alike; the answers themselves go out as they are."""
    differed = Growth("resolver_samples_total", observer="second_opinion", outcome="differed")
    with running_server(faulty_snapshot(), replace(SETTINGS, second_opinions=1.0)) as connection:
        connection.resolver.Resolve(MISMATCH, timeout=10)
        batch = pb.BatchResolveRequest(contexts=[MISMATCH.context] * 2)
        connection.resolver.BatchResolve(batch, timeout=10)
    assert differed() == 3


def test_answers_are_the_same_whoever_observes(tmp_path: Path) -> None:
    """A candidate that cannot even be read disturbs nobody."""
    snapshot = tiny_snapshot()
    watched = replace(
        SETTINGS, second_opinions=1.0, shadow_rules=tmp_path / "nowhere", shadow_share=1.0
    )
    answers = []
    request = pb.ResolveRequest(context=MISMATCH.context)
    request.evaluation_time.FromJsonString("2026-03-05T02:00:00Z")
    for settings in (replace(SETTINGS, second_opinions=0.0), watched):
        with running_server(snapshot, settings) as connection:
            answers.append(connection.resolver.Resolve(request, timeout=10))
    assert answers[0] == answers[1]
