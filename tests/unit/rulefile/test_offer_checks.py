"""What can never be offered is told once, at the place that bars it."""

from __future__ import annotations

import pytest

from resolver.rulefile.loader import load_files
from tests.support.rulefolders import tiny_files, tiny_text

AMOUNT = "input/amount.yaml"
REMEDIES = "remedies.yaml"
BUSY = "    caution: [{when: {timing.attempts: {gt: 3}}, text: {zh-CN: 忙, en: busy}}]\n"


def told(changes: dict[str, str | bytes | None]) -> list[str]:
    """Return line and code of every diagnostic."""
    found = load_files(tiny_files(changes)).diagnostics
    return [f"{one.location.file}:{one.location.line} {one.code}" for one in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("unless: {requester", "when: {requester.unattended: true}\n    unless: {requester", 11),
        (
            "    actor: TAX_AUTHORITY",
            f"    when: {{timing.attempts: {{lt: 1}}}}\n{BUSY}    actor: TAX_AUTHORITY",
            22,
        ),
    ],
    ids=["remedy", "caution"],
)
def test_remedy_that_bars_itself_is_told_in_its_own_file(
    old: str, new: str, expected: int
) -> None:
    """Not again at every cause that uses it."""
    text = tiny_text(REMEDIES)
    assert old in text
    assert told({REMEDIES: text.replace(old, new)}) == [f"{REMEDIES}:{expected} RULE118"]


def test_use_that_the_remedy_bars_is_told_at_the_cause() -> None:
    """Both conditions count together."""
    text = tiny_text(AMOUNT).replace(
        "when: {inputs.amount.present: true}", "when: {requester.unattended: true}"
    )
    assert told({AMOUNT: text}) == [f"{AMOUNT}:19 RULE118"]


def test_unless_about_another_fact_bars_nothing() -> None:
    """What is unknown does not keep a remedy back."""
    text = tiny_text(AMOUNT).replace("- ask\n", "- {use: ask, unless: {calendar.night: true}}\n")
    assert told({AMOUNT: text}) == []


def test_disposition_behind_all_that_it_needs_is_told() -> None:
    """Two earlier ones together may leave it nothing."""
    rows = "".join(
        f"  - when: {{timing.attempts: {value}}}\n    action: STOP\n"
        "    retryable: false\n    reason: {zh-CN: 停, en: Stop}\n"
        for value in ("{lt: 3}", "{gte: 3, lt: 9}", "{lt: 8}")
    )
    text = tiny_text(AMOUNT)
    start, end = text.index("  - when: {inputs.amount.problem"), text.index("  - action: CORRECT")
    found = told({AMOUNT: text[:start] + rows + text[end:]})
    assert found == [f"{AMOUNT}:30 RULE117"]
