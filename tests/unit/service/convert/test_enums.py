"""Tests of the pairs of enum numbers and members."""

from __future__ import annotations

from enum import StrEnum

import pytest

from resolver.model.context import (
    AmountKind,
    Channel,
    InputSource,
    InvoiceLifecycle,
    InvoiceType,
    Role,
    TransportError,
)
from resolver.model.diagnostics import Severity
from resolver.model.rulebook import Actor, RemedyAction, RuleStatus
from resolver.service.convert import enums


@pytest.mark.parametrize(
    ("table", "members"),
    [
        (enums.INVOICE_TYPES, InvoiceType),
        (enums.AMOUNT_KINDS, AmountKind),
        (enums.INPUT_SOURCES, InputSource),
        (enums.TRANSPORT_ERRORS, TransportError),
        (enums.ROLES, Role),
        (enums.CHANNELS, Channel),
        (enums.LIFECYCLES, InvoiceLifecycle),
    ],
)
def test_every_member_can_be_received(table: dict, members: type[StrEnum]) -> None:
    """Each member of the model has one number, and 0 is no member."""
    assert table[0] is None
    assert sorted(member for member in table.values() if member) == sorted(members)


@pytest.mark.parametrize(
    ("table", "members"),
    [
        (enums.ACTORS, Actor),
        (enums.REMEDY_ACTIONS, RemedyAction),
        (enums.RULE_STATUSES, RuleStatus),
        (enums.SEVERITIES, Severity),
    ],
)
def test_every_member_can_be_sent(table: dict, members: type[StrEnum]) -> None:
    """Each member of the model has one number, none of them 0."""
    assert sorted(table) == sorted(members)
    assert 0 not in table.values()
