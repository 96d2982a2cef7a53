"""The report in short, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.cli.render.log_report.answers import causes
from resolver.cli.render.log_report.outcomes import remedies
from resolver.cli.render.log_report.overview import TITLE, notes, overview, span_of
from resolver.cli.render.log_report.rules import gaps
from resolver.cli.render.log_report.table import Table, written
from resolver.cli.render.log_report.told import Told
from resolver.cli.render.report import Item, Section

_MOST = 5
_LONGEST = 40


def summary(told: Told, language: str) -> Iterator[Section]:
    """Yield the figures, the first causes, the next rules, and remedies that do not help."""
    yield Section(
        TITLE.get(language),
        span_of(told.gathered).get(language),
        items=(*_figures(told, language), *(Item(note.get(language)) for note in notes(told))),
    )
    yield from _brief(causes(told), ("cause", "decisions", "share", "mean_probability"), language)
    yield from _brief(
        gaps(told), ("message", "code", "provider", "decisions", "example"), language
    )
    if told.gathered.judged is not None:
        yield from _brief(remedies(told), ("remedy", "offered", "failed", "helped"), language)


def _figures(told: Told, language: str) -> Iterator[Item]:
    table = overview(told)
    _, title, n, share = table.columns
    for _, meaning, count, portion in table.rows:
        told_share = f" ({written(share.kind, portion, language)})" if portion is not None else ""
        words = written(title.kind, meaning, language)
        yield Item(f"{written(n.kind, count, language)} {words}{told_share}")


def _brief(table: Table, keys: tuple[str, ...], language: str) -> Iterator[Section]:
    rows = table.brief(keys, _MOST, language)
    if table.rows:
        cut = tuple(tuple(_cut(cell) for cell in row) for row in rows)
        yield Section(table.title.get(language), table=cut)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
