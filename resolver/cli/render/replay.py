"""What came of decisions that were made again."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from resolver.cli.budgets import Budget
from resolver.cli.render.comparisons import ComparisonTexts
from resolver.cli.render.console import styled
from resolver.cli.render.impact import impact_sections
from resolver.cli.render.report import print_sections
from resolver.cli.replaying import Replay
from resolver.inference.impact import Impact
from resolver.model.rulebook import Rulebook
from resolver.model.texts import Text

_DECISIONS = Text(
    "{n:,} 条决策，出自 {revisions} 个规则版本",
    "{n:,} decisions by {revisions} revision(s) of the rules",
)
_SAME = Text(
    "按当时的规则重做，{n:,} 条逐字节相同", "{n:,} are made again to the byte by their own rules"
)
_DEFECTS = Text(
    "{n:,} 条不同，而规则并没有变：这是程序缺陷，请报告",
    "{n:,} are not, though nothing changed: that is a defect worth a report",
)
_MISSING = Text(
    "{n:,} 条无法重做：日志没有留存当时的规则，或由本版本无法读取的程序留存",
    "{n:,} cannot be made again: their rules were not kept, or by a version that this one cannot "
    "read",
)
_BY_RULES = Text(
    "按新规则 {revision}，{n:,} 条答案不变，{differing:,} 条因规则不同而改变",
    "by the new rules {revision}, {n:,} answers stay and {differing:,} change",
)
_EXCEEDED = Text(
    "超出限额 --max-flips {budget}：首要原因变化 {flips:,} 条（共 {contexts:,} 条）",
    "over --max-flips {budget}: {flips:,} first causes changed, of {contexts:,} decisions",
)
_DIGITS = 12


def print_replay(replay: Replay, new: Rulebook | None, console: Console, language: str) -> None:
    """Print the verdicts, and what changes by the new rules as `diff` prints it."""

    def tell(text: Text, style: str = "", **values: object) -> None:
        console.print(styled((text.get(language).format(**values), style)), soft_wrap=True)

    tell(_DECISIONS, n=replay.decisions, revisions=len(replay.revisions))
    tell(_SAME, n=replay.impact.contexts)
    if replay.defects:
        tell(_DEFECTS, "bold red", n=replay.defects)
    if replay.missing:
        tell(_MISSING, "bold red", n=replay.missing)
    for odd in replay.odd.items:
        console.print(f"  {odd.id}  {_short(odd.revision)}", highlight=False)
    if new is not None and replay.impact.contexts:
        differing = replay.impact.differing
        stay = replay.impact.contexts - differing
        tell(_BY_RULES, revision=_short(new.revision), n=stay, differing=differing)
        print_sections(impact_sections(replay.impact, ComparisonTexts(language)), console)


def print_exceeded(one: Budget, impact: Impact, console: Console, language: str) -> None:
    """Print that a budget of flips is exceeded."""
    text = _EXCEEDED.get(language).format(
        budget=one, flips=one.spent(impact), contexts=impact.contexts
    )
    console.print(styled((text, "bold red")), soft_wrap=True)


def as_data(replay: Replay, new: Rulebook | None) -> dict[str, Any]:
    """Return the verdicts as data for programs."""
    impact = replay.impact
    return {
        "decisions": replay.decisions,
        "revisions": sorted(replay.revisions),
        "new_revision": new.revision if new else None,
        "verdicts": {
            "identical": impact.contexts - impact.differing,
            "revision": impact.differing,
            "defect": replay.defects,
            "rules_missing": replay.missing,
        },
        "flipped": impact.flipped,
        "flips": [
            {"before": old, "after": new_cause, "decisions": group.contexts}
            for (old, new_cause), group in sorted(impact.flips.items())
        ],
        "odd": [odd._asdict() for odd in replay.odd.items],
    }


def _short(revision: str) -> str:
    return revision.removeprefix("sha256:")[:_DIGITS]
