"""An explanation, from model to wire: traces, facts, scores, and what would have changed it."""

from __future__ import annotations

from resolver.inference.counterfactual import Counterfactual, CounterfactualSearch, FactChange
from resolver.inference.explanation import Explanation, Phrases
from resolver.service.convert.traces import as_written, write_traces
from resolver.v1 import answer_pb2 as pb
from resolver.v1 import resolver_service_pb2 as service_pb


def write_explanation(explanation: Explanation, wire: service_pb.ResolveResponse) -> None:
    """Write an explanation into the response that has its answer."""
    write_traces(explanation, wire)
    phrases = explanation.phrases
    for search in explanation.searches:
        _write_search(search, explanation, wire.counterfactuals.add())
    for name, value in explanation.facts.items():
        wire.facts.add(name=name, value=phrases.value(name, value), meaning=phrases.meaning(name))
    for ranked in explanation.ranking:
        wire.scores.add(
            cause_id=ranked.cause.id,
            title=ranked.cause.title.get(explanation.language),
            prior_probability=ranked.cause.prior_probability,
            log_odds=ranked.log_odds,
            probability=ranked.probability,
        )


def _write_search(
    search: CounterfactualSearch, explanation: Explanation, wire: pb.CounterfactualSearch
) -> None:
    wire.same_answer = search.same_answer
    wire.size = search.size
    wire.stopped = search.stopped
    for found in search.found:
        _write_counterfactual(found, explanation, wire.found.add())


def _write_counterfactual(
    found: Counterfactual, explanation: Explanation, wire: pb.Counterfactual
) -> None:
    first = found.first
    wire.cause_id = first.cause.id
    wire.title = first.cause.title.get(explanation.language)
    wire.probability_before = found.first_before.probability
    wire.probability_after = first.probability
    wire.first_probability_after = found.overtaken.probability
    wire.matched_rule_ids.extend(found.matched)
    wire.unmatched_rule_ids.extend(found.unmatched)
    for change in found.changes:
        _write_change(change, explanation.phrases, wire.changes.add())


def _write_change(change: FactChange, phrases: Phrases, wire: pb.FactChange) -> None:
    wire.fact = change.fact
    wire.meaning = phrases.meaning(change.fact)
    wire.before = phrases.value(change.fact, change.before)
    wire.after = phrases.value(change.fact, change.after)
    wire.follows = change.follows
    if change.before is not None:
        wire.value_before = as_written(change.before)
    if change.after is not None:
        wire.value_after = as_written(change.after)
