"""The signals that end serving, kept for the one thread that waits for them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

STOP_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})
"""What ends serving. The main thread waits for them, so that every other one holds them back."""


def hold_stop_signals() -> None:
    """Keep them from the thread that calls this, and from those that it starts."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)


def take_stop_signals() -> None:
    """Let them end the process as usual; a process takes over what its parent has held back."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


@contextmanager
def stop_signals_held() -> Iterator[None]:
    """Keep the signals that stop a server for whoever waits for them within the block.

    A handler would not do: the signal may go to a thread of the gRPC library, and then the main
    thread, which alone runs handlers, does not wake up. After the block a further signal acts as
    usual, so that an operator need not wait for the grace.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stop_signal() -> str:
    """Wait for one of the signals, which must be held, and return its name."""
    return signal.Signals(signal.sigwait(STOP_SIGNALS)).name
