"""Callers and their scopes, and the file in which operators list them."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from resolver.errors import CredentialExpiredError, SettingsError, UnauthenticatedError
from resolver.model.beijing import beijing_day
from resolver.runtime.access.tokens import digest_of, fingerprint_of

_LETTER = r"[\w.@:/+-]"
_LONGEST_NAME = 128
NAME = f"{_LETTER}{{1,{_LONGEST_NAME}}}"
"""What a caller may be called: a word that logs and metrics can carry."""


class Scope(StrEnum):
    """What a credential can be good for. None implies another."""

    RESOLVE = "resolve"
    """`Resolve`, `BatchResolve`, `StreamResolve`."""

    OUTCOME = "outcome"
    """Tell how lookups ended."""

    RULES_READ = "rules.read"
    """Read the rulebook."""

    REHEARSE = "rehearse"
    """Have candidate rules checked and rehearsed."""

    ADMIN = "admin"
    """Act on the server itself."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. Without a name it may be anybody."""

    name: str = ""
    scopes: frozenset[Scope] = frozenset()


ANYBODY = Caller(scopes=frozenset(Scope))
"""Who calls a server that asks for no credential."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    # Not `NAME`: for a counted repetition, pydantic's automaton takes 12 MB and 250 ms.
    name: Annotated[str, Field(pattern=f"^{_LETTER}+$", max_length=_LONGEST_NAME)]
    scopes: Annotated[list[Annotated[Scope, Field(strict=False)]], Field(min_length=1)]
    token_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = ""
    certificate_name: Annotated[str, Field(max_length=1024)] = ""
    last_day: date | None = None

    @model_validator(mode="after")
    def _has_one_credential(self) -> _Entry:
        if bool(self.token_sha256) is bool(self.certificate_name):
            raise ValueError("give token_sha256 or certificate_name, one of them")
        return self

    def caller(self, at: datetime) -> Caller:
        if self.last_day and beijing_day(at) > self.last_day:
            raise CredentialExpiredError(self.name)
        return Caller(self.name, frozenset(self.scopes))


_ENTRIES = TypeAdapter(Annotated[list[_Entry], Field(min_length=1)])
"""Never empty: a file that is about to be written would shut everybody out."""


@dataclass(frozen=True, slots=True)
class Callers:
    """The callers of a file, by what they show."""

    tokens: Mapping[str, _Entry] = field(default_factory=dict)
    certificates: Mapping[str, _Entry] = field(default_factory=dict)

    def by_token(self, token: str, at: datetime) -> Caller:
        """Return the caller that a token stands for at a moment.

        Raises:
            UnauthenticatedError: It stands for none, or has expired.
        """
        digest = digest_of(token)
        entry = self.tokens.get(fingerprint_of(token))
        if entry is None or not hmac.compare_digest(entry.token_sha256, digest):
            raise UnauthenticatedError(fingerprint_of(token))
        return entry.caller(at)

    def by_certificate(self, names: Collection[str], at: datetime) -> Caller:
        """Return the caller that a verified certificate stands for by one of its names.

        Raises:
            UnauthenticatedError: It stands for none, or the entry has expired.
        """
        for name in names:
            if name in self.certificates:
                return self.certificates[name].caller(at)
        raise UnauthenticatedError


def read_callers(file: Path) -> Callers:
    """Return the callers of a YAML file.

    Raises:
        SettingsError: It cannot be read or used; no token or digest is quoted.
    """
    try:
        entries = _ENTRIES.validate_python(yaml.safe_load(file.read_text("utf-8")))
    except (OSError, UnicodeError) as error:
        raise SettingsError([f"{file} cannot be read: {type(error).__name__}"]) from error
    except yaml.YAMLError as error:
        raise SettingsError([f"{file} is no YAML{_place(error)}"]) from None
    except ValidationError as error:
        raise SettingsError([f"{file}, {told}" for told in _mistakes(error)]) from None
    tokens = {entry.token_sha256[:16]: entry for entry in entries if entry.token_sha256}
    certificates = {entry.certificate_name: entry for entry in entries if entry.certificate_name}
    if len(tokens) + len(certificates) < len(entries):
        raise SettingsError([f"{file} lists a token or a certificate name twice"])
    return Callers(tokens, certificates)


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f": see line {mark.line + 1}" if mark else ""


def _mistakes(error: ValidationError) -> list[str]:
    """Return what is wrong, entry by entry, without the values: a digest is nobody's to see."""
    return [
        f"entry {int(loc[0]) + 1} {'.'.join(map(str, loc[1:]))}: {one['msg']}".replace(" :", ":")
        if (loc := one["loc"])
        else "must be a list of callers, as `python -m resolver token` prints them"
        for one in error.errors(include_input=False, include_url=False)
    ]
