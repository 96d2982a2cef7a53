"""Other words for priors and strengths in rule files, and other numbers in the scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff

from resolver.model.rulebook import Rulebook, Scale
from resolver.rulefile.edits import Edit, edited
from resolver.rulefile.files import Kind, Unreadable
from resolver.rulefile.source import MapNode, Node, ScalarNode, compose
from resolver.rulefile.versions import rules_of


def reworded(
    contents: Mapping[str, bytes | Unreadable], rulebook: Rulebook, words: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the changed files of a folder in which causes and rules have other words, by id.

    Every other byte stays as it is, versions included: to raise them is the author's step.
    """
    places = {cause.id: cause.location.file for cause in rulebook.causes.values()}
    places |= {rule.id: rule.location.file for rule in rulebook.rules()}
    by_file: dict[str, dict[str, str]] = {}
    for name, word in words.items():
        by_file.setdefault(places[name], {})[name.partition("/")[2]] = word
    return {path: _reworded(_bytes(contents, path), named) for path, named in by_file.items()}


def renumbered(
    contents: Mapping[str, bytes | Unreadable], before: Scale, after: Scale
) -> dict[str, bytes]:
    """Return the scale's file with the numbers that differ, or nothing where none does."""
    if before == after:
        return {}
    path = Kind.SCALE.value
    content = _bytes(contents, path)
    root = compose(content.decode("utf-8-sig")).root
    edits = [
        *_numbers(root, "strengths", before.strengths, after.strengths),
        *_numbers(root, "priors", before.priors, after.priors),
    ]
    return {path: edited(content, edits)}


def patch_of(
    contents: Mapping[str, bytes | Unreadable], changed: Mapping[str, bytes], root: str
) -> str:
    """Return the changes of files as a unified diff, their names behind that of their folder.

    `git apply` and `patch -p1` take it.
    """
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for path in sorted(changed)
        for line in unified_diff(
            _lines(_bytes(contents, path)),
            _lines(changed[path]),
            f"a/{root}/{path}",
            f"b/{root}/{path}",
        )
    )


def _reworded(content: bytes, words: Mapping[str, str]) -> bytes:
    """Return a cause's file with other words by name of rule; the name of the prior is empty."""
    root = compose(content.decode("utf-8-sig")).root
    nodes = {name.text: item for name, item in rules_of(root)}
    edits = [
        edit
        for name, word in words.items()
        for edit in _values(nodes[name] if name else root, "weight" if name else "prior", word)
    ]
    return edited(content, edits)


def _numbers(
    root: Node | None, key: str, before: Mapping[str, float], after: Mapping[str, float]
) -> Iterator[Edit]:
    section = root.entries[key][1] if isinstance(root, MapNode) else None
    for word, number in after.items():
        if number != before[word]:
            yield from _values(section, word, f"{number:g}")


def _values(node: Node | None, key: str, text: str) -> Iterator[Edit]:
    """Yield the change of a value; what is written on one line only can be changed."""
    value = node.entries[key][1] if isinstance(node, MapNode) else None
    if isinstance(value, ScalarNode) and value.end_column:
        yield Edit(value.line, value.column, value.end_column, text)


def _bytes(contents: Mapping[str, bytes | Unreadable], path: str) -> bytes:
    content = contents[path]
    assert isinstance(content, bytes)  # noqa: S101 - a rulebook was read from it
    return content


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8").splitlines(keepends=True)
