"""Tests that no method is without a scope."""

from __future__ import annotations

import pytest
from google.protobuf.descriptor import MethodDescriptor

from resolver.runtime.access.callers import Scope
from resolver.service.scopes import SCOPES, scope_of
from resolver.service.server import SERVICES
from resolver.v1 import resolver_service_pb2, rulebook_service_pb2

METHODS: list[MethodDescriptor] = [
    method
    for module in (resolver_service_pb2, rulebook_service_pb2)
    for service in module.DESCRIPTOR.services_by_name.values()
    for method in service.methods
]


def test_every_service_of_the_contract_is_looked_at() -> None:
    """Or a new one would go unseen."""
    assert {method.containing_service.full_name for method in METHODS} == set(SERVICES)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_every_method_has_a_scope(method: MethodDescriptor) -> None:
    """A new one is closed to everybody until somebody decides."""
    assert f"/{method.containing_service.full_name}/{method.name}" in SCOPES


def test_unlisted_method_is_not_for_everybody() -> None:
    """Should the test above ever be passed by."""
    assert scope_of("/resolver.v1.ResolverService/Unheard") is Scope.ADMIN
