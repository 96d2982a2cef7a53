"""From the shapes of a cause's file, of remedies, contacts and scale to their values."""

from __future__ import annotations

from resolver.model.diagnostics import Location
from resolver.model.rulebook import (
    CauseDefinition,
    Caution,
    Contact,
    DispositionRule,
    EvidenceRule,
    Remedy,
    RemedyUse,
    Scale,
)
from resolver.rulefile.report import RuleFile
from resolver.rulefile.schema.cause import CauseShape, EvidenceShape
from resolver.rulefile.schema.remedies import ContactShape, RemedyShape
from resolver.rulefile.schema.scale import ScaleShape


def build_scale(shape: ScaleShape) -> Scale:
    """Return the scale."""
    return Scale(
        dict(shape.strengths),
        dict(shape.priors),
        shape.contender_share,
        shape.least_probability,
        shape.least_probability_unsupported,
        shape.telling_ratio,
    )


def build_cause(file: RuleFile, shape: CauseShape, scale: Scale) -> CauseDefinition:
    """Return a cause whose conditions, prior and strengths are known to be right."""
    return CauseDefinition(
        id=shape.cause,
        family=shape.cause.partition(".")[0],
        title=shape.title.text(),
        explanation=shape.explanation.text(),
        owner=shape.owner,
        prior=shape.prior,
        prior_probability=scale.priors[shape.prior],
        evidence=tuple(
            _rule(file, place, shape.cause, evidence, scale)
            for place, evidence in enumerate(shape.evidence)
        ),
        remedies=tuple(
            RemedyUse(use.use, use.when, use.unless, file.location("remedies", place))
            for place, use in enumerate(shape.remedies)
        ),
        dispositions=tuple(
            DispositionRule(
                action=rule.action,
                retryable=rule.retryable,
                reason=rule.reason.text(),
                not_before=rule.not_before or "",
                when=rule.when,
                location=file.location("disposition", place),
            )
            for place, rule in enumerate(shape.disposition)
        ),
        location=file.location("cause"),
    )


def build_remedy(name: str, shape: RemedyShape, location: Location) -> Remedy:
    """Return a remedy."""
    return Remedy(
        id=name,
        title=shape.title.text(),
        steps=shape.steps.texts(),
        actor=shape.actor,
        action=shape.action,
        not_before=shape.not_before or "",
        fields=tuple(shape.fields),
        contacts=tuple(shape.contacts),
        cautions=tuple(Caution(caution.text.text(), caution.when) for caution in shape.caution),
        when=shape.when,
        unless=shape.unless,
        time_needed=shape.takes,
        location=location,
    )


def build_contact(name: str, shape: ContactShape) -> Contact:
    """Return a contact."""
    return Contact(name, shape.text.text(), shape.source)


def _rule(
    file: RuleFile, place: int, cause: str, shape: EvidenceShape, scale: Scale
) -> EvidenceRule:
    name = f"{cause}/{shape.rule}"
    return EvidenceRule(
        id=name,
        version=shape.version,
        status=shape.status,
        group=shape.group or name,  # alone in its group
        when=shape.when,
        strength=shape.weight,
        weight=scale.weight(shape.weight),
        because=shape.because.text(),
        references=tuple(shape.references),
        location=file.location("evidence", place),
        effective_from=shape.effective.from_ if shape.effective else None,
        effective_until=shape.effective.until if shape.effective else None,
    )
