"""Tests of the drills themselves: one that finds something must say so."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

from drills.__main__ import DRILLS
from drills.callers import count_call
from drills.calm import Question
from drills.outcome import ANSWERED, FAILED, REFUSED, WRONG, Outcome
from drills.report import verdict, write_report
from drills.soak import slope_and_error
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.frames import RESOLVE
from tests.support.gates import Gate
from tests.support.servers import SETTINGS, FakeResolver, a_snapshot, running_server

REQUEST = pb.ResolveRequest()


def question(*answers: bytes) -> Question:
    """Return a question at a fixed moment, with the answers that are right."""
    request = pb.ResolveRequest(evaluation_time={"seconds": 1_772_680_000})
    return Question(RESOLVE, request.SerializeToString(), frozenset(answers))


def test_answer_is_right_only_if_every_byte_is() -> None:
    """A drill whose answers were not compared would keep every promise."""
    outcome = Outcome("any")
    with running_server() as connection:
        calm = connection.channel.unary_unary(RESOLVE)(question().request, timeout=10)
        count_call(outcome, question(calm), connection.channel)
        count_call(outcome, question(calm[:-1]), connection.channel)
    assert outcome.ended == {ANSWERED: 1, WRONG: 1}
    outcome.close()
    assert outcome.broken == ["every answer equals the calm one"]
    assert verdict(outcome) == "BROKEN"


def test_call_that_is_shed_was_refused_as_promised_and_no_other() -> None:
    """Only what says when to come back was promised."""
    outcome, gate = Outcome("any"), Gate()
    settings = replace(SETTINGS, threads=1, max_in_flight=1)
    with running_server(a_snapshot(FakeResolver(gate)), settings) as connection:
        held = connection.resolver.Resolve.future(REQUEST, timeout=20)
        assert gate.entered.acquire(timeout=10)
        count_call(outcome, question(), connection.channel)
        gate.opened.set()
        assert held.result(10)
        unreadable = Question(RESOLVE, b"\xff", frozenset())
        count_call(outcome, unreadable, connection.channel)
    assert outcome.ended == {REFUSED: 1, FAILED: 1}


def test_every_drill_can_be_held_and_says_what_it_promises(tmp_path: Path) -> None:
    """The page shows each docstring."""
    modules = [importlib.import_module(f"drills.{name}") for name in DRILLS]
    assert all(callable(module.run) for module in modules)
    assert all("Promised:" in module.__doc__ and "Broken" in module.__doc__ for module in modules)
    write_report([Outcome(name) for name in DRILLS], tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert all(f'id="{name}"' in page for name in DRILLS)


def test_growth_is_told_an_hour_with_its_error() -> None:
    """A straight line has none."""
    slope, error = slope_and_error([(second, 100 + second / 3600) for second in range(60)])
    assert abs(slope - 1) < 1e-6
    assert error < 1e-6
