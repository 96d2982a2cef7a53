"""Gathers diagnostics: each problem gets its line and column, the line itself, and its texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from resolver.model.diagnostics import Diagnostic, Location, Severity, in_order
from resolver.rulefile.codes import Code, Values, code_entries, describe
from resolver.rulefile.files import Kind
from resolver.rulefile.flaws import Flaw
from resolver.rulefile.ignores import Ignore, read_ignores, sifted
from resolver.rulefile.near_misses import full_width
from resolver.rulefile.places import node_at
from resolver.rulefile.problems import Problem
from resolver.rulefile.source import Node, ScalarNode

_LONGEST_EXCERPT = 400


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file as read. `data` is the plain data of `root`; both are absent where it is wrong."""

    path: str
    kind: Kind
    lines: Sequence[str]
    root: Node | None
    data: dict[str, object] | None

    def location(self, *path: str | int) -> Location:
        """Return where something stands in the file."""
        if self.root is None:
            return Location(self.path)
        node = node_at(self.root, path)
        return Location(self.path, node.line, node.column)


class Report:
    """Collects what is wrong with a rules folder."""

    def __init__(self) -> None:
        self._diagnostics: list[Diagnostic] = []
        self._ignores: list[Ignore] = []
        self._lines: dict[str, Sequence[str]] = {}

    def flaw(self, path: str, lines: Sequence[str], flaw: Flaw) -> None:
        """Add a mistake of a text itself."""
        told = _diagnostic(Location(path, flaw.line, flaw.column), lines, flaw.code, flaw.values)
        self._diagnostics.append(
            replace(told, end_column=flaw.end_column, replacement=flaw.replacement)
        )

    def problems(self, file: RuleFile, problems: Iterable[Problem]) -> None:
        """Add mistakes in a file's data."""
        for problem in problems:
            self.problem(file, problem)

    def problem(self, file: RuleFile, problem: Problem) -> None:
        """Add one mistake in a file's data; what was written there comes from the file itself."""
        values = problem.values
        node = None if file.root is None else node_at(file.root, problem.path)
        if isinstance(node, ScalarNode) and "written" in values:
            values = {**values, "written": node.text}
        location = file.location(*problem.path)
        end = node.end_column if isinstance(node, ScalarNode) else 0
        source = file.lines[location.line - 1][location.column - 1 : end - 1] if end else ""
        instead = _instead(problem, source) if source else ""
        if problem.span and isinstance(node, ScalarNode) and node.text in source:
            start = location.column + source.index(node.text)
            location = replace(location, column=start + problem.span[0])
            end, instead = start + problem.span[1], problem.replacement
        told = _diagnostic(location, file.lines, problem.code, values)
        self._diagnostics.append(replace(told, end_column=end, replacement=instead))

    def missing(self, path: str, code: Code, values: Values) -> None:
        """Add a mistake of a file that is not there or cannot be read."""
        self._diagnostics.append(_diagnostic(Location(path), (), code, values))

    def comments(self, path: str, lines: Sequence[str]) -> None:
        """Take in the comments of a file that ignore warnings."""
        ignores, flaws = read_ignores(path, lines)
        self._ignores.extend(ignores)
        self._lines[path] = lines
        for flaw in flaws:
            self.flaw(path, lines, flaw)

    def tell_idle_ignores(self) -> None:
        """Add the comments that ignore nothing; only where nothing was left unchecked."""
        for ignore in sifted(self._diagnostics, self._ignores)[2]:
            flaw = Flaw(ignore.line, ignore.column, Code.IDLE_IGNORE, {"code": ignore.code})
            self.flaw(ignore.file, self._lines[ignore.file], flaw)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what is not ignored, in order of file, line, column and code, nothing twice."""
        return in_order(sifted(self._diagnostics, self._ignores)[0])

    def ignored(self) -> tuple[Diagnostic, ...]:
        """Return what is ignored, in the same order."""
        return in_order(sifted(self._diagnostics, self._ignores)[1])

    @property
    def has_errors(self) -> bool:
        """Whether any of it keeps the rulebook out of service."""
        return any(d.severity is Severity.ERROR for d in self._diagnostics)


def _diagnostic(
    location: Location, lines: Sequence[str], code: Code, values: Values
) -> Diagnostic:
    message, mend = describe(code, values)
    line = lines[location.line - 1] if location.line <= len(lines) else ""
    return Diagnostic(
        code=code.value,
        severity=code_entries()[code].severity,
        location=location,
        message=message,
        mend=mend,
        excerpt=line[:_LONGEST_EXCERPT],
    )


def _instead(problem: Problem, source: str) -> str:
    """Return what to write for the source of a scalar, where that is certain."""
    if problem.code is Code.UNQUOTED:
        return f'"{source}"'
    if problem.code is Code.HALF_WIDTH:
        return full_width(source)
    return problem.replacement
