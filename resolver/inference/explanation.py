"""Everything that made an answer what it is, and what little would have made it another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from resolver.inference.counterfactual import CounterfactualFinder, CounterfactualSearch
from resolver.inference.explain import ComparisonTrace, RuleTrace, explain_rules
from resolver.inference.plain_words import VALUES_IN_LINE, PlainWords
from resolver.inference.statements import EvidenceWriter
from resolver.model.answer import Answer, RankedCause
from resolver.model.beijing import beijing_day
from resolver.model.conditions import Compare, Operator
from resolver.model.facts import Facts, FactType, FactValue, Vocabulary
from resolver.model.rulebook import Rulebook
from resolver.model.texts import Text

_NONE_WHERE_ABSENT = (".problem", ".second_category", ".transport_error")
"""Facts that are absent where there is nothing, not where nobody knows."""

_NONE = Text("无", "none")


class Phrases:
    """Facts and comparisons in the words of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self._vocabulary, self._language = vocabulary, language
        self._words = PlainWords(vocabulary, language)

    def meaning(self, fact: str) -> str:
        """Return what a fact is."""
        return self._words.meaning(fact)

    def value(self, fact: str, value: FactValue | None) -> str:
        """Return a value of a fact, with its unit; `None` reads as unknown, or as none."""
        if value is None and fact.endswith(_NONE_WHERE_ABSENT):
            return _NONE.get(self._language)
        declared = self._vocabulary.facts.get(fact)
        if value is not None and declared and declared.type is FactType.NUMBER:
            return self._words.number(fact, value)
        return self._vocabulary.label(fact, value, self._language)

    def comparison(self, trace: ComparisonTrace) -> str:
        """Return what a comparison asks for; a long list of values is cut short."""
        several = trace.operator is Operator.IN
        operand = trace.operands if several else trace.operands[0]
        clause = self._words.clause(Compare(trace.fact, trace.operator, operand))
        if not clause.values:
            return clause.text
        comma, blank = (", ", " ") if self._language == "en" else ("、", "")
        shown = comma.join(clause.values[:VALUES_IN_LINE])
        return f"{clause.text}{blank}{shown}{comma}…"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One answer, explained in its language.

    `ranking` is every cause, `facts` are in the order of the vocabulary. `statements` say what
    each rule that matched has seen, by its id.
    """

    traces: tuple[RuleTrace, ...]
    statements: Mapping[str, str]
    searches: tuple[CounterfactualSearch, ...]
    ranking: tuple[RankedCause, ...]
    facts: Facts
    language: str
    phrases: Phrases


class Explainer:
    """Explains answers by one rulebook, from any thread; what it needs is built at first use."""

    def __init__(self, rulebook: Rulebook, evidence: EvidenceWriter) -> None:
        self._rulebook = rulebook
        self._evidence = evidence

    def explain(self, answer: Answer) -> Explanation:
        """Return why an answer of this rulebook is what it is."""
        day, facts, language = beijing_day(answer.evaluated_at), answer.facts, answer.language
        counted = {rule.id for ranked in answer.ranking for rule in ranked.evidence}
        traces = explain_rules(self._rulebook.rules(), facts, day, counted)
        matched = [trace.rule for trace in traces if trace.condition.truth is True]
        vocabulary = self._rulebook.vocabulary
        return Explanation(
            traces=traces,
            statements={
                rule.id: self._evidence.write(rule, facts, language).statement for rule in matched
            },
            searches=self._finder.find(facts, day),
            ranking=answer.ranking,
            facts={name: facts[name] for name in vocabulary.facts if name in facts},
            language=language,
            phrases=Phrases(vocabulary, language),
        )

    @cached_property
    def _finder(self) -> CounterfactualFinder:
        return CounterfactualFinder(self._rulebook)
