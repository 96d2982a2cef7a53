"""context → facts → matches → scored causes → ranked answer, in that order."""

from __future__ import annotations

import math
from datetime import date, datetime

from resolver.engine.base import Engine
from resolver.inference.derive import Deriver
from resolver.inference.disposition import Decider
from resolver.inference.inquire import Inquirer
from resolver.inference.rank import RemedyRanker
from resolver.inference.score import Ranking, Scorer
from resolver.inference.wording import Wording, fill_values
from resolver.model.answer import (
    Answer,
    CauseView,
    Derivation,
    EvidenceView,
    Finding,
    FindingView,
    RankedCause,
    StatusView,
)
from resolver.model.beijing import beijing_day
from resolver.model.conditions import facts_read
from resolver.model.context import LookupContext
from resolver.model.facts import Facts
from resolver.model.rulebook import EvidenceRule, Rulebook, Scale
from resolver.model.texts import LANGUAGES

DEFAULT_CAUSES = 5
"""How many causes an answer holds unless the caller asks for another number."""


class Resolver:
    """Answers contexts by one rulebook. Safe to share between threads if its engine is."""

    def __init__(self, rulebook: Rulebook, engine: Engine) -> None:
        self._rulebook = rulebook
        self._engine = engine
        self._deriver = Deriver(rulebook.knowledge)
        self._scorer = Scorer(rulebook)
        wording = Wording(rulebook.vocabulary)
        self._remedies = RemedyRanker(rulebook, wording)
        self._decider = Decider(rulebook, wording)
        self._inquirer = Inquirer(rulebook)
        self._facts_read = {rule.id: facts_read(rule.when) for rule in rulebook.rules()}
        self._statements = {
            (rule.id, language): wording.writer(rule.because, language)
            for rule in rulebook.rules()
            for language in LANGUAGES
        }

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that decides."""
        return self._rulebook

    def derive(self, context: LookupContext, at: datetime) -> Derivation:
        """Return what follows from a context at an aware moment, before any rule is asked."""
        return self._deriver.derive(context, at)

    def score(self, matches: frozenset[str], day: date) -> Ranking:
        """Return every cause ranked, given the rules that match on a Beijing day."""
        return self._scorer.score(matches, day)

    def resolve(
        self,
        context: LookupContext,
        at: datetime,
        language: str = "zh-CN",
        max_causes: int = DEFAULT_CAUSES,
    ) -> Answer:
        """Rank the likely causes of one failed lookup, most likely first.

        Nothing matched is an answer too: `unknown` leads. `at` is an aware moment, `language` one
        of `LANGUAGES`, `max_causes` at least 1.

        Raises:
            EngineError: The rule engine failed. No partial answer is returned.
        """
        derived = self._deriver.derive(context, at)
        matches = self._engine.match(derived.facts)
        day = beijing_day(at)
        ranking = self.score(matches, day)
        return Answer(
            lookup_id=context.lookup_id,
            revision=self._rulebook.revision,
            evaluated_at=at,
            language=language,
            status=self._status(derived.facts, language),
            causes=tuple(
                self._cause(place, ranked, derived, language)
                for place, ranked in enumerate(self._listed(ranking)[:max_causes], start=1)
            ),
            log_normalizer=ranking.log_normalizer,
            disposition=self._decider.decide(ranking.causes, derived, language),
            findings=tuple(self._finding(finding, language) for finding in derived.findings),
            ranking=ranking.causes,
            facts=derived.facts,
            evidence_requests=self._inquirer.ask(derived.facts, ranking, matches, day, language),
        )

    def _listed(self, ranking: Ranking) -> list[RankedCause]:
        """Return the causes worth naming, at least the first; noise is left to the rest."""
        first, *others = ranking.causes
        scale = self._rulebook.scale
        telling = math.log(scale.telling_ratio)
        return [first, *(ranked for ranked in others if _worth_naming(ranked, scale, telling))]

    def _status(self, facts: Facts, language: str) -> StatusView:
        category = str(facts.get("status.category", "none"))
        known = self._rulebook.knowledge.catalogue.categories.get(category)
        return StatusView(
            category=category,
            recognized=facts.get("status.recognized_by") == "code",
            meaning=known.meaning.get(language) if known else "",
        )

    def _cause(
        self, place: int, ranked: RankedCause, derived: Derivation, language: str
    ) -> CauseView:
        cause = ranked.cause
        return CauseView(
            rank=place,
            cause_id=cause.id,
            family=cause.family,
            title=cause.title.get(language),
            explanation=cause.explanation.get(language),
            probability=ranked.probability,
            prior_probability=cause.prior_probability,
            log_odds=ranked.log_odds,
            evidence=tuple(
                self._evidence(rule, derived.facts, language) for rule in ranked.evidence
            ),
            remedies=self._remedies.rank(cause, derived, language),
        )

    def _evidence(self, rule: EvidenceRule, facts: Facts, language: str) -> EvidenceView:
        label = self._rulebook.vocabulary.label
        return EvidenceView(
            rule_id=rule.id,
            statement=self._statements[rule.id, language](facts),
            weight=rule.weight,
            facts=tuple(
                (name, label(name, facts[name], language))
                for name in self._facts_read[rule.id]
                if name in facts
            ),
        )

    def _finding(self, finding: Finding, language: str) -> FindingView:
        text = self._rulebook.knowledge.findings[finding.code]
        return FindingView(
            field_path=finding.field_path,
            code=finding.code,
            message=fill_values(text.message.get(language), finding.values),
            suggestion=fill_values(text.suggestion.get(language), finding.values),
        )


def _worth_naming(ranked: RankedCause, scale: Scale, telling: float) -> bool:
    evidence = ranked.evidence
    if not evidence:
        unexplained = not ranked.cause.evidence
        return unexplained and ranked.probability >= scale.least_probability_unsupported
    if ranked.probability < scale.least_probability:
        return math.fsum([rule.weight for rule in evidence]) >= telling
    return any(rule.weight > 0 for rule in evidence)
