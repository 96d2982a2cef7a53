"""Why an answer is what it is, as text: the sums, rule by rule, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table

from resolver.cli.render.answer import footnote, headline, indented, ranking
from resolver.cli.render.console import draws_blocks, flowing, percent, print_trimmed
from resolver.cli.render.explanation import ExplainedCause, explained_causes
from resolver.cli.render.traces import TreeWriter
from resolver.cli.render.words import colon, word
from resolver.v1 import answer_pb2 as pb
from resolver.v1.resolver_service_pb2 import ResolveResponse


def print_explanation(answer: ResolveResponse, causes: Sequence[str], console: Console) -> None:
    """Print a fully explained answer, with the details of the causes named, or else of its own."""
    print_trimmed(_parts(answer, causes, draws_blocks(console)), console)


def _parts(
    answer: ResolveResponse, causes: Sequence[str], blocks: bool
) -> Iterator[RenderableType]:
    language = answer.language_code
    yield headline(answer)
    yield ""
    yield ranking(answer, blocks)
    yield ""
    yield from _what_if(answer)
    trees = TreeWriter(language)
    for cause in explained_causes(answer, causes):
        yield ""
        yield from _cause(cause, answer, trees)
    yield ""
    yield flowing((word("facts", language), "bold"))
    yield indented(_facts(answer))
    yield ""
    yield footnote(answer)


def _what_if(answer: ResolveResponse) -> Iterator[RenderableType]:
    language = answer.language_code
    yield flowing((word("what_if", language), "bold"))
    for search in answer.counterfactuals:
        yield indented(flowing(search_result(search, language)))
        for found in search.found:
            yield indented(_counterfactual(found, language), 4)


def search_result(search: pb.CounterfactualSearch, language: str) -> str:
    """Return in one sentence how the search for a smallest change ended."""
    if search.stopped:
        outcome = "stopped"
    elif search.found:
        outcome = "one_fact" if search.size == 1 else "two_facts"
    else:
        outcome = "not_one" if search.size == 1 else "not_two"
    scope = "same_answer" if search.same_answer else "other_answer"
    return word(scope, language) + colon(language) + word(outcome, language)


def _counterfactual(found: pb.Counterfactual, language: str) -> RenderableType:
    before, after = percent(found.probability_before), percent(found.probability_after)
    first = word("first_falls", language).format(percent(found.first_probability_after))
    changes = Table.grid(padding=(0, 1, 0, 0))
    changes.add_column(no_wrap=True)
    changes.add_column(ratio=1)
    for change in found.changes:
        mark = "  " if change.follows else "• "
        aside = f"  {word('follows', language)}" if change.follows else ""
        changes.add_row(
            mark,
            flowing(
                f"{change.meaning}{colon(language)}{change.before} → ",
                (change.after, "" if change.follows else "bold"),
                (f"  {change.fact}{aside}", "dim"),
            ),
        )
    notes = [
        flowing((f"{word(name, language)}{colon(language)}{', '.join(rules)}", "dim"))
        for name, rules in (
            ("then_match", found.matched_rule_ids),
            ("then_fail", found.unmatched_rule_ids),
        )
        if rules
    ]
    head = flowing(
        ("→ ", "bold cyan"),
        (found.title, "bold"),
        (f"  {found.cause_id}", "dim"),
        f"  {before} → {after}",
        (first, "dim"),
    )
    return Group(head, indented(changes), *map(indented, notes))


def _cause(
    cause: ExplainedCause, answer: ResolveResponse, trees: TreeWriter
) -> Iterator[RenderableType]:
    language, score = answer.language_code, cause.score
    yield flowing(
        (f"{cause.place}  {score.title}", "bold"),
        (f"  {score.cause_id}", "dim"),
        f"  {percent(score.probability)}",
    )
    yield indented(_sum(cause, answer.log_normalizer, language))
    for fate, rules in cause.fates.items():
        yield ""
        yield indented(flowing((word(fate.value, language), "bold")))
        for rule in rules:
            yield indented(trees.rule(rule), 4)


def _sum(cause: ExplainedCause, log_normalizer: float, language: str) -> RenderableType:
    """Return the sum that anybody can do again."""
    score = cause.score
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    prior = f"{word('prior', language)} {score.prior_probability:.4f}"
    table.add_row(f"{cause.prior_log_odds:+.4f}", flowing(f"{prior}  ln(p/(1−p))"))
    for rule in cause.counted:
        style = "green" if rule.weight > 0 else "red"
        table.add_row(flowing((f"{rule.weight:+.4f}", style)), flowing(rule.statement))
    table.add_row(
        flowing((f"{score.log_odds:+.4f}", "bold")), flowing("= " + word("log_odds", language))
    )
    table.add_row(f"{-log_normalizer:+.4f}", flowing(word("normalizer", language)))
    total = f"= {word('probability', language)}  exp({score.log_odds - log_normalizer:+.4f})"
    table.add_row(flowing((f"{score.probability:.4f}", "bold")), flowing(total))
    return table


def _facts(answer: ResolveResponse) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    for fact in answer.facts:
        table.add_row(
            flowing((fact.value, "bold")), flowing(fact.meaning, (f"  {fact.name}", "dim"))
        )
    return table
