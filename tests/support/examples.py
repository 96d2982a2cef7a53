"""The examples of diagnostic pages, put into the tiny rules."""

from __future__ import annotations

import re

from resolver.rulefile.files import LOCK, Kind, Unreadable, kind_of
from resolver.rulefile.lock_renewal import renew_lock
from resolver.rulefile.pages import Page
from resolver.rulefile.source import MAX_BYTES
from tests.support.rulefolders import tiny_files

Files = dict[str, bytes | Unreadable]


def with_bad_example(page: Page) -> Files:
    """Return the tiny rules with the mistake of a page in them."""
    files = _before(page)
    held = files.get(page.file, b"")
    assert isinstance(held, bytes)
    match page.trick:
        case "unreadable":
            files[page.file] = Unreadable("Permission denied")
        case "gbk":
            files[page.file] = held.decode().encode("gbk")
        case "large":
            files[page.file] = held + b"#" * MAX_BYTES
        case "absent":
            del files[page.file]
        case "untested":
            return {path: files[path] for path in files if kind_of(path) is not Kind.SCENARIOS}
        case _:
            text = _put(held.decode(), page.instead or page.good, page.bad)
            files[page.bad_file or page.file] = text.encode()
    return files


def with_good_example(page: Page) -> Files:
    """Return the tiny rules with the example as it should be."""
    files = _before(page)
    if not page.trick:
        held = files.get(page.file, b"")
        assert isinstance(held, bytes)
        files[page.file] = _put(held.decode(), page.instead or page.good, page.good).encode()
    if page.with_lock and page.file != LOCK:
        files.update(renew_lock(files).files)
    return files


def _before(page: Page) -> Files:
    files = tiny_files()
    return {**files, **renew_lock(files).files} if page.with_lock else files


def _put(text: str, old: str, new: str) -> str:
    """Return a text with one part in place of another, as deeply indented; or the part alone."""
    if not text:
        return new + "\n"
    for found in re.finditer(re.escape(old.splitlines()[0]), text):
        start = found.start()
        indent = "\n" + " " * (start - text.rfind("\n", 0, start) - 1)
        block = indent.join(old.splitlines())
        if text.startswith(block, start):
            return text[:start] + indent.join(new.splitlines()) + text[start + len(block) :]
    raise AssertionError(f"the tiny rules have no such part: {old}")
