"""Files of contexts through two rulebooks, line by line, on as many cores as are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from resolver.cli.cores import cores
from resolver.cli.exits import CommandError
from resolver.cli.lines import LONGEST_LINE, Chunk, LineSource
from resolver.cli.render.console import error_console
from resolver.cli.sources import parse_json, question_of
from resolver.cli.spread import spread
from resolver.inference.comparer import Comparer
from resolver.inference.impact import Impact, Remark
from resolver.model.rulebook import Rulebook
from resolver.model.texts import Text

_WORKING = Text("对比答案", "comparing answers")
_CONTEXTS = Text("{n:,} 条", "{n:,} contexts")


@dataclass(frozen=True, slots=True)
class Contexts:
    """A file of contexts and how they are judged.

    `at` is the moment for those without one of their own; a probability that moves by less than
    `least_move` has not moved.
    """

    name: str
    at: datetime
    least_move: float


def impact_of(
    contexts: Contexts, old: Rulebook, new: Rulebook, jobs: int | None, language: str
) -> Impact:
    """Answer each context by both rulebooks and count what differs.

    `jobs` is a number of processes, by default one a core; the result is the same for every
    number. A terminal sees how far it has come.

    Raises:
        CommandError: The file cannot be read. A line that cannot be is counted in the result.
    """
    source = LineSource(contexts.name)
    chunks = source.chunks()
    head = list(islice(chunks, 2))
    # Starting processes takes longer than the work of a single chunk.
    jobs = (jobs or cores()) if len(head) > 1 else 1
    whole = Impact()
    with _progress(source, language) as show:
        for part in spread(build_reader, (old, new, contexts), chain(head, chunks), jobs):
            whole.merge(part)
            show(whole.contexts)
    return whole


def build_reader(old: Rulebook, new: Rulebook, contexts: Contexts) -> Callable[[Chunk], Impact]:
    """Return what counts the differences of one chunk of lines."""
    comparer = Comparer(old, new, contexts.least_move)
    name = contexts.name

    def read(chunk: Chunk) -> Impact:
        impact = Impact()
        for number, line in enumerate(chunk.lines, start=chunk.first):
            if line.strip():
                _count(line, number, impact)
        return impact

    def _count(line: bytes, number: int, impact: Impact) -> None:
        try:
            data = parse_json(_text(line, name, number), name, number)
            context, own_moment = question_of(data, f"{name}:{number}")
        except CommandError as error:
            impact.add_unreadable(Remark(number, error.text.zh, error.text.en))
            return
        comparison = comparer.compare(context, own_moment or contexts.at)
        impact.add(number, str(data.get("id") or context.lookup_id or ""), comparison)

    return read


def _text(line: bytes, name: str, number: int) -> str:
    if len(line) > LONGEST_LINE:
        raise CommandError(
            Text(f"{name}:{number}：这一行超过 4 MiB", f"{name}:{number}: longer than 4 MiB")
        )
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise CommandError(
            Text(f"{name}:{number}：不是 UTF-8 编码", f"{name}:{number}: not UTF-8")
        ) from error


@contextmanager
def _progress(source: LineSource, language: str) -> Iterator[Callable[[int], None]]:
    """Yield what shows how many contexts are done; it shows nothing where there is no terminal."""
    console = error_console()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[done]}"),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(_WORKING.get(language), total=source.total_bytes, done="")

        def show(contexts: int) -> None:
            done = _CONTEXTS.get(language).format(n=contexts)
            bar.update(task, completed=source.bytes_read(), done=done)

        yield show
