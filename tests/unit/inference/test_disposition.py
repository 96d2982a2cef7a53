"""An unattended caller is told to retry only where no contender would make that a mistake."""

from __future__ import annotations

from datetime import datetime

from resolver.inference.disposition import Decider
from resolver.inference.wording import Wording
from resolver.model.answer import Derivation, Disposition, RankedCause
from resolver.model.beijing import BEIJING
from resolver.model.facts import load_vocabulary
from resolver.model.rulebook import DispositionRule
from tests.support.rulebooks import cause, disposition, fact_is, rulebook

MIDNIGHT = datetime(2026, 3, 6, tzinfo=BEIJING)
STOP_END = datetime(2026, 3, 6, 8, tzinfo=BEIJING)
DERIVED = Derivation(instants={"next_midnight": MIDNIGHT, "stop_end": STOP_END})


def _decide(*shares: tuple[float, DispositionRule]) -> Disposition:
    causes = [cause(f"a.{place}", dispositions=[rule]) for place, (_, rule) in enumerate(shares)]
    ranking = [
        RankedCause(one, 0.0, share) for one, (share, _) in zip(causes, shares, strict=True)
    ]
    decider = Decider(rulebook(causes), Wording(load_vocabulary()))
    return decider.decide(ranking, DERIVED, "en")


def test_the_first_cause_decides_when_it_stands_alone() -> None:
    """A cause less than half as likely has no say."""
    answer = _decide((0.8, disposition(retryable=True)), (0.1, disposition(retryable=False)))
    assert answer.retryable


def test_a_near_contender_that_forbids_holds_the_retry_back() -> None:
    """A retry that one likely cause would waste is not advised."""
    answer = _decide((0.5, disposition(retryable=True)), (0.4, disposition(retryable=False)))
    assert not answer.retryable


def test_the_latest_moment_of_all_contenders_counts() -> None:
    """Two waits at once end with the later one."""
    answer = _decide(
        (0.5, disposition(retryable=True, not_before="next_midnight")),
        (0.45, disposition(retryable=True, not_before="stop_end")),
    )
    assert answer.retry_not_before == STOP_END


def test_the_first_entry_that_holds_is_taken() -> None:
    """A condition of a disposition is judged by the facts of the context."""
    certificate = disposition(
        retryable=False, when=fact_is("status.transport_error", "tls_failure")
    )
    one = cause("a.x", dispositions=[certificate, disposition(retryable=True)])
    decider = Decider(rulebook([one]), Wording(load_vocabulary()))
    ranked = [RankedCause(one, 0.0, 0.9)]
    tls = Derivation(facts={"status.transport_error": "tls_failure"})
    assert not decider.decide(ranked, tls, "en").retryable
    assert decider.decide(ranked, Derivation(), "en").retryable


def test_where_no_retry_is_advised_no_moment_is_named() -> None:
    """A moment would read as an invitation."""
    answer = _decide(
        (0.5, disposition(retryable=False)),
        (0.4, disposition(retryable=True, not_before="next_midnight")),
    )
    assert answer.retry_not_before is None
