"""Tests of the type that the values fit."""

from __future__ import annotations

import pytest

from resolver.inference.derive.invoice_type import kind_of_code, looks_digital, read_type
from resolver.inference.derive.typing_traces import read_digits
from resolver.model.context import InvoiceInputs, InvoiceType
from tests.support.inputs import DIGITAL_NUMBER, codes, digital, electronic, inputs, special
from tests.support.invoice_types import invoice_types
from tests.support.valid_inputs import invoice_code, seeded

LEGACY = tuple(InvoiceType)[:9]


@pytest.mark.parametrize("kind", [*LEGACY, InvoiceType.BLOCKCHAIN])
def test_layout_of_a_code_names_its_type(kind: InvoiceType) -> None:
    """A thousand codes of a type name that type and no other."""
    rng = seeded(kind.value)
    named = {kind_of_code(invoice_code(rng, kind, 2024), invoice_types()) for _ in range(1000)}
    assert named == {kind}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("144031809110", InvoiceType.BLOCKCHAIN),
        ("144031539110", InvoiceType.ELECTRONIC_GENERAL),
        ("131001570151", InvoiceType.ELECTRONIC_GENERAL),
        ("11002300111", InvoiceType.ELECTRONIC_GENERAL),
        ("011002300188", None),
        ("1100231430", None),
        ("1100231110", None),
        ("211001670071", None),
        ("1100", None),
    ],
)
def test_exceptions_and_lost_zeros_are_known(code: str, kind: InvoiceType | None) -> None:
    """Old series, blockchain codes and codes without their zero are recognised; others are not."""
    assert kind_of_code(code, invoice_types()) is kind


@pytest.mark.parametrize(
    ("number", "digital_number"),
    [
        (DIGITAL_NUMBER, True),
        (DIGITAL_NUMBER[:19], True),
        (DIGITAL_NUMBER + "0", True),
        ("52" + DIGITAL_NUMBER[2:], True),
        ("01100230011121300552", False),
        ("1" * 19, False),
        ("12345678", False),
        ("", False),
    ],
)
def test_twenty_digits_or_nearly_look_digital(number: str, digital_number: bool) -> None:
    """A digit too many or too few does not hide a digital number; code and number together do."""
    assert looks_digital(number) is digital_number


@pytest.mark.parametrize(
    "kind", ["VAT_SPECIAL", "ELECTRONIC_GENERAL", "ROLL", "BLOCKCHAIN", "LOCAL_GENERIC"]
)
@pytest.mark.parametrize("code", ["", None])
def test_older_type_with_a_digital_number_is_the_wrong_type(kind: str, code: str | None) -> None:
    """Twenty digits without a code are a digital invoice."""
    values = inputs(invoice_type=kind, invoice_code=code, invoice_number=DIGITAL_NUMBER)
    assert codes(values) == {"invoice_type": ["type_is_digital"]}


@pytest.mark.parametrize("kind", ["OTHER", "FISCAL", "MOTOR_VEHICLE", "USED_CAR", "DIGITAL_PAPER"])
def test_types_that_may_have_a_digital_number_keep_it(kind: str) -> None:
    """Vehicle invoices and paper prints bear digital numbers as well."""
    assert codes(inputs(invoice_type=kind, invoice_number=DIGITAL_NUMBER)) == {}


@pytest.mark.parametrize(
    "values",
    [
        special(invoice_code="1100231330"),
        special(invoice_code="011002300113"),
        electronic(invoice_code="011002300104"),
        electronic(invoice_code="011002300112"),
        electronic(invoice_code="144032309110", check_code=None),
        digital(invoice_code="011002300111", invoice_number="46349903", issue_date="20240520"),
    ],
)
def test_code_of_another_type_contradicts_the_choice(values: InvoiceInputs) -> None:
    """The type is reported, and the rest is judged by the code's type."""
    assert codes(values)["invoice_type"] == ["type_differs_from_code"]


def test_eight_digits_are_no_digital_number() -> None:
    """Without a code nobody can say which older type it is."""
    assert codes(digital(invoice_number="46349903")) == {"invoice_type": ["type_needs_20_digits"]}


def test_code_outside_the_layouts_contradicts_nothing() -> None:
    """Tibetan and Uyghur editions, old vehicle codes and local ones name no type."""
    assert codes(special(invoice_code="6500231330")) == {}
    assert codes(inputs(invoice_type="USED_CAR", invoice_code="111002023456")) == {}
    assert codes(inputs(invoice_type="LOCAL_GENERIC", invoice_code="111001821001")) == {}


@pytest.mark.parametrize(
    ("code", "number", "kind"),
    [
        ("011002300111", "46349903", InvoiceType.ELECTRONIC_GENERAL),
        ("", DIGITAL_NUMBER, InvoiceType.DIGITAL_GENERAL),
        ("", "46349903", None),
    ],
)
def test_type_that_nobody_chose_is_inferred(
    code: str, number: str, kind: InvoiceType | None
) -> None:
    """From the code, else from twenty digits."""
    reading = read_type(None, read_digits(code), number, invoice_types())
    assert (reading.profile.type if reading.profile else None) is kind
