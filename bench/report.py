"""Every figure of speed against what is wanted, in one run, as a page with charts.

    python -m bench.report [--calls N] [--only NAME ...]

Writes build/bench/report.html, which loads nothing. `--calls` is how many calls the memory is
watched for (40,000 takes about a minute; the owner's figure is of 1,000,000).
"""

from __future__ import annotations

import argparse
import math
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import jinja2

from bench import batch, gate, lifetime, load_rules, scaling, unary
from bench.figures import Figure
from bench.peers.__main__ import Result, is_installed, tables
from bench.stages import CASES, read_lookups, stages
from resolver.model.beijing import BEIJING

PAGE = Path("build/bench/report.html")
_TEMPLATE = Path("bench/report.html.j2")
_WIDTH, _HEIGHT = 640.0, 160.0


@dataclass
class Findings:
    """What a run has found: figures, µs by stage, memory by calls, and the other engines."""

    figures: list[Figure] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    memory: Sequence[tuple[int, float]] = ()
    peers: dict[str, dict[str, Result]] = field(default_factory=dict)


def _unary(found: Findings, _calls: int) -> None:
    found.figures += unary.measure(4_000).figures()


def _batch(found: Findings, _calls: int) -> None:
    found.figures += batch.figures(batch.measure(10))


def _rules(found: Findings, _calls: int) -> None:
    found.figures += scaling.figures(scaling.measure(), load_rules.load_seconds(2_000))


def _gate(found: Findings, _calls: int) -> None:
    for log in gate.LOGS:
        found.figures += gate.figures(gate.measure(20_000, log), log)


def _lifetime(found: Findings, calls: int) -> None:
    life = lifetime.measure(calls)
    found.figures += life.figures()
    found.memory = list(zip(life.calls, life.megabytes, strict=True))


def _stages(found: Findings, _calls: int) -> None:
    found.stages = stages(read_lookups(CASES))


def _peers(found: Findings, _calls: int) -> None:
    if is_installed():
        found.peers = tables(3.0)
        found.figures += [
            Figure(f"{name}: cost of a match, of ours ({task})", ratio, 1.0, at_most=False)
            for task, results in found.peers.items()
            for name, ratio in _ratios(results)
        ]


def _ratios(results: dict[str, Result]) -> Iterable[tuple[str, float]]:
    ours = results["ours"].match_micros
    for name, one in results.items():
        if name != "ours" and not one.failure and not one.wrong:
            yield name, one.match_micros / ours


PARTS: dict[str, Callable[[Findings, int], None]] = {
    "unary": _unary,
    "batch": _batch,
    "rules": _rules,
    "gate": _gate,
    "lifetime": _lifetime,
    "stages": _stages,
    "peers": _peers,
}


def page(found: Findings, now: datetime) -> str:
    """Return the page."""
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(_TEMPLATE.read_text("utf-8")).render(
        found=found,
        now=f"{now:%Y-%m-%d %H:%M}",
        machine=_machine(),
        log10=math.log10,
        line=_polyline(found.memory),
        width=_WIDTH,
        height=_HEIGHT,
    )


def _machine() -> dict[str, str]:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return {
        "Processor": model,
        "Cores": str(len(os.sched_getaffinity(0))),
        "System": platform.platform(),
        "Python": platform.python_version(),
        "Load at the end": ", ".join(f"{load:.1f}" for load in os.getloadavg()),
    }


def _polyline(points: Sequence[tuple[int, float]]) -> str:
    if not points:
        return ""
    most = points[-1][0]
    top = max(megabytes for _, megabytes in points) * 1.1
    return " ".join(
        f"{calls / most * _WIDTH:.1f},{_HEIGHT - megabytes / top * _HEIGHT:.1f}"
        for calls, megabytes in points
    )


def main() -> None:
    """Measure, print each figure as it is there, and write the page."""
    parser = argparse.ArgumentParser(prog="bench.report")
    parser.add_argument("--calls", type=int, default=40_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    arguments = parser.parse_args()
    found = Findings()
    for name in arguments.only:
        known = len(found.figures)
        PARTS[name](found, arguments.calls)
        for figure in found.figures[known:]:
            print(figure.line, flush=True)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(found, datetime.now(BEIJING)), "utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
