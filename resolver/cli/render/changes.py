"""What was changed in a file, as a diff."""

from __future__ import annotations

from difflib import unified_diff

from rich.console import Console

from resolver.cli.render.console import styled

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def print_change(path: str, before: bytes, after: bytes, console: Console) -> None:
    """Print the lines of a file that were changed, with one line around them."""
    old, new = (content.decode("utf-8", "replace").splitlines() for content in (before, after))
    for line in unified_diff(old, new, fromfile=path, tofile=path, lineterm="", n=1):
        console.print(styled((line, _STYLES.get(line[:1], ""))), soft_wrap=True)
