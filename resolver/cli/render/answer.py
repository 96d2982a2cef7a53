"""An answer as a person reads it: what it was, how likely each cause is, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from google.protobuf.timestamp_pb2 import Timestamp
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from resolver.cli.render.console import (
    beijing_minute,
    draws_blocks,
    flowing,
    percent,
    print_trimmed,
)
from resolver.cli.render.words import ACTIONS, ACTORS, TIMES_NEEDED, colon, comma, word
from resolver.v1 import answer_pb2 as pb
from resolver.v1.resolver_service_pb2 import ResolveResponse

_SHARE_WORTH_DETAILS = 0.1
"""A cause less likely than this is named, and nothing more, unless all is to be explained."""

_BAR_CELLS = 12
_REVISION_SHOWN = len("sha256:") + 12
_EIGHTHS = " ▏▎▍▌▋▊▉"


def print_answer(answer: ResolveResponse, console: Console) -> None:
    """Print an answer in its own language."""
    print_trimmed(_parts(answer, draws_blocks(console)), console)


def _parts(answer: ResolveResponse, blocks: bool) -> Iterator[RenderableType]:
    yield headline(answer)
    yield ""
    yield ranking(answer, blocks)
    for cause in answer.causes:
        if cause.rank == 1 or cause.probability >= _SHARE_WORTH_DETAILS:
            yield ""
            yield _details(answer, cause)
    yield from _closing(answer)
    yield ""
    yield footnote(answer)


def headline(answer: ResolveResponse) -> RenderableType:
    """Return whose answer it is and how the provider's was read."""
    language = answer.language_code
    status = answer.status
    aside = "" if status.recognized else word("not_recognized", language)
    name = f"{answer.lookup_id}  " if answer.lookup_id else ""
    return flowing(
        (name, "bold"),
        word("answer", language) + colon(language),
        (status.meaning or status.category, "bold"),
        (aside if status.category != "none" else "", "dim"),
    )


def ranking(answer: ResolveResponse, blocks: bool) -> RenderableType:
    """Return the causes of an answer with their probabilities, drawn with or without blocks."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for cause in answer.causes:
        style = "bold" if cause.rank == 1 else ""
        table.add_row(
            flowing((str(cause.rank), "bold cyan")),
            flowing((_bar(cause.probability, blocks), _heat(cause.probability))),
            flowing((percent(cause.probability), style)),
            flowing((cause.title, style), (f"  {cause.cause_id}", "dim")),
        )
    rest = max(0.0, 1.0 - sum(cause.probability for cause in answer.causes))
    table.add_row(
        "",
        flowing((_bar(rest, blocks), "dim")),
        flowing((percent(rest), "dim")),
        flowing((word("others", answer.language_code), "dim")),
    )
    return table


def _details(answer: ResolveResponse, cause: pb.Cause) -> RenderableType:
    language = answer.language_code
    why = flowing((word("why", language), "bold"), (word("weights", language), "dim"))
    parts: list[RenderableType] = [
        flowing((f"{cause.rank}  {cause.title}", "bold"), (f"  {cause.cause_id}", "dim")),
        indented(flowing(cause.explanation)),
        indented(why),
        indented(_evidence(cause, language), 4),
    ]
    if cause.remedies:
        parts.append(indented(flowing((word("do", language), "bold"))))
        parts += [indented(_remedy(remedy, language), 4) for remedy in cause.remedies]
    return Group(*parts)


def _evidence(cause: pb.Cause, language: str) -> RenderableType:
    if not cause.evidence:
        return flowing((word("no_evidence", language), "dim"))
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    for evidence in cause.evidence:
        style = "green" if evidence.weight > 0 else "red"
        table.add_row(flowing((f"{evidence.weight:+.1f}", style)), flowing(evidence.statement))
    return table


def _remedy(remedy: pb.Remedy, language: str) -> RenderableType:
    actor = ACTORS[pb.Actor.Name(remedy.actor).removeprefix("ACTOR_")].get(language)
    if remedy.time_needed:
        actor += comma(language) + TIMES_NEEDED[remedy.time_needed].get(language)
    brackets = " ({})" if language == "en" else "（{}）"
    moment = ""
    if remedy.HasField("not_before"):
        moment = f"  {word('not_before', language)} {_moment(remedy.not_before, language)}"
    head = flowing(
        (remedy.title, "bold cyan"), (brackets.format(actor), "dim"), (moment, "yellow")
    )
    steps = Table.grid(padding=(0, 1, 0, 0))
    steps.add_column(justify="right", no_wrap=True)
    steps.add_column(ratio=1)
    for number, step in enumerate(remedy.steps, start=1):
        steps.add_row(f"{number}.", flowing(step))
    notes = [indented(note) for note in _notes(remedy, language)]
    return Group(head, *([indented(steps)] if remedy.steps else []), *notes)


def _notes(remedy: pb.Remedy, language: str) -> Iterator[RenderableType]:
    mark = colon(language)
    if remedy.caution:
        yield flowing((word("caution", language) + mark, "bold yellow"), remedy.caution)
    if remedy.contacts:
        comma = "; " if language == "en" else "；"
        yield flowing(word("contact", language) + mark, comma.join(remedy.contacts))
    if remedy.field_paths:
        yield flowing((word("fields", language) + mark + ", ".join(remedy.field_paths), "dim"))


def _closing(answer: ResolveResponse) -> Iterator[RenderableType]:
    language = answer.language_code
    yield ""
    yield _disposition(answer.disposition, language)
    if answer.input_findings:
        yield ""
        yield flowing((word("findings", language), "bold"))
        for finding in answer.input_findings:
            yield indented(flowing((f"{finding.field_path}  ", "cyan"), finding.message))
            yield indented(flowing((finding.suggestion, "green")), 4)
    if answer.evidence_requests:
        yield ""
        yield flowing((word("ask", language), "bold"))
        for request in answer.evidence_requests:
            gain = f"  {request.field_path}, {request.expected_gain:.2f} {word('bits', language)}"
            yield indented(flowing(request.question, (gain, "dim")))


def _disposition(disposition: pb.Disposition, language: str) -> RenderableType:
    name = pb.RemedyAction.Name(disposition.action).removeprefix("REMEDY_ACTION_")
    retry = "retryable" if disposition.retryable else "not_retryable"
    moment = ""
    if disposition.HasField("retry_not_before"):
        until = _moment(disposition.retry_not_before, language)
        moment = f"{comma(language)}{word('not_before', language)} {until}"
    head = flowing(
        (word("unattended", language) + colon(language), "bold"),
        (f"{ACTIONS[name].get(language)} ({name})", "bold magenta"),
        f"{comma(language)}{word(retry, language)}{moment}",
    )
    return Group(head, indented(flowing(disposition.reason)))


def footnote(answer: ResolveResponse) -> RenderableType:
    """Return what an answer was judged by."""
    language = answer.language_code
    parts = (
        f"{word('judged', language)} {_moment(answer.evaluated_at, language)}",
        f"{word('rulebook', language)} {answer.rulebook_revision[:_REVISION_SHOWN]}",
        f"{word('resolution', language)} {answer.resolution_id}",
    )
    return Group(*(flowing((part, "dim")) for part in parts))


def _moment(moment: Timestamp, language: str) -> str:
    return beijing_minute(moment.ToDatetime(UTC)) + word("beijing", language)


def indented(part: RenderableType, cells: int = 2) -> RenderableType:
    """Return a part moved to the right."""
    return Padding(part, (0, 0, 0, cells))


def _bar(share: float, blocks: bool) -> str:
    if not blocks:
        return ("#" * round(share * _BAR_CELLS)).ljust(_BAR_CELLS, ".")
    eighths = round(share * _BAR_CELLS * 8)
    full, part = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[part] if part else "")).ljust(_BAR_CELLS)


def _heat(share: float) -> str:
    if share >= 0.5:
        return "green"
    return "yellow" if share >= _SHARE_WORTH_DETAILS else "dim"
