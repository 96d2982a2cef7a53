"""A context from the model to the wire."""

from __future__ import annotations

import pytest
from hypothesis import given

from resolver.cli.exits import CommandError
from resolver.cli.wire import write_context
from resolver.model.context import LookupContext, LookupOutcome
from resolver.service.convert.context import read_context
from resolver.v1 import context_pb2
from tests.support.wire import contexts


@given(contexts())
def test_what_is_written_reads_the_same(wire: context_pb2.LookupContext) -> None:
    """No field is lost or changed on the way to the server."""
    context = read_context(wire)
    written = context_pb2.LookupContext()
    write_context(context, written)
    assert read_context(written) == context


def test_half_a_character_is_refused_with_its_field() -> None:
    """No message can hold a lone surrogate."""
    context = LookupContext(outcome=LookupOutcome(message="查\ud800"))
    with pytest.raises(CommandError, match=r"context\.outcome\.message"):
        write_context(context, context_pb2.LookupContext())
