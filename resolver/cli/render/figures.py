"""The figures of an evaluation as tables, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields

from rich.console import Console
from rich.padding import Padding

from resolver.cli.render.console import flowing, print_columns, print_trimmed, styled
from resolver.inference.evaluate import (
    PERCENTAGES,
    Bin,
    Coverage,
    Figures,
    Judgement,
    by_difficulty,
    reliability,
    risk_coverage,
    summarize,
)
from resolver.inference.robustness import Drop, summarize_drops
from resolver.model.texts import Text

COVERAGES = (0.25, 0.5, 0.75, 0.9, 1.0)
"""Shares of the answers, surest first, that the table of risk tells of."""

_WORST_FIELDS = 8

_ALL = Text("全部", "all")
_RELIABILITY = Text("概率是否可信（首位原因）", "What probabilities are worth (first cause)")
_RELIABILITY_COLUMNS = (
    Text("概率区间", "probability"),
    Text("案例数", "cases"),
    Text("平均概率", "mean probability"),
    Text("实际正确", "right"),
    Text("差", "difference"),
)
_RISK = Text("只采用最有把握的答复时", "If only the surest answers were used")
_RISK_COLUMNS = (
    Text("采用比例", "share used"),
    Text("概率不低于", "probability from"),
    Text("其中错误", "wrong among them"),
)
_ROBUST = Text("逐个去掉字段", "Each field left out in turn")
_ROBUST_COLUMNS = (
    Text("字段", "field"),
    Text("次数", "times"),
    Text("首位改变", "first cause changed"),
    Text("变成不该出现的", "to a forbidden one"),
    Text("首位概率（去掉前→后）", "its probability (before → after)"),
)
_WRONG = Text("得到 {got}；可接受 {accepted}", "got {got}; accepted {accepted}")
_DEMANDED = Text("；须在前三 {causes}", "; demanded {causes}")
_FORBIDDEN = Text("；不得在前三 {causes}", "; forbidden {causes}")


def print_figures(judgements: Sequence[Judgement], console: Console, language: str) -> None:
    """Print the figures of all cases and of each difficulty, reliability, and risk by coverage."""
    print_columns(_figure_rows(_summaries(judgements, _ALL.get(language))), console)
    _print_heading(_RELIABILITY, console, language)
    rows = [_reliability_row(one) for one in reliability(judgements)]
    print_columns([_words(_RELIABILITY_COLUMNS, language), *rows], console)
    _print_heading(_RISK, console, language)
    points = [_risk_row(one) for one in at_coverages(risk_coverage(judgements))]
    print_columns([_words(_RISK_COLUMNS, language), *points], console)


def print_robustness(drops: Sequence[Drop], console: Console, language: str) -> None:
    """Print what leaving fields out did, in all and for the fields that did most harm."""
    _print_heading(_ROBUST, console, language)
    worst = [
        _drop_row(path, [one for one in drops if one.field_path == path])
        for path in _most_harmful(drops)
    ]
    rows = [_words(_ROBUST_COLUMNS, language), _drop_row(_ALL.get(language), drops), *worst]
    print_columns(rows, console)


def print_failures(failures: Iterable[Judgement], console: Console, language: str) -> None:
    """Print cases that are ranked wrong, with what was got and wanted and the expert's reason."""
    for one in failures:
        case = one.case
        wanted = _WRONG.get(language).format(
            got=_listed(one.first_three), accepted=_listed(sorted(case.accepted))
        )
        for text, causes in ((_DEMANDED, case.demanded), (_FORBIDDEN, case.forbidden)):
            if causes:
                wanted += text.get(language).format(causes=_listed(sorted(causes)))
        head = styled((case.id, "bold"), (f"  [{case.difficulty}]", "dim"))
        lines = (flowing(wanted), flowing((case.why, "dim")))
        print_trimmed(["", head, *(Padding(line, (0, 0, 0, 2)) for line in lines)], console)


def as_json(judgements: Sequence[Judgement], drops: Sequence[Drop]) -> str:
    """Return everything that the tables show as one JSON object, numbers in full."""
    whole: dict[str, object] = {
        "figures": {
            name: asdict(figures) for name, figures in _summaries(judgements, "all").items()
        },
        "reliability": [asdict(one) for one in reliability(judgements)],
        "risk_coverage": [asdict(one) for one in at_coverages(risk_coverage(judgements))],
        "failures": [one.case.id for one in judgements if one.is_failure],
    }
    if drops:
        whole["robustness"] = asdict(summarize_drops(drops))
    return json.dumps(whole, ensure_ascii=False, indent=2)


def at_coverages(curve: Sequence[Coverage]) -> list[Coverage]:
    """Return the first points of a curve that reach each of `COVERAGES`."""
    points = [next(one for one in curve if one.coverage >= share) for share in COVERAGES]
    return list(dict.fromkeys(points))


def _summaries(judgements: Sequence[Judgement], all_name: str) -> Mapping[str, Figures]:
    groups = by_difficulty(judgements)
    return {all_name: summarize(judgements)} | {n: summarize(g) for n, g in groups.items()}


def _figure_rows(summaries: Mapping[str, Figures]) -> list[list[str]]:
    names = [field.name for field in fields(Figures)]
    rows = [
        [name, *(_figure(column, getattr(figures, column)) for column in names)]
        for name, figures in summaries.items()
    ]
    return [["", *names], *rows]


def _figure(name: str, value: float | int | None) -> str:
    if value is None:
        return "-"
    if name in PERCENTAGES:
        return f"{value:.1f}"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _reliability_row(one: Bin) -> list[str]:
    return [
        f"{one.lower:.1f}–{one.upper:.1f}",
        str(one.n),
        f"{one.mean_probability:.1%}",
        f"{one.share_right:.1%}",
        f"{one.share_right - one.mean_probability:+.1%}",
    ]


def _risk_row(one: Coverage) -> list[str]:
    return [f"{one.coverage:.0%}", f"{one.probability:.1%}", f"{one.risk:.1%}"]


def _drop_row(name: str, drops: Sequence[Drop]) -> list[str]:
    figures = summarize_drops(drops)
    return [
        name,
        str(figures.n),
        f"{figures.changed / figures.n:.1%}",
        f"{figures.forbidden / figures.n:.2%} ({figures.forbidden})",
        f"{figures.mean_before:.1%} → {figures.mean_after:.1%}",
    ]


def _most_harmful(drops: Iterable[Drop]) -> list[str]:
    harmful = Counter(one.field_path for one in drops if one.is_forbidden)
    return [path for path, _ in harmful.most_common(_WORST_FIELDS)]


def _print_heading(text: Text, console: Console, language: str) -> None:
    console.print()
    console.print(styled((text.get(language), "bold")))


def _words(texts: Iterable[Text], language: str) -> list[str]:
    return [text.get(language) for text in texts]


def _listed(causes: Iterable[str]) -> str:
    return ", ".join(causes)
