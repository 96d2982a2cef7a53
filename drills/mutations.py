"""Rule files spoiled in the ways that hands, editors and merges spoil them, and in some worse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

SCALARS = (
    "null",
    "[]",
    "{}",
    "1e999",
    ".nan",
    "-.inf",
    "9" * 400,
    "2026-02-30",
    "9999-99-99",
    "!!python/object/apply:os.system [id]",
    "!!binary ////",
    "&a [*a]",
    "*nobody",
    '"\\0"',
    '"\\ud800"',
    '"(a+)+$"',
    "'(?P<x'",
    "'" + "长" * 20_000 + "'",
    "[" * 1_500 + "]" * 1_500,
    "{a: " * 1_500 + "}" * 1_500,
    "yes",
    "0o17",
    "12:30:45",
    "|",
    ">-",
    "? x",
)
LAUGHS = "\n".join(
    ["l0: &l0 [x, x]", *(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))]
)


def spoiled(text: str, rng: Random) -> bytes:
    """Return a file that was changed in one to three places."""
    lines = text.splitlines()
    for _ in range(rng.choice((1, 1, 2, 3))):
        if lines:
            rng.choice(_CHANGES)(lines, rng)
    data = bytearray("\n".join(lines).encode())
    if data and rng.random() < 0.15:
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def _drop(lines: list[str], rng: Random) -> None:
    del lines[rng.randrange(len(lines))]


def _repeat(lines: list[str], rng: Random) -> None:
    lines.insert(rng.randrange(len(lines)), rng.choice(lines))


def _shift(lines: list[str], rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines[at] = rng.choice((" " + lines[at], lines[at][1:], "\t" + lines[at], "- " + lines[at]))


def _replace_value(lines: list[str], rng: Random) -> None:
    places = [at for at, line in enumerate(lines) if ": " in line]
    if places:
        at = rng.choice(places)
        lines[at] = f"{lines[at].partition(': ')[0]}: {rng.choice(SCALARS)}"


def _replace_key(lines: list[str], rng: Random) -> None:
    at = rng.randrange(len(lines))
    key, colon, rest = lines[at].partition(":")
    at_letter = rng.randrange(len(key) + 1)
    lines[at] = key[:at_letter] + rng.choice("xX 是\u200b") + key[at_letter + 1 :] + colon + rest


def _cut_off(lines: list[str], rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines[at:] = [lines[at][: rng.randrange(len(lines[at]) + 1)]]


def _nest(lines: list[str], rng: Random) -> None:
    depth = rng.choice((10, 100, 1_000))
    lines.append("deep:" + "".join(f"\n{'  ' * (n + 1)}not:" for n in range(depth)))


def _laugh(lines: list[str], _: Random) -> None:
    lines.append(LAUGHS)


_CHANGES: Sequence[Callable[[list[str], Random], None]] = (
    _drop,
    _repeat,
    _shift,
    _replace_value,
    _replace_value,
    _replace_value,
    _replace_key,
    _cut_off,
    _nest,
    _laugh,
)
