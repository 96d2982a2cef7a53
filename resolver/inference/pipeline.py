"""context → facts → matches → scored causes → ranked answer, in that order."""

from __future__ import annotations

from datetime import date, datetime

from resolver.engine.base import Engine
from resolver.inference.derive import Deriver
from resolver.inference.diagnose import Diagnoser, Diagnosis, Stages
from resolver.inference.disposition import Decider
from resolver.inference.explanation import Explainer, Explanation
from resolver.inference.inquire import Inquirer, question
from resolver.inference.rank import RemedyRanker
from resolver.inference.score import Ranking, Scorer
from resolver.inference.statements import EvidenceWriter
from resolver.inference.wording import Wording, fill_values
from resolver.model.answer import (
    Answer,
    CauseView,
    Derivation,
    Finding,
    FindingView,
    StatusView,
)
from resolver.model.beijing import beijing_day
from resolver.model.context import LookupContext
from resolver.model.facts import Facts
from resolver.model.rulebook import Rulebook

DEFAULT_CAUSES = 5
"""How many causes an answer holds unless the caller asks for another number."""


class Resolver:
    """Answers contexts by one rulebook. Safe to share between threads if its engine is."""

    def __init__(self, rulebook: Rulebook, engine: Engine) -> None:
        self._rulebook = rulebook
        self._deriver = Deriver(rulebook.knowledge)
        self._scorer = Scorer(rulebook)
        wording = Wording(rulebook.vocabulary)
        self._remedies = RemedyRanker(rulebook, wording)
        self._decider = Decider(rulebook, wording)
        stages = Stages(engine, self._scorer, self._remedies, self._decider, Inquirer(rulebook))
        self.diagnoser = Diagnoser(rulebook, stages)
        self._evidence = EvidenceWriter(rulebook, wording)
        self._explainer = Explainer(rulebook, self._evidence)

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
        return self.answer(derived, at, language, max_causes, context.lookup_id)

    def answer(
        self,
        derived: Derivation,
        at: datetime,
        language: str,
        max_causes: int,
        lookup_id: str = "",
    ) -> Answer:
        """Return the answer to what was derived from a context at a moment; see `resolve`.

        Raises:
            EngineError: The rule engine failed. No partial answer is returned.
        """
        diagnosis = self.diagnoser.diagnose(derived.facts, beijing_day(at))
        return Answer(
            lookup_id=lookup_id,
            revision=self._rulebook.revision,
            evaluated_at=at,
            language=language,
            status=self._status(derived.facts, language),
            causes=tuple(
                self._cause(place, diagnosis, derived, language)
                for place in range(min(max_causes, len(diagnosis.listed)))
            ),
            log_normalizer=diagnosis.ranking.log_normalizer,
            disposition=self._decider.write(diagnosis.decision, derived, language),
            findings=tuple(self._finding(finding, language) for finding in derived.findings),
            ranking=diagnosis.ranking.causes,
            facts=derived.facts,
            matches=diagnosis.matches,
            instants=derived.instants,
            evidence_requests=tuple(question(gain, language) for gain in diagnosis.gains),
        )

    def explain(self, answer: Answer) -> Explanation:
        """Return why an answer of this resolver is what it is; far slower than answering."""
        return self._explainer.explain(answer)

    def _status(self, facts: Facts, language: str) -> StatusView:
        category = str(facts.get("status.category", "none"))
        known = self._rulebook.knowledge.catalogue.categories.get(category)
        return StatusView(
            category=category,
            recognized=facts.get("status.recognized_by") == "code",
            meaning=known.meaning.get(language) if known else "",
        )

    def _cause(
        self, place: int, diagnosis: Diagnosis, derived: Derivation, language: str
    ) -> CauseView:
        ranked = diagnosis.listed[place]
        cause = ranked.cause
        return CauseView(
            rank=place + 1,
            cause_id=cause.id,
            family=cause.family,
            title=cause.title.get(language),
            explanation=cause.explanation.get(language),
            probability=ranked.probability,
            prior_probability=cause.prior_probability,
            log_odds=ranked.log_odds,
            evidence=tuple(
                [self._evidence.write(rule, derived.facts, language) for rule in ranked.evidence]
            ),
            remedies=tuple(
                [
                    self._remedies.write(chosen, derived, language)
                    for chosen in diagnosis.remedies[place]
                ]
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
