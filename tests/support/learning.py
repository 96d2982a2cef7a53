"""Simulated outcomes: drawn from a truth that is known, so that what is learned can be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from statistics import fmean

from resolver.inference.learning.calibrate import Calibration
from resolver.inference.learning.design import Counting
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import Bar, Estimate, Words, bears
from resolver.inference.learning.retuned import with_words
from resolver.model.rulebook import AGAINST, Rulebook
from resolver.rulefile.cause_checks import UNKNOWN
from tests.support.rulebooks import cause, rule, rulebook

DAY = date(2026, 3, 5)
HONEST = tuple(f"u-{number}" for number in range(40))
"""Those who report, each as often as the others."""

LIAR = "u-liar"


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is the same in every world: which rules matched, when, and whom was asked."""

    matches: tuple[str, ...]
    day: date = DAY
    provider: str = "platform"


def wide_book(causes: int = 8) -> Rulebook:
    """Return a rulebook in which each cause has four rules of its own, two of one group."""
    return rulebook(
        cause(
            f"family.c{number}",
            [
                rule(f"family.c{number}/{name}", strength=word, weight=_WEIGHTS[word], group=group)
                for name, word, group in _RULES
            ],
        )
        for number in range(causes)
    )


_RULES = (
    ("sign", "strong", "answer"),
    ("hint", "weak", "answer"),
    ("time", "moderate", "time"),
    ("not", "moderate against", "values"),
)
_SCALE = rulebook([]).scale
_WEIGHTS = {word: _SCALE.weight(word) for _, word, _ in _RULES}
_CHANCES = {"sign": 0.1, "hint": 0.2, "time": 0.25, "not": 0.2}


def lookups(book: Rulebook, count: int, seed: int = 1) -> list[Lookup]:
    """Return lookups in which each rule of `wide_book` matches with a chance of its own."""
    rng = Random(seed)
    ids = [one.id for one in book.rules()]
    return [
        Lookup(tuple(one for one in ids if rng.random() < _CHANCES[one.partition("/")[2]]))
        for _ in range(count)
    ]


def outcomes(truth: Rulebook, asked: Iterable[Lookup], seed: int = 2) -> Iterator[Observation]:
    """Yield what the cause of each lookup turns out to be, drawn from a truth's probabilities."""
    rng, counting = Random(seed), Counting(truth)
    for number, one in enumerate(asked):
        told = Observation(
            id=f"r{number}",
            matches=one.matches,
            day=one.day,
            cause="",
            provider=one.provider,
            caller="erp",
            reported_by=rng.choice(HONEST),
        )
        shares = counting.probabilities(told)
        yield replace(told, cause=rng.choices(list(shares), list(shares.values()))[0])


def altered(book: Rulebook, words: Mapping[str, str]) -> Rulebook:
    """Return the truth that differs from a book by some words."""
    return with_words(book, words)


def any_lie(
    given: Sequence[Observation], causes: Sequence[str], share: float, seed: int = 3
) -> list[Observation]:
    """Return observations of which a share names a cause at random, whoever reports."""
    rng = Random(seed)
    return [
        replace(one, cause=rng.choice(causes)) if rng.random() < share else one for one in given
    ]


def same_lie(
    given: Sequence[Observation], lie: str, share: float, *, one_liar: bool, seed: int = 3
) -> list[Observation]:
    """Return observations of which a share names one cause, told by one liar or by anybody."""
    rng = Random(seed)
    liar = {"reported_by": LIAR} if one_liar else {}
    return [replace(one, cause=lie, **liar) if rng.random() < share else one for one in given]


def some_words(book: Rulebook, changes: int, seed: int = 4) -> dict[str, str]:
    """Return other words of the same direction for some rules and causes, taken at random."""
    rng = Random(seed)
    words: dict[str, str] = {}
    known = [one for one in book.causes.values() if one.id != UNKNOWN]
    rules = [one for cause in known for one in cause.evidence if one.is_active]
    for one in rng.sample(rules, changes):
        name, *against = one.strength.split()
        other = rng.choice([word for word in book.scale.strengths if word != name])
        words[one.id] = " ".join([other, *against])
    used = {one.prior for one in known}
    if len(used) > 1:
        for each in rng.sample(known, changes // 4):
            words[each.id] = rng.choice(sorted(used - {each.prior}))
    assert all(word.split()[1:] in ([], [AGAINST]) for word in words.values())
    return words


@dataclass(frozen=True, slots=True)
class Recovery:
    """How near what was learned comes to the truth.

    Attributes:
        within: The share of all values seen whose bounds of 95 % hold the truth.
        error: The root of the mean squared error of values, in standard deviations.
        right: Altered words that are proposed as they are in the truth.
        towards: Altered words of which another is proposed on the truth's side of the book's.
        wrong: Proposals for words that were not altered, or away from the truth.
        seen: Altered words that enough lookups bear on.
    """

    within: float
    error: float
    right: int
    towards: int
    wrong: int
    seen: int


def recovery(
    found: Calibration, book: Rulebook, words: Mapping[str, str], bar: Bar | None = None
) -> Recovery:
    """Compare what was learned with the words that were altered."""
    listed = Words(book)
    errors = [
        (one.value - _true_value(one, words, listed)) / one.deviation for one in found.estimates
    ]
    right = towards = wrong = 0
    for proposal in found.proposals:
        one = proposal.estimate
        true = _true_value(one, words, listed)
        if proposal.word == words.get(one.subject):
            right += 1
        elif (true - one.centre) * (one.value - one.centre) > 0:
            towards += 1
        else:
            wrong += 1
    return Recovery(
        within=fmean(abs(one) <= 1.96 for one in errors),
        error=fmean(one**2 for one in errors) ** 0.5,
        right=right,
        towards=towards,
        wrong=wrong,
        seen=sum(one.subject in words and bears(one, bar or Bar()) for one in found.estimates),
    )


def _true_value(estimate: Estimate, words: Mapping[str, str], listed: Words) -> float:
    word = words.get(estimate.subject, estimate.word)
    return listed.of(estimate.kind)[word.split()[0]]


def largest_move(before: Calibration, after: Calibration) -> float:
    """Return how far any value moved, in logs."""
    return max(moves(before, after))


def moves(before: Calibration, after: Calibration) -> list[float]:
    """Return how far each value that was seen both times moved, in logs."""
    known = {one.subject: one for one in before.estimates}
    return [
        abs(one.value - known[one.subject].value)
        for one in after.estimates
        if one.subject in known
    ]
