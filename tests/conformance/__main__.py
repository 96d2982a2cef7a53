"""`python -m tests.conformance`: replays the corpus by every client and prints a table.

Ends with 1 if an outcome differs. A client that this machine lacks the means for is named, loudly.
"""

from __future__ import annotations

import logging
import sys
import time

from tests.conformance.clients import CLIENTS, Client, compared

_ROW = "{:<26} {:>6} {:>6} {:>10} {:>8}"
_SHOWN = 5


def main() -> int:
    """Replay and print; return the exit code."""
    logging.disable()  # the server's log of the errors that the corpus asks for
    print(_ROW.format("client", "calls", "equal", "different", "seconds"))
    different = [sum(map(bool, _run(client).values())) for client in CLIENTS]
    return 1 if any(different) else 0


def _run(client: Client) -> dict[str, list[str]]:
    """Replay by one client and print its row, and below it the first differences of each call."""
    if lacking := client.lacks():
        print(f"{client.name:<26} NOT TESTED: there is no {lacking} (see tools/clients.sh)")
        return {}
    started = time.perf_counter()
    found = compared(client)
    seconds = f"{time.perf_counter() - started:.1f}"
    differing = {name: listed for name, listed in found.items() if listed}
    equal = len(found) - len(differing)
    print(_ROW.format(client.name, len(found), equal, len(differing), seconds), flush=True)
    for name, listed in differing.items():
        print(f"  {name}:", *listed[:_SHOWN], sep="\n    ")
    return differing


if __name__ == "__main__":
    sys.exit(main())
