"""What is told of an erasure from the decision log."""

from __future__ import annotations

from rich.console import Console

from resolver.cli.render.console import styled
from resolver.model.texts import Text
from resolver.runtime.decisions.searching import Findings

_WOULD = Text(
    "会从 {segments:,} 个分段删除 {n:,} 条决策", "{n:,} decisions in {segments:,} segment(s)"
)
_ERASED = Text(
    "已从 {segments:,} 个分段删除 {n:,} 条决策",
    "{n:,} decisions erased from {segments:,} segment(s)",
)
_FIELD = Text("  {field}：{n:,} 条", "  {field}: {n:,}")
_TOLD = Text(
    "  另有 {n:,} 条早已登记删除而仍留存",
    "  and {n:,} that were told to be erased before and still stood",
)
_REMNANTS = Text(
    "  {n} 个崩溃残留文件（.damaged）中也有，一并删除",
    "  and {n} file(s) that a crash has left (.damaged)",
)
_GROWING = Text(
    "还有 {n:,} 条在服务器正在写入的分段里，没有动：分段封口（至迟一天）或服务器停止后再运行",
    "{n:,} more are in segments that a server still writes, and were left: run this again once "
    "those are closed, after a day at most or when the server has stopped",
)
_OTHER_KEY = Text(
    "{n} 个分段用另一把密钥生成摘要，没有查找：请用那把密钥再运行一次",
    "{n} segment(s) were hashed with another key and not searched: run this again with that key",
)
_OUTCOMES = Text("已从结果库删除 {n:,} 条结果", "{n:,} outcomes erased from the database")
_HIDDEN = Text(
    "日志中有 {n:,} 条决策已按要求删除，不在其中",
    "{n:,} decisions of this log were erased on request and are not in this",
)


def print_findings(findings: Findings, console: Console, language: str) -> None:
    """Print what would be erased."""
    _print(_WOULD, findings, console, language)


def print_erased(findings: Findings, console: Console, language: str) -> None:
    """Print what was erased, and what is left to be done."""
    _print(_ERASED, findings, console, language)


def print_outcomes(count: int, console: Console, language: str) -> None:
    """Print how many outcomes were erased."""
    console.print(_OUTCOMES.get(language).format(n=count), soft_wrap=True)


def print_hidden(count: int, console: Console, language: str) -> None:
    """Print how many decisions are not to be had any more, if there are any."""
    if count:
        console.print(_HIDDEN.get(language).format(n=count), soft_wrap=True)


def _print(title: Text, findings: Findings, console: Console, language: str) -> None:
    segments = sum(bool(hit.fresh) for hit in findings.hits)

    def tell(text: Text, n: int, **more: object) -> None:
        line = text.get(language).format(n=n, **more)
        console.print(styled(line), soft_wrap=True)

    tell(title, findings.fresh, segments=segments)
    for field, count in sorted(findings.fields.items()):
        tell(_FIELD, count, field=field)
    for text, count in (
        (_TOLD, findings.told),
        (_REMNANTS, len(findings.remnants)),
        (_GROWING, findings.growing),
        (_OTHER_KEY, findings.other_key),
    ):
        if count:
            tell(text, count)
