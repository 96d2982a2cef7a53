"""The engine in plain Python: it asks `holds()` of every rule in turn.

It defines what every engine must answer, is the oracle of the property tests, and answers where
the other engine cannot.
"""

from __future__ import annotations

from resolver.engine.base import Rules
from resolver.errors import EngineError
from resolver.model.conditions import holds
from resolver.model.facts import Facts


class PlainEngine:
    """Tries the rules one by one. It holds nothing, so that closing it changes nothing."""

    def __init__(self, rules: Rules) -> None:
        self._rules = tuple(rules)

    def match(self, facts: Facts) -> frozenset[str]:
        """Return the ids of the rules whose condition is true.

        Raises:
            EngineError: A fact or an operand is not of the type that a comparison needs.
        """
        try:
            return frozenset([rule for rule, when in self._rules if holds(when, facts) is True])
        except (AssertionError, TypeError, RecursionError) as error:
            raise EngineError(f"the plain engine cannot compare: {error!r}") from error

    def close(self) -> None:
        """Do nothing: there is nothing to give back."""
