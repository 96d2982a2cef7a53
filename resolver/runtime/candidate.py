"""Rule files that somebody would like to serve: checked and rehearsed, never activated.

Everything here is done in a process aside (see `aside`), so that arguments and results are plain
values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from resolver.errors import EngineError, RulesRejectedError, ScenariosFailedError
from resolver.inference.compare import Comparison, Pair, compare_answers
from resolver.inference.pipeline import Resolver
from resolver.inference.rehearse import Difference, Rehearsal, rehearse_all
from resolver.inference.responsible import Suspects
from resolver.model.answer import Answer
from resolver.model.context import LookupContext
from resolver.model.counts import Counts, counts_of
from resolver.model.diagnostics import Diagnostic, Location, in_order
from resolver.model.rulebook import Rulebook
from resolver.rulefile.files import Files, revision_of, without_lock
from resolver.rulefile.scenario_loader import Review, review_files
from resolver.runtime.proof import failures
from resolver.runtime.refusal import refusal_reason
from resolver.runtime.snapshot import snapshot_of, sound_rules


@dataclass(frozen=True, slots=True)
class Terms:
    """What a server asks of rules before it serves them, and the Beijing day of the question."""

    require_tests: bool
    day: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a server would serve some files.

    `reason` is that of `ReloadAttempt`, and empty if it would; `diagnostics` are in order of
    place. `counts` is absent, and `scenarios` 0, where the files have mistakes.
    """

    revision: str
    reason: str
    diagnostics: tuple[Diagnostic, ...]
    counts: Counts | None = None
    scenarios: int = 0


@dataclass(frozen=True, slots=True)
class Lookup:
    """One context to answer twice, at an aware moment."""

    context: LookupContext
    at: datetime


@dataclass(frozen=True, slots=True)
class Questions:
    """What to answer by the candidate and by the files of the active rulebook, in one language."""

    active: Files
    lookups: Sequence[Lookup]
    language: str


@dataclass(frozen=True, slots=True)
class Twice:
    """How two rulebooks answer one lookup. The answers are absent where they read alike."""

    comparison: Comparison
    before: Answer | None = None
    after: Answer | None = None


@dataclass(frozen=True, slots=True)
class FailedScenario:
    """A scenario that does not pass, and every expectation that is not met."""

    name: str
    location: Location
    unmet: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class RehearsedCandidate:
    """What came of a rehearsal; but for the verdict it is empty where the files have mistakes."""

    verdict: Verdict
    failed: tuple[FailedScenario, ...] = ()
    lookups: tuple[Twice, ...] = ()


def check_candidate(files: Files, terms: Terms) -> Verdict:
    """Check rule files and their scenarios as a server would before it serves them."""
    review = review_files(files)
    try:
        snapshot = snapshot_of(review.sound_rulebook())
    except (RulesRejectedError, EngineError) as error:
        return _refused(error, review, files)
    done = rehearse_all(review.scenarios, snapshot.resolver) if terms.require_tests else ()
    return _judged(snapshot.rulebook, review, done, files, terms)


def rehearse_candidate(files: Files, questions: Questions, terms: Terms) -> RehearsedCandidate:
    """Check rule files, run their scenarios, and answer lookups by them and by the active files.

    The lock is left aside: a change is looked at before versions are raised.

    Raises:
        EngineError: The engine failed amid an answer.
    """
    review = review_files(without_lock(files))
    try:
        snapshot = snapshot_of(review.sound_rulebook())
    except (RulesRejectedError, EngineError) as error:
        return RehearsedCandidate(_refused(error, review, files))
    done = rehearse_all(review.scenarios, snapshot.resolver)
    return RehearsedCandidate(
        verdict=_judged(snapshot.rulebook, review, done, files, terms),
        failed=tuple(
            FailedScenario(one.scenario.name, one.scenario.location, one.differences)
            for one in done
            if one.failed
        ),
        lookups=_answered_twice(questions, snapshot.resolver),
    )


def _refused(error: Exception, review: Review, files: Files) -> Verdict:
    return Verdict(revision_of(files), refusal_reason(error), review.diagnostics)


def _judged(
    rulebook: Rulebook, review: Review, done: Sequence[Rehearsal], files: Files, terms: Terms
) -> Verdict:
    failed = failures(done, files) if terms.require_tests else ()
    return Verdict(
        revision=rulebook.revision,
        reason=refusal_reason(ScenariosFailedError(failed)) if failed else "",
        diagnostics=in_order((*failed, *review.diagnostics)),
        counts=counts_of(rulebook, terms.day),
        scenarios=len(review.scenarios),
    )


def _answered_twice(questions: Questions, candidate: Resolver) -> tuple[Twice, ...]:
    if not questions.lookups:
        return ()
    serving = snapshot_of(sound_rules(questions.active).rulebook).resolver
    pair = Pair(serving, candidate)
    suspects = Suspects(serving.rulebook, candidate.rulebook)
    return tuple(
        [_twice(lookup, pair, suspects, questions.language) for lookup in questions.lookups]
    )


def _twice(lookup: Lookup, pair: Pair[Resolver], suspects: Suspects, language: str) -> Twice:
    before = pair.before.resolve(lookup.context, lookup.at, language)
    after = pair.after.resolve(lookup.context, lookup.at, language)
    comparison = compare_answers(before, after, suspects)
    if not comparison.differs and _read(before) == _read(after):
        return Twice(comparison)
    return Twice(comparison, _without_ranking(before), _without_ranking(after))


def _read(answer: Answer) -> tuple[object, ...]:
    """Return what people read of an answer, without its numbers."""
    causes = [
        (view.title, view.explanation, [one.statement for one in view.evidence], view.remedies)
        for view in answer.causes
    ]
    return causes, answer.disposition, answer.findings, answer.status


def _without_ranking(answer: Answer) -> Answer:
    """Return an answer without every cause of the rulebook, which nobody reads any more."""
    return replace(answer, ranking=(), facts={})
