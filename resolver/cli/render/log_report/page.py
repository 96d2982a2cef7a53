"""The report as one page that needs no other file, in both languages with a switch."""

from __future__ import annotations

import re
from datetime import datetime

from markupsafe import Markup

from resolver.cli.render.chart import reliability_charts
from resolver.cli.render.console import beijing_minute
from resolver.cli.render.html import render
from resolver.cli.render.log_report.columns import day_chart, sureness_chart
from resolver.cli.render.log_report.overview import TITLE, notes, overview, span_of, tables
from resolver.cli.render.log_report.table import Kind, written
from resolver.cli.render.log_report.told import Told
from resolver.model.texts import LANGUAGES, Text

_BEHIND_MARK = re.compile(r"(?<=[._/-])")
_CHART = Text("登记过结果的答复", "Answers with a reported outcome")


def report_page(told: Told, made_at: datetime, language: str) -> str:
    """Return the page; it is in a language of `LANGUAGES` until somebody switches."""
    found, glance, span = tables(told), overview(told), span_of(told.gathered)
    by_name = {table.name: table for table in found}
    charts = {
        "days": day_chart(by_name["days"]),
        "sureness": sureness_chart(by_name["sureness"]),
    }
    parts = {
        tag: Markup(  # noqa: S704 - a page of our own, in which all is escaped
            render(
                "log_report_part.html",
                tag,
                title=TITLE,
                span=span,
                made_at=beijing_minute(made_at),
                told=told,
                overview=glance,
                notes=list(notes(told)),
                tables=found,
                charts=charts,
                reliability=_reliability(told, tag),
                kinds=Kind,
                written=written,
                breakable=_breakable,
            )
        )
        for tag in LANGUAGES
    }
    return render("log_report.html", language, title=TITLE, parts=parts)


def _breakable(name: str) -> Markup:
    """Return a name that may be broken behind its marks, where a column is narrow."""
    return Markup("<wbr>").join(_BEHIND_MARK.split(name))


def _reliability(told: Told, language: str) -> str:
    judged = told.gathered.judged
    if judged is None or not judged.cases:
        return ""
    return reliability_charts([(_CHART.get(language), judged.cases)], language)
