"""The placeholders of a text: `{fact.name}` stands for a fact's value."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from resolver.model.texts import Text
from resolver.rulefile.codes import Code
from resolver.rulefile.problems import Problem, listed, unknown

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LONE = re.compile(r"[{}]")
_KEYS = ("zh-CN", "en")


def text_problems(text: Text, known: Iterable[str] | None) -> list[Problem]:
    """Return what is wrong with the placeholders of a text, by paths below it.

    `known` are the names a placeholder may have; `None` where the rulebook cannot know them.
    """
    pairs = tuple(zip(_KEYS, (text.zh, text.en), strict=True))
    if not any("{" in words or "}" in words for _, words in pairs):
        return []
    names = {key: _PLACEHOLDER.findall(words) for key, words in pairs}
    problems = [
        Problem((key,), Code.LONE_BRACE)
        for key, words in pairs
        if _LONE.search(_PLACEHOLDER.sub("", words))
    ]
    for key, _ in pairs:
        problems.extend(_unknown_names(key, names[key], known))
    if not problems and set(names["zh-CN"]) != set(names["en"]):
        told = {"zh_names": _listed(names["zh-CN"]), "en_names": _listed(names["en"])}
        problems.append(Problem((), Code.PLACEHOLDERS_DIFFER, told))
    return problems


def _unknown_names(key: str, names: list[str], known: Iterable[str] | None) -> list[Problem]:
    if known is None:
        return []
    names_known: Container[str] = known if isinstance(known, Container) else tuple(known)
    return [
        unknown((key,), Code.UNKNOWN_PLACEHOLDER, name, known)
        for name in dict.fromkeys(names)
        if name not in names_known
    ]


def _listed(names: list[str]) -> Text:
    if not names:
        return Text("（无）", "none")
    return listed(f"{{{name}}}" for name in sorted(set(names)))
