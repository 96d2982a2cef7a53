"""Tests of the metrics of several workers on one page."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, generate_latest

from resolver.runtime.workers.joined import JoinedMetrics, joined_registry


def counted(method: str, calls: int) -> CollectorRegistry:
    """Return the metrics of a worker."""
    registry = CollectorRegistry()
    counter = Counter("calls_total", "Calls.", ("method",), registry=registry)
    counter.labels(method).inc(calls)
    return registry


def test_each_metric_is_there_once_with_the_samples_of_all() -> None:
    """Prometheus refuses a page that tells of the type of a metric twice."""
    joined = JoinedMetrics()
    joined.ask = lambda: {"0": counted("a", 1).collect(), "1": counted("b", 2).collect()}
    text = generate_latest(joined_registry(joined)).decode("utf-8")
    assert text.count("# TYPE calls_total counter") == 1
    assert 'calls_total{method="a",worker="0"} 1.0' in text
    assert 'calls_total{method="b",worker="1"} 2.0' in text
    assert 'process_resident_memory_bytes{worker="supervisor"}' in text
    assert text.count("\nresolver_rules_stale ") == 1
