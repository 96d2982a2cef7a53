"""What is counted of answers, once they are there: answering knows nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import grpc

from resolver.inference.derive.evidence import spellings
from resolver.inference.derive.text import squashed_name
from resolver.model.answer import Answer
from resolver.model.knowledge import StatusCatalogue
from resolver.runtime.metrics import (
    FIRST_CAUSES,
    ITEMS,
    RULES,
    STATUS_CATEGORIES,
    UNRECOGNIZED_CODES,
)
from resolver.v1 import context_pb2
from resolver.v1 import resolver_service_pb2 as pb

OTHER = "other"
"""Stands for every name that only the caller knows."""

_CODE_NAMES = {code.value[0]: code.name for code in grpc.StatusCode}
_of_first_cause = cache(FIRST_CAUSES.labels)
_of_category = cache(STATUS_CATEGORIES.labels)
"""The library takes longer to find a series than to count; there are as many as in a rulebook."""


def count_answer(
    answer: Answer, lookup: context_pb2.LookupContext, catalogue: StatusCatalogue
) -> None:
    """Count one answer, whether it is one of many in a call or the only one."""
    _of_first_cause(answer.causes[0].cause_id).inc()
    _of_category(answer.status.category).inc()
    RULES.count(answer.matches, answer.ranking)
    if lookup.outcome.code and not answer.status.recognized:
        provider = _provider(lookup.outcome.provider, answer, catalogue)
        UNRECOGNIZED_CODES.labels(provider).inc()


def count_items(method: str, items: Iterable[pb.BatchItem | pb.StreamResolveResponse]) -> None:
    """Count how items of a batch or a stream ended."""
    for item in items:
        ITEMS.labels(f"resolver.v1.ResolverService/{method}", _CODE_NAMES[item.status.code]).inc()


def _provider(said: str, answer: Answer, catalogue: StatusCatalogue) -> str:
    if not answer.facts.get("status.provider_known"):
        return OTHER
    # To spell out every provider takes some microseconds, and only where a code said nothing.
    known = dict(spellings(catalogue)).get(squashed_name(said))
    return known.id if known else OTHER
