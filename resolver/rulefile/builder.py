"""From a folder without mistakes to its rulebook."""

from __future__ import annotations

from typing import TypeVar

from resolver.model.conditions import Condition
from resolver.model.diagnostics import Location
from resolver.model.knowledge import Knowledge
from resolver.model.rulebook import CauseDefinition, Rulebook
from resolver.rulefile.calendar_builder import build_calendar
from resolver.rulefile.catalogue_builder import build_catalogue
from resolver.rulefile.cause_builder import build_cause, build_contact, build_remedy, build_scale
from resolver.rulefile.files import Kind
from resolver.rulefile.problems import AT_KEY
from resolver.rulefile.reading import FolderReading
from resolver.rulefile.schema.base import Shape
from resolver.rulefile.schema.calendar import (
    DeadlinesShape,
    HolidaysShape,
    HoursShape,
    LimitsShape,
    StopsShape,
)
from resolver.rulefile.schema.catalogue import CategoriesShape, GenericShape, ProviderShape
from resolver.rulefile.schema.cause import CauseShape
from resolver.rulefile.schema.remedies import ContactsShape, RemediesShape
from resolver.rulefile.schema.scale import DefinitionsShape, ScaleShape
from resolver.rulefile.schema.tables import (
    AttributesShape,
    ClientShape,
    FindingsShape,
    InvoiceTypesShape,
    RolesShape,
)
from resolver.rulefile.table_builder import (
    build_attributes,
    build_client,
    build_findings,
    build_invoice_types,
    build_roles,
)

_ShapeT = TypeVar("_ShapeT", bound=Shape)


def build_rulebook(reading: FolderReading, revision: str) -> Rulebook:
    """Return the rulebook of a folder in which no error was found."""
    remedies = _needed(reading, Kind.REMEDIES, RemediesShape).remedies
    contacts = reading.shape(Kind.CONTACTS, ContactsShape)
    definitions = _definitions(reading)
    defining = reading.shape(Kind.DEFINITIONS, DefinitionsShape)
    return Rulebook(
        revision=revision,
        causes=whole_causes(reading),
        remedies={
            name: build_remedy(name, shape, _location(reading, Kind.REMEDIES, "remedies", name))
            for name, shape in remedies.items()
        },
        contacts={
            name: build_contact(name, shape)
            for name, shape in (contacts.contacts if contacts else {}).items()
        },
        definitions=definitions,
        scale=build_scale(_needed(reading, Kind.SCALE, ScaleShape)),
        knowledge=_knowledge(reading),
        vocabulary=reading.names.vocabulary,
        definition_locations={
            name: _location(reading, Kind.DEFINITIONS, "definitions", name) for name in definitions
        },
        definition_titles={
            name: title.text() for name, title in (defining.titles if defining else {}).items()
        },
    )


def whole_causes(reading: FolderReading) -> dict[str, CauseDefinition]:
    """Return the causes without a mistake, in order of id; none where no scale can be read."""
    shape = reading.shape(Kind.SCALE, ScaleShape)
    if shape is None:
        return {}
    scale = build_scale(shape)
    causes = [
        build_cause(file, cause, scale)
        for file in reading.of_kind(Kind.CAUSE)
        if isinstance(cause := reading.shapes.get(file.path), CauseShape)
        and all(rule.when is not None for rule in cause.evidence)
    ]
    return {cause.id: cause for cause in sorted(causes, key=lambda cause: cause.id)}


def _knowledge(reading: FolderReading) -> Knowledge:
    roles = _needed(reading, Kind.ROLES, RolesShape)
    shapes = (reading.shapes.get(file.path) for file in reading.of_kind(Kind.PROVIDER))
    return Knowledge(
        catalogue=build_catalogue(
            _needed(reading, Kind.CATEGORIES, CategoriesShape),
            [shape for shape in shapes if isinstance(shape, ProviderShape)],
            _needed(reading, Kind.GENERIC, GenericShape),
        ),
        invoice_types=build_invoice_types(_needed(reading, Kind.INVOICE_TYPES, InvoiceTypesShape)),
        findings=build_findings(_needed(reading, Kind.FINDINGS, FindingsShape)),
        roles=build_roles(roles),
        lookup_permissions=tuple(roles.lookup_permissions),
        calendar=build_calendar(
            reading.shape(Kind.DEADLINES, DeadlinesShape),
            reading.shape(Kind.STOPS, StopsShape),
            reading.shape(Kind.HOLIDAYS, HolidaysShape),
            _needed(reading, Kind.HOURS, HoursShape),
            _needed(reading, Kind.LIMITS, LimitsShape),
        ),
        client=build_client(_needed(reading, Kind.CLIENT, ClientShape)),
        attributes=build_attributes(reading.shape(Kind.ATTRIBUTES, AttributesShape)),
    )


def _definitions(reading: FolderReading) -> dict[str, Condition]:
    definitions = reading.names.definitions or {}
    return {
        name: definition.condition
        for name, definition in definitions.items()
        if definition.condition is not None
    }


def _location(reading: FolderReading, kind: Kind, *path: str) -> Location:
    """Return where the key at a path stands in the file of a kind that has a fixed place."""
    return reading.files[kind.value].location(*path, AT_KEY)


def _needed(reading: FolderReading, kind: Kind, shape: type[_ShapeT]) -> _ShapeT:
    found = reading.shape(kind, shape)
    if found is None:
        raise AssertionError(f"{kind} is neither missing nor wrong, yet has no shape")
    return found
