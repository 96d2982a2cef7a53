"""The load that Cerbos holds its own service to in CI, with five times its rules a core.

python -m bench.gate [CALLS]

1,000 rules, two workers on one port, one a core, and h2load on the second core beside them; 2,000
calls a second are asked for. Cerbos asks of its own: 1,800 calls a second at the least, a p50 of
5 ms, p95 of 15 and p99 of 30 at the most (cerbos: hack/loadtest/ci/thresholds.json).
"""

from __future__ import annotations

import sys

from bench.figures import Figure
from bench.load_rules import generated_folder
from bench.serving import Load, failed_lookups, load, server

RULES = 1_000
RATE = 2_000
_WANTED_RATE = 1_800
_WANTED_MS = {0.5: 5.0, 0.95: 15.0, 0.99: 30.0}


def measure(calls: int) -> Load:
    """Return what so many calls at the fixed rate brought, after as many to get warm."""
    request = failed_lookups()[0]
    with generated_folder(RULES) as folder, server("real", folder) as first:
        port = int(first.address.rpartition(":")[2])
        with server("real", folder, core=1, port=port):
            load(first, request, calls=calls, rate=RATE)
            return load(first, request, calls=calls, rate=RATE)


def figures(found: Load) -> list[Figure]:
    """Return what is wanted of the rate and of latencies."""
    late = [
        Figure(f"1,000 rules: p{share * 100:.0f}", found.percentile(share) / 1000, wanted, "ms")
        for share, wanted in _WANTED_MS.items()
    ]
    rate = Figure("1,000 rules, 2 workers: calls a second", found.rate, _WANTED_RATE, "1/s", False)
    return [rate, *late]


def main() -> None:
    """Print the figures."""
    for figure in figures(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)):
        print(figure.line)


if __name__ == "__main__":
    main()
