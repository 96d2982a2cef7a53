"""A rulebook with other words for priors and strengths, or other numbers behind the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from resolver.model.rulebook import CauseDefinition, EvidenceRule, Rulebook, Scale

_Revise = Callable[[EvidenceRule], EvidenceRule]


def with_words(rulebook: Rulebook, words: Mapping[str, str]) -> Rulebook:
    """Return the rulebook in which causes have other priors and rules other strengths, by id."""
    return _revised(rulebook, rulebook.scale, words)


def with_scale(rulebook: Rulebook, scale: Scale) -> Rulebook:
    """Return the rulebook with other numbers behind the same words."""
    return _revised(rulebook, scale, {})


def _revised(rulebook: Rulebook, scale: Scale, words: Mapping[str, str]) -> Rulebook:
    causes = {
        name: _cause(cause, scale, words, partial(_rule, scale=scale, words=words))
        for name, cause in rulebook.causes.items()
    }
    return replace(rulebook, causes=causes, scale=scale)


def _cause(
    cause: CauseDefinition, scale: Scale, words: Mapping[str, str], revise: _Revise
) -> CauseDefinition:
    prior = words.get(cause.id, cause.prior)
    evidence = tuple(map(revise, cause.evidence))
    return replace(cause, prior=prior, prior_probability=scale.priors[prior], evidence=evidence)


def _rule(rule: EvidenceRule, *, scale: Scale, words: Mapping[str, str]) -> EvidenceRule:
    strength = words.get(rule.id, rule.strength)
    return replace(rule, strength=strength, weight=scale.weight(strength))
