"""An editor without a screen: speaks to the YAML language server as VS Code does."""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

SERVER = ROOT / "build/language-server/node_modules/yaml-language-server/bin/yaml-language-server"
"""Where `tools/language_server.sh` installs it."""

CURSOR = "▮"
"""Marks in a text where the cursor stands."""

_LONGEST_SECONDS = 120.0
"""A server that hangs is ended, and the test with it."""

_SETTINGS = {
    "yaml": {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}
}
_CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {
            "completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}
        },
    },
}


@dataclass
class Editor:
    """A running language server.

    Every text is opened as a file of its own, beside the one it is told to be: the server keeps
    what it has read of a file.
    """

    process: subprocess.Popen[bytes]
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def completions(self, path: Path, text: str) -> dict[str, dict[str, Any]]:
        """Return what is offered at the cursor, by label."""
        found = self._at_cursor("textDocument/completion", path, text)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: item for item in items}

    def hover(self, path: Path, text: str) -> str:
        """Return what is shown when the mouse rests at the cursor."""
        found = self._at_cursor("textDocument/hover", path, text)
        return found["contents"]["value"] if found else ""

    def underlined(self, path: Path, text: str) -> list[tuple[int, str]]:
        """Return every complaint: the line it stands in, from 1, and its message."""
        uri = self._open(path, text)
        told = self._wait(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
            )
        )
        return [
            (one["range"]["start"]["line"] + 1, one["message"])
            for one in told["params"]["diagnostics"]
        ]

    def _at_cursor(self, method: str, path: Path, text: str) -> Any:
        before, _, after = text.partition(CURSOR)
        uri = self._open(path, before + after)
        lines = before.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": place})

    def _open(self, path: Path, text: str) -> str:
        uri = path.with_name(f"{next(self._numbers)}-{path.name}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def ask(self, method: str, params: object) -> Any:
        """Send a request and return its result."""
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda m: m.get("id") == number and "method" not in m)["result"]

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def _wait(self, wanted: Any) -> dict[str, Any]:
        """Return the next message that is wanted; the server's own questions are answered."""
        while True:
            message = self._receive()
            if "method" in message and "id" in message:
                self._answer(message)
            if wanted(message):
                return message

    def _answer(self, question: dict[str, Any]) -> None:
        items = (question.get("params") or {}).get("items", [])
        result = [_SETTINGS.get(item.get("section")) for item in items]
        self._send({"id": question["id"], "result": result or None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while header := self.process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            raise EOFError("the language server has ended")
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


@contextmanager
def running_editor(folder: Path) -> Iterator[Editor]:
    """Start the language server for a folder."""
    pipe = subprocess.PIPE
    with subprocess.Popen(["node", SERVER, "--stdio"], stdin=pipe, stdout=pipe) as process:
        watchdog = threading.Timer(_LONGEST_SECONDS, process.kill)
        watchdog.start()
        editor = Editor(process)
        editor.ask(
            "initialize",
            {"processId": None, "rootUri": folder.as_uri(), "capabilities": _CAPABILITIES},
        )
        editor.tell("initialized", {})
        editor.tell("workspace/didChangeConfiguration", {"settings": _SETTINGS})
        try:
            yield editor
        finally:
            watchdog.cancel()
            process.kill()
