"""The evidence of an answer in words: what a rule saw, with the values of one context."""

from __future__ import annotations

from functools import lru_cache

from resolver.inference.wording import Wording, facts_named
from resolver.model.answer import EvidenceView
from resolver.model.conditions import facts_read
from resolver.model.facts import Facts, FactValue
from resolver.model.rulebook import EvidenceRule, Rulebook
from resolver.model.texts import LANGUAGES

_REMEMBERED = 4096
"""How many views are remembered; values of facts repeat from lookup to lookup."""


class EvidenceWriter:
    """Writes the evidence of one rulebook, from any thread."""

    def __init__(self, rulebook: Rulebook, wording: Wording) -> None:
        self._label = rulebook.vocabulary.label
        self._rules = {rule.id: rule for rule in rulebook.rules()}
        self._read = {rule.id: facts_read(rule.when) for rule in rulebook.rules()}
        self._shown = {
            rule.id: tuple(dict.fromkeys((*self._read[rule.id], *facts_named(rule.because))))
            for rule in rulebook.rules()
        }
        self._statements = {
            (rule.id, language): wording.writer(rule.because, language)
            for rule in rulebook.rules()
            for language in LANGUAGES
        }
        self._view = lru_cache(_REMEMBERED)(self._written)

    def write(self, rule: EvidenceRule, facts: Facts, language: str) -> EvidenceView:
        """Return what a rule of this rulebook saw; facts that are unknown are left out."""
        return self._view(rule.id, language, tuple(map(facts.get, self._shown[rule.id])))

    def _written(
        self, rule_id: str, language: str, values: tuple[FactValue | None, ...]
    ) -> EvidenceView:
        shown = zip(self._shown[rule_id], values, strict=True)
        facts = {name: value for name, value in shown if value is not None}
        return EvidenceView(
            rule_id=rule_id,
            statement=self._statements[rule_id, language](facts),
            weight=self._rules[rule_id].weight,
            facts=tuple(
                (name, self._label(name, facts[name], language))
                for name in self._read[rule_id]
                if name in facts
            ),
        )
