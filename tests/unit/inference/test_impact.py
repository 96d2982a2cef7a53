"""What many comparisons come to, in whatever order they are counted."""

from __future__ import annotations

import random

from resolver.inference.compare import Comparison, Due, Move, Pair
from resolver.inference.impact import EXAMPLES, MOVERS, REMARKS, Impact, Remark, Verdict
from resolver.inference.parts import Part, PartKind
from resolver.model.rulebook import RemedyAction

RULE = Part(PartKind.RULE, "a.x/one")
STOP, WAIT = Due(RemedyAction.STOP, False, None), Due(RemedyAction.WAIT, True, None)


def comparison(before: str = "a.x", after: str = "b.y", **others: object) -> Comparison:
    """Return a comparison of two answers with these first causes."""
    fields: dict[str, object] = {
        "first": Pair(before, after),
        "leaders": Pair((before,), (after,)),
        "moves": (),
        "disposition": Pair(STOP, STOP),
        "remedies": Pair((), ()),
        "findings": Pair((), ()),
        "status": Pair("none", "none"),
        "responsible": (RULE,),
    }
    return Comparison(**{**fields, **others})  # type: ignore[arg-type]


def move(size: float) -> Move:
    """Return a move of a probability from zero."""
    return Move("a.x", Pair(0.0, size), Pair((), ()))


def test_flips_are_counted_by_pair_by_cause_and_by_part() -> None:
    """A cause is in a flip whether it takes or loses the first place."""
    impact = Impact()
    impact.add(1, "one", comparison())
    impact.add(2, "two", comparison("b.y", "c.z"))
    impact.add(3, "three", None)
    assert (impact.contexts, impact.differing, impact.flipped) == (3, 2, 2)
    assert [impact.flips_of(cause) for cause in ("a.x", "b.y", "c.z", "d")] == [1, 2, 1, 0]
    assert impact.flips["a.x", "b.y"].contexts == 1
    assert impact.parts[RULE].flips.total() == 2
    assert impact.aspects == {"first": 2, "leaders": 2}


def test_dispositions_are_counted_without_their_moment() -> None:
    """From which to which, with who is to be told."""
    impact = Impact()
    impact.add(1, "", comparison("a", "a", disposition=Pair(STOP, WAIT)))
    (pair,) = impact.verdicts
    assert pair == (Verdict(RemedyAction.STOP, False), Verdict(RemedyAction.WAIT, True))
    assert impact.all.verdicts == 1
    assert impact.flipped == 0


def test_few_examples_are_kept_and_those_are_the_first() -> None:
    """However many there are."""
    impact = Impact()
    for line in range(100, 0, -1):
        impact.add(line, "", comparison(moves=(move(line / 1000),)))
        impact.add_unreadable(Remark(line, "", ""))
    lines = [example.line for example in impact.parts[RULE].examples.items]
    assert lines == list(range(1, EXAMPLES + 1))
    assert [one.line for one in impact.movers.items] == list(range(100, 100 - MOVERS, -1))
    assert len(impact.remarks.items) == REMARKS
    assert (impact.unreadable, impact.flips["a.x", "b.y"].contexts) == (100, 100)


def test_parts_add_up_to_the_whole_in_any_order() -> None:
    """However the contexts were dealt out."""
    rows = [
        (line, comparison(*"ab" if line % 3 else "bc", moves=(move(line % 7 / 10),)))
        for line in range(1, 61)
    ]
    whole = Impact()
    for line, one in rows:
        whole.add(line, "", one)
    random.Random(1).shuffle(rows)
    parts = [Impact() for _ in range(4)]
    for place, (line, one) in enumerate(rows):
        parts[place % 4].add(line, "", one)
    merged = Impact()
    for part in parts:
        merged.merge(part)
    assert merged == whole
