"""The lock: its lines, the digest of a rule, and what renewing it takes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from resolver.errors import RulesRejectedError
from resolver.model.conditions import All, Compare, Named, Operator
from resolver.model.texts import Text
from resolver.rulefile.files import Unreadable
from resolver.rulefile.loader import load_files
from resolver.rulefile.lock import digest_of, read_lock
from resolver.rulefile.lock_renewal import renew_lock
from tests.support.rulefolders import tiny_files, tiny_rulebook, tiny_text

DELAY = "timing/data_sync_delay.yaml"
LOCK = "rules.lock"
TODAY = "timing.data_sync_delay/issued-today"
RULE = tiny_rulebook().causes["timing.data_sync_delay"].evidence[0]


def locked(changes: dict[str, str | bytes | None] | None = None) -> dict[str, bytes | Unreadable]:
    """Return the tiny rules with their lock, changed afterwards."""
    lock = renew_lock(tiny_files()).files[LOCK]
    return tiny_files({LOCK: lock, **(changes or {})})


def codes(contents: dict[str, bytes | Unreadable]) -> list[str]:
    """Return the codes of all diagnostics."""
    return [one.code for one in load_files(contents).diagnostics]


def changed(old: str, new: str, path: str = DELAY) -> dict[str, str | bytes | None]:
    """Return a change of one file of the tiny rules."""
    text = tiny_text(path)
    assert old in text
    return {path: text.replace(old, new, 1)}


def test_locked_rules_have_no_diagnostics() -> None:
    """Nor have rules that nobody has locked."""
    assert codes(locked()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"strength": "weak"},
        {"group": "other"},
        {"effective_from": date(2026, 1, 1)},
        {"effective_until": date(2026, 1, 1)},
        {"because": Text("别的", RULE.because.en)},
        {"because": Text(RULE.because.zh, "other")},
        {"when": Compare("inputs.all_ok", Operator.EQ, True)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_digest_covers_what_a_rule_says(change: dict[str, object]) -> None:
    """Whoever reads the id and the version of a rule knows all of it."""
    assert digest_of(replace(RULE, **change)) != digest_of(RULE)


def test_digest_ignores_how_a_condition_is_written() -> None:
    """Order of parts, names of definitions and 24 for 24.0 make no rule another one."""
    age = Compare("timing.invoice_age_hours", Operator.LT, 24)
    codes_of = Compare("status.category", Operator.IN, ("mismatch", "not_found"))
    turned = Compare("status.category", Operator.IN, ("not_found", "mismatch"))
    first = replace(RULE, when=All((age, Named("it", codes_of))))
    second = replace(RULE, when=All((turned, replace(age, operand=24.0))))

    assert digest_of(first) == digest_of(second)


def test_changed_definition_is_told_at_every_rule_that_uses_it() -> None:
    """The same id and version would mean something else."""
    other = changed("status.category: not_found", "status.category: mismatch", "definitions.yaml")

    found = load_files(locked(other)).diagnostics

    assert [str(one.location) for one in found if one.code == "RULE091"] == [f"{DELAY}:8:14"]


def test_rulebook_that_breaks_the_lock_is_refused() -> None:
    """Or its answers would name a text that they do not have."""
    assert load_files(locked(changed("lt: 24", "lt: 23"))).rulebook is None
    with pytest.raises(RulesRejectedError, match="1 error"):
        renew_lock(locked(changed("lt: 24", "lt: 23")))


def test_raised_version_and_new_rule_wait_for_the_lock() -> None:
    """They are warnings, and renewing the lock takes them over."""
    raised = tiny_text(DELAY).replace("lt: 24", "lt: 23").replace("version: 1", "version: 2", 1)
    contents = locked({DELAY: raised.replace("rule: long-issued", "rule: issued-long-ago")})
    assert sorted(codes(contents)) == ["RULE112", "RULE112", "RULE113"]

    renewal = renew_lock(contents)

    assert renewal.after[TODAY].version == 2
    assert renewal.after["timing.data_sync_delay/long-issued"].state == "removed"
    assert codes({**contents, **renewal.files}) == []


def test_removed_rule_comes_back_only_as_it_was() -> None:
    """Its id stands for the text that old answers name."""
    without = tiny_text(DELAY).partition("  - rule: long-issued")[0] + (
        "remedies: [wait]\ndisposition:\n"
        "  - {action: WAIT, retryable: true, reason: {zh-CN: 等, en: Wait}}\n"
    )
    lock = renew_lock(locked({DELAY: without})).files[LOCK]

    assert codes(tiny_files({LOCK: lock})) == ["RULE112"]
    assert codes(tiny_files({LOCK: lock, **changed("gte: 72", "gte: 71")})) == ["RULE093"]


def test_draft_changes_as_it_likes() -> None:
    """It takes no part in answers, so no answer names it."""
    draft = tiny_text(DELAY).replace("version: 1", "version: 1\n    status: draft", 1)
    lock = renew_lock(tiny_files({DELAY: draft})).files[LOCK]

    found = codes(tiny_files({LOCK: lock, DELAY: draft.replace("lt: 24", "lt: 23")}))

    assert set(found) == {"RULE109", "RULE112"}


@pytest.mark.parametrize(
    ("written", "raised"),
    [
        ("- rule: issued-today\n    version: 1\n", "- rule: issued-today\n    version: 2\n"),
        ("- rule: issued-today # x\n", "- rule: issued-today # x\n    version: 2\n"),
        ("- rule: issued-today\r\n", "- rule: issued-today\r\n    version: 2\r\n"),
    ],
)
def test_versions_are_raised_in_place(written: str, raised: str) -> None:
    """No other byte of the file is touched."""
    before = tiny_text(DELAY).replace("- rule: issued-today\n    version: 1\n", written)
    before = before.replace("lt: 24", "lt: 23")

    files = renew_lock(locked({DELAY: before}), raise_versions=True).files

    assert files[DELAY].decode() == before.replace(written, raised)
    assert codes(tiny_files(dict(files))) == []


def test_version_of_a_rule_on_one_line_is_put_behind_its_name() -> None:
    """A byte order mark stays where it is."""
    path = "unknown.yaml"
    text = tiny_text(path)
    start, end = text.index("  - rule"), text.index("remedies")
    row = "  - {rule: nothing-readable, when: {status.category: none}, weight: moderate, "
    row += "because: {zh-CN: 没有可识别的信息, en: Nothing that can be read}}\n"
    flowing = b"\xef\xbb\xbf" + (text[:start] + row + text[end:]).encode()

    files = renew_lock(locked({path: flowing}), raise_versions=True).files

    assert files[path] == flowing.replace(b"readable, when", b"readable, version: 2, when")


def test_torn_lock_is_mended_by_renewing_it() -> None:
    """After a merge the highest version of a rule counts."""
    lines = renew_lock(tiny_files()).files[LOCK].decode().splitlines()
    ours = next(line for line in lines if line.startswith(TODAY))
    theirs = ours.replace(" 1 ", " 2 ")
    torn = "\n".join(["<<<<<<< ours", *lines, "=======", theirs, ">>>>>>> theirs"])
    assert read_lock(torn)[0][TODAY].version == 2
    assert codes(tiny_files({LOCK: torn})).count("RULE090") == 4

    raised = changed("version: 1", "version: 2")
    files = renew_lock(tiny_files({LOCK: torn, **raised})).files

    assert codes(tiny_files({**raised, **files})) == []


@pytest.mark.parametrize(
    "content",
    [Unreadable("no"), b"\xff", b"input.amount/differs 1 actve 95c9ac8762cf9f77174df463da9ff667"],
)
def test_lock_of_which_lines_are_lost_is_not_replaced(content: bytes | Unreadable) -> None:
    """A new one would forget which versions and ids were taken."""
    with pytest.raises(RulesRejectedError):
        renew_lock({**tiny_files(), LOCK: content})


@pytest.mark.parametrize("content", [Unreadable("no"), b"\xff\xfe"], ids=["unread", "no text"])
def test_lock_that_cannot_be_read_is_told(content: bytes | Unreadable) -> None:
    """It is not taken for a missing one."""
    assert codes({**tiny_files(), LOCK: content}) in (["RULE001"], ["RULE002"])


def test_rule_in_a_file_with_mistakes_is_not_called_gone() -> None:
    """One mistake is told once."""
    assert codes(locked(changed("prior: frequent", "prior: often"))) == ["RULE049"]
