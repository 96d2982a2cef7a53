"""The image, really built and run: `make image-test`, which takes minutes.

Its base is a stand-in that needs no registry (make_base.sh); IMAGE_BASE names another one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import pytest

from resolver.rulefile.loader import load_rulebook
from tests.support.locks import locked
from tests.support.processes import rulebook_once, told_until
from tests.support.telemetry import free_port, page

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "build" / "image"
STAND_IN = "localhost/python-stand-in"
UID = 10001


def buildah(*arguments: str | Path) -> str:
    """Run buildah, which keeps all that it makes in build/image, and return what it prints."""
    done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout.strip()


def command(*arguments: str | Path) -> list[str | Path]:
    """Return a command of buildah that needs no daemon."""
    store = ["--root", BUILT / "store", "--runroot", BUILT / "run", "--storage-driver", "vfs"]
    return ["buildah", *store, *arguments]


def make_base() -> None:
    """Make the stand-in for the base of the Dockerfile."""
    container = buildah("from", "scratch")
    buildah("add", "--quiet", container, BUILT / "base.tar", "/")
    buildah("commit", "--quiet", "--rm", container, STAND_IN)


@pytest.fixture(scope="module")
def container() -> Iterator[str]:
    """Build the image by the Dockerfile as it is, and make a container of it."""
    shutil.rmtree(BUILT / "store", ignore_errors=True)
    base = os.environ.get("IMAGE_BASE", "")
    offline = ["--pull-never", "--volume", f"{BUILT}/wheels:/wheels:ro"]
    if not base:
        make_base()
    buildah(
        *("bud", "--quiet", "--format", "docker", "--isolation", "chroot", "--tag", "resolver"),
        *([] if base else offline),
        *("--build-arg", f"PYTHON={base or STAND_IN}", ROOT),
    )
    yield buildah("from", "resolver")
    shutil.rmtree(BUILT / "store")


@pytest.fixture(scope="module")
def config(container: str) -> dict[str, Any]:
    """Return what the image says of itself."""
    told: dict[str, Any] = json.loads(buildah("inspect", container))["Docker"]["config"]
    return told


def within(container: str, *arguments: str, **settings: str) -> list[str | Path]:
    """Return what runs something in the container, as its user and with its environment."""
    variables = [f"--env={name}={value}" for name, value in settings.items()]
    return command("run", "--isolation", "chroot", *variables, container, "--", *arguments)


def attempt(container: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run something in the container to its end."""
    started = within(container, *arguments, **settings)
    return subprocess.run(started, capture_output=True, text=True, timeout=120, check=False)


class Running(NamedTuple):
    """What runs in the container: what started it, itself, and where it is asked."""

    outer: subprocess.Popen[str]
    pid: int
    port: int
    probes: int
    settings: dict[str, str]


@contextmanager
def running(container: str, config: dict[str, Any]) -> Iterator[Running]:
    """Run the container as Docker would, on ports that are free."""
    port, probes = free_port(), free_port()
    settings = {
        "RESOLVER_ADDRESS": f"0.0.0.0:{port}",
        "RESOLVER_METRICS_ADDRESS": f"127.0.0.1:{probes}",
        "RESOLVER_INSECURE": "true",
    }
    started = within(container, *config["Entrypoint"], *config["Cmd"], **settings)
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True) as outer:
        assert outer.stderr is not None
        told = told_until(outer.stderr, "server.started")
        assert "server.started" in told, told
        inner = [pid for pid in below(outer.pid) if b"serve\0" in cmdline(pid)]
        try:
            yield Running(outer, inner[-1], port, probes, settings)
        finally:
            for pid in (*inner, outer.pid):
                if Path(f"/proc/{pid}").exists():
                    os.kill(pid, signal.SIGKILL)


def below(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have."""
    text = "".join(file.read_text() for file in Path(f"/proc/{pid}/task").glob("*/children"))
    return [one for child in map(int, text.split()) for one in (child, *below(child))]


def cmdline(pid: int) -> bytes:
    """Return by what a process was started."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def test_it_serves_the_rules_of_this_folder(container: str, config: dict[str, Any]) -> None:
    """Asked from outside, by gRPC; its user is not root, and a signal ends it in order."""
    with running(container, config) as served:
        with grpc.insecure_channel(f"127.0.0.1:{served.port}") as channel:
            told = rulebook_once(channel)
        rulebook = load_rulebook(ROOT / "rules").rulebook
        assert rulebook is not None
        assert told.revision == rulebook.revision

        question = ROOT / "demo" / "contexts" / "3-daily-limit.json"
        address = f"--address=127.0.0.1:{served.port}"
        asked = [sys.executable, "-m", "resolver", "resolve", question, address, "--json"]
        answer = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
        assert answer["causes"][0]["cause_id"] == "quota.invoice_daily_limit"

        assert page(served.probes, "/readyz") == (200, "serving\n")
        health = attempt(container, *config["Healthcheck"]["Test"][1:], **served.settings)
        assert (health.returncode, health.stdout) == (0, "serving\n"), health.stderr

        status = Path(f"/proc/{served.pid}/status").read_text()
        ids = {line.split(":")[0]: line.split()[1:] for line in status.splitlines()}
        assert ids["Uid"] == ids["Gid"] == [str(UID)] * 4

        os.kill(served.pid, signal.SIGTERM)
        rest = served.outer.stderr.read() if served.outer.stderr else ""
        assert served.outer.wait(timeout=60) == 0
        assert "server.stopped" in rest


def test_it_does_not_serve_everybody_unasked(container: str, config: dict[str, Any]) -> None:
    """Its address is open, and so it wants TLS or to be told."""
    done = attempt(container, *config["Entrypoint"], *config["Cmd"])
    assert done.returncode != 0
    assert "RESOLVER_INSECURE" in done.stderr


@pytest.mark.parametrize("place", ["/app/x", "/app/rules/x", "/opt/resolver/x", "/etc/x"])
def test_its_user_changes_nothing_in_it(container: str, place: str) -> None:
    """Neither the program nor the rules."""
    done = attempt(container, "/opt/resolver/bin/python", "-c", f"open({place!r}, 'w')")
    assert "PermissionError" in done.stderr


def test_it_has_what_it_needs_and_no_more(container: str, config: dict[str, Any]) -> None:
    """The locked packages, without what installs others; no tests, no keys of the builder."""
    listed = "from importlib.metadata import distributions as d; print(*{x.name for x in d()})"
    done = attempt(container, "/opt/resolver/bin/python", "-I", "-c", listed)
    names = {name.lower().replace("_", "-") for name in done.stdout.split()}
    packages = locked(ROOT / "requirements" / "runtime.txt")
    assert names <= {name for name, _ in packages}
    assert names >= {name for (name, _), rest in packages.items() if ";" not in rest}
    files = attempt(container, "/opt/resolver/bin/python", "-c", "import os; print(*os.listdir())")
    assert set(files.stdout.split()) == {"resolver", "rules"}
    assert config["User"] == f"{UID}:{UID}"
    assert all(name.split("=")[0] != "PIP_INDEX_URL" for name in config["Env"])
