"""From the shapes of the tables to invoice types, findings, roles, client and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resolver.model.context import InvoiceType, Role
from resolver.model.facts import FactDeclaration, FactType
from resolver.model.knowledge import (
    Attribute,
    ClientProfile,
    FindingText,
    InvoiceTypeProfile,
    LineQuality,
    RoleProfile,
)
from resolver.model.texts import Text
from resolver.rulefile.schema.tables import (
    AttributeShape,
    AttributesShape,
    ClientShape,
    FindingsShape,
    InvoiceTypesShape,
    LineShape,
    RolesShape,
)
from resolver.rulefile.schema.texts import TextShape


def build_invoice_types(shape: InvoiceTypesShape) -> dict[InvoiceType, InvoiceTypeProfile]:
    """Return the profile of each invoice type."""
    return {
        kind: InvoiceTypeProfile(
            type=kind,
            family=row.family,
            code=row.code,
            number_digits=tuple(row.number_digits),
            amount=row.amount,
            check_code=row.check_code,
            seller_tax_id=row.seller_tax_id,
            held_nationally=row.held_nationally,
            code_layouts=tuple(map(re.compile, row.code_layouts)),
            code_also=tuple(map(re.compile, row.code_also)),
            amount_also={kind: tuple(ids) for kind, ids in row.amount_also.items()},
        )
        for kind, row in shape.invoice_types.items()
    }


def build_findings(shape: FindingsShape) -> dict[str, FindingText]:
    """Return the texts of each finding."""
    return {
        code: FindingText(code, row.message.text(), row.suggestion.text())
        for code, row in shape.findings.items()
    }


def build_roles(shape: RolesShape) -> dict[Role, RoleProfile]:
    """Return what each role may do."""
    return {
        role: RoleProfile(
            role=role,
            may_look_up=row.may_look_up,
            may_grant=row.may_grant,
            limited_scope=row.limited_scope,
            unattended=row.unattended,
        )
        for role, row in shape.roles.items()
    }


def build_client(shape: ClientShape) -> ClientProfile:
    """Return what hosts, browsers and lines are judged by."""
    return ClientProfile(
        official_domains=tuple(shape.official_domains),
        provincial_labels=frozenset(shape.provincial_labels),
        oldest_browsers=dict(shape.oldest_browsers),
        poor_line=_line(shape.poor_line),
        good_line=_line(shape.good_line),
    )


def build_attributes(shape: AttributesShape | None) -> tuple[Attribute, ...]:
    """Return the facts that this site adds."""
    rows = shape.attributes.items() if shape else ()
    return tuple(
        Attribute(name, row.type, row.meaning.text(), tuple(row.values)) for name, row in rows
    )


def attribute_fact(name: str, shape: AttributeShape) -> FactDeclaration:
    """Return the declaration of a fact that a site adds, by the name that rules use."""
    return FactDeclaration(
        name=f"attributes.{name}",
        type=shape.type,
        meaning=shape.meaning.text(),
        values=_labels(shape.values.items()) if shape.type is FactType.ENUM else None,
        path="attributes",
    )


def _labels(values: Iterable[tuple[str, object]]) -> dict[str, Text]:
    return {
        value: shape.text() if isinstance(shape, TextShape) else Text(value, value)
        for value, shape in values
    }


def _line(shape: LineShape) -> LineQuality:
    return LineQuality(shape.loss_percent, shape.round_trip_milliseconds)
