"""Unary `Resolve` against an empty handler that returns an answer of the same size, in one run.

python -m bench.unary [CALLS]

Rounds alternate. The ratio of processor time a call holds better than that of rates where the
machine has other work. Latencies come from rounds at half of the rate that `Resolve` can bear,
the same for both. The request is one real failed lookup, so that its diagnosis is remembered;
`python -m bench.stages` tells what one afresh costs.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.figures import Figure
from bench.serving import Load, failed_lookups, load, server

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """Medians for the servers `empty` and `real`: calls a second, processor µs a call, p99 in µs.

    `half` is the rate of calls at which the p99 was taken.
    """

    rate: Mapping[str, float]
    cpu_micros: Mapping[str, float]
    p99: Mapping[str, float]
    half: float

    def figures(self) -> list[Figure]:
        """Return the ratios that are wanted to be good."""
        rate, cpu, p99 = self.rate, self.cpu_micros, self.p99
        return [
            Figure("unary: throughput, of an empty handler's", rate["real"] / rate["empty"], 0.6,
                   at_most=False),
            Figure("unary: the same by processor time", cpu["empty"] / cpu["real"], 0.6,
                   at_most=False),
            Figure("unary: p99 at half of the load, of the empty one's",
                   p99["real"] / p99["empty"], 2.0),
        ]  # fmt: skip


def measure(calls: int) -> Comparison:
    """Compare the two servers with so many calls a round."""
    request = failed_lookups()[0]
    closed: dict[str, list[Load]] = {"empty": [], "real": []}
    paced: dict[str, list[Load]] = {"empty": [], "real": []}
    with server("real") as real, server("empty") as empty:
        pair = {"empty": empty, "real": real}
        for _ in range(ROUNDS):
            for name, served in pair.items():
                closed[name].append(load(served, request, calls=calls))
        half = _median([one.rate for one in closed["real"]]) / 2
        for _ in range(ROUNDS):
            for name, served in pair.items():
                paced[name].append(load(served, request, calls=calls // 2, rate=half))
    rates, cpu = (
        {name: _median([getattr(one, field) for one in rounds]) for name, rounds in closed.items()}
        for field in ("rate", "cpu_micros")
    )
    late = {name: _median([one.percentile(0.99) for one in paced[name]]) for name in paced}
    return Comparison(rates, cpu, late, half)


def main() -> None:
    """Print rates, processor times, latencies, and the ratios of both servers."""
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
    rates, cpu, late = found.rate, found.cpu_micros, found.p99
    print(f"{'':28}{'empty':>10}{'Resolve':>10}{'ratio':>8}")
    print(_line("calls a second", rates, rates["real"] / rates["empty"]))
    print(_line("processor µs a call", cpu, cpu["empty"] / cpu["real"]))
    print(_line(f"p99 µs at {found.half:.0f} calls/s", late, late["real"] / late["empty"]))


def _line(name: str, values: Mapping[str, float], ratio: float) -> str:
    return f"{name:28}{values['empty']:>10.0f}{values['real']:>10.0f}{ratio:>8.2f}"


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    main()
