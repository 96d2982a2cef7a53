"""Remedies of a cause, ranked for this requester."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resolver.inference.wording import Wording
from resolver.model.answer import Derivation, RankedRemedy
from resolver.model.conditions import Condition
from resolver.model.facts import Facts
from resolver.model.predicates import Predicate, predicate
from resolver.model.rulebook import Actor, CauseDefinition, Contact, Remedy, RemedyUse, Rulebook
from resolver.model.texts import LANGUAGES

_OWN_HANDS = 0
_SOMEBODY_ELSE = 1
_NOBODY = 2


@dataclass(frozen=True, slots=True)
class _Offer:
    """A cause's use of a remedy: all of `wanted` must be true, none of `barred`."""

    remedy_id: str
    wanted: tuple[Predicate, ...]
    barred: tuple[Predicate, ...]


class RemedyRanker:
    """Chooses and orders remedies: what the requester can do first, then whom to ask."""

    def __init__(self, rulebook: Rulebook, wording: Wording) -> None:
        self._offers = {cause.id: _offers(cause, rulebook) for cause in rulebook.causes.values()}
        self._writers = {
            (remedy.id, language): _Writer(remedy, rulebook, wording, language)
            for remedy in rulebook.remedies.values()
            for language in LANGUAGES
        }

    def rank(
        self, cause: CauseDefinition, derived: Derivation, language: str
    ) -> tuple[RankedRemedy, ...]:
        """Return the remedies that fit the context; within one tier the author's order stands."""
        return tuple(
            self._writers[offer.remedy_id, language].write(derived)
            for offer in self._offers[cause.id]
            if _fits(offer, derived.facts)
        )


class _Writer:
    """Writes one remedy in one language. Texts without values of the context are written once."""

    def __init__(
        self, remedy: Remedy, rulebook: Rulebook, wording: Wording, language: str
    ) -> None:
        self._remedy = remedy
        self._title = wording.writer(remedy.title, language)
        self._steps = _joined_writer([wording.writer(step, language) for step in remedy.steps])
        self._contacts = _contacts(remedy, rulebook, language)
        self._cautions = tuple(
            (_condition(caution.when), wording.writer(caution.text, language))
            for caution in remedy.cautions
        )
        self._between_sentences = " " if language == "en" else ""

    def write(self, derived: Derivation) -> RankedRemedy:
        """Return the remedy with the moments and values of a context."""
        remedy, facts = self._remedy, derived.facts
        return RankedRemedy(
            remedy_id=remedy.id,
            title=self._title(facts),
            steps=self._steps(facts),
            actor=remedy.actor,
            action=remedy.action,
            not_before=derived.instants.get(remedy.not_before),
            field_paths=remedy.fields,
            contacts=self._contacts,
            caution=self._between_sentences.join(
                text(facts) for holds, text in self._cautions if holds is None or holds(facts)
            ),
            time_needed=remedy.time_needed,
        )


def _fits(offer: _Offer, facts: Facts) -> bool:
    return all(holds(facts) for holds in offer.wanted) and not any(
        holds(facts) for holds in offer.barred
    )


def _offers(cause: CauseDefinition, rulebook: Rulebook) -> tuple[_Offer, ...]:
    def tier(use: RemedyUse) -> int:
        return _tier(rulebook.remedies[use.remedy].actor)

    return tuple(
        _offer(use, rulebook.remedies[use.remedy]) for use in sorted(cause.remedies, key=tier)
    )


def _offer(use: RemedyUse, remedy: Remedy) -> _Offer:
    return _Offer(
        remedy.id,
        wanted=_given(use.when, remedy.when),
        barred=_given(use.unless, remedy.unless),
    )


def _given(*conditions: Condition | None) -> tuple[Predicate, ...]:
    return tuple(predicate(condition) for condition in conditions if condition is not None)


def _condition(condition: Condition | None) -> Predicate | None:
    return None if condition is None else predicate(condition)


def _contacts(remedy: Remedy, rulebook: Rulebook, language: str) -> tuple[str, ...]:
    contacts: list[Contact] = [rulebook.contacts[name] for name in remedy.contacts]
    return tuple(contact.text.get(language) for contact in contacts)


def _joined_writer(
    writers: Sequence[Callable[[Facts], str]],
) -> Callable[[Facts], tuple[str, ...]]:
    return lambda facts: tuple([writer(facts) for writer in writers])


def _tier(actor: Actor) -> int:
    if actor is Actor.REQUESTER:
        return _OWN_HANDS
    return _NOBODY if actor is Actor.NOBODY else _SOMEBODY_ELSE
