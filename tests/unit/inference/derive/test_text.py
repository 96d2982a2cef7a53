"""Raw answers to plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.text import plain_text, squashed, squashed_name


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("查 无 此 票", "查无此票"),
        ("驗證碼錯誤", "验证码错误"),
        ("Ｃａｐｔｃｈａ　ＥＲＲＯＲ！", "captcha error"),
        ("😭查无此票❗️", "查无此票"),
        ("查\u200b无\x00此\ud800票", "查无此票"),
        ("issueDate wrong", "issue date wrong"),
        ("QUOTA_EXCEEDED", "quota exceeded"),
        ("format is yyyyMMdd", "format is yyyymmdd"),
        ("Invoice No. is bad. Retry", "invoice no is bad\nretry"),
        ("一。二！三；四", "一\n二\n三\n四"),
    ],
)
def test_plain_text_has_one_spelling(raw: str, plain: str) -> None:
    """Width, script, case, joined words, blanks and invisible characters make no difference."""
    assert plain_text(raw) == plain


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("<p>系统&nbsp;维护</p><style>a{}</style>", "系统维护"),
        ("<script>void(0)</script>查无此票<!-- 已作废 -->", "查无此票"),
        ("amount < 0 and > 5", "amount < 0 and > 5"),
        ("&lt;b&gt;超时&lt;/b&gt;", "超时"),
    ],
)
def test_markup_is_left_out(raw: str, plain: str) -> None:
    """Tags, scripts and comments go, what people wrote between them stays."""
    assert plain_text(raw) == plain


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("java.net.SocketTimeoutException: x", "socket timeout exception: x"),
        ("E: x\n\tat com.a.B.c(B.java:10)\n\t... 23 more", "e: x"),
        ('Traceback (most recent call last):\n  File "a.py", line 3, in b\nError', "error"),
        ("connect to fpcy.beijing.chinatax.gov.cn:443 failed", "connect to failed"),
        ("see https://example.com/void for more", "see for more"),
    ],
)
def test_stack_traces_keep_the_name_of_the_exception_only(raw: str, plain: str) -> None:
    """Frames, packages, hosts and links say nothing of the answer."""
    assert plain_text(raw) == plain


def test_names_of_causes_stay_whole() -> None:
    """A dotted identifier is not taken apart, so that its words cannot be read as evidence."""
    assert plain_text("answer invoice.suspected_forgery") == "answer invoice.suspected_forgery"


def test_long_text_keeps_its_start_and_its_end() -> None:
    """Of a dump the first 2,000 and the last 500 characters are read."""
    plain = plain_text("起" + "中" * 5_000 + "止")

    assert len(plain) == 2_501
    assert (plain[0], plain[-1]) == ("起", "止")


def test_names_are_compared_without_case_and_separators() -> None:
    """Names in any usual spelling come out the same."""
    assert squashed_name("Baidu-VAT Verification") == squashed_name("baidu_vat_verification")
    assert squashed("网络超时,请重试") == "网络超时请重试"


@given(st.text(max_size=400))
def test_plain_text_takes_any_string(raw: str) -> None:
    """Whatever comes in, what comes out can be encoded and has no line of blanks only."""
    plain = plain_text(raw)

    plain.encode("utf-8")
    assert plain == plain.strip()
