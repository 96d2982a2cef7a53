"""Observations to proposals: learned from most of them, tried on the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resolver.inference.learning.contradictions import Contradiction, contradictions
from resolver.inference.learning.design import Design, Reporter, build_design
from resolver.inference.learning.fit import Fit, fit
from resolver.inference.learning.observation import Observation
from resolver.inference.learning.proposals import (
    Bar,
    Estimate,
    Kind,
    Proposal,
    Words,
    estimates,
    propose,
)
from resolver.inference.learning.providers import Difference, differences
from resolver.inference.learning.retuned import with_scale, with_words
from resolver.inference.learning.scaling import Worth, rescaled, worths
from resolver.inference.learning.trial import Trial, compared, try_out
from resolver.model.rulebook import Rulebook
from resolver.rulefile.cause_checks import UNKNOWN

DOUBTFUL = 0.25
"""A reporter of whose reports so many seem wrong is told of."""

_MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Trials:
    """The figures on what was held out: of the book, and of each kind of proposals by itself.

    `both` has other strengths and other priors. A kind without proposals has the book's figures.
    """

    book: Trial
    strengths: Trial
    priors: Trial
    both: Trial
    scale: Trial


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything that outcomes say of a rulebook.

    Attributes:
        learned: From how many observations was learned.
        held_out: On how many the proposals were tried.
        strange: How many named a cause that the book does not have, and were left out.
        reporters: How many people or callers reported what was learned from.
        doubtful: Reporters of whose reports many seem wrong, with that share.
        estimates: Every value that was seen.
        trials: Absent where nothing was held out.
    """

    learned: int
    held_out: int
    strange: int
    reporters: int
    doubtful: tuple[tuple[Reporter, float], ...]
    estimates: tuple[Estimate, ...]
    proposals: tuple[Proposal, ...]
    worths: tuple[Worth, ...]
    contradictions: tuple[Contradiction, ...]
    differences: tuple[Difference, ...]
    trials: Trials | None

    def words(self, *kinds: Kind) -> dict[str, str]:
        """Return the proposed words of some kinds, by the id of rule or cause."""
        return {
            one.estimate.subject: one.word for one in self.proposals if one.estimate.kind in kinds
        }


def calibrate(
    rulebook: Rulebook, observations: Iterable[Observation], bar: Bar | None = None
) -> Calibration:
    """Learn from observations; those of a cause that the rulebook does not have are left out."""
    bar = bar or Bar()
    given = list(observations)
    known = [one for one in given if one.cause in rulebook.causes and one.cause != UNKNOWN]
    training = [one for one in known if not one.is_held_out]
    held_out = [one for one in known if one.is_held_out]
    design, fitted, found, proposals = _settled(rulebook, training, bar)
    listed = worths(found, rulebook.scale, bar)
    return Calibration(
        learned=len(training),
        held_out=len(held_out),
        strange=len(given) - len(known),
        reporters=len(fitted.lies.shares),
        doubtful=tuple(sorted(p for p in fitted.lies.shares.items() if p[1] >= DOUBTFUL)),
        estimates=tuple(found),
        proposals=tuple(proposals),
        worths=tuple(listed),
        contradictions=tuple(contradictions(found, rulebook.scale, design, fitted, bar)),
        differences=tuple(differences(design, fitted, bar)),
        trials=_trials(rulebook, proposals, listed, held_out) if held_out else None,
    )


def _settled(
    rulebook: Rulebook, training: Sequence[Observation], bar: Bar
) -> tuple[Design, Fit, list[Estimate], list[Proposal]]:
    """Return what was learned once it no longer changes which rule of a group counts.

    That depends on the strengths; so it is learned anew by what was proposed before. Where that
    goes round in circles, the last round counts.
    """
    words: dict[str, str] = {}
    learned: dict[str, float] = {}
    for _ in range(_MOST_ROUNDS):
        design = build_design(rulebook, with_words(rulebook, words), training)
        fitted = fit(design, learned)
        learned = {c.subject: v for c, v in zip(design.columns, fitted.values, strict=True)}
        found = estimates(rulebook, design, fitted)
        proposals = list(propose(found, Words(rulebook), fitted, bar))
        before, words = words, {one.estimate.subject: one.word for one in proposals}
        if words == before:
            break
    return design, fitted, found, proposals


def _trials(
    rulebook: Rulebook,
    proposals: Sequence[Proposal],
    listed: Sequence[Worth],
    held_out: Sequence[Observation],
) -> Trials:
    words = {
        kind: {one.estimate.subject: one.word for one in proposals if one.estimate.kind is kind}
        for kind in Kind
    }
    both = words[Kind.STRENGTH] | words[Kind.PRIOR]
    book = try_out(rulebook, held_out)
    books = {
        "strengths": with_words(rulebook, words[Kind.STRENGTH]),
        "priors": with_words(rulebook, words[Kind.PRIOR]),
        "both": with_words(rulebook, both),
        "scale": with_scale(rulebook, rescaled(rulebook.scale, listed)),
    }
    trials = {name: compared(try_out(one, held_out), book) for name, one in books.items()}
    return Trials(book=compared(book, book), **trials)
