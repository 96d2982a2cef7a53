"""The values of one lookup as read, and what the checks judge them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from resolver.inference.derive.date_forms import DateReading
from resolver.inference.derive.typing_traces import Digits, Typed
from resolver.model.context import InputSource, InvoiceInputs, InvoiceType
from resolver.model.knowledge import InvoiceTypeProfile, Provider

FIELDS = (
    "invoice_code",
    "invoice_number",
    "issue_date",
    "amount",
    "check_code",
    "seller_tax_id",
    "buyer_tax_id",
)
"""The fields of text that a person fills in, in the order of the form."""

FIRST_DAY = date(1994, 1, 1)
"""VAT invoices exist since the tax reform of 1994; an earlier date is a slip."""

FIRST_DIGITAL_DAY = date(2021, 12, 1)
"""The pilot of fully digital invoices began in Guangdong, Shanghai and Inner Mongolia."""


@dataclass(frozen=True, slots=True)
class InputsReading:
    """What other subjects need to know of the values.

    `issue_date` is the day that was meant, `province` the two digits of the province that issued
    the invoice, `invoice_type` the type that its values fit, which may differ from the chosen one.
    Each is `None` where nobody can tell.
    """

    issue_date: date | None
    province: str | None
    invoice_type: InvoiceType | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of one lookup.

    `typed` holds the fields of `FIELDS` that were told, cut; of one left empty, `clean` is empty.
    `code`, `number` and `issued` are those fields as read, `None` where nobody told them.
    `profile` is the type that the values are judged by (see `invoice_type.py`), `code_kind` the
    type that the invoice code names, `today` the Beijing day of the evaluation.
    """

    inputs: InvoiceInputs
    typed: Mapping[str, Typed]
    code: Digits | None
    number: Digits | None
    issued: DateReading | None
    profile: InvoiceTypeProfile | None
    code_kind: InvoiceType | None
    types: Mapping[InvoiceType, InvoiceTypeProfile]
    provider: Provider | None
    today: date

    @property
    def code_digits(self) -> str:
        """The digits that the invoice code means; empty where there are none."""
        return self.code.digits if self.code else ""

    @property
    def number_digits(self) -> str:
        """The digits that the invoice number means; empty where there are none."""
        return self.number.digits if self.number else ""

    @property
    def has_digital_number(self) -> bool:
        """Whether a number of 20 digits stands where the type allows one."""
        allowed = self.profile is not None and 20 in self.profile.number_digits
        return allowed and len(self.number_digits) == 20

    @property
    def is_free_form(self) -> bool:
        """Whether codes and numbers of the type may hold letters and signs, as tickets' do."""
        return self.profile is not None and self.profile.family == "other"

    @property
    def issue_day(self) -> date | None:
        """The day of issue that was meant."""
        return self.issued.day if self.issued else None

    @property
    def touched_by_spreadsheet(self) -> bool:
        """Whether a spreadsheet may have had the values: nobody keyed, scanned or read them."""
        return self.inputs.source in {None, InputSource.IMPORT_FILE, InputSource.API}
