"""Whether a client got what was recorded.

Both sides are read as the messages that they are, by the contract: how a stack writes a moment or
a figure does not count, and a field that the contract does not have is a mistake.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Set
from typing import Any

from google.protobuf import any_pb2, json_format
from google.protobuf.message import Message

from tests.conformance.corpus import Json
from tests.conformance.python_client import answer_class, to_json

VOLATILE = frozenset({"loaded_at", "recorded_at"})
"""Fields that differ from one run to the next; all else is fixed by the server of the corpus."""

_FIGURES = 1e-12
"""C libraries may differ in the last bit of a logarithm; texts and choices may not differ."""

_CANONICAL_KEYS = ("code", "message", "trailers")


def canonical(method: str, outcome: Json) -> Json:
    """Return an outcome with its answers and details as the contract reads them.

    Raises:
        ParseError: An answer or a detail is no JSON of its message.
    """
    answer = answer_class(method)
    known = {key: outcome[key] for key in _CANONICAL_KEYS if key in outcome}
    known["answers"] = [_read(one, answer()) for one in outcome["answers"]]
    if "details" in outcome:
        known["details"] = [_read(one, any_pb2.Any()) for one in outcome["details"]]
    return known


def compare(call: Json, outcome: Json | None, but: Set[str] = frozenset()) -> list[str]:
    """Return what differs between what is recorded of a call, `but` for some keys, and what came.

    Nothing came where the outcome is `None`.
    """
    if outcome is None:
        return ["no outcome was told"]
    try:
        got = canonical(call["method"], outcome)
    except json_format.ParseError as error:
        return [f"cannot be read: {error}"]
    recorded = {key: value for key, value in call["recorded"].items() if key not in but}
    return list(differences(recorded, {key: got.get(key) for key in recorded}))


def differences(recorded: Any, got: Any, path: str = "") -> Iterator[str]:
    """Yield every difference, as `answers[0].causes[1].rank: 2 → 3`."""
    if isinstance(recorded, dict) and isinstance(got, dict):
        for key in recorded | got:
            yield from differences(recorded.get(key), got.get(key), f"{path}.{key}".strip("."))
    elif isinstance(recorded, list) and isinstance(got, list) and len(recorded) == len(got):
        for number, (one, other) in enumerate(zip(recorded, got, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    elif not _same(recorded, got):
        yield f"{path}: {_shown(recorded)} → {_shown(got)}"


def _read(told: Json, message: Message) -> Json:
    return _steady(to_json(json_format.ParseDict(told, message)))


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _steady(one) for key, one in sorted(value.items()) if key not in VOLATILE}
    return [_steady(one) for one in value] if isinstance(value, list) else value


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_FIGURES, abs_tol=_FIGURES)
    return type(one) is type(other) and one == other


def _shown(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
