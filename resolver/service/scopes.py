"""Which scope a caller needs for which method."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.runtime.access.callers import Scope

_RESOLVER = "/resolver.v1.ResolverService/"
_RULEBOOK = "/resolver.v1.RulebookService/"

SCOPES: Mapping[str, Scope] = {
    f"{_RESOLVER}Resolve": Scope.RESOLVE,
    f"{_RESOLVER}BatchResolve": Scope.RESOLVE,
    f"{_RESOLVER}StreamResolve": Scope.RESOLVE,
    f"{_RESOLVER}RecordOutcome": Scope.OUTCOME,
    f"{_RULEBOOK}GetRulebook": Scope.RULES_READ,
    f"{_RULEBOOK}ListCauses": Scope.RULES_READ,
    f"{_RULEBOOK}ListRules": Scope.RULES_READ,
    f"{_RULEBOOK}CheckRules": Scope.REHEARSE,
    f"{_RULEBOOK}RehearseRules": Scope.REHEARSE,
}
"""By the method's path."""


def scope_of(method: str) -> Scope:
    """Return the scope that a method needs; one that is not listed is not for everybody."""
    return SCOPES.get(method, Scope.ADMIN)
