"""Named fragments of patterns: `{name}` in a pattern stands for the fragment of that name."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TERM = re.compile(r"\{([a-z_]+)\}")


def terms_in(pattern: str) -> list[str]:
    """Return the names of the fragments that a pattern uses, in order."""
    return _TERM.findall(pattern)


def expand(pattern: str, terms: Mapping[str, str]) -> str:
    """Return a pattern with its fragments written out; an unknown name stands for itself."""
    return _TERM.sub(lambda name: terms.get(name[1], name[0]), pattern)


def expanded(terms: Mapping[str, str]) -> dict[str, str]:
    """Return all fragments with their own fragments written out; each may use those before it."""
    done: dict[str, str] = {}
    for name, fragment in terms.items():
        done[name] = expand(fragment, done)
    return done
