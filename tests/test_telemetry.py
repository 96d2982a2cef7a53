"""Metrics are documented, and the dashboard and the alerts ask for metrics that exist."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from resolver.runtime.metrics import REGISTRY

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
_NAME = re.compile(r"\b(?:grpc_server|resolver|process)_\w+")
_OF_THE_SCRAPE = {"job", "instance"}


@cache
def families() -> dict[str, set[str]]:
    """Return the names of all series that a metric may have, by the name it is documented by."""
    told = {}
    for family in REGISTRY.collect():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        parts = ("_bucket", "_count", "_sum") if family.type == "histogram" else ("",)
        told[name] = {f"{name}{part}" for part in parts}
    return told


def documented() -> dict[str, set[str]]:
    """Return the labels of each metric that the page has, by its name."""
    text = (ROOT / "docs" / "telemetry.md").read_text("utf-8")
    rows = re.findall(r"^\| `((?:grpc|resolver)_\w+)` \| (.*?) \|", text, re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}


def panels() -> list[dict[str, Any]]:
    """Return the panels of the dashboard, rows left out."""
    board = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text("utf-8"))
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def alerts() -> list[dict[str, Any]]:
    """Return all alerts."""
    text = (DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8")
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def expressions() -> Iterator[str]:
    """Yield all that panels, variables and alerts ask for."""
    for panel in panels():
        assert panel["targets"], panel["title"]
        yield from (target["expr"] for target in panel["targets"])
    board = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text("utf-8"))
    queries = [one for one in board["templating"]["list"] if one["type"] == "query"]
    yield from (one["query"]["query"] for one in queries)
    yield from (rule["expr"] for rule in alerts())


def test_every_metric_is_documented() -> None:
    """And no other; those of the process are the library's."""
    assert set(documented()) == {name for name in families() if not name.startswith("process_")}


def test_the_dashboard_and_the_alerts_ask_for_metrics_that_exist() -> None:
    """A panel without data is found by nobody until it is needed."""
    known = set().union(*families().values())
    asked = {name for text in expressions() for name in _NAME.findall(text)}
    assert asked - known == set()


def test_the_dashboard_shows_every_metric() -> None:
    """What is worth counting is worth a look."""
    shown = {
        name
        for panel in panels()
        for one in panel["targets"]
        for name in _NAME.findall(one["expr"])
    }
    ours = {name: series for name, series in families().items() if name in documented()}
    assert [name for name, series in ours.items() if not series & shown] == []


def test_expressions_use_labels_that_the_metrics_have() -> None:
    """A misspelt label selects nothing, and says nothing."""
    labels = set().union(*documented().values()) | _OF_THE_SCRAPE | {"le"}
    for text in expressions():
        selected = re.findall(r"[{,]\s*(\w+)\s*(?:=~|!=|=|!~)", text)
        grouped = re.findall(r"\bby \(([^)]*)\)", text)
        used = {*selected, *(name.strip() for group in grouped for name in group.split(","))}
        assert used <= labels, text


def test_panels_do_not_overlap() -> None:
    """Grafana would push them around."""
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells


def test_every_alert_is_tried() -> None:
    """Both that it comes and that it does not."""
    text = (DEPLOY / "prometheus" / "alerts_test.yaml").read_text("utf-8")
    for case in yaml.safe_load(text)["tests"]:
        tried = {one["alertname"] for one in case["alert_rule_test"]}
        assert tried == {rule["alert"] for rule in alerts()}


@pytest.mark.parametrize(
    "arguments", [("check", "rules", "alerts.yaml"), ("test", "rules", "alerts_test.yaml")]
)
def test_promtool_finds_no_fault(arguments: tuple[str, ...]) -> None:
    """It reads the alerts as Prometheus does."""
    if not shutil.which("promtool"):
        pytest.skip(
            "NOT TESTED: alerts, for want of promtool (Debian: apt-get install prometheus)"
        )
    done = subprocess.run(
        ["promtool", *arguments],
        cwd=DEPLOY / "prometheus",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
