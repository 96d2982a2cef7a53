"""The calibration diagram as a picture of its own: SVG, with nothing to load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from resolver.inference.evaluate import (
    Bin,
    Coverage,
    Forecast,
    Judgement,
    calibration_error,
    reliability,
    risk_coverage,
    summarize,
)
from resolver.model.texts import Text

_SIDE = 360
_LEFT, _TOP, _GAP, _BOTTOM = 70, 64, 110, 86
_HEIGHT = _TOP + _SIDE + _BOTTOM
_SMALLEST_DOT, _LARGEST_DOT = 4.0, 16.0
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

_STYLE = """
  :root { color-scheme: light dark; }
  text { font: 13px "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif;
         fill: #222; }
  .title { font-size: 15px; font-weight: 600; }
  .note { fill: #666; font-size: 12px; }
  .page { fill: #fff; }
  .frame { fill: none; stroke: #999; }
  .grid { stroke: #e4e4e4; }
  .ideal { stroke: #888; stroke-dasharray: 5 4; }
  .line { fill: none; stroke: #1769aa; stroke-width: 2; }
  .dot { fill: #1769aa; fill-opacity: .75; }
  .gap { stroke: #d9480f; stroke-width: 2; stroke-opacity: .6; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e6e6; } .note { fill: #aaa; } .page { fill: #16181c; }
    .grid { stroke: #2c3036; } .line { stroke: #6cb6f5; } .dot { fill: #6cb6f5; }
  }
"""

_RELIABILITY = Text("概率说到做到吗？", "Do probabilities keep their word?")
_SAID = Text("答复给出的首位概率", "probability given to the first cause")
_HAPPENED = Text("实际正确的比例", "share that was right")
_ECE = Text(
    "{n} 个案例，首位正确 {top1:.1f}%，校准误差 {ece:.3f}；圆点大小表示案例数",
    "{n} cases, {top1:.1f}% first causes right, calibration error {ece:.3f}; "
    "dots grow with the number of cases",
)
_ERROR = Text("{n:,} 次查验，校准误差 {ece:.3f}", "{n:,} lookups, calibration error {ece:.3f}")
_RISK = Text("只采用有把握的答复，还错多少？", "How wrong are the surest answers?")
_COVERAGE = Text("采用的比例（从最有把握的起）", "share of answers used, surest first")
_WRONG = Text("其中首位错误的比例", "share of them that is wrong")


def calibration_chart(judgements: Sequence[Judgement], language: str) -> str:
    """Return a reliability diagram and a curve of risk by coverage, side by side."""
    parts = [
        *_panel(_Panel(_LEFT), _RELIABILITY, _SAID, _HAPPENED, language),
        *_reliability_marks(_Panel(_LEFT), reliability(judgements)),
    ]
    right = _Panel(_LEFT + _SIDE + _GAP, top_value=_risk_top(risk_coverage(judgements)))
    parts += _panel(right, _RISK, _COVERAGE, _WRONG, language)
    parts.append(_risk_line(right, risk_coverage(judgements)))
    figures = summarize(judgements)
    note = _ECE.get(language).format(n=figures.n, top1=figures.top1 or 0.0, ece=figures.ece)
    return _picture([*parts, _text(_LEFT, _HEIGHT - 12, note, "note")], language, panels=2)


def reliability_charts(charts: Sequence[tuple[str, Sequence[Forecast]]], language: str) -> str:
    """Return reliability diagrams with titles of their own, two at most, side by side.

    Each must be of one forecast or more.
    """
    parts: list[str] = []
    for place, (title, forecasts) in enumerate(charts):
        panel = _Panel(_LEFT + place * (_SIDE + _GAP))
        parts += _panel(panel, Text(title, title), _SAID, _HAPPENED, language)
        parts += _reliability_marks(panel, reliability(forecasts))
        note = _ERROR.get(language).format(n=len(forecasts), ece=calibration_error(forecasts))
        parts.append(_text(panel.left, _HEIGHT - 12, note, "note"))
    return _picture(parts, language, panels=len(charts))


def _picture(parts: Iterable[str], language: str, panels: int) -> str:
    width = _LEFT + panels * _SIDE + (panels - 1) * _GAP + 40
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" '
        f'width="{width}" height="{_HEIGHT}" role="img" lang="{language}">\n'
        f"<title>{escape(_RELIABILITY.get(language))}</title>\n<style>{_STYLE}</style>\n"
        f'<rect class="page" width="{width}" height="{_HEIGHT}"/>\n{body}\n</svg>\n'
    )


class _Panel:
    """One square of the picture, with values from 0 to 1 across and 0 to `top_value` up."""

    def __init__(self, left: int, top_value: float = 1.0) -> None:
        self.left = left
        self.top_value = top_value

    def x(self, value: float) -> float:
        """Return where a value lies across."""
        return round(self.left + value * _SIDE, 1)

    def y(self, value: float) -> float:
        """Return where a value lies up."""
        return round(_TOP + _SIDE - value / self.top_value * _SIDE, 1)


def _panel(panel: _Panel, title: Text, across: Text, up: Text, language: str) -> Iterator[str]:
    yield _text(panel.left, _TOP - 36, title.get(language), "title")
    yield _text(panel.left, _TOP - 14, f"↑ {up.get(language)}", "note")
    for tick in _TICKS:
        x, y = panel.x(tick), panel.y(tick * panel.top_value)
        yield _line(x, _TOP, x, _TOP + _SIDE, "grid")
        yield _line(panel.left, y, panel.left + _SIDE, y, "grid")
        yield _text(x, _TOP + _SIDE + 20, f"{tick:.0%}", "note", "middle")
        yield _text(panel.left - 8, y + 4, f"{tick * panel.top_value:.0%}", "note", "end")
    yield (f'<rect class="frame" x="{panel.left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}"/>')
    yield _text(panel.left + _SIDE, _TOP + _SIDE + 40, f"{across.get(language)} →", "note", "end")


def _reliability_marks(panel: _Panel, bins: Sequence[Bin]) -> Iterator[str]:
    yield _line(panel.x(0), panel.y(0), panel.x(1), panel.y(1), "ideal")
    most = max(one.n for one in bins)
    for one in bins:
        x, y = panel.x(one.mean_probability), panel.y(one.share_right)
        radius = max(_SMALLEST_DOT, _LARGEST_DOT * (one.n / most) ** 0.5)
        yield _line(x, panel.y(one.mean_probability), x, y, "gap")
        tip = f"{one.mean_probability:.1%} → {one.share_right:.1%} (n={one.n})"
        yield (
            f'<circle class="dot" cx="{x}" cy="{y}" r="{radius:.1f}">'
            f"<title>{one.lower:.1f}–{one.upper:.1f}: {tip}</title></circle>"
        )


def _risk_top(curve: Iterable[Coverage]) -> float:
    """Return the top of the scale: the first of a few round numbers that all risks lie below."""
    highest = max(one.risk for one in curve)
    return next(top for top in (0.05, 0.1, 0.2, 0.5, 1.0) if highest <= top)


def _risk_line(panel: _Panel, curve: Iterable[Coverage]) -> str:
    points = " ".join(f"{panel.x(one.coverage)},{panel.y(one.risk)}" for one in curve)
    return f'<polyline class="line" points="{points}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, content: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(content)}</text>'
