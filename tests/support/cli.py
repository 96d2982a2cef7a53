"""Commands run as a user runs them, in this process."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from resolver.cli.app import main

EARLY_LOOKUP = {
    "lookup_id": "A-1",
    "inputs": {"invoice_type": "DIGITAL_GENERAL", "invoice_number": "26112000000012345678"},
    "outcome": {"provider": "platform", "code": "009", "message": "查无此票"},
    "timing": {"issued_at": "2026-03-05T08:00:00+08:00"},
}
"""Two hours after issue nothing is found. The tiny rules call that `timing.data_sync_delay`."""

AT = "2026-03-05T10:00:00+08:00"
"""The moment that `EARLY_LOOKUP` is to be judged by."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


class _Keyboard(io.TextIOWrapper):
    """Standard input of a terminal."""

    def isatty(self) -> bool:
        """Tell that somebody is there."""
        return True


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands with the locale of a user and no settings but those that a test makes."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def speak(self, locale: str) -> None:
        """Change the locale."""
        self.monkeypatch.setenv("LANG", locale)

    def run(self, *arguments: object, stdin: str | bytes = "") -> Ended:
        """Run one command line to its end."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        return self._run(arguments, io.TextIOWrapper(io.BytesIO(data)))

    def converse(self, *arguments: object, lines: Sequence[str]) -> Ended:
        """Run one command line on a terminal where somebody types lines."""
        typed = "".join(f"{line}\n" for line in lines)
        return self._run(arguments, _Keyboard(io.BytesIO(typed.encode())))

    def _run(self, arguments: Sequence[object], stdin: io.TextIOWrapper) -> Ended:
        self.monkeypatch.setattr("sys.stdin", stdin)
        code = main([str(argument) for argument in arguments])
        printed = self.capsys.readouterr()
        return Ended(code, printed.out, printed.err)


def parsers_below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser and those of the commands below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers_below(below)


def json_file(folder: Path, data: object, name: str = "context.json") -> Path:
    """Write data as JSON and return the file."""
    path = folder / name
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path
