"""A long time at a steady load.

Done: calls come at 60 % of what the server bears, for as long as `--soak-seconds` says. Promised:
memory does not grow, by more than the error of the measurement allows, nor do open files or
threads, and every answer is as at the start. Broken, if something gathered with each call.
"""

from __future__ import annotations

import threading
from statistics import fmean

from drills.callers import OPTIONS
from drills.calm import calm_questions
from drills.outcome import Extent, Outcome, quantile
from drills.pace import Pace
from drills.stage import Stage, stage

SHARE = 0.6
SAMPLE_SECONDS = 0.5
MOST_MEBIBYTES_AN_HOUR = 20.0
LEAST_MEBIBYTES = 4.0
"""What a short soak cannot tell from warming up."""


def run(outcome: Outcome, extent: Extent) -> None:
    """Hold it."""
    with stage() as server:
        pace = Pace(outcome, server, calm_questions(), OPTIONS)
        borne = pace.borne(extent.seconds)
        pace.keep(SHARE * borne, extent.soak_seconds / 3)  # until the memory of diagnoses is full
        pace.waits.clear()
        files, threads = server.open_files(), server.threads()
        samples, over = list[tuple[float, float]](), threading.Event()
        watching = threading.Thread(target=_watch, args=[server, samples, over])
        watching.start()
        rate = pace.keep(SHARE * borne, extent.soak_seconds)
        over.set()
        watching.join()
        more = server.open_files() - files, server.threads() - threads
        pace.close()
    slope, error = slope_and_error(samples)
    outcome.remark(f"{rate:.0f}/s of {borne:.0f}/s borne, for {extent.soak_seconds:.0f} s")
    outcome.remark(f"memory {slope:+.1f} ± {error:.1f} MiB an hour, at {samples[-1][1]:.0f} MiB")
    outcome.remark(f"open files {more[0]:+}, threads {more[1]:+}")
    outcome.remark(f"p50 {_ms(pace, 0.5)}, p99 {_ms(pace, 0.99)}, longest {_ms(pace, 1)}")
    grown = slope * extent.soak_seconds / 3600
    outcome.promise(
        slope - 2 * error < MOST_MEBIBYTES_AN_HOUR or grown < LEAST_MEBIBYTES,
        "memory does not grow",
    )
    outcome.promise(max(more) <= 0, "neither open files nor threads grow")


def slope_and_error(samples: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the growth an hour by the least squares, and its standard error.

    Samples of seconds and values; what follows from neighbours being alike is left out, so that
    the true error is larger.
    """
    mean_x, mean_y = (fmean(column) for column in zip(*samples, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in samples)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in samples) / spread
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in samples)
    return 3600 * slope, 3600 * (rest / (len(samples) - 2) / spread) ** 0.5


def _watch(server: Stage, samples: list[tuple[float, float]], over: threading.Event) -> None:
    seconds = 0.0
    while not over.wait(SAMPLE_SECONDS):
        seconds += SAMPLE_SECONDS
        samples.append((seconds, server.mebibytes()))


def _ms(pace: Pace, share: float) -> str:
    return f"{quantile(pace.waits, share) * 1000:.1f} ms"
