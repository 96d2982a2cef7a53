"""The rows of one provider."""

from __future__ import annotations

from datetime import date

import pytest

from resolver.inference.derive.codes import CodeTable, lowered, raised
from resolver.model.spelling import code_name
from tests.support.statuses import code, provider

DAY = date(2026, 3, 5)


def _found(
    table: CodeTable, name: str, text: str = "", operation: str = ""
) -> list[tuple[str, str]]:
    return [(hit.row.category, hit.certainty) for hit in table.find(name, operation, text, DAY)]


def test_code_is_matched_in_any_case_and_dress() -> None:
    """Brackets, quotes, full width and case around a code make no difference."""
    table = CodeTable(provider(code("rqErr", "same_day")), ())

    assert _found(table, " [RQERR] ") == [("same_day", "certain")]
    assert code_name("ＡＢ１：") == "ab1"
    assert code_name("【“0098”】") == "0098"


def test_other_leading_zeros_make_a_code_less_sure() -> None:
    """`9` is read as `009` where the provider has only that one."""
    table = CodeTable(provider(code("009", "not_found")), ())

    assert _found(table, "9") == [("not_found", "likely")]


def test_other_leading_zeros_are_not_read_where_two_codes_differ_by_them() -> None:
    """`01` may be `1` or `001`: it is neither."""
    table = CodeTable(provider(code("1", "mismatch"), code("001", "success")), ())

    assert _found(table, "01") == []
    assert _found(table, "1") == [("mismatch", "certain")]


def test_last_part_of_a_dotted_code_is_enough() -> None:
    """A caller who cuts the group off is still understood, if less surely."""
    table = CodeTable(provider(code("FailedOperation.NoInvoice", "not_found")), ())

    assert _found(table, "NoInvoice") == [("not_found", "likely")]


def test_own_codes_come_before_included_ones() -> None:
    """An included provider answers only for codes that the provider itself does not have."""
    common = provider(code("1", "mismatch"), code("2", "not_found"), name="common")
    table = CodeTable(provider(code("1", "success")), [common])

    assert _found(table, "1") == [("success", "certain")]
    assert _found(table, "2") == [("not_found", "certain")]


def test_operation_decides_between_rows_of_a_code() -> None:
    """A row of the operation wins; without one the general row serves."""
    rows = code("3", "rate_limited", operation="captcha"), code("3", "mismatch")
    table = CodeTable(provider(*rows), ())

    assert _found(table, "3", operation="Captcha") == [("rate_limited", "certain")]
    assert _found(table, "3", operation="query") == [("mismatch", "certain")]


@pytest.mark.parametrize(("year", "certainty"), [(2019, "possible"), (2026, "certain")])
def test_row_outside_its_dates_is_only_possible(year: int, certainty: str) -> None:
    """What a code meant at another time is a guess today."""
    row = code("7", "out_of_window", valid_from=date(year, 1, 1), valid_until=date(year, 12, 31))

    assert _found(CodeTable(provider(row), ()), "7") == [("out_of_window", certainty)]


def test_text_decides_between_rows_of_a_code() -> None:
    """The row whose own text the message quotes best is meant."""
    rows = (
        code("010", "timeout", "网络超时，请重试"),
        code("010", "busy", "网络超时，请重试（02）"),
    )
    table = CodeTable(provider(*rows), ())

    assert _found(table, "010", "网络超时,请重试(02)") == [("busy", "certain")]
    assert _found(table, "010", "网络超时,请重试") == [("timeout", "certain")]
    assert len(_found(table, "010", "别的说法")) == 2


def test_short_own_text_must_stand_alone() -> None:
    """`成功` inside another word is no quotation of a row that says `成功`."""
    table = CodeTable(provider(code("0", "success", "成功")), ())

    assert table.find("0", "", "查询,成功", DAY)[0].own == "成功"
    assert table.find("0", "", "未能成功查到", DAY)[0].own == ""


def test_own_text_finds_its_row_without_a_code() -> None:
    """A provider that sends no codes is recognised by its texts, whole or without brackets."""
    table = CodeTable(provider(code("msg", "not_found", "无此票信息（本系统）")), ())

    assert [hit.row.category for hit in table.find_text("无此票信息", DAY)] == ["not_found"]
    assert table.find_text("无此票", DAY) == ()


def test_certainty_moves_one_step_and_stops_at_the_ends() -> None:
    """Certain, likely and possible are neighbours in this order."""
    assert (raised("likely"), raised("certain")) == ("certain", "certain")
    assert (lowered("likely"), lowered("possible")) == ("possible", "possible")
