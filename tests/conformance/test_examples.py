"""The examples do what docs/clients.md promises of them, against real servers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from resolver.errors import OverloadedError
from resolver.model.context import LookupContext
from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import build_snapshot
from tests.conformance.clients import BUILT, ROOT, java
from tests.support.access import token_entry, write_callers
from tests.support.certificates import Authority
from tests.support.rulefolders import tiny_folder, tiny_text
from tests.support.servers import SETTINGS, FakeResolver, a_snapshot, running_server

TOKEN = "isr_example"  # noqa: S105 - of nobody but this server
AMOUNT = "input/amount.yaml"
COMMANDS = {
    "python": (sys.executable, "examples/python/lookup.py"),
    "node": ("node", "examples/node/lookup.js"),
    "java": java("Lookup"),
}
TOLD = """\
AP-2026-031207：金额不对（87%）
  更正金额
    1. 照票面更正
  REMEDY_ACTION_CORRECT_INPUT，不要重试：请更正金额
AP-2026-031207：金额不对
AP-2：原因未明
AP-3：INVALID_REQUEST …
  contexts[2].timing.attempts：NEGATIVE
INVALID_ARGUMENT：INVALID_REQUEST …
  max_causes：OUT_OF_RANGE
  请求编号 …
"""
"""What each of them prints; `…` stands for the rest of a line."""

LONGEST_SECONDS = 60


@pytest.fixture(params=COMMANDS)
def example(request: pytest.FixtureRequest) -> Sequence[str]:
    """The command of one example, if it was built."""
    if request.param != "python" and not (BUILT / request.param / "built").exists():
        pytest.skip(f"NOT TESTED: the example in {request.param} (make conformance builds it)")
    return COMMANDS[request.param]


def run(*command: str, token: str = "") -> tuple[int, str]:
    """Run an example in the project's folder; return its exit code and what it printed."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TOKEN": token},
        stdout=subprocess.PIPE,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout.decode()


def with_tls(settings: Settings, folder: Path) -> tuple[Settings, list[str]]:
    """Return settings of a server that speaks TLS, and the file by which to trust it."""
    authority = Authority.named("examples")
    (folder / "ca.crt").write_bytes(authority.pem)
    certificate, key = authority.issue(folder, "localhost")
    return replace(settings, tls_certificate=certificate, tls_key=key), [str(folder / "ca.crt")]


@dataclass
class ShedsSome:
    """Sheds load so many times, and counts."""

    times: int
    calls: list[LookupContext] = field(default_factory=list)

    def __call__(self, context: LookupContext) -> None:
        """Note a lookup; refuse it as one too many, or let it be answered."""
        self.calls.append(context)
        if len(self.calls) <= self.times:
            raise OverloadedError


@pytest.fixture
def sheds(request: pytest.FixtureRequest) -> Iterator[tuple[ShedsSome, str]]:
    """A server that sheds the first calls, and its address."""
    shedding = ShedsSome(request.param)
    with running_server(a_snapshot(FakeResolver(shedding))) as connection:
        yield shedding, f"127.0.0.1:{connection.server.port}"


def test_example_tells_cause_and_remedy_to_whoever_has_a_token(
    example: Sequence[str], tmp_path: Path
) -> None:
    """In Chinese, the bad item of a batch and the bad field of a request included."""
    callers = write_callers(tmp_path, token_entry(TOKEN, "resolve"))
    settings, trusted = replace(SETTINGS, callers=callers), []
    if example != COMMANDS["java"]:  # the netty of Debian's packages knows no HTTP/2 over TLS
        settings, trusted = with_tls(settings, tmp_path)
    decisive = tiny_text(AMOUNT).replace("weight: moderate", "weight: decisive")
    snapshot = build_snapshot(tiny_folder(tmp_path, {AMOUNT: decisive}))
    with running_server(snapshot, settings) as connection:
        address = f"localhost:{connection.server.port}"
        code, told = run(*example, address, *trusted, token=TOKEN)
        refused, why = run(*example, address, *trusted)
    snapshot.engine.close()
    assert (code, _without_rests(told)) == (0, TOLD)
    assert refused == 1
    assert why.startswith("UNAUTHENTICATED：CREDENTIAL_NOT_TAKEN")


@pytest.mark.parametrize("sheds", [2], indirect=True)
def test_load_that_is_shed_for_a_moment_goes_unnoticed(
    example: Sequence[str], sheds: tuple[ShedsSome, str]
) -> None:
    """The channel makes the call again, by the service config alone."""
    shedding, address = sheds
    code, told = run(*example, address)
    assert code == 0
    assert "SERVER_OVERLOADED" not in told
    single = 3  # two that were shed, and the one that was answered
    batch = 2  # its bad item never gets so far
    assert len(shedding.calls) == single + batch


@pytest.mark.parametrize("sheds", [1000], indirect=True)
def test_load_that_is_shed_again_and_again_ends_with_when_to_come_back(
    example: Sequence[str], sheds: tuple[ShedsSome, str]
) -> None:
    """After the five attempts of the service config."""
    shedding, address = sheds
    code, told = run(*example, address)
    assert code == 1
    assert told.startswith("RESOURCE_EXHAUSTED：SERVER_OVERLOADED")
    assert "  请在 1 秒后再试\n" in told
    assert len(shedding.calls) == 5


def _without_rests(told: str) -> str:
    """Return a text with `…` for what follows a reason or announces an id."""
    return re.sub(r"^(.*：INVALID_REQUEST |  请求编号 ).+$", r"\1…", told, flags=re.MULTILINE)
