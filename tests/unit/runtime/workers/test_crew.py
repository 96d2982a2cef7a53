"""Tests of a crew, with workers that are no processes and do as a test says."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest

from resolver.errors import AddressUnavailableError, EngineError, ResolverError, WorkersBrokenError
from resolver.runtime.edition import Edition, ReloadAttempt
from resolver.runtime.phase import Phase, WorkerTold
from resolver.runtime.settings import Settings
from resolver.runtime.staleness import Stance
from resolver.runtime.workers import crew
from resolver.runtime.workers.crew import Crew
from resolver.runtime.workers.messages import (
    Answer,
    Begin,
    CannotServe,
    Drop,
    Ended,
    Hold,
    Leaving,
    Listening,
    News,
    Prepare,
    Switch,
)
from tests.support.answers import a_rulebook
from tests.support.telemetry import Growth

NOW = datetime(2025, 3, 14, tzinfo=UTC)
FIRST = Edition(a_rulebook(), NOW)
SECOND = Edition(replace(FIRST.rulebook, revision="sha256:2"), NOW)


class FakeWorker:
    """Notes what is posted to it, and answers well unless a test has told it otherwise."""

    def __init__(
        self, begin: Begin, on_news: Callable[[FakeWorker, News], None], begins: News
    ) -> None:
        self.begin = begin
        self.number = begin.number
        self.pid = 100 + begin.number
        self.phase = Phase.STARTING
        self.error: ResolverError | None = None
        self.age_seconds = 100.0
        self.posted: list[Any] = []
        self.prepares: Callable[[], Answer | None] = Answer
        self._on_news = on_news
        self.tell(begins)

    @property
    def told(self) -> WorkerTold:
        """What operators are told."""
        return WorkerTold(self.number, self.pid, self.phase, NOW)

    def tell(self, news: News) -> None:
        """Say something to the crew."""
        self._on_news(self, news)

    def enter(self, phase: Phase) -> None:
        """Be in another phase."""
        self.phase = phase

    def post(self, message: bytes) -> None:
        """Note it."""
        self.posted.append(pickle.loads(message))  # noqa: S301 - from this test

    def answer(self, deadline: float) -> Answer | None:  # noqa: ARG002 - as the real one
        """Answer the latest question."""
        return self.prepares() if isinstance(self.posted[-1], Prepare) else Answer()

    def terminate(self) -> None:
        """End well."""
        self.tell(Leaving())
        self.tell(Ended(0))

    def wait(self, deadline: float) -> None:
        """There is nothing to wait for."""

    def kinds(self) -> list[type]:
        """Return of what kinds the messages so far were."""
        return [type(one) for one in self.posted]


class Team:
    """A crew of two such workers, all that were ever started, and what new ones begin with."""

    def __init__(self) -> None:
        self.all: list[FakeWorker] = []
        self.begins: News = Listening()
        self.refusals: list[OSError] = []
        self.crew = Crew(Settings(workers=2), FIRST, self._start)  # type: ignore[arg-type] # fakes
        self.grown = Event()

    def _start(self, begin: Begin, on_news: Any) -> FakeWorker:
        if self.refusals:
            raise self.refusals.pop()
        worker = FakeWorker(begin, on_news, self.begins)
        self.all.append(worker)
        if len(self.all) > 2:
            self.grown.set()
        return worker


@pytest.fixture
def team(caplog: pytest.LogCaptureFixture) -> Iterator[Team]:
    """A crew that serves."""
    caplog.set_level(logging.INFO, "resolver")
    team = Team()
    team.crew.start()
    yield team
    team.crew.stop()


def test_all_prepare_before_any_switches(team: Team) -> None:
    """And requests wait in all meanwhile."""
    team.crew.take(SECOND)
    assert [one.kinds() for one in team.all] == [[Prepare, Hold, Switch]] * 2
    assert team.crew.current == SECOND


def test_rules_that_one_worker_cannot_prepare_are_refused_by_all(team: Team) -> None:
    """What the other one has prepared is forgotten."""
    team.all[1].prepares = lambda: Answer(EngineError("error 303"))
    with pytest.raises(EngineError, match="error 303"):
        team.crew.take(SECOND)
    assert [one.kinds() for one in team.all] == [[Prepare, Drop]] * 2
    assert team.crew.current == FIRST


def test_rules_of_which_workers_die_are_refused(team: Team) -> None:
    """They would take the service down."""
    for worker in team.all:
        worker.prepares = lambda: None
    with pytest.raises(WorkersBrokenError):
        team.crew.take(SECOND)
    assert team.crew.current == FIRST


def test_worker_that_dies_meanwhile_is_replaced_and_its_successor_prepares(team: Team) -> None:
    """One death may be a coincidence."""
    dying = team.all[0]

    def die() -> None:
        dying.tell(Ended(-9))
        assert team.grown.wait(10)

    dying.prepares = die
    team.crew.take(SECOND)
    assert team.all[2].begin.edition == FIRST
    assert team.all[2].kinds() == team.all[1].kinds() == [Prepare, Hold, Switch]


def test_successor_begins_with_what_serves_and_what_was_told(team: Team) -> None:
    """It cannot be told from the others."""
    attempt, stance = ReloadAttempt(NOW, "RULES_REJECTED"), Stance(is_ready=False)
    team.crew.take(SECOND)
    team.crew.tell(attempt)
    team.crew.stand(stance)
    team.all[0].tell(Leaving())
    assert team.grown.wait(10)
    begin = team.all[2].begin
    assert (begin.number, begin.edition, begin.last_reload, begin.stance) == (
        0,
        SECOND,
        attempt,
        stance,
    )
    assert team.all[1].posted[-2:] == [attempt, stance]


def test_death_is_counted_and_logged_with_its_error(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker that only leaves is neither."""
    deaths = Growth("resolver_worker_deaths_total")
    team.all[0].tell(CannotServe(AddressUnavailableError("the port is taken")))
    team.all[0].tell(Ended(1))
    assert team.grown.wait(10)
    team.crew.stop()
    (died,) = [one.__dict__["values"] for one in caplog.records if "died" in one.getMessage()]
    assert died["error"] == "AddressUnavailableError: the port is taken"
    assert (deaths(), died["code"], died["pause_seconds"]) == (1, 1, 0)


def test_worker_that_cannot_be_started_is_started_later(
    team: Team, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system without room for a process has some later."""
    monkeypatch.setattr(crew, "LEAST_SECONDS", 0.001)
    team.refusals = [BlockingIOError("no room")]
    team.all[0].tell(Ended(-9))
    assert team.grown.wait(10)
    team.crew.stop()
    errors = [
        one.__dict__["values"]["error"] for one in caplog.records if one.levelname == "ERROR"
    ]
    assert errors == [None, "BlockingIOError: no room"]


def test_crew_of_which_one_cannot_begin_does_not_begin() -> None:
    """The error is that of the worker."""
    team = Team()
    team.begins = CannotServe(AddressUnavailableError("the port is taken"))

    def start(begin: Begin, on_news: Any) -> FakeWorker:
        worker = FakeWorker(begin, on_news, team.begins)
        worker.tell(Ended(1))
        return worker

    broken = Crew(Settings(workers=2), FIRST, start)  # type: ignore[arg-type] # fakes
    with pytest.raises(AddressUnavailableError, match="the port is taken"):
        broken.start()
    assert broken.told() == []
