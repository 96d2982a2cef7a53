"""What changed between two rulebooks, part by part."""

from __future__ import annotations

import pytest

from resolver.inference.aspects import Aspect, AspectKind
from resolver.inference.changes import Change, Fate, book_changes
from resolver.inference.parts import Part, PartKind
from resolver.rulefile.loader import load_files
from tests.support.rulefolders import tiny_files, tiny_rulebook, tiny_text

SYNC = "timing/data_sync_delay.yaml"
RULE = Part(PartKind.RULE, "timing.data_sync_delay/issued-today")


def changes(path: str, *edits: tuple[str, str]) -> tuple[Change, ...]:
    """Return what changes if in one file texts are put in the place of others."""
    text = tiny_text(path)
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    loaded = load_files(tiny_files({path: text}))
    assert loaded.rulebook is not None, loaded.diagnostics
    return book_changes(tiny_rulebook(), loaded.rulebook)


def only(path: str, *edits: tuple[str, str]) -> Change:
    """Return the one change."""
    (change,) = changes(path, *edits)
    return change


def test_same_rules_have_no_changes() -> None:
    """Nor does a comment make one."""
    assert changes(SYNC, ("evidence:", "# a comment\nevidence:")) == ()


def test_condition_and_strength_are_told_before_and_after() -> None:
    """Of the condition only the part that differs, with the fact that it reads."""
    change = only(SYNC, ("lt: 24}\n    weight: strong", "lt: 48}\n    weight: moderate"))
    assert change.part == RULE
    assert change.fate is Fate.CHANGED
    assert change.aspects[0] == Aspect(AspectKind.STRENGTH, "strong", "moderate")
    assert change.aspects[1].kind is AspectKind.CONDITION
    assert "lt: 24" in change.aspects[1].before
    assert "lt: 48" in change.aspects[1].after
    assert change.aspects[1].where == "timing.invoice_age_hours"


def test_changed_rule_with_its_old_version_is_marked() -> None:
    """And not if the version was raised, or only texts were changed."""
    weaker = ("weight: strong\n", "weight: weak\n")
    stale = only(SYNC, weaker)
    raised = only(SYNC, weaker, ("version: 1", "version: 2"))
    reworded = only(SYNC, ("距开票仅", "开票才"))
    assert (stale.is_unversioned, raised.is_unversioned, reworded.is_unversioned) == (
        True,
        False,
        False,
    )


def test_rule_with_another_version_alone_is_renumbered() -> None:
    """Its text is the one it had."""
    assert only(SYNC, ("version: 1", "version: 2")).is_renumbered
    assert not only(SYNC, ("距开票仅", "开票才")).is_renumbered


def test_text_is_told_in_the_language_that_changed() -> None:
    """The other language stays silent."""
    (aspect,) = only(SYNC, ("距开票仅", "开票才")).aspects
    assert (aspect.kind, aspect.where) == (AspectKind.BECAUSE, "zh-CN")


@pytest.mark.parametrize(
    ("path", "before", "after", "kind", "name"),
    [
        (SYNC, "prior: frequent", "prior: rare", PartKind.PRIOR, "timing.data_sync_delay"),
        (SYNC, "owner: compliance-data", "owner: x", PartKind.CAUSE, "timing.data_sync_delay"),
        (
            SYNC,
            "retryable: true",
            "retryable: false",
            PartKind.DISPOSITION,
            "timing.data_sync_delay",
        ),
        ("scale.yaml", "weak: 2", "weak: 3", PartKind.STRENGTH, "weak"),
        ("definitions.yaml", "not_found}", "mismatch}", PartKind.DEFINITION, "nothing-found"),
    ],
)
def test_each_kind_of_part_is_told(
    path: str, before: str, after: str, kind: PartKind, name: str
) -> None:
    """By its kind and name."""
    assert only(path, (before, after)).part == Part(kind, name)


def test_removed_rule_says_what_it_said() -> None:
    """And a rule added what it says."""
    text = tiny_text(SYNC)
    start, end = text.index("  - rule: long-issued"), text.index("remedies:")
    removed = only(SYNC, (text[start:end], ""))
    assert removed.fate is Fate.REMOVED
    assert removed.aspects[0] == Aspect(AspectKind.STRENGTH, "strong against", "")
    loaded = load_files(tiny_files({SYNC: text[:start] + text[end:]}))
    assert loaded.rulebook is not None
    (added,) = book_changes(loaded.rulebook, tiny_rulebook())
    assert added.fate is Fate.ADDED
    assert added.aspects[0] == Aspect(AspectKind.STRENGTH, "", "strong against")


def test_entry_of_a_table_is_told_by_its_path() -> None:
    """Of the status catalogue by provider and code."""
    change = only("status/platform.yaml", ('"009"', '"010"'))
    assert change.part == Part(PartKind.TABLE, "catalogue")
    paths = {aspect.where for aspect in change.aspects}
    assert "providers.platform.codes[009].category" in paths
    assert "providers.platform.codes[010].category" in paths
