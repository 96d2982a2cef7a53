"""A real browser without a window, for tests of pages; without one they are loudly skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a Chromium of this machine; where there is none, the test is skipped."""
    program = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("NO BROWSER: no Chromium on this machine, so pages were NOT tested in one")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses to sandbox for root
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield started
        started.close()


def complaints_of(page: Page) -> list[str]:
    """Return a list that gathers what a page complains of from now on: console and exceptions."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(message.text)

    def fail(error: Error) -> None:
        found.append(str(error))

    page.on("console", note)
    page.on("pageerror", fail)
    return found
