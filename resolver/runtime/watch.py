"""Tells when what is looked at has become another one, and is not half written."""

from __future__ import annotations

from collections.abc import Callable

from resolver.runtime.fingerprint import Fingerprint


class Watch:
    """Looks, each time it is asked, at a rules folder or whatever else rules come from.

    A change has settled once it looks the same twice in a row, so that an editor's save or a
    checkout under way is let be.
    """

    def __init__(self, look: Callable[[], Fingerprint], seen: Fingerprint) -> None:
        """Watch from a look on whose content is known."""
        self._look = look
        self._previous = self._taken = seen

    def has_settled(self) -> bool:
        """Look, and return whether it is another one than taken, and settled."""
        current = self._look()
        settled = current == self._previous
        self._previous = current
        return settled and current != self._taken

    @property
    def is_known(self) -> bool:
        """Whether the latest look showed what is taken already."""
        return self._previous == self._taken

    def take(self) -> bool:
        """Take it for known after it was read; call it where `has_settled` said so.

        Returns `False` where it changed meanwhile: what was read may be a mixture then, and a
        later look tells again.
        """
        current, self._previous = self._previous, self._look()
        if self._previous != current:
            return False
        self._taken = current
        return True
