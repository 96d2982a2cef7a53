"""The public names of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import resolver


@pytest.mark.parametrize("name", resolver.__all__)
def test_public_name_is_there(name: str) -> None:
    """Whatever `__all__` promises can be imported."""
    assert getattr(resolver, name) is not None


def test_all_is_what_can_be_loaded() -> None:
    """The two lists of names are one."""
    assert {*resolver._HOME_OF, "__version__"} == set(resolver.__all__)
    assert set(resolver.__all__) <= set(dir(resolver))


def test_unknown_name_is_an_attribute_error() -> None:
    """As for any module."""
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = resolver.Nothing


def test_client_loads_neither_rules_nor_engine() -> None:
    """Whoever wants the stubs gets the stubs."""
    code = (
        "import sys, resolver.v1.resolver_service_pb2_grpc; "
        "print([m for m in sys.modules if m.startswith(('pydantic', 'durable', 'resolver.'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pydantic" not in done.stdout
    assert "durable" not in done.stdout
    assert "resolver.model" not in done.stdout
