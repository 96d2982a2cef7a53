"""A server in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.snapshots import RULES


@contextmanager
def serving_process(
    rules: Path = RULES, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run a server by a rules folder, unless settings name a bundle.

    Gives the process and the first line that it logs: without a mistake, where it listens.
    """
    place = {} if "RESOLVER_BUNDLE" in settings else {"RESOLVER_RULES": str(rules)}
    with subprocess.Popen(
        [sys.executable, "-m", "resolver", "serve", "--address", "127.0.0.1:0"],
        env=os.environ | place | settings,
        cwd=RULES.parent,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            yield process, json.loads(process.stderr.readline())
        finally:
            process.kill()
