"""One engine answers in place of another, and somebody is told."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from resolver.engine.base import FallbackEngine
from resolver.errors import EngineError
from resolver.model.facts import Facts


class FakeEngine:
    """Answers always the same or, without an answer, fails."""

    def __init__(self, answer: Collection[str] | None = None) -> None:
        self.answer = answer
        self.asked: list[Facts] = []
        self.closed = False

    def match(self, facts: Facts) -> frozenset[str]:
        """Return the answer."""
        self.asked.append(facts)
        if self.answer is None:
            raise EngineError("broken")
        return frozenset(self.answer)

    def close(self) -> None:
        """Remember it."""
        self.closed = True


def test_first_engine_answers_while_it_can() -> None:
    """The second engine is not even asked."""
    first, second = FakeEngine({"a"}), FakeEngine({"b"})
    errors: list[EngineError] = []
    assert FallbackEngine(first, second, errors.append).match({"x": 1}) == {"a"}
    assert (second.asked, errors) == ([], [])


def test_second_engine_answers_where_the_first_fails() -> None:
    """The caller gets an answer, and whoever counts errors gets the error."""
    second = FakeEngine({"b"})
    errors: list[EngineError] = []
    assert FallbackEngine(FakeEngine(), second, errors.append).match({"x": 1}) == {"b"}
    assert second.asked == [{"x": 1}]
    assert [str(error) for error in errors] == ["broken"]


def test_nothing_is_answered_where_both_fail() -> None:
    """The error of the second engine is the caller's."""
    errors: list[EngineError] = []
    with pytest.raises(EngineError):
        FallbackEngine(FakeEngine(), FakeEngine(), errors.append).match({})
    assert len(errors) == 1


def test_closing_closes_both_engines() -> None:
    """Neither keeps what it holds."""
    first, second = FakeEngine(), FakeEngine()
    FallbackEngine(first, second, lambda _: None).close()
    assert first.closed
    assert second.closed
