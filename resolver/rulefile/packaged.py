"""Tables that the package brings along, as YAML."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def packaged_table(package: str, name: str) -> dict[str, Any]:
    """Return the table of a YAML file in a package of this product. It is not to be changed."""
    text = resources.files(package).joinpath(name).read_text("utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table
