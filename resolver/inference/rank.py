"""Remedies of a cause, ranked for this requester."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from resolver.inference.wording import Wording, facts_named
from resolver.model.answer import Derivation, RankedRemedy
from resolver.model.conditions import Condition
from resolver.model.facts import Facts
from resolver.model.predicates import Predicate, predicate
from resolver.model.rulebook import Actor, CauseDefinition, Contact, Remedy, RemedyUse, Rulebook
from resolver.model.texts import LANGUAGES

_OWN_HANDS = 0
_SOMEBODY_ELSE = 1
_NOBODY = 2


class ChosenRemedy(NamedTuple):
    """A remedy that fits the facts, and which of its cautions do, by their places."""

    remedy_id: str
    cautions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A cause's use of a remedy: all of `wanted` must be true, none of `barred`.

    `cautions` say whether each of the remedy's cautions applies; `None` always does.
    """

    remedy_id: str
    wanted: tuple[Predicate, ...]
    barred: tuple[Predicate, ...]
    cautions: tuple[Predicate | None, ...]


class RemedyRanker:
    """Chooses and orders remedies: what the requester can do first, then whom to ask."""

    def __init__(self, rulebook: Rulebook, wording: Wording) -> None:
        self._offers = {cause.id: _offers(cause, rulebook) for cause in rulebook.causes.values()}
        self._writers = {
            (remedy.id, language): _Writer(remedy, rulebook, wording, language)
            for remedy in rulebook.remedies.values()
            for language in LANGUAGES
        }

    def choose(self, cause: CauseDefinition, facts: Facts) -> tuple[ChosenRemedy, ...]:
        """Return the remedies that fit some facts; within one tier the author's order stands."""
        return tuple(
            ChosenRemedy(offer.remedy_id, _holding(offer.cautions, facts))
            for offer in self._offers[cause.id]
            if _fits(offer, facts)
        )

    def write(self, chosen: ChosenRemedy, derived: Derivation, language: str) -> RankedRemedy:
        """Return a remedy with the moments and values of a context."""
        return self._writers[chosen.remedy_id, language].write(chosen.cautions, derived)

    def rank(
        self, cause: CauseDefinition, derived: Derivation, language: str
    ) -> tuple[RankedRemedy, ...]:
        """Choose the remedies of a cause and write them."""
        chosen = self.choose(cause, derived.facts)
        return tuple(self.write(one, derived, language) for one in chosen)


class _Writer:
    """Writes one remedy in one language. Texts without values of the context are written once."""

    def __init__(
        self, remedy: Remedy, rulebook: Rulebook, wording: Wording, language: str
    ) -> None:
        self._remedy = remedy
        self._title = wording.writer(remedy.title, language)
        self._steps = [wording.writer(step, language) for step in remedy.steps]
        self._cautions = [wording.writer(caution.text, language) for caution in remedy.cautions]
        self._contacts = _contacts(remedy, rulebook, language)
        self._between_sentences = " " if language == "en" else ""
        texts = (remedy.title, *remedy.steps, *(caution.text for caution in remedy.cautions))
        self._is_settled = not remedy.not_before and not any(map(facts_named, texts))
        self._settled: dict[tuple[int, ...], RankedRemedy] = {}

    def write(self, cautions: tuple[int, ...], derived: Derivation) -> RankedRemedy:
        """Return the remedy with the moments and values of a context, and some of its cautions."""
        if not self._is_settled:
            return self._written(cautions, derived)
        settled = self._settled.get(cautions)
        if settled is None:
            settled = self._settled[cautions] = self._written(cautions, derived)
        return settled

    def _written(self, cautions: tuple[int, ...], derived: Derivation) -> RankedRemedy:
        remedy, facts = self._remedy, derived.facts
        return RankedRemedy(
            remedy_id=remedy.id,
            title=self._title(facts),
            steps=tuple([step(facts) for step in self._steps]),
            actor=remedy.actor,
            action=remedy.action,
            not_before=derived.instants.get(remedy.not_before),
            field_paths=remedy.fields,
            contacts=self._contacts,
            caution=self._between_sentences.join(
                [self._cautions[place](facts) for place in cautions]
            ),
            time_needed=remedy.time_needed,
        )


def _fits(offer: _Offer, facts: Facts) -> bool:
    return all(holds(facts) for holds in offer.wanted) and not any(
        holds(facts) for holds in offer.barred
    )


def _holding(cautions: Sequence[Predicate | None], facts: Facts) -> tuple[int, ...]:
    return tuple([place for place, holds in enumerate(cautions) if holds is None or holds(facts)])


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
        cautions=tuple(_condition(caution.when) for caution in remedy.cautions),
    )


def _given(*conditions: Condition | None) -> tuple[Predicate, ...]:
    return tuple(predicate(condition) for condition in conditions if condition is not None)


def _condition(condition: Condition | None) -> Predicate | None:
    return None if condition is None else predicate(condition)


def _contacts(remedy: Remedy, rulebook: Rulebook, language: str) -> tuple[str, ...]:
    contacts: list[Contact] = [rulebook.contacts[name] for name in remedy.contacts]
    return tuple(contact.text.get(language) for contact in contacts)


def _tier(actor: Actor) -> int:
    if actor is Actor.REQUESTER:
        return _OWN_HANDS
    return _NOBODY if actor is Actor.NOBODY else _SOMEBODY_ELSE
