"""A mistake in plain data: its place as a path of keys and indexes, its code, its values.

Readers of conditions, texts and contexts tell problems; the report turns each path into line and
column.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from resolver.model.texts import Text
from resolver.rulefile.codes import Code, Values, word
from resolver.rulefile.near_misses import WIDE_COLON, only_near_miss
from resolver.rulefile.scalars import Trap

Path: TypeAlias = tuple[str | int, ...]

AT_KEY = "[key]"
"""Last part of a path that points at a key, not at its value; pydantic uses the same mark."""

_LISTED = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake at one place of one file.

    `replacement` is what to write instead of the value there, as in the file; empty where that
    is not certain. `span` is the part of the value's text that is meant, where it is not all.
    """

    path: Path
    code: Code
    values: Values = field(default_factory=dict)
    replacement: str = ""
    span: tuple[int, int] | None = None

    def under(self, *path: str | int) -> Problem:
        """Return the same problem in data that holds this data at a path."""
        return replace(self, path=(*path, *self.path))

    def moved(self, *path: str | int) -> Problem:
        """Return the same problem at another place."""
        return replace(self, path=path)


def listed(names: Iterable[str]) -> Text:
    """Return names one after the other, as they stand in a message."""
    shown = [f"`{name}`" for name in names]
    return Text("、".join(shown), ", ".join(shown))


def suggest(name: str, known: Collection[str]) -> Text:
    """Return what to write instead of an unknown name: the closest one, or some of all."""
    if not known:
        return word("none_listed")
    close = difflib.get_close_matches(name[:60], known, n=1, cutoff=0.6)
    if not close:
        close = difflib.get_close_matches(name[:60].lower(), known, n=1, cutoff=0.6)
    if close:
        return Text(f"是不是想写 `{close[0]}`？", f"did you mean `{close[0]}`?")
    return _choice(name, known)


def _choice(name: str, known: Collection[str]) -> Text:
    relatives = [k for k in known if "." in name and k.startswith(name.split(".", 1)[0] + ".")]
    shown = sorted(relatives or known)
    names = listed(shown[:_LISTED])
    more = ("……", ", …") if len(shown) > _LISTED else ("", "")
    return Text(f"可以写：{names.zh}{more[0]}", f"use one of {names.en}{more[1]}")


def type_problem(path: Path, value: object, expected: str) -> Problem:
    """Return what is wrong with a value of another type than is due.

    `expected` is a word of the code table: `text`, `boolean`, `integer`, `number`, `list`,
    `mapping`, `date`, `moment`.
    """
    wide = wide_colon(path, value) if expected == "mapping" else None
    if wide is not None:
        return wide
    if value is None and path:
        return Problem(path, Code.NO_VALUE, {"key": _key(path)})
    if isinstance(value, Trap):
        return _trap(path, value, expected)
    if expected == "text" and isinstance(value, bool | int | float):
        told: Values = {"written": _written(value), "read": kind_of(value)}
        return Problem(path, Code.UNQUOTED, told)
    due: Values = {"expected": word(expected), "form": word(f"{expected}_form")}
    if expected in {"date", "moment"} and isinstance(value, str):
        return Problem(path, Code.WRONG_DATE, {**due, "written": value})
    return Problem(path, Code.WRONG_SHAPE, {**due, "got": kind_of(value)})


def wide_colon(path: Path, value: object) -> Problem | None:
    """Return the problem of a text that is key and value with a full-width colon between them."""
    found = WIDE_COLON.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    key = found["key"]
    return Problem(path, Code.WIDE_COLON, {"key": key}, f"{key}: {found.string[found.end() :]}")


def wide_key(path: Path, key: object, value: object) -> Problem | None:
    """Return the same of a key without a value: what such a text becomes within braces."""
    return wide_colon((*path, AT_KEY), key) if value is None else None


def kind_of(value: object) -> Text:
    """Return what kind of value this is, in words for a message."""
    kinds: tuple[tuple[tuple[type, ...], str], ...] = (
        ((type(None),), "nothing"),
        ((bool,), "boolean"),
        ((int, float), "number"),
        ((str, Trap), "text"),
        ((dict,), "mapping"),
        ((list,), "list"),
    )
    return word(next((name for kind, name in kinds if isinstance(value, kind)), "something_else"))


def written(value: object) -> str:
    """Return a value as an author would have written it, for a message without a file."""
    return value.written if isinstance(value, Trap) else _written(value)


def unknown(path: Path, code: Code, name: str, known: Iterable[str]) -> Problem:
    """Return the problem of a name that nothing bears."""
    values: Values = {"name": name, "key": name, "written": name}
    names = tuple(known)
    told: Values = {**values, "suggestion": suggest(name, names)}
    return Problem(path, code, told, only_near_miss(name, names))


def _trap(path: Path, trap: Trap, expected: str) -> Problem:
    values = {"written": trap.written, "read": trap.read}
    if trap.is_word:
        certain = {"text": f'"{trap.written}"', "boolean": trap.read}.get(expected, "")
        told: Values = {**values, "instead": _instead(trap, expected)}
        return Problem(path, Code.YES_NO, told, certain)
    if expected in {"integer", "number"}:
        return Problem(path, Code.ODD_NUMBER, values)
    return Problem(path, Code.UNQUOTED, values)


def _instead(trap: Trap, expected: str) -> Text:
    if expected == "text":
        return Text(f'加上引号："{trap.written}"', f'quote it: "{trap.written}"')
    return word("boolean_form" if expected == "boolean" else "same_text_quoted")


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key(path: Path) -> str:
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "")
