"""The finding codes: everything that an offline check can find in one field.

What each says is in `findings.yaml` of the rules, which has to hold every one of them. The type
checker sees to it that no check raises a code that is not listed here.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

FindingCode: TypeAlias = Literal[
    "missing_required",
    "letters_for_digits",
    "scientific_notation",
    "trailing_decimal",
    "full_width",
    "stray_blanks",
    "invisible_characters",
    "stray_characters",
    "not_digits",
    "type_is_digital",
    "type_needs_20_digits",
    "type_differs_from_code",
    "code_for_digital",
    "number_in_code_field",
    "number_split",
    "code_number_swapped",
    "code_lost_zero",
    "code_length",
    "code_kind_unknown",
    "code_region",
    "code_year_ahead",
    "number_year_swapped",
    "number_year_impossible",
    "number_year_differs",
    "number_province",
    "number_zero_dropped",
    "number_zero_added",
    "number_length",
    "number_lost_zeros",
    "number_rounded",
    "number_with_code",
    "number_is_digital",
    "date_form",
    "date_with_time",
    "date_without_year",
    "date_without_day",
    "date_two_digit_year",
    "date_serial",
    "date_timestamp",
    "date_order",
    "date_order_unclear",
    "date_day_month_swapped",
    "date_impossible",
    "date_in_future",
    "date_too_early",
    "date_year_differs",
    "date_before_code",
    "date_unreadable",
    "amount_basis",
    "amount_currency_sign",
    "amount_thousands",
    "amount_decimal_comma",
    "amount_decimals",
    "amount_form",
    "amount_in_words",
    "amount_zero",
    "amount_unreadable",
    "check_code_length",
    "check_code_full",
    "check_code_lost_zeros",
    "tax_id_length",
    "tax_id_characters",
    "tax_id_letters",
    "tax_id_letters_read",
    "tax_id_transposed",
    "tax_id_substituted",
    "tax_id_check",
    "buyer_equals_seller",
    "parties_swapped",
    "date_unlike_provider",
    "amount_not_two_decimals",
    "amount_not_whole_fen",
    "empty_and_missed",
]

Slip: TypeAlias = FindingCode | Literal[""]
"""The finding code of a slip in one value, empty where there is none."""

FINDING_CODES: tuple[FindingCode, ...] = get_args(FindingCode)
"""Every code, in the order of the checks."""
