"""The edge as it is shipped: Envoy with deploy/envoy, in front of servers of this machine."""

from __future__ import annotations

import json
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from threading import Thread
from typing import Any

import yaml

from tests.support.certificates import Authority
from tests.support.processes import told_until
from tests.support.tools import ROOT, tool

SHIPPED = ROOT / "deploy" / "envoy"
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Edge:
    """A running Envoy: where it listens, where its figures are, and whom to trust for it."""

    port: int
    admin: int
    ca: Path

    @property
    def url(self) -> str:
        """Where callers find it."""
        return f"https://localhost:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        """What makes a client trust its certificate."""
        return ssl.create_default_context(cafile=str(self.ca))

    def send(
        self,
        path: str,
        body: object = b"",
        headers: Mapping[str, str] = _JSON,
        method: str = "POST",
    ) -> tuple[HTTPResponse, Any]:
        """Send a request by HTTP/1.1; return the response, and its JSON if it is that."""
        connection = HTTPSConnection("localhost", self.port, timeout=30, context=self.trust)
        with closing(connection):
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            connection.request(method, path, content, dict(headers))
            response = connection.getresponse()
            text = response.read()
            return response, json.loads(text) if text.startswith(b"{") else text

    def figure(self, name: str) -> int:
        """Return one of Envoy's own figures."""
        return int(self._told(f"/stats?filter=^{re.escape(name)}$").rpartition(": ")[2])

    def calls_by_server(self) -> dict[int, int]:
        """Return how many calls each server was sent so far, by port."""
        told = json.loads(self._told("/clusters?format=json"))
        (cluster,) = told["cluster_statuses"]
        return {
            host["address"]["socket_address"]["port_value"]: next(
                int(one.get("value", 0)) for one in host["stats"] if one["name"] == "rq_total"
            )
            for host in cluster["host_statuses"]
        }

    def _told(self, path: str) -> str:
        with closing(HTTPConnection("127.0.0.1", self.admin, timeout=30)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read().decode()


@contextmanager
def running_edge(folder: Path, servers: Sequence[int], *, checked: bool = True) -> Iterator[Edge]:
    """Run Envoy by the shipped files; only places are other ones, and ports are free ones.

    `checked` says whether it asks the servers for their health.
    """
    envoy = tool("envoy", "the edge")
    configuration = _place(folder, servers, checked=checked)
    admin = folder / "admin"
    command = [envoy, "-c", configuration, "--admin-address-path", admin, "--concurrency", "1"]
    with subprocess.Popen(
        [*command, "--disable-hot-restart"],
        stdout=subprocess.DEVNULL,  # a line for each call
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        told = told_until(process.stderr, "starting workers")
        reader = Thread(target=process.stderr.read)
        reader.start()
        try:
            assert admin.exists(), told
            edge = Edge(0, int(admin.read_text().rpartition(":")[2]), folder / "ca.crt")
            yield Edge(_port(edge), edge.admin, edge.ca)
        finally:
            process.kill()
            reader.join()


def _port(edge: Edge) -> int:
    (listener,) = json.loads(edge._told("/listeners?format=json"))["listener_statuses"]
    port: int = listener["local_address"]["socket_address"]["port_value"]
    return port


def _place(folder: Path, servers: Sequence[int], *, checked: bool) -> Path:
    """Write what Envoy reads into a folder, which takes the place of /etc/envoy."""
    authority = Authority.named("edge")
    (folder / "ca.crt").write_bytes(authority.pem)
    (folder / "tls").mkdir()
    certificate, key = authority.issue(folder, "localhost")
    certificate.rename(folder / "tls" / "tls.crt")
    key.rename(folder / "tls" / "tls.key")
    shutil.copy(SHIPPED / "descriptors.binpb", folder)
    for name in ("envoy.yaml", "certificate.yaml"):
        text = (SHIPPED / name).read_text("utf-8").replace("/etc/envoy", str(folder))
        (folder / name).write_text(text, "utf-8")
    told = yaml.safe_load((folder / "envoy.yaml").read_text("utf-8"))
    _listen(told["admin"]["address"])
    _listen(told["static_resources"]["listeners"][0]["address"])
    (cluster,) = told["static_resources"]["clusters"]
    cluster["load_assignment"]["endpoints"] = [
        {"lb_endpoints": [{"endpoint": {"address": _address(port)}} for port in servers]}
    ]
    if not checked:
        del cluster["health_checks"]
    (folder / "envoy.yaml").write_text(yaml.safe_dump(told), "utf-8")
    return folder / "envoy.yaml"


def _listen(address: dict[str, Any]) -> None:
    address.update(_address(0))


def _address(port: int) -> dict[str, Any]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
