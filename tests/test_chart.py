"""The Helm chart: what it renders is valid, safe, and starts a server."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from resolver.runtime.exposure import check_exposure
from resolver.runtime.phase import Phase, Progress
from resolver.runtime.settings import PREFIX, Settings, read_settings
from resolver.runtime.side_port import SidePort
from tests.support.telemetry import page
from tests.support.tools import ROOT, tool

CHART = ROOT / "deploy" / "helm" / "invoice-status-resolver"
VALUES = sorted((CHART / "ci").glob("*-values.yaml"))
VERSIONS = ("1.27", "1.37")
"""The oldest that the chart is for, and the newest there is."""

every_values_file = pytest.mark.parametrize("values", VALUES, ids=lambda path: path.stem)


def helm(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Helm."""
    command = [tool("helm", "the Helm chart"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@cache
def rendered(values: Path) -> str:
    """Return the manifests that a file of values gives."""
    done = helm("template", "shop", CHART, "--values", values)
    assert done.returncode == 0, done.stderr
    return done.stdout


def manifest(values: Path, kind: str) -> dict[str, Any]:
    """Return the one manifest of a kind."""
    (found,) = [one for one in yaml.safe_load_all(rendered(values)) if one["kind"] == kind]
    return found


def pod(values: Path) -> dict[str, Any]:
    """Return what a pod is made by."""
    spec: dict[str, Any] = manifest(values, "Deployment")["spec"]["template"]["spec"]
    return spec


def environment(values: Path) -> dict[str, str]:
    """Return the variables of the container; what is a secret has none of its value here."""
    (container,) = pod(values)["containers"]
    return {one["name"]: one.get("value", "none") for one in container["env"]}


def settings(values: Path) -> Settings:
    """Return the settings as the server itself reads them."""
    return read_settings(environment(values))


@every_values_file
def test_helm_finds_no_fault(values: Path) -> None:
    """Not even a warning."""
    done = helm("lint", "--strict", CHART, "--values", values)
    assert done.returncode == 0, done.stdout + done.stderr


def test_manifests_are_valid(tmp_path: Path) -> None:
    """In each version of Kubernetes, with no field that it does not know."""
    files = []
    for values in VALUES:
        files.append(tmp_path / values.name)
        known = [
            one for one in yaml.safe_load_all(rendered(values)) if one["kind"] != "PodMonitor"
        ]
        files[-1].write_text(yaml.safe_dump_all(known), "utf-8")
    versions = [part for version in VERSIONS for part in ("-k", version)]
    command = [tool("kubernetes-validate", "manifests"), "--strict", *versions, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("passed for resource deployment/") == len(files) * len(VERSIONS)
    assert "WARN" not in done.stdout


@every_values_file
def test_the_server_takes_its_settings(values: Path) -> None:
    """It refuses what it does not know, and to be open to everybody though nobody said so."""
    check_exposure(settings(values))


@every_values_file
def test_no_variable_of_kubernetes_looks_like_a_setting(values: Path) -> None:
    """A Service named `resolver` would bring `RESOLVER_SERVICE_HOST`: then no server starts."""
    assert pod(values)["enableServiceLinks"] is False


@every_values_file
def test_a_pod_has_time_to_drain(values: Path) -> None:
    """It is not killed while calls end, and not stopped before balancers notice."""
    told, spec = settings(values), pod(values)
    assert spec["terminationGracePeriodSeconds"] > told.drain_seconds + told.grace_seconds
    ready = spec["containers"][0]["readinessProbe"]
    assert told.drain_seconds > ready["periodSeconds"] * ready["failureThreshold"]


@every_values_file
def test_probes_ask_pages_that_there_are(values: Path) -> None:
    """On the port beside, which load and TLS do not touch."""
    (container,) = pod(values)["containers"]
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    assert settings(values).metrics_address == f"0.0.0.0:{ports['metrics']}"
    assert settings(values).address == f"0.0.0.0:{ports['grpc']}"
    progress = Progress()
    progress.phase = Phase.SERVING
    side = SidePort("127.0.0.1:0", progress)
    side.start()
    try:
        for name in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert container[name]["httpGet"]["port"] == "metrics"
            assert page(side.port, container[name]["httpGet"]["path"])[0] == 200
    finally:
        side.stop()


@every_values_file
def test_a_pod_may_do_nothing_that_it_need_not(values: Path) -> None:
    """No root, no writing but to its scratch folders, no capabilities, no token."""
    spec = pod(values)
    assert spec["securityContext"]["runAsNonRoot"]
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    (container,) = spec["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    for mount in container["volumeMounts"]:
        assert mount.get("readOnly") or mount["name"] in {"scratch", "bundle-cache"}


@every_values_file
def test_everything_that_is_mounted_is_there(values: Path) -> None:
    """Files of settings lie in a mounted volume."""
    spec = pod(values)
    (container,) = spec["containers"]
    mounted = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
    assert mounted.keys() == {one["name"] for one in spec["volumes"]}
    for value in environment(values).values():
        for file in value.split(":") if value.startswith("/") else ():
            assert file.startswith(tuple(mounted.values())), file


def test_autoscaling_and_replicas_do_not_quarrel() -> None:
    """Whoever scales by load must not be set back by each deployment."""
    plain, full = CHART / "ci/plain-values.yaml", CHART / "ci/full-values.yaml"
    assert manifest(plain, "Deployment")["spec"]["replicas"] == 2
    assert "HorizontalPodAutoscaler" not in rendered(plain)
    assert "replicas" not in manifest(full, "Deployment")["spec"]
    assert manifest(full, "HorizontalPodAutoscaler")["spec"]["minReplicas"] == 3


def test_clients_see_every_pod() -> None:
    """So that they can spread calls; whether they are to speak TLS is told as well."""
    kinds = {"plain": "kubernetes.io/h2c", "volume": "https"}
    for name, protocol in kinds.items():
        spec = manifest(CHART / f"ci/{name}-values.yaml", "Service")["spec"]
        assert spec["clusterIP"] == "None"
        assert [port["appProtocol"] for port in spec["ports"]] == [protocol]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("insecure=false", "/insecure"),
        ("tls.secret=resolver-tls", "oneOf"),
        ("tls.clientCa=true", "/callers/secret"),
        ("replicas=0", "/replicas"),
        ("replica=2", "'replica' not allowed"),
        ("settings.LOG_LEVEL=INFO", "LOG_LEVEL"),
        ("settings.RESOLVER_ADDRESS=unix:x", "RESOLVER_ADDRESS"),
        ("rules.bundleUrl=http://rules.example.com", "/rules/bundleUrl"),
        ("rules.volume.configMap.name=rules", "/rules/bundle"),
        ("rules.publicKeys.a=-----BEGIN PUBLIC KEY-----", "/rules"),
        ("drainSeconds=3", "/drainSeconds"),
        ("image.digest=latest", "/image/digest"),
        ("podDisruptionBudget.maxUnavailable=0", "/podDisruptionBudget/maxUnavailable"),
    ],
)
def test_values_that_cannot_work_are_refused(given: str, complaint: str) -> None:
    """Before anything reaches the cluster, and with the place."""
    plain = ["--values", CHART / "ci/plain-values.yaml"]
    done = helm("template", "shop", CHART, *plain, "--set", given)
    assert done.returncode != 0
    assert complaint in done.stderr


def test_settings_that_the_chart_owns_are_settings() -> None:
    """A name that is none any more would let a mistake pass."""
    schema = yaml.safe_load((CHART / "values.schema.json").read_text("utf-8"))
    owned = schema["properties"]["settings"]["propertyNames"]["not"]["enum"]
    fields = {name.removeprefix(PREFIX).lower() for name in owned}
    assert fields <= set(Settings.__dataclass_fields__)


def test_every_value_has_a_shape() -> None:
    """One without would be taken whatever it is."""
    schema = yaml.safe_load((CHART / "values.schema.json").read_text("utf-8"))
    values = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))
    assert values.keys() == schema["properties"].keys() - {"global"}


def test_chart_and_product_have_one_version() -> None:
    """The chart's image is that of the product."""
    told = yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))
    product = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert (told["version"], told["appVersion"]) == (product, product)
