"""Survivors, told to people."""

from __future__ import annotations

from pathlib import Path

from resolver.cli.render.mutants import MutantTexts
from resolver.inference.edits import Edit, EditKind
from resolver.inference.missing import MissingScenario
from resolver.inference.mutants import Place, PlaceKind
from resolver.inference.telling import Effect
from resolver.model.diagnostics import Location
from resolver.model.facts import FactValue, load_vocabulary
from resolver.model.scenarios import Expectation
from tests.support.prepared import scenario

ENGLISH = MutantTexts(Path("rules"), load_vocabulary(), "en")
CHINESE = MutantTexts(Path("rules"), load_vocabulary(), "zh-CN")


def missing(
    changes: tuple[tuple[str, FactValue | None], ...], probability: tuple[float, float]
) -> MissingScenario:
    """Return a scenario like `夜里` with other facts, and what a change does there."""
    effect = Effect("a.x", probability, ("a.x", "a.x"), (True, True))
    return MissingScenario(scenario("夜里"), changes, Expectation(rules=("a.x/r",)), effect)


def test_fact_to_be_left_out_is_told_so() -> None:
    """Beside one to be given, whose label is told where it has one."""
    changes = (("timing.attempts", None), ("client.channel", "official_web"))
    (line,) = ENGLISH.missing(missing(changes, (0.5, 0.5)))
    assert line == (
        "missing: like scenario “夜里” (rules/a/x_test.yaml:2), but without timing.attempts "
        "(attempts in this episode), client.channel: official_web "
        "(channel: official web site); expect rules: [a.x/r]"
    )


def test_small_effect_is_told_with_the_digits_it_takes() -> None:
    """Two equal figures would tell nothing."""
    _, effect = CHINESE.missing(missing((), (0.12345, 0.12349)))
    assert effect == "改动的后果：a.x 的可能性由 12.345% 变为 12.349%"


def test_every_kind_of_place_has_a_name_in_both_languages() -> None:
    """With file and line in front."""
    for kind in PlaceKind:
        place = Place(kind, "this-one", "a.x", Location("a/x.yaml", 7))
        for texts in (ENGLISH, CHINESE):
            told = texts.place(place)
            assert told.startswith("rules/a/x.yaml:7: ")
            assert "this-one" in told


def test_condition_left_out_has_no_other_side() -> None:
    """A change has two."""
    dropped = Edit(EditKind.DROPPED, "{batch.given: true}", "")
    turned = Edit(EditKind.WEIGHT, "weak", "moderate")
    assert ENGLISH.edit(dropped) == "changed: without {batch.given: true}"
    assert ENGLISH.edit(turned) == "changed: weak → moderate"
