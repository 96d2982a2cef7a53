"""Tells why a Chinese invoice lookup failed, how likely each cause is, and who must do what.

Names are loaded when they are first used, so that a client which wants only `resolver.v1` loads
neither rules nor engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resolver.errors import (
        EngineError,
        InvalidContextError,
        ResolverError,
        RulesRejectedError,
        RulesUnavailableError,
    )
    from resolver.inference.pipeline import Resolver
    from resolver.model.answer import Answer
    from resolver.model.context import (
        AmountKind,
        BatchInfo,
        Channel,
        ClientEnvironment,
        InputSource,
        InvoiceInputs,
        InvoiceLifecycle,
        InvoiceRecord,
        InvoiceType,
        LookupContext,
        LookupOutcome,
        LookupTiming,
        Requester,
        Role,
        TransportError,
    )
    from resolver.model.diagnostics import Diagnostic, Location, Severity
    from resolver.model.rulebook import Rulebook
    from resolver.model.texts import LANGUAGES, Text
    from resolver.rulefile.loader import LoadResult, load_rulebook
    from resolver.runtime.snapshot import Snapshot, build_snapshot

__version__ = "0.1.0"

__all__ = [
    "LANGUAGES",
    "AmountKind",
    "Answer",
    "BatchInfo",
    "Channel",
    "ClientEnvironment",
    "Diagnostic",
    "EngineError",
    "InputSource",
    "InvalidContextError",
    "InvoiceInputs",
    "InvoiceLifecycle",
    "InvoiceRecord",
    "InvoiceType",
    "LoadResult",
    "Location",
    "LookupContext",
    "LookupOutcome",
    "LookupTiming",
    "Requester",
    "Resolver",
    "ResolverError",
    "Role",
    "Rulebook",
    "RulesRejectedError",
    "RulesUnavailableError",
    "Severity",
    "Snapshot",
    "Text",
    "TransportError",
    "__version__",
    "build_snapshot",
    "load_rulebook",
]

_HOMES = {
    "resolver.errors": (
        "EngineError InvalidContextError ResolverError RulesRejectedError RulesUnavailableError"
    ),
    "resolver.inference.pipeline": "Resolver",
    "resolver.model.answer": "Answer",
    "resolver.model.context": (
        "AmountKind BatchInfo Channel ClientEnvironment InputSource InvoiceInputs "
        "InvoiceLifecycle InvoiceRecord InvoiceType LookupContext LookupOutcome LookupTiming "
        "Requester Role TransportError"
    ),
    "resolver.model.diagnostics": "Diagnostic Location Severity",
    "resolver.model.rulebook": "Rulebook",
    "resolver.model.texts": "LANGUAGES Text",
    "resolver.rulefile.loader": "LoadResult load_rulebook",
    "resolver.runtime.snapshot": "Snapshot build_snapshot",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
