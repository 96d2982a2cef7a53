"""Words and numbers are changed in rule files, and every other byte stays."""

from __future__ import annotations

from dataclasses import replace

from resolver.rulefile.loader import load_files
from resolver.rulefile.retuning import patch_of, renumbered, reworded
from tests.support.rulefolders import tiny_files, tiny_rulebook, tiny_text

CAUSE = "timing/data_sync_delay.yaml"
RULE = "timing.data_sync_delay/issued-today"


def test_words_of_rules_and_causes_are_changed_and_nothing_else() -> None:
    """Comments, order and versions stay."""
    commented = tiny_text(CAUSE).replace("weight: strong\n", "weight: strong  # 见 2025 年统计\n")
    files = tiny_files({CAUSE: commented})
    words = {RULE: "weak", "timing.data_sync_delay": "common"}
    changed = reworded(files, tiny_rulebook(), words)
    expected = commented.replace("weight: strong  #", "weight: weak  #").replace(
        "prior: frequent", "prior: common"
    )
    assert changed == {CAUSE: expected.encode()}


def test_changed_files_say_what_was_asked_for() -> None:
    """Read again, the rulebook has the new words."""
    files = tiny_files()
    words = {RULE: "weak", "input.amount/values-pass": "moderate against", "input.amount": "rare"}
    changed = reworded(files, tiny_rulebook(), words)
    book = load_files({**files, **changed}).rulebook
    assert book is not None
    assert {one.id: one.strength for one in book.rules()}[RULE] == "weak"
    assert book.causes["input.amount"].prior == "rare"


def test_numbers_of_the_scale_are_changed() -> None:
    """Only those that differ."""
    scale = tiny_rulebook().scale
    after = replace(scale, strengths={**scale.strengths, "strong": 12.0})
    changed = renumbered(tiny_files(), scale, after)
    expected = tiny_text("scale.yaml").replace("strong: 15", "strong: 12")
    assert changed == {"scale.yaml": expected.encode()}
    assert renumbered(tiny_files(), scale, scale) == {}


def test_a_patch_names_the_files_of_the_folder() -> None:
    """A unified diff as Git takes it, with a line end at the end of each line."""
    files = tiny_files({CAUSE: tiny_text(CAUSE).rstrip("\n")})
    patch = patch_of(files, reworded(files, tiny_rulebook(), {RULE: "weak"}), "rules")
    assert patch.startswith(f"--- a/rules/{CAUSE}\n+++ b/rules/{CAUSE}\n@@ ")
    assert "-    weight: strong\n+    weight: weak\n" in patch
    assert patch.endswith("\n")
