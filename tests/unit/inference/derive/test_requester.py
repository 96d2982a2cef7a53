"""Facts of who asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.requester import LookupPermissions, RequesterReader
from resolver.model.answer import Derivation
from resolver.model.context import InvoiceInputs, Requester, Role
from resolver.model.facts import FactValue
from tests.support.calendars import shipped_knowledge

READER = RequesterReader(shipped_knowledge().roles, shipped_knowledge().lookup_permissions)
BUYER, SELLER, OTHER = "91110108MA01F3K720", "91110101710923459P", "91310104631598424W"


def facts_of(inputs: InvoiceInputs | None = None, **requester: Any) -> dict[str, FactValue]:
    """Return the facts of a requester."""
    draft = Derivation()
    READER.derive(Requester(**requester), inputs or InvoiceInputs(), draft)
    return draft.facts


def test_requester_of_whom_nothing_is_told_has_told_no_permissions() -> None:
    """An empty list means that nobody told, not that nothing is granted."""
    assert facts_of() == {"requester.permissions_told": False}
    assert facts_of(permissions=("", " ")) == {"requester.permissions_told": False}


@pytest.mark.parametrize(
    ("role", "may_look_up", "may_grant", "limited"),
    [
        (Role.LEGAL_REPRESENTATIVE, True, True, False),
        (Role.TAX_CLERK, True, False, True),
        (Role.INVOICE_CLERK, True, False, True),
        (Role.INVOICE_COLLECTOR, False, False, True),
        (Role.SERVICE_ACCOUNT, True, False, False),
    ],
)
def test_role_tells_what_its_holder_may_do(
    role: Role, may_look_up: bool, may_grant: bool, limited: bool
) -> None:
    """The rulebook's table speaks."""
    facts = facts_of(role=role, authenticated=True)
    assert facts["requester.role"] == role.name.lower()
    assert facts["requester.may_look_up"] is may_look_up
    assert facts["requester.may_grant"] is may_grant
    assert facts["requester.limited_scope"] is limited
    assert facts["requester.unattended"] is (role is Role.SERVICE_ACCOUNT)
    assert facts["requester.authenticated"] is True


def test_every_role_is_in_the_table() -> None:
    """No role is left without facts."""
    assert shipped_knowledge().roles.keys() == set(Role)


@pytest.mark.parametrize(
    "permission",
    [
        "发票业务",
        "发票查询（全部）",
        "增值税发票查验",
        "税务数字账户",
        "ocr:VerifyVATInvoice",
        "OCR:verifyvatinvoice",
        "ocr:*",
        "ocr:Verify*",
        "*",
        "*:*",
        "invoice.read",
        "invoice:query:all",
        "ｉnvoice.read",
    ],
)
def test_permission_to_look_up_is_recognised(permission: str) -> None:
    """By name, by part of a name, and by a wildcard that covers it."""
    facts = facts_of(permissions=("发票领用", permission))
    assert facts["requester.has_lookup_permission"] is True


@pytest.mark.parametrize(
    "permission",
    ["发票领用", "ocr:RecognizeInvoice", "ocr:Recognize*", "invoice.issue", "纳税申报"],
)
def test_other_permissions_do_not_grant_lookups(permission: str) -> None:
    """A list that was told and names no lookup is a lack of it."""
    facts = facts_of(permissions=(permission,))
    assert facts["requester.permissions_told"] is True
    assert facts["requester.has_lookup_permission"] is False


@pytest.mark.parametrize(
    ("name", "granted"),
    [
        ("invoice.a.read", True),
        ("invoice.read", False),  # the star stands for what lies between two dots
        ("my.invoice.a.read", False),
        ("invoice.a.write", False),
    ],
)
def test_star_of_a_listed_permission_stands_for_any_text(name: str, granted: bool) -> None:
    """What is listed must fit from the first to the last character."""
    assert LookupPermissions(["invoice.*.read"]).granted((name,)) is granted


@pytest.mark.parametrize(
    ("own", "buyer", "seller", "party"),
    [
        (BUYER, BUYER, SELLER, True),
        (SELLER, None, SELLER, True),
        (" 91110108ma01f3k720 ", BUYER, None, True),
        ("９１110108MA01F3K720", BUYER, None, True),
        (OTHER, BUYER, SELLER, False),
        (OTHER, None, SELLER, None),
        (OTHER, "", SELLER, None),
        (OTHER, None, None, None),
        (None, BUYER, SELLER, None),
        ("", "", "", None),
    ],
)
def test_party_is_buyer_or_seller(
    own: str | None, buyer: str | None, seller: str | None, party: bool | None
) -> None:
    """Not being the seller proves nothing as long as the buyer is unknown."""
    facts = facts_of(InvoiceInputs(buyer_tax_id=buyer, seller_tax_id=seller), tax_id=own)
    assert facts.get("requester.is_party") is party


@given(st.lists(st.text(max_size=300), max_size=5).map(tuple), st.text(max_size=40), st.text())
def test_any_texts_give_booleans(permissions: tuple[str, ...], own: str, seller: str) -> None:
    """No permission or tax id breaks the derivation."""
    facts = facts_of(InvoiceInputs(seller_tax_id=seller), permissions=permissions, tax_id=own)
    assert {type(value) for value in facts.values()} == {bool}
