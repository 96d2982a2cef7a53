"""Tests of the forms that dates are written in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.date_forms import read_date
from resolver.inference.derive.typing_traces import cut

DAY = date(2025, 3, 5)


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("20250305", ""),
        ("2025-03-05", ""),
        ("２０２５０３０５", ""),
        ("2025/3/5", "date_form"),
        ("2025/03/05", "date_form"),
        ("2025.3.5", "date_form"),
        ("2025-3-5", "date_form"),
        ("2025年3月5日", "date_form"),
        ("2025年03月05日", "date_form"),
        ("2025 年 3 月 5 日", "date_form"),
        ("二〇二五年三月五日", "date_form"),
        ("5-Mar-2025", "date_form"),
        ("05-MAR-25", "date_form"),
        ("March 5, 2025", "date_form"),
        ("2025-03-05 10:00:00", "date_with_time"),
        ("2025-03-05T10:00:00+08:00", "date_with_time"),
        ("2025/3/5 0:00", "date_with_time"),
        ("2025年3月5日10时20分", "date_with_time"),
        ("20250305101010", "date_with_time"),
        ("45721", "date_serial"),
        ("45721.0", "date_serial"),
        ("1741104000", "date_timestamp"),
        ("1741104000000", "date_timestamp"),
        ("20250305.0", "trailing_decimal"),
        ("2.0250305E+07", "scientific_notation"),
        ("2O25O3O5", "letters_for_digits"),
        ("25-03-05", "date_two_digit_year"),
        ("250305", "date_two_digit_year"),
        ("25/3/5", "date_two_digit_year"),
    ],
)
def test_one_day_is_read_in_every_form(text: str, slip: str) -> None:
    """Only the two forms that providers ask for are without a slip."""
    reading = read_date(text)
    assert (reading.day, reading.slip) == (DAY, slip)


@pytest.mark.parametrize(
    ("text", "day", "slip"),
    [
        ("07/28/2025", date(2025, 7, 28), "date_order"),
        ("28/07/2025", date(2025, 7, 28), "date_order"),
        ("07/28/25", date(2025, 7, 28), "date_order"),
        ("07282025", date(2025, 7, 28), "date_order"),
        ("05/05/2025", date(2025, 5, 5), "date_order"),
        ("05/06/2025", None, "date_order_unclear"),
        ("05/06/25", None, "date_order_unclear"),
        ("20252807", date(2025, 7, 28), "date_day_month_swapped"),
        ("2025-28-07", date(2025, 7, 28), "date_day_month_swapped"),
        ("20260230", None, "date_impossible"),
        ("20240631", None, "date_impossible"),
        ("2025-02-29", None, "date_impossible"),
        ("2025/2/29", None, "date_impossible"),
        ("31-Feb-2025", None, "date_impossible"),
        ("00000000", None, "date_impossible"),
        ("99999999", None, "date_impossible"),
        ("2025-03", None, "date_without_day"),
        ("2025年3月", None, "date_without_day"),
        ("202503", None, "date_without_day"),
        ("昨天", None, "date_unreadable"),
        ("2025", None, "date_unreadable"),
        ("99999", None, "date_unreadable"),
        ("null", None, "date_unreadable"),
        ("民国114年3月5日", None, "date_unreadable"),
        ("5-Foo-2025", None, "date_unreadable"),
    ],
)
def test_doubtful_dates_say_what_is_doubtful(text: str, day: date | None, slip: str) -> None:
    """A day is read only where one is left."""
    reading = read_date(text)
    assert (reading.day, reading.slip) == (day, slip)


@pytest.mark.parametrize("text", ["3月5日", "3/5", "03-05", "３月５日", "三月五日"])
def test_date_without_year_tells_month_and_day(text: str) -> None:
    """The year may be found elsewhere."""
    reading = read_date(text)
    assert (reading.day, reading.slip, reading.month_day) == (None, "date_without_year", (3, 5))


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_nothing_typed_is_no_slip(text: str) -> None:
    """An empty field is the business of the required fields."""
    assert (read_date(text).day, read_date(text).slip) == (None, "")


@given(st.dates(date(1994, 1, 1), date(2050, 1, 1)))
def test_every_day_is_read_in_both_forms_of_providers(day: date) -> None:
    """Writing a day and reading it is the identity."""
    assert read_date(f"{day:%Y%m%d}").day == day == read_date(day.isoformat()).day


@given(st.integers(36526, 73050))
def test_serial_numbers_count_days(number: int) -> None:
    """The next serial number is the next day."""
    day = read_date(str(number)).day
    assert day == date(2000, 1, 1) + timedelta(days=number - 36526)


@given(st.text(st.sampled_from("0123456789年月日十〇一二-/.:TZ EJanMarO\u200b０")))
def test_any_mixture_is_read_or_refused(text: str) -> None:
    """No mixture of what dates are made of breaks the reading."""
    reading = read_date(cut(text))
    assert reading.day or reading.slip or not reading.typed.clean
