"""Charts of columns, of which a page draws as many boxes as there are columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resolver.cli.render.log_report.table import Table

_MOST = 62
"""Columns that fit beside each other; more days are drawn together."""

_LABELS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One column; `height` and `marked`, its dark part, are per cent of the chart's height."""

    label: str
    tip: str
    height: float
    marked: float = 0.0


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns beside each other; `top` is what the full height stands for."""

    bars: tuple[Bar, ...]
    top: int


def day_chart(table: Table) -> Chart | None:
    """Return decisions by day, those of unknown cause marked; `None` of no days."""
    step = -(-len(table.rows) // _MOST) or 1
    groups = [_added_up(table.rows[at : at + step]) for at in range(0, len(table.rows), step)]
    top = max((count for _, count, _ in groups), default=0)
    if not top:
        return None
    every = -(-len(groups) // _LABELS)
    return Chart(
        tuple(
            Bar(
                day[5:] if place % every == 0 else "",
                f"{day}: {count:,} ({unresolved:,})",
                100 * count / top,
                100 * unresolved / top,
            )
            for place, (day, count, unresolved) in enumerate(groups)
        ),
        top,
    )


def sureness_chart(table: Table) -> Chart | None:
    """Return decisions by the probability of the first cause; `None` of no decisions."""
    counts = [(_number(row[0]), int(_number(row[2]))) for row in table.rows]
    top = max(count for _, count in counts)
    if not top:
        return None
    bars = (Bar(f"{lower:.0%}", f"≥ {lower:.0%}: {n:,}", 100 * n / top) for lower, n in counts)
    return Chart(tuple(bars), top)


def _added_up(rows: Sequence[tuple[object, ...]]) -> tuple[str, int, int]:
    return (
        str(rows[0][0]),
        sum(int(_number(row[1])) for row in rows),
        sum(int(_number(row[2])) for row in rows),
    )


def _number(value: object) -> float:
    assert isinstance(value, int | float)  # noqa: S101 - for the type checker: columns say so
    return value
