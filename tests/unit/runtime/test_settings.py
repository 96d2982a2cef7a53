"""Tests of reading settings from the environment."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from resolver.errors import SettingsError
from resolver.runtime.decisions.masking import Mask
from resolver.runtime.settings import Settings, read_settings


def test_defaults_stand_where_nothing_is_set() -> None:
    """An empty environment, or an empty value, changes nothing."""
    assert read_settings({}) == Settings()
    assert read_settings({"RESOLVER_THREADS": "", "PATH": "/bin"}) == Settings()


def test_every_setting_can_be_set() -> None:
    """Each field is read from its own name."""
    environment = {
        "RESOLVER_ADDRESS": "0.0.0.0:1",
        "RESOLVER_RULES": "/etc/rules",
        "RESOLVER_BUNDLE": "/etc/bundles",
        "RESOLVER_BUNDLE_KEYS": f"/etc/old.pub{os.pathsep}/etc/new.pub",
        "RESOLVER_BUNDLE_POLL_SECONDS": "5",
        "RESOLVER_BUNDLE_CACHE": "/var/cache/bundles",
        "RESOLVER_BUNDLE_CA": "/etc/ca.pem",
        "RESOLVER_RELOAD_SECONDS": "0.5",
        "RESOLVER_REQUIRE_TESTS": "yes",
        "RESOLVER_CHECK_SECONDS": "20",
        "RESOLVER_THREADS": "8",
        "RESOLVER_MAX_IN_FLIGHT": "20",
        "RESOLVER_BATCHES": "2",
        "RESOLVER_STREAMS": "3",
        "RESOLVER_CALLER_SHARE": "0.25",
        "RESOLVER_TLS_CERTIFICATE": "/etc/tls/tls.crt",
        "RESOLVER_TLS_KEY": "/etc/tls/tls.key",
        "RESOLVER_TLS_CLIENT_CA": "/etc/tls/clients.crt",
        "RESOLVER_INSECURE": "yes",
        "RESOLVER_CALLERS": "/etc/callers.yaml",
        "RESOLVER_JWT_KEYS": "/etc/jwks.json",
        "RESOLVER_JWT_ISSUER": "https://login.example.com",
        "RESOLVER_JWT_AUDIENCE": "resolver",
        "RESOLVER_JWT_LEEWAY_SECONDS": "5",
        "RESOLVER_WORKERS": "2",
        "RESOLVER_STALE_SECONDS": "3600",
        "RESOLVER_WHEN_STALE": "STOP",
        "RESOLVER_DRAIN_SECONDS": "2.5",
        "RESOLVER_GRACE_SECONDS": "5",
        "RESOLVER_MAX_MESSAGE_BYTES": "65536",
        "RESOLVER_MAX_CONNECTION_AGE_SECONDS": "0",
        "RESOLVER_REFLECTION": "false",
        "RESOLVER_OUTCOMES": "postgresql://resolver@db/resolver",
        "RESOLVER_OUTCOME_DAYS": "30",
        "RESOLVER_METRICS_ADDRESS": "127.0.0.1:9464",
        "RESOLVER_DECISION_LOG": "fsync",
        "RESOLVER_DECISION_LOG_FOLDER": "/var/log/decisions",
        "RESOLVER_DECISION_LOG_KEY": "/etc/decisions.key",
        "RESOLVER_DECISION_LOG_MASKS": "inputs.amount=clear, requester.user_id=last4",
        "RESOLVER_DECISION_LOG_WHEN_SLOW": "shed",
        "RESOLVER_DECISION_LOG_PATIENCE_SECONDS": "0.2",
        "RESOLVER_DECISION_LOG_SEGMENT_BYTES": "1000000",
        "RESOLVER_DECISION_LOG_DAYS": "180",
        "RESOLVER_DECISION_LOG_BYTES": "1000000000",
        "RESOLVER_SECOND_OPINIONS": "0.5",
        "RESOLVER_SHADOW_RULES": "/etc/candidate",
        "RESOLVER_SHADOW_SHARE": "1",
        "RESOLVER_TRACE_ENDPOINT": "http://127.0.0.1:4317",
        "RESOLVER_TRACE_SHARE": "0.5",
        "RESOLVER_LOG_REQUESTS": "0.1",
        "RESOLVER_LOG_LEVEL": "debug",
    }
    assert len(environment) == len(fields(Settings))
    assert read_settings(environment) == Settings(
        address="0.0.0.0:1",
        rules=Path("/etc/rules"),
        bundle="/etc/bundles",
        bundle_keys=(Path("/etc/old.pub"), Path("/etc/new.pub")),
        bundle_poll_seconds=5.0,
        bundle_cache=Path("/var/cache/bundles"),
        bundle_ca=Path("/etc/ca.pem"),
        reload_seconds=0.5,
        require_tests=True,
        check_seconds=20.0,
        threads=8,
        max_in_flight=20,
        batches=2,
        streams=3,
        caller_share=0.25,
        tls_certificate=Path("/etc/tls/tls.crt"),
        tls_key=Path("/etc/tls/tls.key"),
        tls_client_ca=Path("/etc/tls/clients.crt"),
        insecure=True,
        callers=Path("/etc/callers.yaml"),
        jwt_keys=Path("/etc/jwks.json"),
        jwt_issuer="https://login.example.com",
        jwt_audience="resolver",
        jwt_leeway_seconds=5.0,
        workers=2,
        stale_seconds=3600.0,
        when_stale="stop",
        drain_seconds=2.5,
        grace_seconds=5.0,
        max_message_bytes=65536,
        max_connection_age_seconds=0.0,
        reflection=False,
        outcomes="postgresql://resolver@db/resolver",
        outcome_days=30,
        metrics_address="127.0.0.1:9464",
        decision_log="fsync",
        decision_log_folder=Path("/var/log/decisions"),
        decision_log_key=Path("/etc/decisions.key"),
        decision_log_masks=(
            ("inputs.amount", Mask.CLEAR),
            ("requester.user_id", Mask.LAST4),
        ),
        decision_log_when_slow="shed",
        decision_log_patience_seconds=0.2,
        decision_log_segment_bytes=1_000_000,
        decision_log_days=180,
        decision_log_bytes=1_000_000_000,
        second_opinions=0.5,
        shadow_rules=Path("/etc/candidate"),
        shadow_share=1.0,
        trace_endpoint="http://127.0.0.1:4317",
        trace_share=0.5,
        log_requests=0.1,
        log_level="DEBUG",
    )


def test_every_problem_is_named_at_once() -> None:
    """An operator mends the environment in one go."""
    environment = {
        "RESOLVER_CHECK_SECONDS": "0",
        "RESOLVER_THREADS": "0",
        "RESOLVER_CALLER_SHARE": "0",
        "RESOLVER_STREAMS": "many",
        "RESOLVER_DRAIN_SECONDS": "soon",
        "RESOLVER_GRACE_SECONDS": "nan",
        "RESOLVER_REFLECTION": "perhaps",
        "RESOLVER_LOG_LEVEL": "LOUD",
        "RESOLVER_TRACE_ENDPOINT": "127.0.0.1:4317",
        "RESOLVER_LOG_REQUESTS": "2",
        "RESOLVER_METRICS_ADDRESS": "9464",
        "RESOLVER_OUTCOMES": "mysql://root:hunter2@db/x",
        "RESOLVER_DECISION_LOG": "on",
        "RESOLVER_DECISION_LOG_MASKS": "inputs.amount=rot13",
        "RESOLVER_THREAD": "4",
    }
    with pytest.raises(SettingsError) as caught:
        read_settings(environment)
    assert [problem.split()[0] for problem in caught.value.problems] == sorted(environment)
    assert "RESOLVER_THREADS" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_outcomes_need_not_be_kept() -> None:
    """`none` says so; nothing at all means the default, as with every setting."""
    assert read_settings({"RESOLVER_OUTCOMES": "none"}).outcomes == ""
    assert read_settings({"RESOLVER_OUTCOMES": ""}).outcomes.startswith("sqlite:///")
