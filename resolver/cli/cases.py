"""Labelled cases from JSON lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from resolver.cli.exits import CommandError
from resolver.cli.sources import Source, context_of, parse_json, read_source
from resolver.inference.evaluate import LabelledCase
from resolver.model.texts import Text
from resolver.rulefile.moments import read_moment


def read_cases(names: Sequence[str], now: datetime) -> list[LabelledCase]:
    """Read the cases of files, or of standard input for `-`, in order.

    A case without a time of its own is judged by `now`.

    Raises:
        CommandError: A file cannot be read, a line is no case, or there is none at all.
    """
    cases = [case for name in names for case in _cases_of(read_source(name), now)]
    if not cases:
        listed = ", ".join(names)
        raise CommandError(Text(f"{listed}：没有案例", f"{listed}: there are no cases"))
    return cases


def _cases_of(source: Source, now: datetime) -> Iterator[LabelledCase]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if line.strip():
            yield _case(parse_json(line, source.name, number), f"{source.name}:{number}", now)


def _case(row: Any, place: str, now: datetime) -> LabelledCase:  # noqa: ANN401 - any JSON
    try:
        return _labelled(row, place, now)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CommandError(
            Text(
                f"{place}：不是带标注的案例（{error!r}），字段见 tests/data/cases/README.md",
                f"{place}: this is no labelled case ({error!r}); "
                "tests/data/cases/README.md lists the fields",
            )
        ) from error


def _labelled(row: dict[str, Any], place: str, now: datetime) -> LabelledCase:
    expected = row.get("expect") or {}
    at, not_before = row.get("evaluation_time"), expected.get("retry_not_before_min")
    return LabelledCase(
        id=str(row.get("id", place)),
        difficulty=str(row.get("difficulty", "-")),
        context=context_of(row["context"], place),
        at=read_moment(at) if at else now,
        accepted=frozenset(row["accept_top1"]),
        demanded=frozenset(row.get("must_top3") or ()),
        forbidden=frozenset(row.get("must_not_top3") or ()),
        findings=frozenset(expected.get("input_findings") or ()),
        retryable=expected.get("retryable"),
        not_before=read_moment(not_before) if not_before else None,
        why=str(row.get("why", "")),
    )
