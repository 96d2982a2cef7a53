"""Tests of answering lookups, without a network."""

from __future__ import annotations

from types import SimpleNamespace

from resolver.runtime.holder import SnapshotHolder
from resolver.service.resolver_servicer import ResolverServicer
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.answers import NOON
from tests.support.servers import FakeResolver, a_snapshot

WAITING = SimpleNamespace(is_active=lambda: True)
GONE = SimpleNamespace(is_active=lambda: False)


def test_batch_of_a_caller_that_is_gone_is_given_up() -> None:
    """Nobody pays for answers that nobody reads."""
    resolver = FakeResolver()
    servicer = ResolverServicer(SnapshotHolder(a_snapshot(resolver)), now=lambda: NOON)
    request = pb.BatchResolveRequest(contexts=[context_pb2.LookupContext()] * 100)
    servicer.BatchResolve(request, GONE)
    assert resolver.asked == []
    assert len(servicer.BatchResolve(request, WAITING).items) == 100


def test_same_moment_in_other_words_is_the_same_question() -> None:
    """Whether the clock or the caller gave the moment makes no difference to the id."""
    servicer = ResolverServicer(SnapshotHolder(a_snapshot()), now=lambda: NOON)
    told = pb.ResolveRequest(language_code="en")
    told.evaluation_time.FromDatetime(NOON)
    by_clock = servicer.Resolve(pb.ResolveRequest(), WAITING)
    assert servicer.Resolve(told, WAITING).resolution_id == by_clock.resolution_id


def test_batch_keeps_the_snapshot_that_it_began_with() -> None:
    """A swap in the midst of a batch changes none of its answers."""
    other = FakeResolver()
    holder = SnapshotHolder(a_snapshot(FakeResolver(lambda _: holder.swap(a_snapshot(other)))))
    servicer = ResolverServicer(holder, now=lambda: NOON)
    request = pb.BatchResolveRequest(contexts=[context_pb2.LookupContext()] * 3)
    servicer.BatchResolve(request, WAITING)
    assert other.asked == []
    servicer.Resolve(pb.ResolveRequest(), WAITING)
    assert len(other.asked) == 1


def test_lookup_id_of_any_length_leaves_room_for_its_refusal() -> None:
    """An id that breaks the limit is repeated in part only."""
    servicer = ResolverServicer(SnapshotHolder(a_snapshot()), now=lambda: NOON)
    request = pb.BatchResolveRequest(contexts=[context_pb2.LookupContext(lookup_id="x" * 9999)])
    (item,) = servicer.BatchResolve(request, WAITING).items
    assert len(item.lookup_id) == 1024
    assert item.HasField("status")
