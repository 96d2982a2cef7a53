"""The limits of a request. What breaks one is refused; what is merely odd is diagnosed.

Limits are generous: no invoice, message or file name comes near them. They bound what one request
can cost and keep out values that have no meaning. Every violation of a request is named at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from resolver.errors import FieldViolation, InvalidContextError
from resolver.service import checks
from resolver.service.checks import Check
from resolver.service.violations import Problem, violation
from resolver.v1 import context_pb2 as pb
from resolver.v1 import resolver_service_pb2 as resolver_pb
from resolver.v1 import rulebook_service_pb2 as rulebook_pb

MAX_CAUSES = 20
LOOKUP_ID_LIMIT = 1024
MAX_BATCH = 1000
MAX_EXPLAINED_BATCH = 20
"""How many contexts are explained in full at once: one explanation is some hundred KiB."""

_TEXT = checks.text(1024)
_INPUT = checks.text(512)
_TEXTS_BY_PATH = {
    "outcome.message": checks.text(16_384),
    "requester.permissions": checks.texts(most=256, limit=1024),
    "attributes": checks.text_map(most=64, name_limit=128, value_limit=1024),
}
_OPTIONS: Mapping[str, Check] = {
    "language_code": _TEXT,
    "max_causes": checks.between(0, MAX_CAUSES),
    "explain_level": checks.number_of(resolver_pb.ExplainLevel.DESCRIPTOR),
    "evaluation_time": checks.judging_moment,
}
RULES_OPTIONS: Mapping[str, Check] = {"language_code": _TEXT, "page_size": checks.count}


def check_lookup(
    request: resolver_pb.ResolveRequest | resolver_pb.StreamResolveRequest,
) -> None:
    """Check one lookup and how it is to be answered.

    Raises:
        InvalidContextError: With every violation, in the order of the fields.
    """
    violations = context_violations(request.context, "context")
    violations += option_violations(request, _OPTIONS)
    refuse(violations)


def check_batch(request: resolver_pb.BatchResolveRequest) -> None:
    """Check what the contexts of a batch share; each of them is checked by itself.

    Raises:
        InvalidContextError: With every violation.
    """
    violations = option_violations(request, _OPTIONS)
    size = len(request.contexts)
    if size > MAX_BATCH:
        violations.append(too_many("contexts", "TOO_MANY", size, MAX_BATCH))
    elif size > MAX_EXPLAINED_BATCH and request.explain_level == resolver_pb.EXPLAIN_LEVEL_FULL:
        violations.append(
            too_many("explain_level", "TOO_MANY_TO_EXPLAIN", size, MAX_EXPLAINED_BATCH)
        )
    refuse(violations)


def check_context(context: pb.LookupContext, path: str) -> None:
    """Check one context, which stands at a path of its request.

    Raises:
        InvalidContextError: With every violation, in the order of the fields.
    """
    refuse(context_violations(context, path))


def check_rules_request(
    request: (
        rulebook_pb.GetRulebookRequest
        | rulebook_pb.ListCausesRequest
        | rulebook_pb.ListRulesRequest
    ),
) -> None:
    """Check a request about rules, its page token excepted.

    Raises:
        InvalidContextError: With every violation.
    """
    refuse(option_violations(request, RULES_OPTIONS))


def context_violations(context: pb.LookupContext, path: str) -> list[FieldViolation]:
    """Return every violation of a context that stands at a path, in the order of the fields."""
    found: list[FieldViolation] = []
    _collect(context, path, found)
    return found


def _collect(message: Message, path: str, found: list[FieldViolation]) -> None:
    for field, value in message.ListFields():
        if field in _PARTS:
            _collect(value, f"{path}.{field.name}", found)
        elif (check := _CHECKS.get(field)) and (problems := check(value)):
            found.extend(violation(f"{path}.{field.name}", problem) for problem in problems)


def option_violations(
    request: Message, table: Mapping[str, Check], prefix: str = ""
) -> list[FieldViolation]:
    """Return every violation of a message's fields by a table, in the order of the fields."""
    return [
        violation(prefix + field.name, problem)
        for field, value in request.ListFields()
        if field.name in table
        for problem in table[field.name](value)
    ]


def too_many(path: str, reason: str, count: int, limit: int) -> FieldViolation:
    """Return the violation that a list is too long."""
    return violation(path, Problem(reason, {"count": count, "limit": limit}))


def refuse(violations: list[FieldViolation]) -> None:
    """Raise `InvalidContextError` if there is any violation."""
    if violations:
        raise InvalidContextError(violations)


def _check_of(field: FieldDescriptor, path: str) -> Check | None:
    """Return the check that fits a field by its path, else by its type; `None` for a boolean."""
    if path in _TEXTS_BY_PATH:
        return _TEXTS_BY_PATH[path]
    if field.type == FieldDescriptor.TYPE_STRING:
        return _INPUT if path.startswith("inputs.") else _TEXT
    if field.enum_type is not None:
        return checks.number_of(field.enum_type)
    if field.message_type is not None:
        timestamp = field.message_type.full_name == "google.protobuf.Timestamp"
        return checks.moment if timestamp else checks.length_of_time
    if field.type == FieldDescriptor.TYPE_DOUBLE:
        return checks.ratio
    # HTTP libraries report -1 for "no answer": that is odd, not meaningless.
    counts = field.type == FieldDescriptor.TYPE_INT32 and path != "outcome.http_status"
    return checks.count if counts else None


def _checks_below(message: Descriptor, prefix: str = "") -> dict[FieldDescriptor, Check]:
    found: dict[FieldDescriptor, Check] = {}
    for field in message.fields:
        path = prefix + field.name
        if field in _PARTS and field.message_type is not None:
            found |= _checks_below(field.message_type, f"{path}.")
        elif check := _check_of(field, path):
            found[field] = check
    return found


_PARTS = frozenset(
    field
    for field in pb.LookupContext.DESCRIPTOR.fields
    if field.message_type is not None and field.name != "attributes"
)
_CHECKS = _checks_below(pb.LookupContext.DESCRIPTOR)
