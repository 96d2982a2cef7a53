"""What EXPLAIN_LEVEL_FULL adds to an answer, over the wire."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from resolver.cli.wire import write_context
from resolver.rulefile.contexts import read_context
from resolver.runtime.snapshot import build_snapshot
from resolver.v1 import answer_pb2
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.cli import AT, EARLY_LOOKUP
from tests.support.rulefolders import TINY_RULES
from tests.support.servers import Connection, running_server


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """Return a client's side of a server by the tiny rules."""
    with running_server(build_snapshot(TINY_RULES)) as connection:
        yield connection


def _asked(connection: Connection, level: pb.ExplainLevel.ValueType) -> pb.ResolveResponse:
    request = pb.ResolveRequest(explain_level=level, language_code="en")
    write_context(read_context(EARLY_LOOKUP).context, request.context)
    request.evaluation_time.FromJsonString(AT)
    return connection.resolver.Resolve(request, timeout=30)


def test_a_summary_computes_nothing_of_it(connection: Connection) -> None:
    """What takes long comes only when asked for."""
    answer = _asked(connection, pb.EXPLAIN_LEVEL_SUMMARY)
    for field in ("rule_traces", "counterfactuals", "facts", "scores"):
        assert not getattr(answer, field)


def test_scores_are_the_whole_ranking(connection: Connection) -> None:
    """They sum to one, and each follows from its log-odds and the normaliser."""
    answer = _asked(connection, pb.EXPLAIN_LEVEL_FULL)
    assert math.fsum(score.probability for score in answer.scores) == pytest.approx(1)
    for score in answer.scores:
        assert score.probability == pytest.approx(math.exp(score.log_odds - answer.log_normalizer))
    assert answer.scores[0].cause_id == answer.causes[0].cause_id


def test_rules_that_counted_make_up_the_log_odds(connection: Connection) -> None:
    """Prior and counted weights are all there is to a cause's score."""
    answer = _asked(connection, pb.EXPLAIN_LEVEL_FULL)
    for score in answer.scores:
        counted = [
            trace for trace in answer.rule_traces
            if trace.counted and trace.cause_id == score.cause_id
        ]  # fmt: skip
        prior = math.log(score.prior_probability / (1 - score.prior_probability))
        whole = prior + math.fsum(trace.weight for trace in counted)
        assert score.log_odds == pytest.approx(whole)
        assert all(trace.truth == answer_pb2.TRUTH_TRUE for trace in counted)
        assert len({trace.group for trace in counted}) == len(counted)


def test_a_counterfactual_names_another_cause_and_what_would_differ(
    connection: Connection,
) -> None:
    """The first cause now is not the first then, and some fact has another value."""
    answer = _asked(connection, pb.EXPLAIN_LEVEL_FULL)
    found = [one for search in answer.counterfactuals for one in search.found]
    assert found
    for one in found:
        assert one.cause_id != answer.causes[0].cause_id
        assert one.probability_after > one.first_probability_after
        assert any(not change.follows for change in one.changes)
        assert all(change.before != change.after for change in one.changes)


def test_every_known_fact_is_told_with_its_meaning(connection: Connection) -> None:
    """Whoever reads the answer need not know the vocabulary."""
    facts = {fact.name: fact for fact in _asked(connection, pb.EXPLAIN_LEVEL_FULL).facts}
    age = facts["timing.invoice_age_hours"]
    assert age.value.startswith("2")
    assert all(fact.meaning for fact in facts.values())
