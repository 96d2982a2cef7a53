"""Settings, read once from the environment and then passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from resolver.errors import SettingsError
from resolver.runtime.decisions.masking import Mask
from resolver.runtime.setting_readers import READERS

PREFIX = "RESOLVER_"
"""Each setting is read from this and its name in capitals: `threads` from `RESOLVER_THREADS`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How one process serves.

    Attributes:
        address: Where to listen: `HOST:PORT`, or `unix:PATH`. Port 0 takes a free one.
        rules: The rules folder.
        bundle: In place of a rules folder: the file of a bundle, a folder of bundles, or the URL
            of one. Empty for none.
        bundle_keys: Files of public keys, one of which must have signed the bundle; if there are
            none, a signature is not required.
        bundle_poll_seconds: How often to ask the URL of a bundle for another one. 0 for never.
        bundle_cache: The folder that keeps the last good bundle of a URL.
        bundle_ca: A file of certificates to trust in place of the system's, for that URL.
        reload_seconds: How often to look whether the rules folder, the bundle on this machine, or
            a file of credentials has changed; a change is loaded once it looks the same twice in a
            row. 0 for never.
        require_tests: Whether rules serve only if every scenario beside them passes.
        check_seconds: How long one `CheckRules` or `RehearseRules` may take, more than 0.
        threads: Threads for unary calls, at least 1. The work is bound by one core, so more than a
            few only add latency.
        max_in_flight: How many unary calls may be under way at once, those that wait for a thread
            included, at least 1; more are shed.
        batches: How many batches may be under way at once, at least 1; each keeps a thread.
        streams: How many streams may be open at once, at least 1; each keeps a thread of its own.
        caller_share: The share of each of these limits that one caller may take, above 0 to 1.
            Only credentials tell callers apart.
        tls_certificate: A file of the server's certificate and those that lead to its root, in PEM
            form; with it the server speaks TLS alone.
        tls_key: The file of the certificate's private key, in PEM form, without a passphrase.
        tls_client_ca: A file of certificates, one of which must have signed that of each client;
            without it a client needs none.
        insecure: Whether to speak plain text although other machines can reach the address.
        callers: The file of callers, their credentials and scopes; with it, or with `jwt_keys`,
            every call but a health check needs a credential.
        jwt_keys: A JWKS file of the keys that sign JSON Web Tokens.
        jwt_issuer: The `iss` that a JSON Web Token must have.
        jwt_audience: The `aud` that a JSON Web Token must have.
        jwt_leeway_seconds: How far the clocks of issuer and server may differ.
        workers: How many processes answer on the address, at least 1. More than one have a
            supervisor, which loads the rules for all of them.
        stale_seconds: How long the rules may serve without being known to be the newest. 0 for
            ever.
        when_stale: What is done with older ones: `warn`, `degrade` or `stop`; see
            `runtime/staleness.py`.
        drain_seconds: How long a stopping server still takes new calls while its health says
            NOT_SERVING, so that balancers notice. 0 for none.
        grace_seconds: How long calls under way may take to end after that.
        max_message_bytes: The largest request that is read.
        max_connection_age_seconds: After this a client is asked to connect anew, so that load
            spreads over workers; calls under way get `grace_seconds` to end. 0 for never.
        reflection: Whether to serve reflection, by which tools learn the contract.
        outcomes: The database that keeps reported outcomes: `sqlite:///FILE` or `postgresql://…`;
            empty for none.
        outcome_days: How many days they are kept. 0 for ever.
        metrics_address: Where to serve metrics and probes over HTTP, `HOST:PORT`; port 0 takes a
            free one. Empty for nowhere.
        decision_log: Whether every answer is kept before it is given: `off`; `group`, so that none
            is lost when the process dies; `fsync`, so that none is when the power fails.
        decision_log_folder: The folder of the log; several processes may share it.
        decision_log_key: The file of the secret that masked values are hashed with.
        decision_log_masks: How to mask fields in place of the default, each with its mask.
        decision_log_when_slow: What to do while the disk is slow or full: `wait`, and give no
            answer that is not kept; or `shed`, and give it all the same.
        decision_log_patience_seconds: How long a call waits for others that write before it sheds.
        decision_log_segment_bytes: A segment of this size is closed and packed.
        decision_log_days: How many days closed segments are kept. 0 for ever.
        decision_log_bytes: How large the segments of one chain may get. 0 for any size.
        second_opinions: The share of answers that the plain evaluator decides a second time, 0 to
            1.
        shadow_rules: A rules folder that is tried on live lookups without answering them.
        shadow_share: The share of answers for which it is, 0 to 1.
        trace_endpoint: The URL of a collector of OpenTelemetry that spans of calls are sent to, by
            OTLP over gRPC; needs the extra `tracing`. Empty for none.
        trace_share: The share of the calls without a trace of their own that are traced, 0 to 1.
        log_requests: The share of requests of which a line is logged, 0 to 1.
        log_level: `DEBUG`, `INFO`, `WARNING` or `ERROR`.
    """

    address: str = "127.0.0.1:50051"
    rules: Path = Path("rules")
    bundle: str = ""
    bundle_keys: tuple[Path, ...] = ()
    bundle_poll_seconds: float = 30.0
    bundle_cache: Path = Path("bundle-cache")
    bundle_ca: Path | None = None
    reload_seconds: float = 2.0
    require_tests: bool = False
    check_seconds: float = 60.0
    threads: int = 4
    max_in_flight: int = 256
    batches: int = 4
    streams: int = 8
    caller_share: float = 0.5
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_client_ca: Path | None = None
    insecure: bool = False
    callers: Path | None = None
    jwt_keys: Path | None = None
    jwt_issuer: str = ""
    jwt_audience: str = ""
    jwt_leeway_seconds: float = 30.0
    workers: int = 1
    stale_seconds: float = 0.0
    when_stale: str = "warn"
    drain_seconds: float = 0.0
    grace_seconds: float = 30.0
    max_message_bytes: int = 4 * 1024 * 1024
    max_connection_age_seconds: float = 600.0
    reflection: bool = True
    outcomes: str = "sqlite:///outcomes.sqlite3"
    outcome_days: int = 1100
    metrics_address: str = ""
    decision_log: str = "off"
    decision_log_folder: Path = Path("decisions")
    decision_log_key: Path | None = None
    decision_log_masks: tuple[tuple[str, Mask], ...] = ()
    decision_log_when_slow: str = "wait"
    decision_log_patience_seconds: float = 0.05
    decision_log_segment_bytes: int = 64 * 1024 * 1024
    decision_log_days: int = 0
    decision_log_bytes: int = 0
    second_opinions: float = 0.001
    shadow_rules: Path | None = None
    shadow_share: float = 0.1
    trace_endpoint: str = ""
    trace_share: float = 0.01
    log_requests: float = 0.0
    log_level: str = "INFO"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment; one that is not set, or empty, keeps its default.

    Raises:
        SettingsError: With everything that is wrong, unknown `RESOLVER_…` names included.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in sorted(environment.items()):
        if not name.startswith(PREFIX) or not text:
            continue
        field = name.removeprefix(PREFIX).lower()
        reader = READERS.get(field) if name == name.upper() else None
        if reader is None:
            problems.append(f"{name} is no setting; known are {', '.join(_known())}")
            continue
        try:
            values[field] = reader(text)
        except ValueError as error:
            problems.append(f"{name} {error}")
    if problems:
        raise SettingsError(problems)
    return Settings(**values)


def _known() -> list[str]:
    return [PREFIX + field.name.upper() for field in fields(Settings)]
