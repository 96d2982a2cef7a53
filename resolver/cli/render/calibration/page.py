"""The page on which proposals of `calibrate` are approved."""

from __future__ import annotations

from datetime import datetime

from resolver.cli.render.calibration.sections import calibration_sections
from resolver.cli.render.calibration.told import Told
from resolver.cli.render.chart import reliability_charts
from resolver.cli.render.console import beijing_minute
from resolver.cli.render.html import render
from resolver.cli.render.report import Report
from resolver.cli.render.sheet import SIGNATURES
from resolver.model.texts import Text

_TITLE = Text("按结果校准规则：建议", "Calibration by outcomes: proposals")
_SUBJECT = Text(
    "规则版本（内容摘要）：{revision}；制表时间（北京时间）：{moment}",
    "revision of the rules (digest of the content): {revision}; made at {moment}, Beijing time",
)
_BEFORE = Text("现行规则", "Rules as they are")
_AFTER = Text("采用强度与先验的建议后", "With the proposed strengths and priors")


def calibration_page(told: Told, made_at: datetime) -> str:
    """Return the proposals as HTML that needs no other file."""
    language = told.language
    report = Report(
        _TITLE.get(language),
        tuple(calibration_sections(told)),
        tuple(text.get(language) for text in SIGNATURES),
    )
    subject = _SUBJECT.get(language).format(
        revision=told.rulebook.revision, moment=beijing_minute(made_at)
    )
    return render("calibration.html", language, report=report, subject=subject, chart=_chart(told))


def _chart(told: Told) -> str:
    trials = told.found.trials
    if trials is None:
        return ""
    sides = ((_BEFORE, trials.book), (_AFTER, trials.both))
    charts = [(text.get(told.language), trial.forecasts) for text, trial in sides]
    return reliability_charts(charts, told.language)
