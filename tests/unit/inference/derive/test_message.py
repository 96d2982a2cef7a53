"""Patterns over plain text."""

from __future__ import annotations

from resolver.inference.derive.message import MessageMatcher
from tests.support.statuses import pattern


def _matcher(*patterns: tuple[str, str, int], ignored: tuple[str, ...] = ()) -> MessageMatcher:
    terms = {"ticket": "(?:票|发票)", "missing": "查无.{0,4}{ticket}"}
    return MessageMatcher([pattern(*entry) for entry in patterns], terms, ignored)


def test_several_phrases_are_all_weighed() -> None:
    """Every category that the text speaks of is there, in the order of the patterns."""
    matcher = _matcher(("busy", "人数过多", 4), ("session_expired", "登录", 2))

    assert matcher.weigh("登录人数过多") == {"busy": 4, "session_expired": 2}


def test_the_strongest_wording_of_a_category_counts() -> None:
    """Several wordings of one thing are one observation."""
    matcher = _matcher(("timeout", "超时", 2), ("timeout", "读取超时", 4))

    assert matcher.weigh("读取超时") == {"timeout": 4}


def test_terms_stand_for_their_fragments() -> None:
    """A term may name another one before it; a name nobody defined stands for itself."""
    matcher = _matcher(("not_found", "{missing}", 4), ("mismatch", "{nobody}", 4))

    assert matcher.weigh("查无此发票") == {"not_found": 4}


def test_ignored_phrases_weigh_nothing() -> None:
    """A denial is taken out before the patterns look."""
    matcher = _matcher(("state_voided", "作废", 4), ignored=("非作废",))

    assert matcher.weigh("非作废") == {}
    assert matcher.weigh("已作废") == {"state_voided": 4}


def test_anchors_stand_for_the_ends_of_a_sentence() -> None:
    """A plain text holds one sentence a line, and no gap reaches into the next."""
    matcher = _matcher(("failed", "^失败$", 4), ("abnormal", "发票.{0,9}异常", 4))

    assert matcher.weigh("发票\n失败\n异常") == {"failed": 4}


def test_nothing_to_match_is_nothing_found() -> None:
    """Without patterns or without text there is no weight."""
    assert _matcher().weigh("查无此票") == {}
    assert _matcher(("busy", "忙", 4)).weigh("") == {}
