"""The JSON client: makes the calls of the corpus by HTTP, for a proxy to turn them into gRPC.

`python -m tests.conformance.json_client URL CORPUS [OPTION OF CURL ...]` prints an outcome a line.
It is curl that speaks HTTP: with `--http1.0` it speaks as ABAP's client does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from google.rpc import code_pb2

from tests.conformance.corpus import Json, read_lines


def main(url: str, corpus: str, *options: str) -> None:
    """Replay a corpus; a call with a deadline is left out, as JSON has no such header."""
    for call in read_lines(Path(corpus).read_text("utf-8")):
        if "deadline_seconds" not in call:
            print(json.dumps(_replay(url, call, options)), flush=True)


def _replay(url: str, call: Json, options: tuple[str, ...]) -> Json:
    streams = call["method"].endswith("/StreamResolve")
    headers = {"content-type": "application/json"} | call["metadata"]
    command = ["curl", "--silent", "--show-error", "--max-time", "60", *options]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    command += ["--data-binary", "@-", "--write-out", r"\n%{http_code}"]
    body = json.dumps(call["requests"] if streams else call["requests"][0])
    done = subprocess.run(
        [*command, f"{url}/{call['method']}"],
        input=body,
        capture_output=True,
        text=True,
        check=True,
    )
    text, _, http_status = done.stdout.rpartition("\n")
    told = json.loads(text or "null")
    if http_status == "200":
        return {"name": call["name"], "code": "OK", "answers": told if streams else [told]}
    code = code_pb2.Code.Name(told["code"])
    return {"name": call["name"], "answers": [], **told, "code": code}


if __name__ == "__main__":
    main(*sys.argv[1:])
