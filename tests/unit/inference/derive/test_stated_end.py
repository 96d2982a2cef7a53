"""Moments that messages name."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.stated_end import stated_moment
from resolver.inference.derive.text import plain_text
from resolver.model.beijing import BEIJING

AT = datetime(2025, 8, 31, 20, 0, tzinfo=BEIJING)


def _stated(message: str, at: datetime = AT) -> str | None:
    moment = stated_moment(plain_text(message))
    end = moment.after(at) if moment else None
    return end.strftime("%m-%d %H:%M:%S") if end else None


@pytest.mark.parametrize(
    ("message", "end"),
    [
        ("将于8月31日18:00至9月1日6:00进行系统维护", "09-01 06:00:00"),
        ("维护至22:00", "08-31 22:00:00"),
        ("维护时间：22时至次日6时30分", "09-01 06:30:00"),
        ("停机窗口 0:00-6:00", "09-01 06:00:00"),
        ("明日8点恢复", "09-01 08:00:00"),
        ("预计今晚11点半完成", "08-31 23:30:00"),
        ("恢复时间：2025年9月1日 06:00", "09-01 06:00:00"),
        ("系统将于9月1日24:00恢复", "09-02 00:00:00"),
        ("后天下午2点恢复", "09-02 14:00:00"),
        ("中午1点恢复", "09-01 13:00:00"),
        ("down until 2025-09-01 08:00", "09-01 08:00:00"),
        ("maintenance from Aug 31 18:00 to Sep 1 06:00", "09-01 06:00:00"),
        ("will be restored on 1 September 2025 at 6am", "09-01 06:00:00"),
        ("back online at 9 pm", "08-31 21:00:00"),
        ("back online tomorrow at 12 am", "09-01 00:00:00"),
        ("2025-09-01T08:00:00Z 恢复", "09-01 16:00:00"),
        ("resumes at 2025-09-01 02:00+09:00", "09-01 01:00:00"),
    ],
)
def test_end_of_a_stop_is_read(message: str, end: str) -> None:
    """Dates and times in words and figures, the end rather than the start."""
    assert _stated(message) == end


@pytest.mark.parametrize(
    ("message", "end"),
    [
        ("请1分钟后再试", "08-31 20:01:00"),
        ("半小时后重试", "08-31 20:30:00"),
        ("十五分钟后再试", "08-31 20:15:00"),
        ("请2个小时后查询", "08-31 22:00:00"),
        ("Retry-After: 120", "08-31 20:02:00"),
        ("Retry-After: Mon, 01 Sep 2025 07:28:00 GMT", "09-01 15:28:00"),
        ("try again in 5 minutes", "08-31 20:05:00"),
        ("wait half an hour", "08-31 20:30:00"),
        ("wait 30s", "08-31 20:00:30"),
    ],
)
def test_wait_is_counted_from_now(message: str, end: str) -> None:
    """A wait in any unit, and the header of that name."""
    assert _stated(message) == end


def test_opening_hours_resume_at_their_start() -> None:
    """Hours in which the service is open end nothing: it is worth asking when they begin."""
    assert _stated("查验服务时间为每日8:00至19:00") == "09-01 08:00:00"
    assert _stated("Service hours: 8:00-19:00") == "09-01 08:00:00"


def test_missing_year_is_the_next_one_at_the_turn_of_the_year() -> None:
    """On the last day of the year the first of January is tomorrow."""
    at = datetime(2025, 12, 31, 22, 0, tzinfo=BEIJING)

    assert _stated("12月31日20:00至1月1日6:00停机", at) == "01-01 06:00:00"


@pytest.mark.parametrize(
    "message",
    [
        "8月1日18:00至8月2日6:00维护",
        "预计2025年1月18日08:00恢复",
        "预计1月18日08:00恢复",
        "24小时内请求太频繁",
        "请于次日再次查验",
        "开票日期2025-08-30有误",
        "每张发票一天只能调用5次",
        "开票3天后仍查不到",
        "验证码5分钟后失效",
        "cannot parse 07/28/2025",
        "expected 8 or 20 digits",
        "at 25:00 or 12:75 恢复",
        "2月30日8:00恢复",
        "retry after 99:99",
    ],
)
def test_anything_else_is_no_moment_to_come(message: str) -> None:
    """The past, limits, other dates and times that do not exist are not taken for an end."""
    assert _stated(message) is None


@given(st.from_regex(r"(至|until |恢复)?(\d{1,4}[-年月日:点 ]){1,6}(恢复|后|pm)?", fullmatch=True))
def test_figures_of_any_kind_are_no_error(message: str) -> None:
    """Whatever the figures, the end lies ahead or there is none."""
    moment = stated_moment(plain_text(message))
    end = moment.after(AT) if moment else None

    assert end is None or end > AT
