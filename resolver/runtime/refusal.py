"""The stable reasons why rules are refused."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.errors import (
    BundleError,
    EngineError,
    RulesRejectedError,
    RulesUnavailableError,
    ScenariosFailedError,
    WorkersBrokenError,
)
from resolver.model.diagnostics import Diagnostic, Severity

_REASONS: dict[type[Exception], str] = {
    RulesRejectedError: "RULES_REJECTED",
    ScenariosFailedError: "SCENARIOS_FAILED",
    RulesUnavailableError: "RULES_UNAVAILABLE",
    EngineError: "ENGINE_FAILED",
    WorkersBrokenError: "WORKERS_BROKEN",
}
_UNEXPECTED = "INTERNAL_ERROR"
_MOST_MISTAKES = 5


def refusal_reason(error: Exception) -> str:
    """Return the reason that callers and operators are told."""
    if isinstance(error, BundleError):
        return error.reason
    return _REASONS.get(type(error), _UNEXPECTED)


def refusal_diagnostics(error: Exception) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the rules, in order of place; empty if it is something else."""
    return error.diagnostics if isinstance(error, RulesRejectedError) else ()


def first_mistakes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return the first few of what is wrong with the rules, a line each, as the log has them."""
    wrong = [item for item in diagnostics if item.severity is Severity.ERROR]
    return [f"{item.location} {item.code} {item.message.en}" for item in wrong[:_MOST_MISTAKES]]
