"""Tests of telling what is to be said of candidate rule files."""

from __future__ import annotations

from dataclasses import replace

from resolver.model.diagnostics import Location, Severity
from resolver.runtime.candidate import Verdict
from resolver.service.convert.candidates import MAX_DIAGNOSTICS, verdict_to_wire
from tests.support.servers import WARNING


def test_what_is_beyond_the_limit_is_counted() -> None:
    """A broken file of a thousand mistakes makes no answer that a client cannot read."""
    mistake = replace(WARNING, severity=Severity.ERROR)
    mistakes = [replace(mistake, location=Location("a.yaml", line)) for line in range(1, 1001)]
    told = verdict_to_wire(Verdict("r", "RULES_REJECTED", (*mistakes, WARNING)), "en")
    assert len(told.diagnostics) == MAX_DIAGNOSTICS
    assert (told.errors, told.warnings) == (1000, 1)
    assert told.diagnostics[-1].location.line == MAX_DIAGNOSTICS


def test_refused_files_have_no_counts() -> None:
    """What cannot be built cannot be counted."""
    told = verdict_to_wire(Verdict("r", "ENGINE_FAILED", ()), "en")
    assert (told.accepted, told.reason, told.revision) == (False, "ENGINE_FAILED", "r")
    assert not told.HasField("counts")


def test_a_remark_comes_with_its_line() -> None:
    """So that a tool can put a caret below it."""
    remark = replace(WARNING, excerpt="  weight: strng")
    (told,) = verdict_to_wire(Verdict("r", "", (remark,)), "zh-CN").diagnostics
    assert (told.message, told.excerpt) == ("措辞重复", "  weight: strng")
