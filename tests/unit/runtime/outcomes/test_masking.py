"""Tests of what is taken out of a note."""

from __future__ import annotations

import pytest

from resolver.runtime.outcomes.masking import masked_note


@pytest.mark.parametrize(
    ("note", "masked"),
    [
        ("销方税号 91310000MA1FL3XN4T 填错一位", "销方税号 …XN4T 填错一位"),
        ("发票号码26112000000012345678，金额1234.56", "发票号码…5678，金额…4.56"),
        ("打 010-6512 3456 找张会计", "打 …3456 找张会计"),
        ("身份证 11010519491231002X", "身份证 …002X"),
        ("写信到 zhang.san+erp@example.com.cn 问", "写信到 …@… 问"),
        ("生日 1980-03-05", "生日 …3-05"),
        ("错误码 009，第 3 次才成功；换 Chrome 120", "错误码 009，第 3 次才成功；换 Chrome 120"),
        ("order PO2026112400017 was wrong", "order …0017 was wrong"),
        ("税号９１３１００００ＭＡ１ＦＬ３ＸＮ４Ｔ", "税号…ＸＮ４Ｔ"),
        ("", ""),
    ],
)
def test_long_numbers_and_addresses_go(note: str, masked: str) -> None:
    """Four characters stay, and short codes, words and everything else stay whole."""
    assert masked_note(note) == masked
