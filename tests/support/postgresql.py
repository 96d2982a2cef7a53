"""A PostgreSQL server of its own for tests, from whatever binaries the machine has."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")
_OWNER = "postgres"
"""The server refuses to run as root; Debian's package makes this user."""


def find_binaries() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, the newest version first; `None` without any."""
    for folder in sorted(_DEBIAN.glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class Cluster:
    """A throw-away database cluster that listens on a Unix socket in its folder alone."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._folder = folder
        self._binaries = binaries
        self._as_owner: Sequence[str] = ()
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_OWNER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self._as_owner = ("setpriv", f"--reuid={_OWNER}", f"--regid={_OWNER}", "--init-groups")

    @property
    def url(self) -> str:
        """The URL of its one database."""
        return f"postgresql://{_OWNER}@/postgres?host={self._folder}"

    def make(self) -> None:
        """Make the cluster. Nothing in it outlives the tests, so nothing is brought to disk."""
        self._run("initdb", "-D", "data", "-A", "trust", "-U", _OWNER, "-N", "--no-instructions")

    def start(self) -> None:
        """Take connections."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-s", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        """Drop every connection and take no more."""
        self._run("pg_ctl", "-D", "data", "-w", "-s", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_owner, str(self._binaries / program), *arguments]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def running_cluster(folder: Path, binaries: Path) -> Iterator[Cluster]:
    """Run a cluster until the block ends, if it is not stopped before."""
    cluster = Cluster(folder, binaries)
    cluster.make()
    cluster.start()
    try:
        yield cluster
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            cluster.stop()
