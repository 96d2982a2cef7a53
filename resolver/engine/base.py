"""What an engine is: it is given rules once, then facts, and answers which rules match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from resolver.errors import EngineError
from resolver.model.conditions import Condition
from resolver.model.facts import Facts

Rules: TypeAlias = Sequence[tuple[str, Condition]]


class Engine(Protocol):
    """Finds the rules whose condition is true. Effective dates and status are not its business."""

    def match(self, facts: Facts) -> frozenset[str]:
        """Return the ids of the rules whose condition is true, from any thread.

        A fact that is absent, or `None`, is unknown. Facts that no rule reads are ignored.

        Raises:
            EngineError: The engine failed or is closed. No partial answer is returned.
        """
        ...

    def close(self) -> None:
        """Give back what the engine holds, after the matches under way. Closing twice is fine."""
        ...


class FallbackEngine:
    """Asks one engine and, should that err, a second one, after telling somebody of the error.

    It closes both. `on_error` is called in the matching thread, before the second engine is asked.
    """

    def __init__(
        self, first: Engine, second: Engine, on_error: Callable[[EngineError], None]
    ) -> None:
        self._first = first
        self._second = second
        self._on_error = on_error

    def match(self, facts: Facts) -> frozenset[str]:
        """Return what the first engine answers, else what the second does.

        Raises:
            EngineError: Both engines failed.
        """
        try:
            return self._first.match(facts)
        except EngineError as error:
            self._on_error(error)
            return self._second.match(facts)

    def close(self) -> None:
        """Close both engines."""
        self._first.close()
        self._second.close()
