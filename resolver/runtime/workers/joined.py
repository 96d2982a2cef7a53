"""The metrics of all workers on one page, told apart by a label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Metric, ProcessCollector

from resolver.runtime.metrics import RULES_AND_WORKERS

_OWN = "supervisor"


class JoinedMetrics:
    """A collector of the metrics of several processes, this one's own process included."""

    def __init__(self) -> None:
        self.ask: Callable[[], Mapping[str, Iterable[Metric]]] = dict
        """Returns the metrics of each worker by its name."""
        self._own = CollectorRegistry()
        ProcessCollector(registry=self._own)

    def collect(self) -> Iterable[Metric]:
        """Return each metric once, with the samples of all and the label `worker`."""
        joined: dict[str, Metric] = {}
        for worker, families in {**self.ask(), _OWN: self._own.collect()}.items():
            for family in families:
                into = joined.setdefault(family.name, _empty(family))
                for sample in family.samples:
                    labels = {**sample.labels, "worker": worker}
                    into.samples.append(sample._replace(labels=labels))
        return joined.values()


def joined_registry(workers: JoinedMetrics) -> CollectorRegistry:
    """Return what a supervisor serves: its own metrics and those of its workers."""
    registry = CollectorRegistry()
    registry.register(RULES_AND_WORKERS)
    registry.register(workers)
    return registry


def _empty(family: Metric) -> Metric:
    return Metric(family.name, family.documentation, family.type, family.unit)
