"""The calibration diagram."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from resolver.cli.render.chart import calibration_chart
from resolver.model.texts import LANGUAGES
from tests.support.cases import a_judgement

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_chart_has_a_dot_for_each_bin(language: str) -> None:
    """Well-formed, in either language, even where all is right."""
    judgements = [a_judgement(probability=p, top1=True) for p in (0.15, 0.17, 0.95, 1.0)]
    root = ET.fromstring(calibration_chart(judgements, language))  # noqa: S314 - our own
    assert len(list(root.iter(f"{_SVG}circle"))) == 2
    assert root.get("lang") == language


def test_dots_lie_where_the_figures_say() -> None:
    """Said 0.5, right never: at the middle of the bottom."""
    chart = calibration_chart([a_judgement(probability=0.5, top1=False)], "en")
    assert 'cx="250.0" cy="424.0"' in chart
