"""What is told of outcomes, beside proposals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resolver.cli.render.calibration.sections import calibration_sections
from resolver.cli.render.calibration.told import Told, word_of
from resolver.inference.learning.calibrate import Calibration, calibrate
from resolver.inference.learning.contradictions import Contradiction
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import Cases, Estimate, Kind
from resolver.inference.learning.providers import Difference
from tests.support.learning import DAY
from tests.support.rulefolders import tiny_rulebook

RULE = "timing.data_sync_delay/issued-today"
CASES = tuple(Observation(f"r{number}", (RULE,), DAY, "input.amount") for number in range(5))
ESTIMATE = Estimate(Kind.STRENGTH, RULE, 2, 1.0, "strong", 2.7, -0.5, 0.2, Cases(60, 12, 48.7))


def told_of(language: str = "zh-CN", **found: object) -> str:
    """Return everything that is told of a calibration with these parts, as one text."""
    whole = replace(_nothing(), **found)  # type: ignore[arg-type]
    sections = calibration_sections(Told(whole, tiny_rulebook(), language, cases=3))
    lines = []
    for one in sections:
        lines += [one.heading, one.lead, *(" ".join(row) for row in one.table)]
        lines += [part for item in one.items for part in (item.head, *item.details)]
    return "\n".join(lines)


def _nothing() -> Calibration:
    return calibrate(tiny_rulebook(), [])


def test_contradicted_rules_are_told_with_their_cases() -> None:
    """In words, with so many ids as were asked for, and how many more there are."""
    text = told_of(contradictions=(Contradiction(ESTIMATE, 0.999, CASES),))
    assert "与结果相矛盾的规则（1 条）" in text
    assert f"{RULE}：强" in text
    assert "距开票仅" in text
    assert "60 次中，12 次确为该原因（预期 49 次）" in text
    assert "不符的案例（5）：r0，r1，r2 等，另有 2 例" in text


def test_differing_providers_are_told() -> None:
    """With how many times as often the cause was the true one."""
    one = Difference(RULE, "platform", 40, 30.2, 12.4, 2.1, 1.6, 2.6)
    assert f"{RULE} platform 40 30 12 2.1 [1.6, 2.6]" in told_of(differences=(one,))


def test_doubtful_reporters_are_told_of() -> None:
    """By caller and pseudonym, or by a dash where nobody says who reports."""
    doubtful = ((("erp", "u-9"), 0.8), (("", ""), 0.5))
    text = told_of("en", doubtful=doubtful)
    assert "reporter erp u-9: about 80% of the reports do not fit" in text
    assert "reporter -: about 50%" in text


def test_a_single_reporter_and_strange_causes_are_told_of() -> None:
    """Whoever approves should know what the proposals rest on."""
    text = told_of("en", reporters=1, strange=7)
    assert "nobody confirms them" in text
    assert "7 name a cause that the rulebook does not have" in text


def test_nothing_contradicted_has_no_section() -> None:
    """An alarm about nothing would be one too many."""
    assert "相矛盾" not in told_of()


@pytest.mark.parametrize(
    ("word", "language", "told"),
    [
        ("strong against", "zh-CN", "强（反对）"),
        ("strong against", "en", "strong against"),
        ("weak", "zh-CN", "弱"),
    ],
)
def test_words_are_called_what_readers_call_them(word: str, language: str, told: str) -> None:
    """The side is told where a rule speaks against its cause."""
    assert word_of(Kind.STRENGTH, word, language) == told
    assert word_of(Kind.PRIOR, "rare", "zh-CN") == "罕见"
