"""Answers to files: what is written, and into which files of a rules folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from resolver.rulefile.files import Kind, Unreadable, kind_of
from resolver.rulefile.layout.format import laid_out, schema_beside
from resolver.rulefile.layout.parse import parse
from resolver.rulefile.layout.tree import Document
from resolver.rulefile.scaffold.insert import append, document_of, put
from resolver.rulefile.source import decode

Answers: TypeAlias = Mapping[str, Any]
"""Data by the keys of questions; a key `rule.when` is the part `when` of `rule`."""

Contents: TypeAlias = Mapping[str, bytes | Unreadable]


def written(
    what: str, name: str, answers: Answers, contents: Contents, root: Path
) -> dict[str, str]:
    """Return the files that something new needs, by path: new ones, and changed ones whole."""
    desk = _Desk(contents, root)
    _DRAFTS[what](desk, name, nested(answers))
    return desk.texts()


def with_scenario(
    cause: str,
    scenario: Mapping[str, Any],
    expect: Mapping[str, Any],
    contents: Contents,
    root: Path,
) -> dict[str, str]:
    """Return the file of a cause's scenarios with another one at its end, by path."""
    desk = _Desk(contents, root)
    _add_scenario(desk, cause, scenario, expect)
    return desk.texts()


def nested(answers: Answers) -> dict[str, Any]:
    """Return answers as data: dots part keys, and what was left out is gone."""
    data: dict[str, Any] = {}
    for key, value in answers.items():
        *above, last = key.split(".")
        inner = data
        for part in above:
            inner = inner.setdefault(part, {})
        if value is not None:
            inner[last] = value
    return data


def cause_path(cause: str) -> str:
    """Return the path of a cause's file."""
    return cause.replace(".", "/") + ".yaml"


class _Desk:
    """The files that are being changed."""

    def __init__(self, contents: Contents, root: Path) -> None:
        self._contents, self._root = contents, root
        self._open: dict[str, Document] = {}

    def document(self, path: str) -> Document:
        """Return a file as a tree; one that does not exist begins empty."""
        if path not in self._open:
            content = self._contents.get(path)
            text = decode(content) if isinstance(content, bytes) else ""
            self._open[path] = parse(text) if isinstance(text, str) and text else document_of({})
        return self._open[path]

    def create(self, path: str, data: Mapping[str, object]) -> None:
        """Begin a file with data."""
        self._open[path] = document_of(data)

    def texts(self) -> dict[str, str]:
        """Return the texts of all files that were opened, in their layout."""
        texts = {}
        for path, document in self._open.items():
            kind = kind_of(path)
            assert kind is not None  # noqa: S101 — drafts write to places that have a kind
            texts[path] = laid_out(document, kind, schema_beside(self._root, path, kind))
        return texts


def _cause(desk: _Desk, name: str, data: dict[str, Any]) -> None:
    scenario, rule, disposition = data.pop("scenario"), data.pop("rule"), data.pop("disposition")
    evidence = [{**rule, "version": 1}]
    desk.create(
        cause_path(name),
        {"cause": name, **data, "evidence": evidence, "disposition": [disposition]},
    )
    expect = {"in_first_three": [name], "rules": [f"{name}/{rule['rule']}"]}
    _add_scenario(desk, name, scenario, expect)


def _rule(desk: _Desk, name: str, data: dict[str, Any]) -> None:
    cause, _, rule = name.partition("/")
    append(
        desk.document(cause_path(cause)), "evidence", {"rule": rule, "version": 1, **data["rule"]}
    )
    _add_scenario(desk, cause, data["scenario"], {"rules": [name]})


def _remedy(desk: _Desk, name: str, data: dict[str, Any]) -> None:
    cause = data["cause"]
    put(desk.document(Kind.REMEDIES.value), "remedies", name, data["remedy"])
    append(desk.document(cause_path(cause)), "remedies", name)
    _add_scenario(desk, cause, data["scenario"], {"first": cause, "remedies": [name]})


def _stop(desk: _Desk, _: str, data: dict[str, Any]) -> None:
    append(desk.document(Kind.STOPS.value), "stops", data)


def _status(desk: _Desk, name: str, data: dict[str, Any]) -> None:
    code = data.pop("code")
    desk.create(f"status/{name}.yaml", {"provider": name, **data, "codes": [code]})


def _add_scenario(
    desk: _Desk, cause: str, scenario: Mapping[str, Any], expect: Mapping[str, Any]
) -> None:
    path = cause_path(cause).removesuffix(".yaml") + "_test.yaml"
    append(desk.document(path), "scenarios", {**scenario, "expect": expect})


_DRAFTS: Mapping[str, Callable[[_Desk, str, dict[str, Any]], None]] = {
    "cause": _cause,
    "rule": _rule,
    "remedy": _remedy,
    "stop": _stop,
    "status": _status,
}
