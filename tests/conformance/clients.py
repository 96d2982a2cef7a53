"""The clients that replay the corpus: how each is started, and what it lacks on this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance.compare import compare
from tests.conformance.corpus import CORPUS, FOLDER, Json, read_corpus, read_lines
from tests.conformance.python_client import replay
from tests.conformance.server import corpus_server
from tests.support.envoy import running_edge
from tests.support.servers import Connection

ROOT = FOLDER.parents[1]
BUILT = ROOT / "build" / "clients"
_LONGEST_SECONDS = 300


@dataclass(frozen=True)
class Client:
    """One client.

    Attributes:
        name: What people call it.
        needs: What has to be installed or built for it.
        outcomes: Makes the calls of the corpus and returns an outcome of each, in any order.
        cannot: Keys of the corpus that its protocol has nothing for: calls that ask for them are
            left out, and records of them do not count.
    """

    name: str
    needs: Sequence[Path]
    outcomes: Callable[[Connection], Sequence[Json]]
    cannot: frozenset[str] = frozenset()

    def lacks(self) -> str:
        """Return what it lacks here, or nothing."""
        return ", ".join(str(one) for one in self.needs if not one.exists())


def compared(client: Client) -> dict[str, list[str]]:
    """Replay the corpus by a client, against a server of its own; return differences by call."""
    with corpus_server() as connection:
        told = {one["name"]: one for one in client.outcomes(connection)}
    calls = [call for call in read_corpus() if not client.cannot & call.keys()]
    return {call["name"]: compare(call, told.get(call["name"]), client.cannot) for call in calls}


def program(*command: str | Path) -> Callable[[Connection], Sequence[Json]]:
    """Return what runs a program with address and corpus and reads the outcomes it prints."""

    def run(connection: Connection) -> Sequence[Json]:
        address = f"127.0.0.1:{connection.server.port}"
        return printed(*(str(part).format(address=address) for part in command))

    return run


def printed(*command: str) -> Sequence[Json]:
    """Run a program in the project's folder and return the lines of JSON that it prints.

    What it complains of is to be seen; what it does not tell then differs.
    """
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, check=False, timeout=_LONGEST_SECONDS
    )
    return read_lines(done.stdout.decode())


def _by_python(connection: Connection) -> Sequence[Json]:
    return [replay(connection.channel, call) for call in read_corpus()]


def java(main: str) -> Sequence[str]:
    """Return the command that runs a Java class of `build/clients`."""
    classpath = BUILT / "java" / "classpath"
    jars = classpath.read_text("utf-8").strip() if classpath.exists() else ""
    return ("java", "-cp", f"{jars}{BUILT / 'java' / 'classes'}", main)


PYTHON = Client("Python (grpcio)", (), _by_python)
NODE = Client(
    "Node (grpc-js)",
    (BUILT / "node" / "built",),
    program("node", FOLDER / "node" / "replay.mjs", "{address}", CORPUS, BUILT / "contract.binpb"),
)
JAVA = Client(
    "Java (grpc-java, netty)",
    (BUILT / "java" / "built",),
    program(*java("Replay"), "{address}", CORPUS),
)
GO = Client(
    "Go (grpc-go)",
    (BUILT / "go" / "built",),
    program(BUILT / "go" / "replay", "{address}", CORPUS),
)


def _through_envoy(*options: str) -> Callable[[Connection], Sequence[Json]]:
    """Return what replays the corpus in JSON by curl, with options, through the edge."""

    def run(connection: Connection) -> Sequence[Json]:
        port = connection.server.port
        with (
            TemporaryDirectory() as folder,
            running_edge(Path(folder), [port], checked=False) as edge,
        ):
            command = ("-m", "tests.conformance.json_client", edge.url, str(CORPUS))
            return printed(sys.executable, *command, "--cacert", str(edge.ca), *options)

    return run


_ENVOY = (ROOT / "build" / "tools" / "bin" / "envoy", Path("/usr/bin/curl"))
_NOT_IN_JSON = frozenset({"deadline_seconds", "trailers"})
# Not by HTTP/2: of a stream that is refused before it was sent, curl may see but the reset.
JSON = Client("JSON (Envoy, HTTP/1.1)", _ENVOY, _through_envoy("--http1.1"), _NOT_IN_JSON)
OLD_JSON = Client("JSON (Envoy, HTTP/1.0)", _ENVOY, _through_envoy("--http1.0"), _NOT_IN_JSON)

CLIENTS = (PYTHON, NODE, JAVA, GO, JSON, OLD_JSON)
"""Every client, in the order of the table."""
