"""Uses the C engine for long and prints by how many kB the memory of the process grew.

A process of its own, because what it looks for would end the process: a crash in C.

    python -m tests.support.long_run matches 100000
    python -m tests.support.long_run rounds 300
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from random import Random

from resolver.engine.durable import DurableEngine
from tests.support.conditions import random_facts, random_rules

_RULES = 80


def match_often(times: int) -> int:
    """Return the growth while one engine matches so many facts."""
    random = Random(1)
    engine = DurableEngine(random_rules(random, _RULES))
    contexts = [random_facts(random) for _ in range(500)]

    def match(number: int) -> None:
        engine.match(contexts[number % len(contexts)])

    return _growth(match, times)


def open_and_close_often(times: int) -> int:
    """Return the growth while so many engines are made, used and closed."""
    random = Random(2)
    rulebooks = [random_rules(random, _RULES) for _ in range(5)]

    def use(number: int) -> None:
        engine = DurableEngine(rulebooks[number % len(rulebooks)])
        for _ in range(number % 4):  # some are closed unused
            engine.match(random_facts(random))
        engine.close()

    return _growth(use, times)


def _growth(step: Callable[[int], None], times: int) -> int:
    """Return how far the peak of a whole run lies above the peak of its first tenth, in kB."""
    for number in range(times // 10):
        step(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(times // 10, times):
        step(number)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


if __name__ == "__main__":
    runs = {"matches": match_often, "rounds": open_and_close_often}
    sys.stdout.write(str(runs[sys.argv[1]](int(sys.argv[2]))))
