"""Evidence to one verdict."""

from __future__ import annotations

from resolver.inference.derive.evidence import Evidence
from resolver.inference.derive.verdict import Verdict, judge

VAGUE = frozenset({"system_error", "invalid_request"})


def _said(
    category: str, points: float, certainty: str = "certain", source: str = "message"
) -> Evidence:
    return Evidence(category, points, source, certainty)


def test_no_evidence_is_no_verdict() -> None:
    """Nothing said is the category `none`."""
    assert judge([], VAGUE) == Verdict("none", None, "possible", "none", None)


def test_points_of_all_sources_add_up() -> None:
    """Two weak sources that agree outweigh a stronger one that is alone."""
    verdict = judge([_said("busy", 3), _said("timeout", 2), _said("timeout", 2)], VAGUE)

    assert (verdict.category, verdict.second_category) == ("timeout", "busy")


def test_agreement_of_two_sources_makes_it_surer() -> None:
    """A message and a status that say the same are surer than either."""
    said = [_said("timeout", 2, "likely"), _said("timeout", 2, "likely", "http_status")]

    assert judge(said, VAGUE).certainty == "certain"
    assert judge(said[:1], VAGUE).certainty == "likely"


def test_rival_makes_it_less_sure() -> None:
    """Two readings of about the same strength are a doubt, a much weaker one is not."""
    assert judge([_said("busy", 4), _said("timeout", 3)], VAGUE).certainty == "likely"
    assert judge([_said("busy", 8), _said("timeout", 3)], VAGUE).certainty == "certain"


def test_vague_category_is_no_rival() -> None:
    """A specific reading says what the vague one says, and more."""
    verdict = judge([_said("invalid_date", 4), _said("invalid_request", 3)], VAGUE)

    assert (verdict.second_category, verdict.certainty) == (None, "certain")


def test_first_heard_of_equals_wins() -> None:
    """The order of the evidence is the order of the catalogue, so that ties are settled."""
    assert judge([_said("busy", 4), _said("timeout", 4)], VAGUE).category == "busy"


def test_mere_hint_is_no_second_category() -> None:
    """A category below the threshold is not mentioned."""
    assert judge([_said("busy", 4), _said("timeout", 1)], VAGUE).second_category is None
