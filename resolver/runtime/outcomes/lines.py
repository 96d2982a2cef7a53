"""Outcomes as lines of JSON: what is exported from one database can be imported into another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from resolver.runtime.json_lines import read_models
from resolver.runtime.outcomes.outcome import Outcome


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    caller: Annotated[str, Field(max_length=128)]
    request_id: Annotated[str, Field(min_length=1, max_length=64)]
    resolution_id: Annotated[str, Field(min_length=1, max_length=64)]
    cause_id: Annotated[str, Field(min_length=1, max_length=128)]
    rulebook_revision: Annotated[str, Field(max_length=80)]
    recorded_at: AwareDatetime
    remedy_id: Annotated[str, Field(max_length=128)] = ""
    failed_remedy_ids: tuple[str, ...] = ()
    note: str = ""
    reported_by: Annotated[str, Field(max_length=128)] = ""
    observed_at: AwareDatetime | None = None


def line_of(outcome: Outcome) -> str:
    """Return an outcome as one line, without its end."""
    values = {name: getattr(outcome, name) for name in _Line.model_fields}
    return json.dumps(values, ensure_ascii=False, default=datetime.isoformat)


def read_lines(lines: Iterable[str]) -> Iterator[Outcome]:
    """Return the outcome of every line that is not empty.

    Raises:
        BadLineError: A line is no outcome.
    """
    return (Outcome(**dict(values)) for values in read_models(_Line, lines))
