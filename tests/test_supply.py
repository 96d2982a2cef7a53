"""What the product is built on: locked by hash, and listed in full."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.locks import locked
from tests.support.tools import ROOT, tool

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.stem)
def test_every_package_is_locked_by_hash(file: Path) -> None:
    """Only the very files that were locked are installed, and no lock names a place."""
    lines = file.read_text("utf-8").splitlines()
    packages = locked(file)
    assert len(packages) == sum(not line.startswith((" ", "#")) for line in lines)
    assert [name for name, rest in packages.items() if "--hash=sha256:" not in rest] == []
    assert "://" not in "".join(lines)


def test_the_bill_of_materials_is_complete(tmp_path: Path) -> None:
    """It has every package with version and hashes, and nothing that changes by itself."""
    tool("cyclonedx-py", "the bill of materials")
    file = tmp_path / "sbom.json"
    subprocess.run([ROOT / "tools/sbom.sh", file], check=True)
    bill = json.loads(file.read_text("utf-8"))
    packages = locked(ROOT / "requirements" / "runtime.txt")
    listed = {(one["name"], one["version"]): one for one in bill["components"]}
    assert listed.keys() == packages.keys()
    for package, one in listed.items():
        hashes = {told["content"] for told in one["externalReferences"][0]["hashes"]}
        assert hashes == set(re.findall("sha256:([0-9a-f]{64})", packages[package]))
    assert bill["metadata"]["component"]["name"] == "invoice-status-resolver"
    assert "serialNumber" not in bill
    assert "timestamp" not in bill["metadata"]
