"""Broken laws, told to people."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from resolver.cli.render.console import console_on
from resolver.cli.render.laws import print_laws
from resolver.inference.laws import Breach, Law
from resolver.inference.metamorphic import LawReport
from tests.support.prepared import scenario


def printed(report: LawReport, language: str) -> list[str]:
    """Return the lines that a report becomes."""
    stream = io.StringIO()
    print_laws([report], Path("rules"), console_on(stream), language)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("law", Law)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_breach_names_place_subject_and_scenario(law: Law, language: str) -> None:
    """In either language, whatever the law."""
    report = LawReport(law, 9, (Breach(law, scenario("夜里"), "a.x/r", "f.g", "1", "2"),))
    summary, breach = printed(report, language)
    assert "9" in summary
    assert breach.startswith("rules/a/x_test.yaml:2: ")
    assert "a.x/r" in breach
    assert "夜里" in breach


def test_breach_is_told_once_however_many_scenarios_show_it() -> None:
    """And no more than a few of a kind."""
    once = [Breach(Law.PRIOR, scenario(f"{n}"), "a.x", "", "1", "2") for n in range(5)]
    more = [Breach(Law.PRIOR, scenario("m"), f"b.{n}", "", "1", "2") for n in range(6)]
    report = LawReport(Law.PRIOR, 99, (*once, *more))
    lines = printed(report, "en")
    assert len(lines) == 7
    assert "scenario “0”" in lines[1]
    assert lines[-1].strip() == "… and 2 more of this kind"
