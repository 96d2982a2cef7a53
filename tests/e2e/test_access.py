"""Tests of who may call: credentials over real connections, exchanged while the server runs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import grpc
import pytest
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from resolver.errors import SettingsError
from resolver.model.context import LookupContext
from resolver.runtime.access.tokens import fingerprint_of, new_token
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.settings import Settings
from resolver.service.calls import current_call
from resolver.service.server import build_server
from resolver.v1 import resolver_service_pb2 as pb
from resolver.v1 import rulebook_service_pb2 as rulebook_pb
from tests.e2e.test_serving import SERVING, health_of
from tests.support.access import bearer, by_tls, token_entry, write_callers
from tests.support.certificates import Authority
from tests.support.jwts import AUDIENCE, ISSUER, es256, jwks, now
from tests.support.servers import (
    SETTINGS,
    Connection,
    FakeResolver,
    a_snapshot,
    error_info,
    failure_of,
    running_server,
    status_of_call,
)

TOKEN, READER, EXPIRED = (new_token() for _ in range(3))
SIGNER = es256()
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A server that takes tokens of its own and of an issuer."""
    callers = write_callers(
        tmp_path,
        token_entry(TOKEN, "resolve"),
        token_entry(READER, "rules.read", name="reader"),
        token_entry(EXPIRED, "resolve", name="former", more=", last_day: 2026-01-01"),
    )
    return replace(
        SETTINGS,
        callers=callers,
        jwt_keys=jwks(tmp_path, SIGNER.public),
        jwt_issuer=ISSUER,
        jwt_audience=AUDIENCE,
        reload_seconds=0.01,
    )


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    """A connection to that server."""
    with running_server(settings=settings) as connection:
        yield connection


def resolve(connection: Connection, token: str = "") -> pb.ResolveResponse:
    """Make a call with a token."""
    request = pb.ResolveRequest(language_code="en")
    return connection.resolver.Resolve(request, timeout=10, metadata=bearer(token))


def refusal(error: grpc.RpcError) -> tuple[grpc.StatusCode, str]:
    """Return the code and the reason of a refusal."""
    return error.code(), error_info(status_of_call(error)).reason


@pytest.mark.parametrize(
    "token",
    [TOKEN, SIGNER.token(), SIGNER.token(sub="another")],
    ids=["listed", "issued", "another"],
)
def test_credential_that_is_taken_is_answered(connection: Connection, token: str) -> None:
    """A token of the file, or one of the issuer."""
    assert resolve(connection, token).causes


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "CREDENTIAL_NOT_TAKEN"),
        (new_token(), "CREDENTIAL_NOT_TAKEN"),
        (es256().token(), "CREDENTIAL_NOT_TAKEN"),
        (EXPIRED, "CREDENTIAL_EXPIRED"),
        (SIGNER.token(exp=now().replace(year=2020)), "CREDENTIAL_EXPIRED"),
    ],
    ids=["none", "unknown", "forged", "former", "outlived"],
)
def test_call_without_a_good_credential_is_refused(
    connection: Connection, token: str, reason: str
) -> None:
    """Whatever the method, streams and unary alike."""
    calls = (
        lambda: resolve(connection, token),
        lambda: connection.resolver.BatchResolve(
            pb.BatchResolveRequest(), timeout=10, metadata=bearer(token)
        ),
        lambda: list(
            connection.resolver.StreamResolve(
                iter([pb.StreamResolveRequest()]), timeout=10, metadata=bearer(token)
            )
        ),
        lambda: connection.rulebook.GetRulebook(
            rulebook_pb.GetRulebookRequest(), timeout=10, metadata=bearer(token)
        ),
    )
    for call in calls:
        assert refusal(failure_of(call)) == (UNAUTHENTICATED, reason)


@pytest.mark.parametrize(
    "metadata",
    [
        (("authorization", TOKEN),),
        (("authorization", f"Basic {TOKEN}"),),
        (("authorization", "Bearer "),),
        (("authorization", f"Bearer {TOKEN}"), ("authorization", f"Bearer {TOKEN}")),
        (("authorization", f"Bearer {'x' * 4097}"),),
    ],
    ids=["bare", "basic", "empty", "twice", "long"],
)
def test_authorization_of_another_form_is_refused(
    connection: Connection, metadata: tuple[tuple[str, str], ...]
) -> None:
    """Nothing is guessed."""
    request = pb.ResolveRequest()
    error = failure_of(lambda: connection.resolver.Resolve(request, timeout=10, metadata=metadata))
    assert refusal(error)[0] is UNAUTHENTICATED


def test_caller_may_do_what_its_scopes_say_and_nothing_else(connection: Connection) -> None:
    """The refusal names the scope that is lacking."""
    request = rulebook_pb.GetRulebookRequest()
    connection.rulebook.GetRulebook(request, timeout=10, metadata=bearer(READER))
    error = failure_of(lambda: resolve(connection, READER))
    assert refusal(error) == (grpc.StatusCode.PERMISSION_DENIED, "SCOPE_MISSING")
    assert error_info(status_of_call(error)).metadata["scope"] == "resolve"


def test_health_needs_no_credential_and_reflection_does(connection: Connection) -> None:
    """A probe has none; the contract is nobody's business without one."""
    assert health_of(connection, "") == SERVING
    error = failure_of(ProtoReflectionDescriptorDatabase(connection.channel).get_services)
    assert refusal(error) == (UNAUTHENTICATED, "CREDENTIAL_NOT_TAKEN")


def test_reflection_answers_any_caller(connection: Connection) -> None:
    """Whatever its scopes."""

    class WithToken(grpc.StreamStreamClientInterceptor):
        def intercept_stream_stream(self, continuation, details, requests):
            return continuation(details._replace(metadata=bearer(READER)), requests)

    channel = grpc.intercept_channel(connection.channel, WithToken())
    assert ProtoReflectionDescriptorDatabase(channel).get_services()


def test_caller_is_known_while_its_call_is_answered(settings: Settings) -> None:
    """By its credential, whatever the body says."""
    seen: list[str] = []

    def note(_: LookupContext) -> None:
        seen.append(current_call().caller.name)

    with running_server(a_snapshot(FakeResolver(note)), settings) as connection:
        resolve(connection, TOKEN)
        resolve(connection, SIGNER.token(sub="spiffe://example.com/erp"))
        requests = iter([pb.StreamResolveRequest()])
        list(connection.resolver.StreamResolve(requests, timeout=10, metadata=bearer(TOKEN)))
    assert seen == ["erp", "spiffe://example.com/erp", "erp"]


def test_refusals_are_logged_without_the_token(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """By the first digits of its digest, or by the caller's name where it is known."""
    unknown = new_token()
    with caplog.at_level(logging.INFO, logger="resolver"):
        for token in (unknown, EXPIRED, READER):
            failure_of(lambda token=token: resolve(connection, token))
    told = [r.values for r in caplog.records if r.getMessage() == "request.refused"]
    logged = [record.values for record in caplog.records]
    assert [one["caller"] for one in told] == [fingerprint_of(unknown), "former", "reader"]
    assert not any(token in json.dumps(logged) for token in (unknown, EXPIRED, READER))


def until(call, holds) -> object:
    """Repeat a call until its result is as wanted."""
    for _ in range(2000):
        if holds(result := call()):
            return result
    raise AssertionError(result)


def code_of(connection: Connection, token: str) -> grpc.StatusCode:
    """Return how a call with a token ends."""
    try:
        resolve(connection, token)
    except grpc.RpcError as error:
        return error.code()
    return grpc.StatusCode.OK


def test_exchanged_callers_count_without_a_restart(
    settings: Settings, connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """A token is revoked and another one let in; a broken file changes nothing."""
    another = new_token()
    write_callers(settings.callers.parent, token_entry(another, "resolve"))
    until(lambda: code_of(connection, TOKEN), lambda code: code is UNAUTHENTICATED)
    assert code_of(connection, another) is grpc.StatusCode.OK
    with caplog.at_level(logging.INFO, logger="resolver"):
        settings.callers.write_text("- {name: [", "utf-8")
        until(
            lambda: (code_of(connection, another), [r.getMessage() for r in caplog.records])[1],
            lambda events: "files.reload.failed" in events,
        )
    assert code_of(connection, another) is grpc.StatusCode.OK


@pytest.fixture
def mutual(tmp_path: Path) -> tuple[Settings, Authority]:
    """A server that asks for certificates of an authority."""
    authority = Authority.named("tests")
    ca = tmp_path / "ca.crt"
    ca.write_bytes(authority.pem)
    certificate, key = authority.issue(tmp_path, "localhost")
    entry = "{name: erp, scopes: [resolve], certificate_name: erp.example.com}"
    settings = replace(
        SETTINGS,
        address="localhost:0",
        tls_certificate=certificate,
        tls_key=key,
        tls_client_ca=ca,
        callers=write_callers(tmp_path, entry, token_entry(TOKEN, "rules.read", name="reader")),
    )
    return settings, authority


def test_certificate_says_who_calls(mutual: tuple[Settings, Authority], tmp_path: Path) -> None:
    """By one of its names; one that nobody listed is let in by nobody; a token goes before it."""
    settings, authority = mutual
    listed = authority.issue(tmp_path, "erp.example.com")
    unlisted = authority.issue(tmp_path, "other.example.com")
    with running_server(settings=settings) as plain:
        with by_tls(plain.server, authority.pem, listed) as connection:
            assert resolve(connection).causes
            assert code_of(connection, TOKEN) is grpc.StatusCode.PERMISSION_DENIED
            assert code_of(connection, new_token()) is UNAUTHENTICATED
        with by_tls(plain.server, authority.pem, unlisted) as connection:
            assert code_of(connection, "") is UNAUTHENTICATED


def test_nobody_connects_without_a_certificate_of_the_authority(
    mutual: tuple[Settings, Authority], tmp_path: Path
) -> None:
    """Neither in plain text, nor with none, nor with one that says the same but is another's."""
    settings, authority = mutual
    forged = Authority.named("tests").issue(tmp_path, "erp.example.com")
    with running_server(settings=settings) as plain:
        assert code_of(plain, TOKEN) is grpc.StatusCode.UNAVAILABLE
        for pair in (None, forged):
            with by_tls(plain.server, authority.pem, pair) as connection:
                assert code_of(connection, TOKEN) is grpc.StatusCode.UNAVAILABLE


def test_certificate_is_exchanged_while_calls_go_on(tmp_path: Path) -> None:
    """New connections get the new one; a broken pair keeps the old; those open notice nothing."""
    old, new = Authority.named("old"), Authority.named("new")
    certificate, key = old.issue(tmp_path, "localhost")
    settings = replace(
        SETTINGS,
        address="localhost:0",
        tls_certificate=certificate,
        tls_key=key,
        reload_seconds=0.01,
    )

    def by(authority: Authority) -> grpc.StatusCode:
        with by_tls(plain.server, authority.pem) as fresh:
            return code_of(fresh, "")

    with running_server(settings=settings) as plain, by_tls(plain.server, old.pem) as open_one:
        assert resolve(open_one).causes
        key.write_bytes(b"broken")
        assert all(by(old) is grpc.StatusCode.OK for _ in range(5))
        new.issue(tmp_path, "localhost")
        until(lambda: by(new), lambda code: code is grpc.StatusCode.OK)
        assert by(old) is grpc.StatusCode.UNAVAILABLE
        assert resolve(open_one).causes


def test_server_does_not_start_with_unusable_files(settings: Settings, tmp_path: Path) -> None:
    """A credential that is not checked is worse than none."""
    for broken in (
        replace(settings, callers=tmp_path / "none"),
        replace(settings, jwt_keys=settings.callers),
        replace(settings, address="0.0.0.0:0"),
    ):
        with pytest.raises(SettingsError):
            build_server(SnapshotHolder(a_snapshot()), broken)
