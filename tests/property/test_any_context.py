"""Any context within the limits is answered by the shipped rules, the same way each time."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.model.beijing import BEIJING
from resolver.runtime.holder import SnapshotHolder
from resolver.service.resolver_servicer import ResolverServicer
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.snapshots import shipped_snapshot
from tests.support.wire import contexts, lifelike_contexts

MOMENT = datetime(2025, 10, 9, 10, 30, tzinfo=BEIJING)
CALL = SimpleNamespace(is_active=lambda: True)


def servicer() -> ResolverServicer:
    """Return the service as it answers at a fixed moment."""
    return ResolverServicer(SnapshotHolder(shipped_snapshot()), now=lambda: MOMENT)


@given(contexts() | lifelike_contexts(), st.sampled_from(["zh-CN", "en"]))
@settings(max_examples=400, deadline=None)
def test_context_is_answered(context: context_pb2.LookupContext, language: str) -> None:
    """There is a first cause, and probabilities are some."""
    request = pb.ResolveRequest(context=context, language_code=language, max_causes=20)
    answer = servicer().Resolve(request, CALL)
    probabilities = [cause.probability for cause in answer.causes]
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < sum(probabilities) <= 1 + 1e-9
    assert answer.disposition.reason
    assert answer.status.category


@given(lifelike_contexts())
@settings(max_examples=40, deadline=None)
def test_same_context_gets_the_same_bytes(context: context_pb2.LookupContext) -> None:
    """Nothing but context, rules and moment decides, alone or in a batch."""
    full = pb.EXPLAIN_LEVEL_FULL
    alone = servicer().Resolve(pb.ResolveRequest(context=context, explain_level=full), CALL)
    batch = pb.BatchResolveRequest(contexts=[context] * 2, explain_level=full)
    items = servicer().BatchResolve(batch, CALL).items
    assert {item.resolution.SerializeToString() for item in items} == {alone.SerializeToString()}
