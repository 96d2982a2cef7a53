"""Every metric that a process has, for Prometheus. docs/telemetry.md says what each means.

Labels hold names of the contract and of the rulebook, never what a caller sent. The process keeps
one set of them, whatever runs in it.
"""

from __future__ import annotations

from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

from resolver.runtime.tallies import RuleTally

disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each counter, which nothing here asks for

ANSWERS = CollectorRegistry()
"""What each process that answers calls has. Not the library's own registry: another program in the
process may use that."""

RULES_AND_WORKERS = CollectorRegistry()
"""What only the process in charge has: the one that loads the rules."""

REGISTRY = CollectorRegistry()
"""Both, where one process does everything."""

REGISTRY.register(ANSWERS)  # a registry collects like any other collector
REGISTRY.register(RULES_AND_WORKERS)
ProcessCollector(registry=ANSWERS)

_A66_SECONDS = (
    0, 0.00001, 0.00005, 0.0001, 0.0003, 0.0006, 0.0008, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006,
    0.008, 0.01, 0.013, 0.016, 0.02, 0.025, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.13, 0.16, 0.2,
    0.25, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 2, 5, 10, 20, 50, 100,
)  # fmt: skip
"""The buckets of latencies of gRFC A66, so that dashboards of other gRPC servers fit."""


CALLS_STARTED = Counter(
    "grpc_server_call_started_total", "Calls that came in.", ("grpc_method",), registry=ANSWERS
)
CALL_SECONDS = Histogram(
    "grpc_server_call_duration_seconds",
    "From a call's arrival, its wait for a thread included, until it ended.",
    ("grpc_method", "grpc_status"),
    buckets=_A66_SECONDS,
    registry=ANSWERS,
)
ITEMS = Counter(
    "resolver_items_total",
    "Items of batches and streams, by how each ended.",
    ("grpc_method", "grpc_status"),
    registry=ANSWERS,
)
FIRST_CAUSES = Counter(
    "resolver_first_causes_total",
    "Answers by the cause that they name first.",
    ("cause",),
    registry=ANSWERS,
)
STATUS_CATEGORIES = Counter(
    "resolver_status_categories_total",
    "Answers by how the provider's answer was read.",
    ("category",),
    registry=ANSWERS,
)
RULES = RuleTally(
    matched=("resolver_rules_matched_total", "Answers in which a rule's condition held."),
    counted=("resolver_rules_counted_total", "Answers in which a rule counted as evidence."),
    registry=ANSWERS,
)
UNRECOGNIZED_CODES = Counter(
    "resolver_unrecognized_codes_total",
    "Answers to which the provider's code said nothing.",
    ("provider",),
    registry=ANSWERS,
)
DECISIONS = Counter(
    "resolver_decisions_total",
    "Answers that the decision log was to keep, by what came of it.",
    ("outcome",),
    registry=ANSWERS,
)
DECISION_BYTES = Counter(
    "resolver_decision_log_bytes_total",
    "Bytes that were written to the decision log, before they are packed.",
    registry=ANSWERS,
)
DECISION_WRITTEN = Gauge(
    "resolver_decision_log_written_timestamp_seconds",
    "When a decision was last kept, in seconds since 1970.",
    registry=ANSWERS,
)
MASKS_FAILED = Counter(
    "resolver_decision_masks_failed_total",
    "Values of which the decision log kept nothing because their mask failed.",
    ("field",),
    registry=ANSWERS,
)
ENGINE_FALLBACKS = Counter(
    "resolver_engine_fallbacks_total",
    "Diagnoses for which the plain evaluator took the engine's place.",
    registry=ANSWERS,
)
SAMPLES = Counter(
    "resolver_samples_total",
    "Live answers that were looked at once more, by what came of it.",
    ("observer", "outcome"),
    registry=ANSWERS,
)
SHADOW_FLIPS = Counter(
    "resolver_shadow_flips_total",
    "Sampled answers for which the candidate names another first cause.",
    ("before", "after"),
    registry=ANSWERS,
)
SHADOW_PARTS = Counter(
    "resolver_shadow_parts_total",
    "Sampled answers that the candidate answers otherwise, by the changed part responsible.",
    ("kind", "part"),
    registry=ANSWERS,
)
SHADOW = Gauge(
    "resolver_shadow_info",
    "1, with the revision of the candidate that is tried.",
    ("revision",),
    registry=ANSWERS,
)
RELOADS = Counter(
    "resolver_reloads_total",
    "Changed rules that were loaded.",
    ("outcome",),
    registry=RULES_AND_WORKERS,
)
RULES_REFUSED = Gauge(
    "resolver_rules_refused",
    "1 if the last change of the rules was refused and earlier ones serve, else 0.",
    registry=RULES_AND_WORKERS,
)
RULES_LOADED = Gauge(
    "resolver_rules_loaded_timestamp_seconds",
    "When rules were last loaded and found good, in seconds since 1970.",
    registry=RULES_AND_WORKERS,
)
RULEBOOK = Gauge(
    "resolver_rulebook_info",
    "1, with the revision of the rules that serve.",
    ("revision",),
    registry=RULES_AND_WORKERS,
)
RULES_CONFIRMED = Gauge(
    "resolver_rules_confirmed_timestamp_seconds",
    "When the rules that serve were last known to be the newest, in seconds since 1970.",
    registry=RULES_AND_WORKERS,
)
RULES_STALE = Gauge(
    "resolver_rules_stale",
    "1 if the rules are older than they may be, else 0.",
    registry=RULES_AND_WORKERS,
)
WORKERS = Gauge("resolver_workers", "Processes that take calls.", registry=RULES_AND_WORKERS)
WORKER_DEATHS = Counter(
    "resolver_worker_deaths_total",
    "Worker processes that ended though nobody asked them to.",
    registry=RULES_AND_WORKERS,
)
_SUCCEEDED, _REFUSED = RELOADS.labels("succeeded"), RELOADS.labels("refused")


def tell_rules(revision: str, loaded_at: datetime) -> None:
    """Tell which rules serve, and when they were found good."""
    RULEBOOK.clear()
    RULEBOOK.labels(revision).set(1)
    RULES_LOADED.set(loaded_at.timestamp())
    tell_confirmed(loaded_at)


def tell_confirmed(now: datetime) -> None:
    """Tell that the rules that serve are the newest."""
    RULES_CONFIRMED.set(now.timestamp())


def tell_shadow(revision: str) -> None:
    """Tell which candidate is tried, none if empty; what another one did is told no more."""
    for series in (SHADOW, SHADOW_FLIPS, SHADOW_PARTS):
        series.clear()
    if revision:
        SHADOW.labels(revision).set(1)


def count_reload(revision: str, now: datetime) -> None:
    """Count that changed rules are good, and tell which serve."""
    _SUCCEEDED.inc()
    RULES_REFUSED.set(0)
    tell_rules(revision, now)


def count_refused_reload() -> None:
    """Count that changed rules were refused."""
    _REFUSED.inc()
    RULES_REFUSED.set(1)
