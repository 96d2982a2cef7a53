"""Answers as people give them, in the form of rule files."""

from __future__ import annotations

import pytest

from resolver.cli.schema import WORDS
from resolver.rulefile.reading import read_rule_files
from resolver.rulefile.report import Report
from resolver.rulefile.scaffold.questions import questions_for
from resolver.rulefile.scaffold.spoken import hint, moment_as_written, word_as_written
from tests.support.rulefolders import tiny_files

STRENGTHS = ("weak", "moderate", "strong", "weak against", "strong against")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2026/11/30 9:00", "2026-11-30T09:00:00+08:00"),
        ("2026-11-30", "2026-11-30T00:00:00+08:00"),
        ("2026年11月30日 下午3点", "2026-11-30T15:00:00+08:00"),
        ("２０２６．１１．３０ １２：３０：０５", "2026-11-30T12:30:05+08:00"),
        ("2026-11-30T12:30:00+09:00", "2026-11-30T12:30:00+09:00"),
        ("2026/2/30", "2026/2/30"),
        ("昨天", "昨天"),
    ],
)
def test_a_moment_may_be_spelt_as_usual(said: str, written: str) -> None:
    """What is no moment is left to be refused as it was typed."""
    assert moment_as_written(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("弱", "weak"),
        ("强（反证）", "strong against"),
        ("反对 弱", "weak against"),
        ("决定性", "决定性"),
        ("strong", "strong"),
    ],
)
def test_a_strength_may_be_said_in_chinese(said: str, written: str) -> None:
    """Only if the scale has it."""
    assert word_as_written(said, STRENGTHS) == written


@pytest.mark.parametrize("what", ["cause", "rule", "remedy", "stop", "status"])
def test_every_question_without_choices_has_an_example(what: str) -> None:
    """A question mark is never met with silence."""
    reading = read_rule_files(tiny_files(), Report())
    questions = questions_for(what, reading, {"owner": "team", "now": "2026-03-05"}, WORDS)

    silent = [one.key for one in questions if not one.choices and hint(one.key) is None]

    assert silent == []
