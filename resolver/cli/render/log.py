"""What is told of a decision log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from resolver.cli.render.console import print_columns, styled
from resolver.model.texts import Text
from resolver.runtime.decisions.erasures import FOLDER
from resolver.runtime.decisions.verify import FAULTS, ChainReport

_CHAIN = Text(
    "记录链 {name}：{segments:,} 个分段，{decisions:,} 条决策，{state}；末端 {link}",
    "chain {name}: {segments:,} segment(s), {decisions:,} decisions, {state}; head {link}",
)
_ERASURES = Text(
    "删除记录：{decisions:,} 次，{state}；末端 {link}",
    "erasures: {decisions:,}, {state}; head {link}",
)
_ERASED = Text(
    "  其中 {n:,} 条决策已按要求删除", "  {n:,} of the decisions were erased on request"
)
_WHOLE = Text("完整", "whole")
_FAULTY = Text("有 {n} 处问题", "{n} fault(s)")
_RECOVERED = Text(
    "  其中 {n} 个分段由后来的进程为中途死掉的进程封口",
    "  {n} of them were closed for a process that had died",
)
_AT = Text("  分段 {segment} 第 {line} 行：", "  segment {segment}, line {line}: ")
_OF = Text("  分段 {segment}：", "  segment {segment}: ")
_EXPORTED = Text("已导出 {n:,} 条到 {file}", "{n:,} decisions exported to {file}")
_WRITTEN = Text("场景已写入 {file}", "the scenario is in {file}")
_HIDDEN = Text(
    "日志没有留存、场景中也就没有的值：{fields}（可用 --set 补上）",
    "values that the log has not kept, and so the scenario has not: {fields} (--set gives them)",
)


def print_reports(reports: Sequence[ChainReport], console: Console, language: str) -> None:
    """Print what was found of each chain."""
    for report in reports:
        state = _FAULTY.get(language).format(n=len(report.faults))
        line = (
            (_ERASURES if report.name == FOLDER else _CHAIN)
            .get(language)
            .format(
                name=report.name,
                segments=report.segments,
                decisions=report.decisions,
                state=state if report.faults else _WHOLE.get(language),
                link=report.head.link[:12],
            )
        )
        console.print(styled((line, "bold red" if report.faults else "")), soft_wrap=True)
        if report.recovered:
            console.print(_RECOVERED.get(language).format(n=report.recovered), soft_wrap=True)
        if report.erased:
            console.print(_ERASED.get(language).format(n=report.erased), soft_wrap=True)
        for found in report.faults:
            place = (_AT if found.line else _OF).get(language)
            told = place.format(segment=found.segment, line=found.line)
            words = FAULTS[found.fault].get(language)
            console.print(styled(f"{told}{words} [{found.fault}]"), soft_wrap=True)


def as_data(reports: Sequence[ChainReport]) -> dict[str, Any]:
    """Return the same for programs, and to be kept as an anchor."""
    return {
        "chains": [
            {
                "name": report.name,
                "head": report.head._asdict(),
                "segments": report.segments,
                "decisions": report.decisions,
                "erased": report.erased,
                "recovered": report.recovered,
                "faults": [found._asdict() for found in report.faults],
            }
            for report in reports
        ]
    }


def print_rows(names: Sequence[str], rows: Sequence[Sequence[Any]], console: Console) -> None:
    """Print rows in columns below their names."""
    shown = [["" if value is None else str(value) for value in row] for row in rows]
    print_columns([list(names), *shown], console)


def print_exported(count: int, file: Path, console: Console, language: str) -> None:
    """Print what was written."""
    console.print(_EXPORTED.get(language).format(n=count, file=file), soft_wrap=True)


def print_scenario(file: Path, hidden: Sequence[str], console: Console, language: str) -> None:
    """Print where a scenario was put, and what it lacks."""
    console.print(_WRITTEN.get(language).format(file=file), soft_wrap=True)
    if hidden:
        fields = ", ".join(hidden)
        console.print(_HIDDEN.get(language).format(fields=fields), soft_wrap=True)
