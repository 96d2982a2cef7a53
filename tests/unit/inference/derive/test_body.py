"""What the body of an answer says."""

from __future__ import annotations

import pytest

from resolver.inference.derive.body import Said, read_body
from resolver.inference.derive.text import plain_text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ('{"code":"1021","msg":"网络超时"}', Said("网络超时", "1021")),
        ('{"error_code":17,"error_msg":"limit"}', Said("limit", "17")),
        ('HTTP 400 {"data":{"message":"日期错误"}}', Said("日期错误")),
        ('[{"errMsg":"超时"},{"errMsg":"超时"}]', Said("超时")),
        ('{"msg":"ok","data":{"total":0}}', Said("ok\ntotal=0")),
    ],
)
def test_json_speaks_through_its_message_fields(raw: str, said: Said) -> None:
    """Messages are taken once each, with the code and with a count of nothing found."""
    assert read_body(raw) == said


@pytest.mark.parametrize(
    "raw", ["查无此票", '{"fphm":"123"}', '{"msg": broken', '{"a":' * 3_000, "{}", '{"msg":""}']
)
def test_anything_else_speaks_for_itself(raw: str) -> None:
    """Text, JSON without a message, and what only looks like JSON are read as they are."""
    assert read_body(raw) == Said(plain_text(raw))
