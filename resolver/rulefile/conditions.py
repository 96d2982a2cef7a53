"""Plain data to condition trees: `all`, `any`, `not`, `is`, and comparisons of facts.

Several keys in one mapping, or several operators under one fact, mean all of them. A condition
that is wrong in any part is absent, and its problems say why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from resolver.model.conditions import All, AnyOf, Condition, Named, Not
from resolver.model.facts import Vocabulary
from resolver.model.texts import Text
from resolver.rulefile.codes import Code, word
from resolver.rulefile.comparisons import read_comparisons
from resolver.rulefile.names import Names
from resolver.rulefile.problems import (
    AT_KEY,
    Path,
    Problem,
    kind_of,
    type_problem,
    unknown,
    wide_colon,
)
from resolver.rulefile.regions import never_false, never_true

_Extreme: TypeAlias = Callable[[Condition, Vocabulary], bool | None]

MAX_COMPARISONS = 256
MAX_LEVELS = 64
"""What one condition may hold, definitions written out. It bounds the cost of judging it."""


@dataclass(frozen=True, slots=True)
class ConditionReading:
    """A condition with its size and depth as in `Definition`.

    It is absent where it, or a definition within it, is wrong.
    """

    condition: Condition | None
    size: int
    depth: int
    problems: tuple[Problem, ...]


def read_condition(data: object, names: Names) -> ConditionReading:
    """Read a condition, and check that it can be true and can be false."""
    reader = _Reader(names)
    part = reader.read(data, ())
    reader.check_whole(part)
    condition = None if reader.problems else part.condition
    return ConditionReading(condition, part.size, part.depth, tuple(reader.problems))


@dataclass(frozen=True, slots=True)
class _Part:
    condition: Condition | None
    size: int = 1
    depth: int = 1


_WRONG = _Part(None)


class _Reader:
    def __init__(self, names: Names) -> None:
        self._names = names
        self.problems: list[Problem] = []

    def read(self, data: object, path: Path) -> _Part:
        """Read the condition at a path."""
        wide = wide_colon(path, data)
        if wide is not None:
            self.problems.append(wide)
            return _WRONG
        if not isinstance(data, dict):
            return self._wrong(path, Code.CONDITION_SHAPE, got=kind_of(data))
        if not data:
            return self._wrong(path, Code.EMPTY_CONDITION, key=_last_key(path))
        return _joined(All, [self._entry(key, value, path) for key, value in data.items()])

    def check_whole(self, part: _Part) -> None:
        """Check what only the whole condition can show."""
        if part.size > MAX_COMPARISONS:
            limit = str(MAX_COMPARISONS)
            self._wrong((), Code.CONDITION_TOO_LARGE, size=str(part.size), limit=limit)
        elif part.depth > MAX_LEVELS:
            self._wrong((), Code.TOO_DEEP, what=word("depth"), limit=str(MAX_LEVELS))
        elif part.condition is not None and not self.problems:
            self._check_can_be_true(part, ())
            self._check_can_be_false(part, ())

    def _entry(self, key: object, value: object, path: Path) -> _Part:
        below = (*path, _as_path(key))
        match key:
            case "all" | "any":
                return self._list(key, value, below)
            case "not":
                part = self.read(value, below)
                inner = part.condition
                return _Part(None if inner is None else Not(inner), part.size, part.depth + 1)
            case "is":
                return self._named(value, below)
            case str():
                return self._comparisons(key, value, below)
            case _:
                self.problems.append(type_problem((*below, AT_KEY), key, "text"))
                return _WRONG

    def _list(self, key: str, value: object, path: Path) -> _Part:
        if not isinstance(value, list):
            self.problems.append(type_problem(path, value, "list"))
            return _WRONG
        if not value:
            return self._wrong(path, Code.EMPTY_CONDITION, key=key)
        parts = [self.read(item, (*path, place)) for place, item in enumerate(value)]
        check = self._check_can_be_true if key == "any" else self._check_can_be_false
        if len(parts) > 1 and not self.problems:
            for place, part in enumerate(parts):
                check(part, (*path, place))
        return _joined(AnyOf if key == "any" else All, parts)

    def _named(self, name: object, path: Path) -> _Part:
        if not isinstance(name, str):
            self.problems.append(type_problem(path, name, "text"))
            return _WRONG
        definitions = self._names.definitions
        if definitions is None:
            return _WRONG
        if name not in definitions:
            self.problems.append(unknown(path, Code.UNKNOWN_DEFINITION, name, definitions))
            return _WRONG
        meant = definitions[name]
        if meant.condition is None:  # told at the definition
            return _WRONG
        return _Part(Named(name, meant.condition), meant.size, meant.depth + 1)

    def _comparisons(self, fact: str, value: object, path: Path) -> _Part:
        leaves, problems = read_comparisons(fact, value, self._names.vocabulary)
        self.problems.extend(problem.under(*path) for problem in problems)
        return _WRONG if problems else _joined(All, [_Part(leaf) for leaf in leaves])

    def _check_can_be_true(self, part: _Part, path: Path) -> None:
        self._check_extreme(never_true, Code.NEVER_TRUE, part, path)

    def _check_can_be_false(self, part: _Part, path: Path) -> None:
        self._check_extreme(never_false, Code.NEVER_FALSE, part, path)

    def _check_extreme(self, extreme: _Extreme, code: Code, part: _Part, path: Path) -> None:
        if part.condition is None or part.size > MAX_COMPARISONS:
            return
        found = extreme(part.condition, self._names.vocabulary)
        if found is None:
            self._wrong(path, Code.CONDITION_TOO_INTRICATE)
        elif found:
            self._wrong(path, code)

    def _wrong(self, path: Path, code: Code, **values: str | Text) -> _Part:
        self.problems.append(Problem(path, code, values))
        return _WRONG


def _joined(kind: type[All] | type[AnyOf], parts: list[_Part]) -> _Part:
    conditions = tuple(part.condition for part in parts if part.condition is not None)
    size = sum(part.size for part in parts)
    depth = max(part.depth for part in parts)
    if len(conditions) < len(parts):
        return _Part(None, size, depth)
    if len(parts) == 1:
        return _Part(conditions[0], size, depth)
    return _Part(kind(conditions), size, depth + 1)


def _as_path(key: object) -> str | int:
    return key if isinstance(key, str | int) and not isinstance(key, bool) else str(key)


def _last_key(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "when")
