"""The load that Cerbos holds its own service to in CI, with five times its rules a core.

python -m bench.gate [CALLS]

1,000 rules, two workers on one port, one a core, and h2load on the second core beside them; 2,000
calls a second are asked for, with the decision log off and on. Cerbos asks of its own: 1,800 calls
a second at the least, a p50 of 5 ms, p95 of 15 and p99 of 30 at the most (cerbos:
hack/loadtest/ci/thresholds.json).
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure
from bench.load_rules import generated_folder
from bench.logged import decision_log
from bench.serving import Load, failed_lookups, load, server

RULES = 1_000
RATE = 2_000
LOGS = ("off", "group")
_WANTED_RATE = 1_800
_WANTED_MS = {0.5: 5.0, 0.95: 15.0, 0.99: 30.0}


def measure(calls: int, log: str = "off") -> Load:
    """Return what so many calls at the fixed rate brought, after as many to get warm.

    `log` is the durability of the decision log: `off`, `group` or `fsync`.
    """
    request = failed_lookups()[0]
    with (
        TemporaryDirectory() as kept,
        decision_log(log, Path(kept)),
        generated_folder(RULES) as folder,
        server("real", folder) as first,
    ):
        port = int(first.address.rpartition(":")[2])
        with server("real", folder, core=1, port=port):
            load(first, request, calls=calls, rate=RATE)
            return load(first, request, calls=calls, rate=RATE)


def figures(found: Load, log: str = "off") -> list[Figure]:
    """Return what is wanted of the rate and of latencies."""
    what = f"1,000 rules, 2 workers, log {log}"
    late = [
        Figure(f"{what}: p{share * 100:.0f}", found.percentile(share) / 1000, wanted, "ms")
        for share, wanted in _WANTED_MS.items()
    ]
    return [Figure(f"{what}: calls a second", found.rate, _WANTED_RATE, "1/s", False), *late]


def main() -> None:
    """Print the figures."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    for log in LOGS:
        for figure in figures(measure(calls, log), log):
            print(figure.line)


if __name__ == "__main__":
    main()
