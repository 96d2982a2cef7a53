"""The answers of two rulebooks: what differs between them, and what made it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from resolver.inference.compare import Comparison, Pair, compare, compare_answers
from resolver.inference.parts import Part, PartKind
from resolver.inference.responsible import Suspects
from resolver.inference.standing import Answerer
from resolver.model.answer import Derivation, Finding
from resolver.model.conditions import Condition, Named, Not
from resolver.model.facts import FactValue
from resolver.model.rulebook import RemedyUse, Rulebook, RuleStatus
from resolver.rulefile.contexts import read_context
from resolver.runtime.snapshot import snapshot_of
from tests.support.prepared import AT, DAY
from tests.support.rulebooks import SCALE, cause, disposition, fact_is, remedy, rule, rulebook
from tests.support.snapshots import shipped_snapshot

FACTS = {"batch.given": True, "inputs.all_ok": True}
RULE_A = rule("a.x/one")
RULE_B = rule("b.y/one", ratio=5.0)


def book(*rules: object, **others: object) -> Rulebook:
    """Return a rulebook of the causes a.x and b.y with rules, and one without any."""
    by_cause = {name: [one for one in rules if one.id.startswith(name)] for name in ("a.x", "b.y")}
    causes = [cause(name, evidence) for name, evidence in by_cause.items()]
    return replace(rulebook([*causes, cause("unknown.unknown", prior=0.1)]), **others)


def between(
    old: Rulebook, new: Rulebook, facts: Mapping[str, FactValue] = FACTS, **others: object
) -> Comparison:
    """Return the comparison of two books' answers to the same facts."""
    derived = Derivation(dict(facts), **others)
    before, after = (Answerer(one).answer(derived, DAY) for one in (old, new))
    return compare(before, after, Suspects(old, new))


def part(kind: PartKind, name: str) -> Part:
    """Return a part of a rulebook."""
    return Part(kind, name)


def test_one_rulebook_answers_as_itself() -> None:
    """Nothing differs, and nothing is responsible."""
    comparison = between(book(RULE_A, RULE_B), book(RULE_A, RULE_B))
    assert not comparison.differs
    assert comparison.responsible == ()


def test_place_of_a_rule_in_its_file_makes_no_difference() -> None:
    """A line more above a rule is no change of it."""
    moved = replace(RULE_A, location=replace(RULE_A.location, line=99))
    assert not between(book(RULE_A), book(moved)).differs


def test_weaker_rule_lets_another_cause_lead() -> None:
    """The flip names both causes, how far each moved, and the one rule that was changed."""
    weaker = replace(rule("a.x/one", ratio=2.0), strength="weak")
    comparison = between(book(RULE_A, RULE_B), book(weaker, RULE_B))
    assert comparison.first == Pair("a.x", "b.y")
    assert comparison.leaders.before[:2] == ("a.x", "b.y")
    assert comparison.leaders.after == ("b.y", "unknown.unknown", "a.x")
    assert comparison.responsible == (part(PartKind.RULE, "a.x/one"),)
    move = comparison.moves[0]
    assert move.cause == "a.x"
    assert move.probability.before > move.probability.after
    assert move.evidence == Pair(
        (("a.x/one", RULE_A.weight),),
        (("a.x/one", weaker.weight),),
    )


@pytest.mark.parametrize(
    "changed",
    [
        replace(RULE_A, when=fact_is("batch.given", False)),
        replace(RULE_A, status=RuleStatus.DRAFT),
        replace(RULE_A, effective_until=DAY.replace(year=2020)),
        None,
    ],
    ids=["condition", "status", "dates", "removed"],
)
def test_rule_that_no_longer_matches_is_responsible(changed: object) -> None:
    """Whatever keeps it from matching."""
    rules = [RULE_B] if changed is None else [changed, RULE_B]
    comparison = between(book(RULE_A, RULE_B), book(*rules))
    assert comparison.first.differs
    assert comparison.responsible == (part(PartKind.RULE, "a.x/one"),)


def test_rule_that_displaces_another_of_its_group_is_responsible_alone() -> None:
    """The displaced one is as it was."""
    held = rule("a.x/one", ratio=2.0, group="g")
    added = rule("a.x/two", ratio=60.0, group="g")
    comparison = between(book(held), book(held, added))
    assert comparison.responsible == (part(PartKind.RULE, "a.x/two"),)


def test_changed_rule_that_a_stronger_one_hides_is_no_difference() -> None:
    """Of a group only the strongest counts."""
    strong = rule("a.x/two", ratio=60.0, group="g")
    before, after = (rule("a.x/one", ratio=ratio, group="g") for ratio in (2.0, 5.0))
    assert not between(book(before, strong), book(after, strong)).differs


def test_changed_rule_of_another_cause_is_not_blamed_for_a_flip() -> None:
    """Only what moved the two causes that changed places."""
    weaker = replace(rule("a.x/one", ratio=2.0), strength="weak")
    far = cause("c.z", [rule("c.z/one", ratio=0.5)])
    farther = cause("c.z", [replace(rule("c.z/one", ratio=0.2), strength="moderate against")])
    old = book(RULE_A, RULE_B)
    new = book(weaker, RULE_B)
    comparison = between(
        replace(old, causes={**old.causes, "c.z": far}),
        replace(new, causes={**new.causes, "c.z": farther}),
    )
    assert comparison.responsible == (part(PartKind.RULE, "a.x/one"),)


def defined(meaning: Condition) -> Rulebook:
    """Return a book whose rule asks for a definition within another."""
    inner = Named("inner", meaning)
    return book(replace(RULE_A, when=Named("outer", inner)), RULE_B)


def test_definition_is_responsible_for_the_rules_that_refer_to_it() -> None:
    """The innermost that says something else; neither the rule nor the definition around it."""
    comparison = between(defined(fact_is("batch.given")), defined(Not(fact_is("batch.given"))))
    assert comparison.first.differs
    assert comparison.responsible == (part(PartKind.DEFINITION, "inner"),)


def test_number_behind_a_strength_is_responsible_where_the_word_stayed() -> None:
    """The scale was changed, not the rule."""
    comparison = between(book(RULE_A, RULE_B), book(rule("a.x/one", ratio=60.0), RULE_B))
    assert comparison.responsible == (part(PartKind.STRENGTH, "strong"),)


def test_prior_is_responsible_by_its_word_or_by_the_scale() -> None:
    """A cause's own word, or the number behind it."""
    old = book(RULE_A, RULE_B)
    by_number, by_word = (
        replace(old, causes={**old.causes, "a.x": changed})
        for changed in (
            cause("a.x", [RULE_A], prior=0.001),
            replace(cause("a.x", [RULE_A], prior=0.001), prior="rare"),
        )
    )
    assert between(old, by_number).responsible == (part(PartKind.PRIOR_WORD, "common"),)
    assert between(old, by_word).responsible == (part(PartKind.PRIOR, "a.x"),)


def test_added_cause_is_responsible() -> None:
    """It was not there to be likely, and may lead."""
    old = book(RULE_B)
    new = replace(old, causes={**old.causes, "c.z": cause("c.z", [rule("c.z/one", ratio=60.0)])})
    comparison = between(old, new)
    assert comparison.first == Pair("b.y", "c.z")
    assert comparison.responsible[0] == part(PartKind.CAUSE, "c.z")
    assert comparison.moves[0].probability.before == 0.0


def test_disposition_that_changes_is_told_with_the_disposition_responsible() -> None:
    """From no retry to one: what matters most to an unattended caller."""
    old, new = (
        rulebook([cause("a.x", [RULE_A], dispositions=[disposition(retryable=retryable)])])
        for retryable in (False, True)
    )
    comparison = between(old, new)
    assert comparison.disposition.before.retryable is False
    assert comparison.disposition.after.retryable is True
    assert comparison.responsible == (part(PartKind.DISPOSITION, "a.x"),)


def test_share_of_contenders_is_responsible_for_who_has_a_say() -> None:
    """A cause less likely may forbid a retry from now on."""
    causes = [
        cause("a.x", [RULE_A], dispositions=[disposition(retryable=True)]),
        cause("b.y", [RULE_B]),
    ]
    old = rulebook(causes)
    new = replace(old, scale=replace(SCALE, contender_share=0.1))
    comparison = between(old, new)
    assert comparison.disposition.differs
    assert comparison.responsible == (part(PartKind.CUTOFF, "contender_share"),)


def test_remedies_added_and_removed_are_told_for_a_first_cause_that_stays() -> None:
    """By id; the cause's list of remedies is responsible."""
    remedies = [remedy("call"), remedy("wait")]
    old, new = (
        rulebook([cause("a.x", [RULE_A], remedies=[RemedyUse(name)])], remedies)
        for name in ("call", "wait")
    )
    comparison = between(old, new)
    assert (comparison.remedies_removed, comparison.remedies_added) == (("call",), ("wait",))
    assert comparison.responsible == (part(PartKind.REMEDIES, "a.x"),)


def test_condition_of_a_shared_remedy_is_responsible() -> None:
    """The cause's own list says what it said."""
    causes = [cause("a.x", [RULE_A], remedies=[RemedyUse("call")])]
    old, new = (
        rulebook(causes, [remedy("call", when=fact_is("batch.given", wanted))])
        for wanted in (True, False)
    )
    assert between(old, new).responsible == (part(PartKind.REMEDY, "call"),)


def test_cutoff_is_responsible_for_a_cause_no_longer_named() -> None:
    """Its probability is what it was."""
    old = book(RULE_A, rule("b.y/one", ratio=2.0))
    new = replace(old, scale=replace(SCALE, least_probability=0.3))
    comparison = between(old, new)
    assert "b.y" not in comparison.leaders.after
    assert comparison.responsible == (part(PartKind.CUTOFF, "least_probability"),)


def test_status_read_otherwise_is_blamed_on_the_catalogue() -> None:
    """And with it whatever the reading moves, by rules that are as they were."""
    shipped = shipped_snapshot().rulebook
    catalogue = replace(shipped.knowledge.catalogue, vague=frozenset())
    changed = replace(shipped, knowledge=replace(shipped.knowledge, catalogue=catalogue))
    old, new = book(RULE_A, RULE_B), book(RULE_A, RULE_B)
    answers = [
        Answerer(one).answer(Derivation({"status.category": status, "batch.given": given}), DAY)
        for one, status, given in ((old, "mismatch", True), (new, "not_found", False))
    ]
    comparison = compare(*answers, Suspects(shipped, changed))
    assert comparison.status == Pair("mismatch", "not_found")
    assert comparison.responsible[-1] == part(PartKind.TABLE, "catalogue")


def test_findings_are_compared_by_field_and_code() -> None:
    """The same ones in another order are the same."""
    answerer, suspects = Answerer(book(RULE_A)), Suspects(book(RULE_A), book(RULE_A))
    found = [Finding("inputs.amount", "a"), Finding("inputs.check_code", "b")]
    one, turned, fewer = (
        answerer.answer(Derivation(dict(FACTS), several), DAY)
        for several in (found, found[::-1], found[:1])
    )
    assert not compare(one, turned, suspects).differs
    assert compare(one, fewer, suspects).findings.after == (("inputs.amount", "a"),)


def test_move_below_the_least_is_none() -> None:
    """A caller may ask for finer or coarser differences."""
    old, new = book(RULE_A), book(rule("a.x/one", ratio=15.1))
    answers = [Answerer(one).answer(Derivation(dict(FACTS)), DAY) for one in (old, new)]
    assert not compare(*answers, Suspects(old, new)).differs
    assert compare(*answers, Suspects(old, new), least_move=1e-6).differs


def test_whole_answers_compare_as_those_without_texts() -> None:
    """What the service answers is compared by the same measure."""
    shipped = shipped_snapshot()
    book, cause_id = shipped.rulebook, "timing.data_sync_delay"
    rarer = replace(book.causes[cause_id], prior="rare", prior_probability=0.001)
    changed = replace(book, causes={**book.causes, cause_id: rarer})
    other = snapshot_of(changed)
    suspects = Suspects(book, changed)
    context = read_context(
        {"outcome": {"message": "查无此票"}, "timing": {"issued_at": "2026-03-05T08:00:00+08:00"}}
    ).context
    whole = compare_answers(
        shipped.resolver.resolve(context, AT), other.resolver.resolve(context, AT), suspects
    )
    derived = shipped.resolver.derive(context, AT)
    lean = compare(*(Answerer(one).answer(derived, DAY) for one in (book, changed)), suspects)
    other.engine.close()
    assert whole == lean
    assert whole.first.before == cause_id
    assert whole.responsible == (part(PartKind.PRIOR, cause_id),)
