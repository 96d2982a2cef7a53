"""The rows of one provider: which of them a code, an operation and a text point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from resolver.inference.derive.text import plain_text, squashed, squashed_name
from resolver.model.knowledge import Provider, StatusCode
from resolver.model.spelling import code_name

_SHORTEST_QUOTE = 4
"""A text of fewer characters is a row's own only where it stands alone in its part of a text."""

_STEPS = ("possible", "likely", "certain")


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A row that applies. `certainty` is the row's own, less what makes this hit unsure.

    `own` is the row's own text as far as the message quotes it, squashed; empty if it does not.
    """

    row: StatusCode
    certainty: str
    own: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    status: StatusCode
    operation: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Quote:
    """How well a text quotes a phrase: the longer the better, the whole before a part of it."""

    length: int
    whole: bool
    earliness: int
    phrase: str = field(compare=False)


class CodeTable:
    """The code rows of one provider, and after them those of the providers that it includes."""

    def __init__(self, provider: Provider, included: Sequence[Provider]) -> None:
        self._exact: list[dict[str, list[_Row]]] = []
        self._by_number: dict[int, list[_Row]] = defaultdict(list)
        self._by_last_part: dict[str, list[_Row]] = defaultdict(list)
        self._by_text: dict[str, list[_Row]] = defaultdict(list)
        for owner in (provider, *included):
            self._exact.append(defaultdict(list))
            for status in owner.codes:
                self._add(status)

    def find(self, code: str, operation: str, text: str, day: date) -> tuple[CodeHit, ...]:
        """Return the rows that a code points to on a Beijing day, in the catalogue's order.

        Where the plain text quotes some of them, only those that it quotes best. Where it says
        something else, and the code has rows of several kinds, the code alone says little.
        """
        rows, bent = self._rows(code)
        rows = _for_operation(rows, squashed_name(operation))
        hits = [_dated(row.status, day) for row in rows]
        if bent:
            hits = [replace(hit, certainty=lowered(hit.certainty)) for hit in hits]
        quotes = [_best_quote(row.phrases, text) for row in rows]
        best = max((quote for quote in quotes if quote), default=None)
        if best is None:
            several = len({row.status.category for row in rows}) > 1
            if text and several:
                hits = [replace(hit, certainty="possible") for hit in hits]
            return tuple(hits)
        return tuple(
            replace(hit, own=quote.phrase)
            for hit, quote in zip(hits, quotes, strict=True)
            if quote == best
        )

    def find_text(self, text: str, day: date) -> tuple[CodeHit, ...]:
        """Return the rows whose own text a plain text is, whatever their codes."""
        said = squashed(text)
        rows = self._by_text.get(said, ())
        return tuple(replace(_dated(row.status, day), own=said) for row in rows)

    def _add(self, status: StatusCode) -> None:
        row = _Row(status, squashed_name(status.operation), tuple(_phrases(status)))
        name = code_name(status.code)
        self._exact[-1][name].append(row)
        if _is_number(name):
            self._by_number[int(name)].append(row)
        if "." in name:
            self._by_last_part[name.rsplit(".", 1)[1]].append(row)
        for phrase in row.phrases:
            self._by_text[phrase].append(row)

    def _rows(self, code: str) -> tuple[list[_Row], bool]:
        """Return the rows of a code, and whether it had to be bent to find them.

        Bent: other leading zeros, or the last part of a dotted code alone; only if that leaves
        no doubt which code is meant.
        """
        name = code_name(code)
        for exact in self._exact:
            if name in exact:
                return exact[name], False
        if _is_number(name):
            rows = self._by_number.get(int(name), [])
        else:
            rows = self._by_last_part.get(name, [])
        return (rows, True) if len({row.status.code for row in rows}) == 1 else ([], False)


def lowered(certainty: str) -> str:
    """Return the next lower certainty."""
    return _STEPS[max(_STEPS.index(certainty) - 1, 0)]


def raised(certainty: str) -> str:
    """Return the next higher certainty."""
    return _STEPS[min(_STEPS.index(certainty) + 1, len(_STEPS) - 1)]


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= 18


def _for_operation(rows: list[_Row], operation: str) -> list[_Row]:
    scoped = [row for row in rows if row.operation and row.operation == operation]
    return scoped or [row for row in rows if not row.operation] or rows


def _dated(row: StatusCode, day: date) -> CodeHit:
    """Return the hit as the day has it: outside its dates a row is only a possible reading."""
    early = row.valid_from is not None and day < row.valid_from
    late = row.valid_until is not None and day > row.valid_until
    return CodeHit(row, "possible" if early or late else row.certainty)


def _phrases(row: StatusCode) -> Iterator[str]:
    """Yield the row's own texts once each: whole, then without what stands in brackets."""
    texts = (row.meaning.zh, row.meaning.en)
    shortened = (text.replace("（", "(").split("(", 1)[0] for text in texts)
    phrases = (squashed(plain_text(text)) for text in (*texts, *shortened))
    yield from dict.fromkeys(phrase for phrase in phrases if phrase)


def _best_quote(phrases: Iterable[str], text: str) -> _Quote | None:
    if not text:
        return None
    said = squashed(text)
    parts = {squashed(part) for part in text.replace(",", "\n").split("\n")}
    quotes = (_quote(phrase, -place, said, parts) for place, phrase in enumerate(phrases))
    return max((quote for quote in quotes if quote), default=None)


def _quote(phrase: str, earliness: int, said: str, parts: set[str]) -> _Quote | None:
    """Return how a squashed text quotes a phrase; absent if neither holds the other."""
    long_enough = len(phrase) >= _SHORTEST_QUOTE
    if phrase == said or phrase in parts or (long_enough and phrase in said):
        return _Quote(len(phrase), whole=True, earliness=earliness, phrase=phrase)
    if len(said) >= _SHORTEST_QUOTE and said in phrase:
        return _Quote(len(said), whole=False, earliness=earliness, phrase=phrase)
    return None
