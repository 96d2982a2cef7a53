"""Pages of a list: which part a request asks for, and the token of the next one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from resolver.errors import InvalidContextError
from resolver.service.violations import Problem, violation

DEFAULT_PAGE_SIZE = 100
MAX_PAGE_SIZE = 1000
_REVISION_LENGTH = 16
"""So many characters of the end of a revision tell it from others."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """Some of the items of a list. `next_token` is empty on the last page."""

    items: Sequence[_Item]
    next_token: str


def page_of(items: Sequence[_Item], revision: str, page_size: int, page_token: str) -> Page[_Item]:
    """Return the page that a token stands for; a size of 0 is the default, one too large is cut.

    Raises:
        InvalidContextError: The token is none of this list, or is one of another revision.
    """
    start = _start(page_token, revision, len(items)) if page_token else 0
    end = start + min(page_size or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)
    return Page(items[start:end], _token(revision, end) if end < len(items) else "")


def _token(revision: str, start: int) -> str:
    owner = revision[-_REVISION_LENGTH:]
    return base64.urlsafe_b64encode(f"{owner}:{start}".encode()).decode()


def _start(token: str, revision: str, length: int) -> int:
    try:
        text = base64.b64decode(token.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise _refused("UNKNOWN_PAGE_TOKEN") from None
    owner, _, start = text.rpartition(":")
    if not start.isdecimal() or token != _token(owner, int(start)):
        raise _refused("UNKNOWN_PAGE_TOKEN")
    if owner != revision[-_REVISION_LENGTH:]:
        raise _refused("STALE_PAGE_TOKEN")
    if int(start) >= length:
        raise _refused("UNKNOWN_PAGE_TOKEN")
    return int(start)


def _refused(reason: str) -> InvalidContextError:
    return InvalidContextError([violation("page_token", Problem(reason))])
