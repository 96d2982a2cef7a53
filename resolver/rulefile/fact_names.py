"""What is said of a name that no fact bears: which facts may be meant, or where all are listed."""

from __future__ import annotations

import re

from resolver.model.facts import Vocabulary
from resolver.model.texts import Text
from resolver.rulefile.codes import Code, Values
from resolver.rulefile.near_misses import only_near_miss
from resolver.rulefile.problems import AT_KEY, Problem, suggest

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SHOWN = 3
_ELSEWHERE = Text(
    "全部事实见手册的“事实”页（运行 handbook），或在编辑器里按 Ctrl+空格",
    "the handbook's page of facts lists them all, as does Ctrl+Space in an editor",
)


def unknown_fact(name: str, vocabulary: Vocabulary) -> Problem:
    """Return the problem of a name that no fact bears, for the key that it is."""
    told: Values = {"name": name, "suggestion": _suggestion(name, vocabulary)}
    return Problem((AT_KEY,), Code.UNKNOWN_FACT, told, only_near_miss(name, vocabulary.facts))


def _suggestion(name: str, vocabulary: Vocabulary) -> Text:
    if _CHINESE.search(name):
        return _by_meaning(name, vocabulary) or _ELSEWHERE
    family = f"{name.partition('.')[0]}."
    told = suggest(name, vocabulary.facts)
    is_near = "?" in told.en or any(fact.startswith(family) for fact in vocabulary.facts)
    return told if is_near else _ELSEWHERE


def _by_meaning(name: str, vocabulary: Vocabulary) -> Text | None:
    """Return the facts whose Chinese meanings share most pairs of characters with a name."""
    pairs = {name[place : place + 2] for place in range(len(name) - 1)}
    shared = {
        fact: sum(pair in declared.meaning.zh for pair in pairs)
        for fact, declared in vocabulary.facts.items()
    }
    most = max(shared.values())
    near = [fact for fact, count in shared.items() if count == most]
    if not most:
        return None
    meanings = {fact: vocabulary.facts[fact].meaning for fact in near[:_SHOWN]}
    zh = "、".join(f"`{fact}`（{meaning.zh}）" for fact, meaning in meanings.items())
    en = ", ".join(f"`{fact}` ({meaning.en})" for fact, meaning in meanings.items())
    return Text(f"是不是想写 {zh}？", f"did you mean {en}?")
