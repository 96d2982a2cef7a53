"""What stops the work, as exceptions. What a person wrote wrong is a `Diagnostic`, a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resolver.model.diagnostics import Diagnostic
    from resolver.model.texts import Text


class ResolverError(Exception):
    """The parent of every exception that this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One field of a request that cannot be accepted.

    `field_path` is the path in the request with snake_case names (`context.inputs.amount`),
    `reason` a stable UPPER_SNAKE_CASE word, `description` says what was wrong and how to mend it;
    `description_zh` says it in Chinese.
    """

    field_path: str
    reason: str
    description: str
    description_zh: str = ""


class InvalidContextError(ResolverError):
    """A request breaks limits that no invoice can need; every violation is in `violations`."""

    def __init__(self, violations: Sequence[FieldViolation]) -> None:
        self.violations = tuple(violations)
        listed = "; ".join(f"{v.field_path}: {v.description}" for v in self.violations)
        super().__init__(f"invalid request: {listed}")


class RulesRejectedError(ResolverError):
    """A rules folder has mistakes; all of them are in `diagnostics`, in order of place."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        errors = sum(1 for d in self.diagnostics if d.severity == "error")
        super().__init__(f"the rulebook was refused: {errors} error(s)")

    def __reduce__(self) -> tuple[type[RulesRejectedError], tuple[tuple[Diagnostic, ...]]]:
        """Pickle the diagnostics: an exception pickles its message alone."""
        return type(self), (self.diagnostics,)


class ScenariosFailedError(RulesRejectedError):
    """Scenarios must pass and do not, or there are none; `diagnostics` names each that fails."""


class RulesUnavailableError(ResolverError):
    """The rules folder cannot be read at all."""


class BundleError(ResolverError):
    """A bundle cannot be used.

    `reason` is a stable UPPER_SNAKE_CASE word; `text` says in both languages what is wrong and how
    to mend it.
    """

    def __init__(self, reason: str, text: Text) -> None:
        self.reason = reason
        self.text = text
        super().__init__(text.en)


class KeyFileError(ResolverError):
    """A file holds no key that can be used; `text` says why, in both languages."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


class DecisionLogError(ResolverError):
    """The decision log cannot be written, or not be read again."""


class EngineError(ResolverError):
    """The rule engine failed; no partial answer is returned."""


class UnreadableRequestError(ResolverError):
    """The bytes of a request are no message of the contract."""


class UnknownMethodError(ResolverError):
    """A service of the contract has no such method."""


class RequestTooLargeError(ResolverError):
    """A request has more bytes than the server reads."""


class OverloadedError(ResolverError):
    """As many calls are under way as the server allows; the caller may come back soon."""


class TooManyStreamsError(OverloadedError):
    """As many streams are open as the server allows."""


class TooManyBatchesError(OverloadedError):
    """As many batches are under way as the server allows."""


class CallerLimitError(OverloadedError):
    """As many calls of this one caller are under way as the server allows."""


class DeadlineTooNearError(ResolverError):
    """Too little time is left of a call to answer it."""


class ServerStoppingError(ResolverError):
    """The server stops; another one, or the same a moment later, will take the call."""


class RulesStaleError(ResolverError):
    """The rules are older than they may be, and no lookup is answered by them any more."""


class UnauthenticatedError(ResolverError):
    """Nobody knows who calls.

    `caller` is the name, or the first digits of the fingerprint, of the credential that was not
    taken; empty if there was none.
    """

    def __init__(self, caller: str = "") -> None:
        self.caller = caller
        super().__init__("no credential that is taken")


class CredentialExpiredError(UnauthenticatedError):
    """The credential was good once."""


class NotAllowedError(ResolverError):
    """A caller may not make this call; `scope` is what the credential lacks."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"the caller lacks the scope {scope}")


class WorkersBrokenError(ResolverError):
    """Worker processes died as they began to serve, or as they prepared changed rules."""


class WorkTimeoutError(ResolverError):
    """Work aside took longer than it may, or nobody waits for it any more."""


class WorkTooLargeError(ResolverError):
    """Work aside needed more memory than it may have."""


class WorkBrokenError(ResolverError):
    """Work aside failed unexpectedly, or its process died.

    `places` are those that the failure went through, the innermost last.
    """

    def __init__(self, message: str, places: Sequence[str] = ()) -> None:
        self.places = tuple(places)
        super().__init__(message)

    def __reduce__(self) -> tuple[type[WorkBrokenError], tuple[str, tuple[str, ...]]]:
        """Pickle the places as well."""
        return type(self), (str(self), self.places)


class OutcomesNotKeptError(ResolverError):
    """The server keeps no outcomes."""


class OutcomeConflictError(ResolverError):
    """The same caller has sent another outcome with the same request id."""


class OutcomeStoreError(ResolverError):
    """The database of outcomes cannot be used now. The message quotes no value."""


class CheckBusyError(OverloadedError):
    """A check or rehearsal of rules is under way; the caller may come back soon."""


class SettingsError(ResolverError):
    """Settings cannot be used; `problems` names every one of them."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("unusable settings: " + "; ".join(self.problems))

    def __reduce__(self) -> tuple[type[SettingsError], tuple[tuple[str, ...]]]:
        """Pickle the problems: an exception pickles its message alone."""
        return type(self), (self.problems,)


class AddressUnavailableError(ResolverError):
    """The server cannot listen on the address it was given."""
