"""Tests of the checks of single values."""

from __future__ import annotations

import math

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from resolver.service import checks


@pytest.mark.parametrize("number", [0.0, 1.0, 0.5, -0.0])
def test_share_within_0_and_1_is_fine(number: float) -> None:
    """Both ends belong to it."""
    assert not checks.ratio(number)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.01, 1.01, 5.0])
def test_share_that_is_none_is_refused(number: float) -> None:
    """NaN and infinite numbers have no meaning, nor has a percentage."""
    assert [problem.reason for problem in checks.ratio(number)] == ["NOT_A_RATIO"]


@pytest.mark.parametrize(
    ("seconds", "nanos", "fine"),
    [
        (0, 0, True),
        (-62_135_596_800, 0, True),
        (253_402_300_799, 999_999_999, True),
        (-62_135_596_801, 0, False),
        (253_402_300_800, 0, False),
        (0, -1, False),
        (0, 1_000_000_000, False),
        (2**63 - 1, 0, False),
        (-(2**63), 0, False),
    ],
)
def test_moment_must_be_one_of_timestamp_proto(seconds: int, nanos: int, fine: bool) -> None:
    """The bounds are those of the message's own documentation."""
    assert bool(checks.moment(Timestamp(seconds=seconds, nanos=nanos))) is not fine


@pytest.mark.parametrize(
    ("seconds", "nanos", "fine"),
    [
        (1, 5, True),
        (-1, -5, True),
        (0, -5, True),
        (315_576_000_000, 0, True),
        (315_576_000_001, 0, False),
        (-(2**63), 0, False),
        (1, -5, False),
        (-1, 5, False),
        (0, 1_000_000_000, False),
    ],
)
def test_length_must_be_one_of_duration_proto(seconds: int, nanos: int, fine: bool) -> None:
    """Seconds and nanos have one sign and lie within ten thousand years."""
    assert bool(checks.length_of_time(Duration(seconds=seconds, nanos=nanos))) is not fine


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        ("2000-01-01T00:00:00Z", None),
        ("2100-12-31T23:59:59Z", None),
        ("1999-12-31T23:59:59Z", "NOT_A_DAY_OF_RULES"),
        ("2101-01-01T00:00:00Z", "NOT_A_DAY_OF_RULES"),
    ],
)
def test_judging_moment_lies_in_this_century(moment: str, reason: str | None) -> None:
    """No rule can be judged by a moment outside 2000 to 2100."""
    wire = Timestamp()
    wire.FromJsonString(moment)
    assert [problem.reason for problem in checks.judging_moment(wire)] == [reason] * bool(reason)


def test_judging_moment_that_is_none_is_told_as_such() -> None:
    """A broken timestamp is not called a day without rules."""
    (problem,) = checks.judging_moment(Timestamp(nanos=-1))
    assert problem.reason == "NO_MOMENT"


def test_each_entry_of_a_list_that_is_too_long_is_named() -> None:
    """The path says which entry is meant."""
    check = checks.texts(most=3, limit=2)
    assert [problem.part for problem in check(["ok", "long", "longer"])] == ["[1]", "[2]"]
    assert [problem.reason for problem in check(["a"] * 4)] == ["TOO_MANY"]


def test_each_entry_of_a_map_that_is_too_long_is_named() -> None:
    """A long name is shown in part, so that the path stays short."""
    check = checks.text_map(most=2, name_limit=40, value_limit=2)
    parts = [problem.part for problem in check({"n" * 41: "v", "a": "long"})]
    assert parts == ['["a"]', '["' + "n" * 32 + '"]']
    assert [problem.reason for problem in check({"a": "", "b": "", "c": ""})] == ["TOO_MANY"]
