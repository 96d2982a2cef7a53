"""Tests of the file of callers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from resolver.errors import CredentialExpiredError, SettingsError, UnauthenticatedError
from resolver.runtime.access.callers import Caller, Scope, read_callers
from resolver.runtime.access.tokens import digest_of, fingerprint_of, new_token
from tests.support.access import token_entry, write_callers

NOW = datetime(2026, 3, 5, 4, tzinfo=UTC)
TOKEN = new_token()
ERP = token_entry(TOKEN, "resolve", "rules.read").removesuffix("}")


def test_token_stands_for_its_caller_and_scopes(tmp_path: Path) -> None:
    """And no other token does, however much of it is right."""
    callers = read_callers(write_callers(tmp_path, ERP + "}"))
    expected = Caller("erp", frozenset({Scope.RESOLVE, Scope.RULES_READ}))
    assert callers.by_token(TOKEN, NOW) == expected
    for wrong in (TOKEN[:-1], TOKEN + "x", "", "\udc80"):
        with pytest.raises(UnauthenticatedError):
            callers.by_token(wrong, NOW)


def test_whole_digest_is_compared(tmp_path: Path) -> None:
    """Entries are found by its first digits, which must not be enough."""
    digest = digest_of(TOKEN)
    altered = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    callers = read_callers(write_callers(tmp_path, ERP.replace(digest, altered) + "}"))
    with pytest.raises(UnauthenticatedError) as caught:
        callers.by_token(TOKEN, NOW)
    assert caught.value.caller == fingerprint_of(TOKEN)


@pytest.mark.parametrize(
    ("last_day", "taken"), [(date(2026, 3, 4), False), (date(2026, 3, 5), True)]
)
def test_last_day_counts_in_beijing(tmp_path: Path, last_day: date, taken: bool) -> None:
    """A token is taken until that day is over."""
    callers = read_callers(write_callers(tmp_path, f"{ERP}, last_day: {last_day}}}"))
    if taken:
        assert callers.by_token(TOKEN, NOW).name == "erp"
        return
    with pytest.raises(CredentialExpiredError):
        callers.by_token(TOKEN, NOW)


def test_certificate_stands_for_its_caller_by_any_of_its_names(tmp_path: Path) -> None:
    """One that nobody listed stands for none."""
    entry = "{name: erp, scopes: [resolve], certificate_name: erp.example.com}"
    callers = read_callers(write_callers(tmp_path, entry))
    assert callers.by_certificate(["other", "erp.example.com"], NOW).name == "erp"
    with pytest.raises(UnauthenticatedError):
        callers.by_certificate(["other"], NOW)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (["{name: erp, scopes: [resolve]}"], "token_sha256 or certificate_name"),
        ([ERP + ", certificate_name: x}"], "token_sha256 or certificate_name"),
        ([ERP.replace("resolve", "resolv") + "}"], "entry 1 scopes.0"),
        ([ERP.replace("name: erp", "name: 'a b'") + "}"], "entry 1 name"),
        ([ERP + ", expires: 2027-01-01}"], "entry 1 expires"),
        ([ERP + "}", ERP + "}"], "twice"),
        (["{name: erp, scopes: [resolve], token_sha256: secret}"], "entry 1 token_sha256"),
        (["{name: ["], "see line 2"),
        (["&a [*a]"], "entry 1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_mistake_is_named_without_what_was_written(
    tmp_path: Path, entries: list[str], told: str
) -> None:
    """The message may end up in a log, where no digest belongs."""
    with pytest.raises(SettingsError) as caught:
        read_callers(write_callers(tmp_path, *entries))
    assert told in str(caught.value)
    assert digest_of(TOKEN) not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["name: erp", "erp", "", "[]"])
def test_file_that_lists_nobody_is_refused(tmp_path: Path, text: str) -> None:
    """With a word on where entries come from."""
    file = tmp_path / "callers.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="list of callers"):
        read_callers(file)


def test_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A server must not start without the callers that it was told of."""
    with pytest.raises(SettingsError, match=r"callers\.yaml cannot be read"):
        read_callers(tmp_path / "callers.yaml")
