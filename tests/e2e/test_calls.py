"""Tests of calls to a real server on a free port."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import grpc
import pytest

from resolver.v1 import context_pb2, rulebook_service_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.answers import REVISION
from tests.support.servers import (
    Connection,
    FakeResolver,
    a_snapshot,
    error_info,
    running_server,
    status_of_call,
    violated,
)

RESOLVE = "/resolver.v1.ResolverService/Resolve"
RESOLVER = FakeResolver()


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A server that answers every context alike."""
    with running_server(a_snapshot(RESOLVER)) as connection:
        yield connection


def lookups(*names: str) -> list[context_pb2.LookupContext]:
    """Return contexts with these ids; one called `bad` breaks a limit."""
    return [
        context_pb2.LookupContext(
            lookup_id=name, timing={"attempts": -1} if name == "bad" else None
        )
        for name in names
    ]


def test_lookup_is_answered_in_the_language_asked_for(connection: Connection) -> None:
    """Another tag gets the closest language, and the answer says which."""
    request = pb.ResolveRequest(language_code="en-GB", max_causes=7)
    request.evaluation_time.FromJsonString("2025-03-14T04:00:00.25Z")
    response = connection.resolver.Resolve(request)
    assert response.language_code == "en"
    assert response.evaluated_at == request.evaluation_time
    assert response.rulebook_revision == REVISION
    assert RESOLVER.asked[-1][2:] == ("en", 7)


def test_nothing_told_means_chinese_five_causes_and_now(connection: Connection) -> None:
    """An empty request is a valid one."""
    response = connection.resolver.Resolve(pb.ResolveRequest())
    assert response.language_code == "zh-CN"
    assert response.HasField("evaluated_at")
    assert RESOLVER.asked[-1][2:] == ("zh-CN", 5)


def test_same_question_gets_the_same_bytes(connection: Connection) -> None:
    """Context, rulebook and evaluation time decide the answer and its id."""
    request = pb.ResolveRequest(context={"attributes": {"b": "1", "a": "2"}})
    request.evaluation_time.seconds = 1_741_924_800
    data = request.SerializeToString()
    first = connection.send(RESOLVE, data)
    assert connection.send(RESOLVE, data) == first
    request.context.lookup_id = "another"
    other = connection.resolver.Resolve(request)
    assert other.resolution_id != pb.ResolveResponse.FromString(first).resolution_id


def test_bad_item_of_a_batch_ends_in_its_own_status(connection: Connection) -> None:
    """Its neighbours are answered, and order is kept."""
    request = pb.BatchResolveRequest(contexts=lookups("a", "bad", "c"))
    items = connection.resolver.BatchResolve(request).items
    assert [item.lookup_id for item in items] == ["a", "bad", "c"]
    assert [item.WhichOneof("result") for item in items] == ["resolution", "status", "resolution"]
    assert violated(items[1].status) == {"contexts[1].timing.attempts": "NEGATIVE"}


def test_failing_item_of_a_batch_does_not_fail_its_neighbours(connection: Connection) -> None:
    """An unexpected error stays with the item that met it."""

    def fail_for_b(context: object) -> None:
        if context.lookup_id == "b":
            raise ValueError("secret")

    RESOLVER.before = fail_for_b
    items = connection.resolver.BatchResolve(
        pb.BatchResolveRequest(contexts=lookups("a", "b", "c"))
    ).items
    RESOLVER.before = lambda _: None
    assert [item.WhichOneof("result") for item in items] == ["resolution", "status", "resolution"]
    assert error_info(items[1].status).reason == "INTERNAL_ERROR"
    assert b"secret" not in items[1].SerializeToString()


def test_batch_is_judged_by_one_moment(connection: Connection) -> None:
    """All items have the same evaluation time."""
    items = connection.resolver.BatchResolve(
        pb.BatchResolveRequest(contexts=lookups(*"abcdefgh"))
    ).items
    assert len({item.resolution.evaluated_at.ToNanoseconds() for item in items}) == 1


def test_batch_beyond_the_limit_is_refused_and_an_empty_one_is_empty(
    connection: Connection,
) -> None:
    """1,000 contexts are taken, 1,001 are not."""
    assert not connection.resolver.BatchResolve(pb.BatchResolveRequest()).items
    with pytest.raises(grpc.RpcError) as caught:
        connection.resolver.BatchResolve(pb.BatchResolveRequest(contexts=lookups(*["a"] * 1001)))
    assert violated(status_of_call(caught.value)) == {"contexts": "TOO_MANY"}


def test_stream_goes_on_after_a_bad_item(connection: Connection) -> None:
    """Each message is answered by one, in order, garbage included."""
    messages = [
        pb.StreamResolveRequest(context=lookup).SerializeToString()
        for lookup in lookups("a", "bad", "c")
    ]
    messages.insert(1, b"\xff\xff\xff")
    call = connection.channel.stream_stream(
        "/resolver.v1.ResolverService/StreamResolve",
        response_deserializer=pb.StreamResolveResponse.FromString,
    )
    items = list(call(iter(messages), timeout=10))
    assert [item.lookup_id for item in items] == ["a", "", "bad", "c"]
    reasons = [error_info(item.status).reason for item in items[1:3]]
    assert reasons == ["REQUEST_UNREADABLE", "INVALID_REQUEST"]
    assert items[3].HasField("resolution")


def test_stream_beyond_the_limit_is_told_to_come_back(connection: Connection) -> None:
    """One stream is open, so a second is refused at once and unary calls go on."""
    done = Event()
    first = connection.resolver.StreamResolve(_held_open(done), timeout=20)
    assert next(first).HasField("resolution")
    second = connection.resolver.StreamResolve(iter([pb.StreamResolveRequest()]), timeout=10)
    with pytest.raises(grpc.RpcError) as caught:
        next(second)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert error_info(status_of_call(caught.value)).reason == "TOO_MANY_STREAMS"
    assert connection.resolver.Resolve(pb.ResolveRequest(), timeout=10).causes
    done.set()
    assert list(first) == []


def test_stream_that_is_cancelled_makes_room_for_another(connection: Connection) -> None:
    """A caller that goes away neither keeps its place nor counts as a failure."""
    done = Event()
    first = connection.resolver.StreamResolve(_held_open(done), timeout=20)
    next(first)
    first.cancel()
    done.set()
    assert any(_stream_is_accepted(connection) for _ in range(2000))


def test_request_id_is_echoed(connection: Connection) -> None:
    """The caller finds its own id in the trailers."""
    _, call = connection.resolver.Resolve.with_call(
        pb.ResolveRequest(), metadata=(("x-request-id", "abc-1"),)
    )
    assert dict(call.trailing_metadata())["x-request-id"] == "abc-1"


@pytest.mark.parametrize("given", ["", "x" * 129, "with space"])
def test_unusable_request_id_is_replaced(connection: Connection, given: str) -> None:
    """Ids are short and printable, so that they can stand in a log."""
    _, call = connection.resolver.Resolve.with_call(
        pb.ResolveRequest(), metadata=(("x-request-id", given),)
    )
    assert len(dict(call.trailing_metadata())["x-request-id"]) == 32


def test_rulebook_is_told_in_both_languages(connection: Connection) -> None:
    """Counts, time of loading and the remarks made then."""
    ask = connection.rulebook.GetRulebook
    told = ask(rulebook_service_pb2.GetRulebookRequest(language_code="en"))
    assert (told.counts.rules, told.counts.rules_in_force, told.counts.status_codes) == (3, 2, 2)
    assert told.diagnostics[0].message == "the wording repeats itself"
    assert told.loaded_at.ToJsonString() == "2025-03-14T04:00:00.250Z"
    chinese = ask(rulebook_service_pb2.GetRulebookRequest())
    assert chinese.diagnostics[0].message == "措辞重复"


def test_catalogue_lists_causes_with_their_remedies(connection: Connection) -> None:
    """Every remedy that a cause names is in the same answer."""
    catalogue = connection.rulebook.ListCauses(rulebook_service_pb2.ListCausesRequest())
    assert [cause.cause_id for cause in catalogue.causes] == ["input.amount"]
    assert list(catalogue.causes[0].remedy_ids) == [r.remedy_id for r in catalogue.remedies]
    assert list(catalogue.remedies[0].contacts) == ["拨打 12366"]


def test_rules_are_listed_page_by_page(connection: Connection) -> None:
    """Tokens lead to the end; a token of nobody is an invalid argument."""
    ask = connection.rulebook.ListRules
    first = ask(rulebook_service_pb2.ListRulesRequest(page_size=2, language_code="en"))
    assert (len(first.rules), first.total_size) == (2, 3)
    assert first.rules[0].effective_from == "2025-01-01"
    assert not first.rules[0].HasField("effective_until")
    assert first.rules[0].location.line == 12
    rest = ask(rulebook_service_pb2.ListRulesRequest(page_token=first.next_page_token))
    assert [rule.status for rule in rest.rules] == [rulebook_service_pb2.RULE_STATUS_DRAFT]
    assert rest.next_page_token == ""
    with pytest.raises(grpc.RpcError) as caught:
        ask(rulebook_service_pb2.ListRulesRequest(page_token=REVISION))
    assert violated(status_of_call(caught.value)) == {"page_token": "UNKNOWN_PAGE_TOKEN"}


def test_method_that_does_not_exist_is_told_with_a_reason(connection: Connection) -> None:
    """Even this error carries `ErrorInfo`."""
    with pytest.raises(grpc.RpcError) as caught:
        connection.send("/resolver.v1.ResolverService/Guess", b"")
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED
    assert error_info(status_of_call(caught.value)).reason == "METHOD_UNKNOWN"


def _stream_is_accepted(connection: Connection) -> bool:
    call = connection.resolver.StreamResolve(iter([pb.StreamResolveRequest()]), timeout=10)
    try:
        return len(list(call)) == 1
    except grpc.RpcError:
        return False


def _held_open(done: Event) -> Iterator[pb.StreamResolveRequest]:
    """Yield one message and keep the stream open until it is done."""
    yield pb.StreamResolveRequest()
    done.wait(10)
