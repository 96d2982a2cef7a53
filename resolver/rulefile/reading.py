"""From the contents of a folder to files with data, names and shapes; mistakes are reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from resolver.model.texts import Text
from resolver.rulefile.checks import check_file
from resolver.rulefile.codes import Code, word
from resolver.rulefile.files import LOCK, SHAPES, Files, Kind, Unreadable, kind_of
from resolver.rulefile.flaws import Flaw
from resolver.rulefile.folder_checks import check_folder
from resolver.rulefile.names import Names
from resolver.rulefile.naming import gather_names
from resolver.rulefile.problems import suggest, type_problem
from resolver.rulefile.report import Report, RuleFile
from resolver.rulefile.schema.base import Shape
from resolver.rulefile.shapes import validate
from resolver.rulefile.source import compose, data_of, decode

_ShapeT = TypeVar("_ShapeT", bound=Shape)


@dataclass(frozen=True, slots=True)
class FolderReading:
    """The rule files of a folder, what can be named, and the shapes of those without a mistake."""

    files: Mapping[str, RuleFile]
    names: Names
    shapes: Mapping[str, Shape]

    def of_kind(self, kind: Kind) -> Iterator[RuleFile]:
        """Yield the files of one kind, in order of path."""
        return (file for file in self.files.values() if file.kind is kind)

    def shape(self, kind: Kind, shape: type[_ShapeT]) -> _ShapeT | None:
        """Return the file of a kind that has a fixed place; `None` if it is missing or wrong."""
        found = self.shapes.get(kind.value)
        return found if isinstance(found, shape) else None


def read_rule_files(contents: Files, report: Report) -> FolderReading:
    """Read and check all rule files but the scenarios."""
    files = _readable_files(contents, report)
    check_folder(contents, files, report)
    names, problems = gather_names(files)
    shapes: dict[str, Shape] = {}
    for file in files.values():
        if file.data is None:
            continue
        shape = read_shape(file, names, report)
        if file.kind is Kind.DEFINITIONS:
            report.problems(file, problems)
        if shape is not None:
            shapes[file.path] = shape
    return FolderReading(files, names, shapes)


def read_file(path: str, kind: Kind, content: bytes | Unreadable, report: Report) -> RuleFile:
    """Return one file with its data; what keeps it from being read goes to the report."""
    nothing = RuleFile(path, kind, (), None, None)
    if isinstance(content, Unreadable):
        report.missing(path, Code.UNREADABLE_FILE, {"reason": content.reason})
        return nothing
    text = decode(content)
    if isinstance(text, Flaw):
        report.flaw(path, (), text)
        return nothing
    lines = text.splitlines()
    report.comments(path, lines)
    composed = compose(text)
    for flaw in composed.flaws:
        report.flaw(path, lines, flaw)
    if composed.root is None:
        return RuleFile(path, kind, lines, None, None)
    data = data_of(composed.root)
    if not isinstance(data, dict):
        whole = RuleFile(path, kind, lines, composed.root, None)
        report.problem(whole, type_problem((), data, "mapping"))
        return whole
    return RuleFile(path, kind, lines, composed.root, data)


def read_shape(file: RuleFile, names: Names, report: Report) -> Shape | None:
    """Return a file as its shape; what is wrong with it goes to the report."""
    shape, problems = validate(SHAPES[file.kind], file.data, names)
    report.problems(file, problems)
    report.problems(file, check_file(file))
    return shape


def _readable_files(contents: Files, report: Report) -> dict[str, RuleFile]:
    files: dict[str, RuleFile] = {}
    for path in sorted(contents):
        if path == LOCK:
            continue
        kind = kind_of(path)
        if kind is None:
            report.missing(
                path, Code.MISPLACED_FILE, {"file": path, "suggestion": _right_place(path)}
            )
        elif kind is not Kind.SCENARIOS:
            files[path] = read_file(path, kind, contents[path], report)
    return files


def _right_place(path: str) -> Text:
    if path.endswith(".yml"):
        return word("yaml_suffix")
    fixed = [kind.value for kind in SHAPES if "<" not in kind.value]
    folder = path.rpartition("/")[0]
    if not folder or folder == "calendar":
        suggestion = suggest(path, fixed)
        if "?" in suggestion.en:
            return suggestion
    return word("family_and_cause")
