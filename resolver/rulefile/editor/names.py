"""What can be named in one rulebook, each name with its meaning, for completion and hover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from resolver.model.rulebook import AGAINST
from resolver.model.texts import Text
from resolver.rulefile.editor.meanings import Meanings
from resolver.rulefile.files import Kind
from resolver.rulefile.reading import FolderReading
from resolver.rulefile.schema.catalogue import CategoriesShape, ProviderShape
from resolver.rulefile.schema.cause import CauseShape
from resolver.rulefile.schema.remedies import ContactsShape, RemediesShape
from resolver.rulefile.schema.scale import DefinitionsShape, ScaleShape
from resolver.rulefile.schema.tables import FindingsShape

_AGAINST = Text("反证：", "against: ")


def names_by_list(reading: FolderReading) -> Mapping[str, Meanings]:
    """Return every list that a schema may ask for, by the name that `x-names` gives it."""
    scale = reading.shape(Kind.SCALE, ScaleShape)
    vocabulary = reading.names.vocabulary
    grpc = vocabulary.facts["status.grpc_status"].values or {}
    return {
        "causes": {cause.cause: cause.title.text() for cause in _causes(reading)},
        "rules": {name: text for cause in _causes(reading) for name, text in _rules(cause)},
        "remedies": _remedies(reading),
        "contacts": _contacts(reading),
        "categories": _categories(reading),
        "findings": _findings(reading),
        "definitions": _definitions(reading),
        "providers": {
            provider.provider: provider.name.text()
            for provider in reading.shapes.values()
            if isinstance(provider, ProviderShape)
        },
        "instants": vocabulary.instants,
        "grpc_statuses": {name.upper(): text for name, text in grpc.items()},
        "priors": {} if scale is None else _priors(scale),
        "weights": {} if scale is None else _weights(scale),
    }


def _causes(reading: FolderReading) -> Iterator[CauseShape]:
    return (shape for shape in reading.shapes.values() if isinstance(shape, CauseShape))


def _rules(cause: CauseShape) -> Iterator[tuple[str, Text]]:
    for rule in cause.evidence:
        yield f"{cause.cause}/{rule.rule}", rule.because.text()


def _remedies(reading: FolderReading) -> Meanings:
    shape = reading.shape(Kind.REMEDIES, RemediesShape)
    return {} if shape is None else {n: one.title.text() for n, one in shape.remedies.items()}


def _contacts(reading: FolderReading) -> Meanings:
    shape = reading.shape(Kind.CONTACTS, ContactsShape)
    return {} if shape is None else {n: one.text.text() for n, one in shape.contacts.items()}


def _categories(reading: FolderReading) -> Meanings:
    shape = reading.shape(Kind.CATEGORIES, CategoriesShape)
    return {} if shape is None else {n: one.text() for n, one in shape.categories.items()}


def _findings(reading: FolderReading) -> Meanings:
    shape = reading.shape(Kind.FINDINGS, FindingsShape)
    if shape is None:
        return {}
    return {name: (one.title or one.message).text() for name, one in shape.findings.items()}


def _definitions(reading: FolderReading) -> Meanings:
    """Return the named conditions; what one means is its title, if any, and the condition."""
    shape = reading.shape(Kind.DEFINITIONS, DefinitionsShape)
    if shape is None:
        return {}
    meanings = {}
    for name, row in shape.definitions.items():
        written, title = _as_written(row), shape.titles.get(name)
        told = title.text() if title else None
        meanings[name] = Text(
            f"{told.zh}：{written}" if told else written,
            f"{told.en}: {written}" if told else written,
        )
    return meanings


def _as_written(condition: object) -> str:
    return yaml.safe_dump(
        condition, default_flow_style=True, allow_unicode=True, width=1e9
    ).strip()


def _priors(scale: ScaleShape) -> Meanings:
    return {
        name: Text(f"先验概率 {value:g}", f"probability {value:g} before any evidence")
        for name, value in scale.priors.items()
    }


def _weights(scale: ScaleShape) -> Meanings:
    strengths = {
        name: Text(f"似然比 {value:g}", f"likelihood ratio {value:g}")
        for name, value in scale.strengths.items()
    }
    against = {
        f"{name} {AGAINST}": Text(_AGAINST.zh + text.zh, _AGAINST.en + text.en)
        for name, text in strengths.items()
    }
    return {**strengths, **against}
