"""invoice_types.yaml, findings.yaml, roles.yaml, client.yaml and attributes.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from resolver.rulefile.schema.base import Shape
from resolver.rulefile.schema.patterns import Layout
from resolver.rulefile.schema.texts import FindingTextShape, TextShape
from resolver.rulefile.schema.values import (
    AmountKindWord,
    AttributeName,
    FactTypeWord,
    FindingCode,
    InvoiceTypeWord,
    Line,
    ProviderRef,
    RoleWord,
    fact_values,
    one_of,
)


class InvoiceTypeShape(Shape):
    """What a lookup of one invoice type needs."""

    family: Annotated[Line, fact_values("inputs.type_family")]
    code: Annotated[Line, one_of(("required", "empty", "optional"))]
    number_digits: list[Annotated[int, Field(ge=1, le=40)]] = Field(default_factory=list)
    amount: AmountKindWord | None = None
    amount_also: dict[AmountKindWord, list[ProviderRef]] = Field(default_factory=dict)
    check_code: Annotated[Line, one_of(("none", "last_six", "five", "optional"))]
    seller_tax_id: bool = False
    held_nationally: bool = True
    code_layouts: list[Layout] = Field(default_factory=list)
    code_also: list[Layout] = Field(default_factory=list)


class InvoiceTypesShape(Shape):
    """invoice_types.yaml."""

    invoice_types: dict[InvoiceTypeWord, InvoiceTypeShape]


class FindingShape(Shape):
    """What an offline check found, and what to do; rules call it by `title`, else by `message`."""

    title: TextShape | None = None
    message: FindingTextShape
    suggestion: FindingTextShape


class FindingsShape(Shape):
    """findings.yaml."""

    findings: dict[FindingCode, FindingShape]


class RoleShape(Shape):
    """What a role may do by rule."""

    may_look_up: bool
    may_grant: bool
    limited_scope: bool
    unattended: bool = False


class RolesShape(Shape):
    """roles.yaml. A `*` in a permission stands for any text."""

    roles: dict[RoleWord, RoleShape]
    lookup_permissions: list[Line]


class LineShape(Shape):
    """Two figures of the line between caller and internet."""

    loss_percent: Annotated[float, Field(ge=0, le=100)]
    round_trip_milliseconds: Annotated[float, Field(ge=0)]


Browser = Annotated[Line, one_of(("ie", "edge", "chrome", "firefox", "safari"))]


class ClientShape(Shape):
    """client.yaml."""

    official_domains: Annotated[list[Line], Field(min_length=1)]
    provincial_labels: list[Line]
    oldest_browsers: dict[Browser, Annotated[int, Field(ge=1)]]
    poor_line: LineShape
    good_line: LineShape


def _labels(value: object) -> object:
    return dict.fromkeys(value) if isinstance(value, list) and all(map(_is_text, value)) else value


def _is_text(value: object) -> bool:
    return isinstance(value, str)


class AttributeShape(Shape):
    """A fact that this site adds. `values` are those of an enum, with their labels or without."""

    type: FactTypeWord
    meaning: TextShape
    values: Annotated[
        dict[Line, TextShape | None],
        BeforeValidator(_labels, json_schema_input_type=list[Line] | dict[Line, TextShape | None]),
    ] = Field(default_factory=dict)


class AttributesShape(Shape):
    """attributes.yaml."""

    attributes: dict[AttributeName, AttributeShape]
