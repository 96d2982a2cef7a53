"""What the tests of whole servers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.gates import Gate


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A gate that is open at the end in any case."""
    gate = Gate()
    yield gate
    gate.opened.set()
