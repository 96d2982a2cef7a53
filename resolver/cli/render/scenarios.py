"""How scenarios went: expected beside got, and why the answer is as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table

from resolver.cli.render.console import file_and_line, flowing, percent, print_trimmed, styled
from resolver.cli.render.words import colon, comma, word
from resolver.inference.plain_words import PlainWords
from resolver.inference.rehearse import Rehearsal
from resolver.inference.shortfall import shortfalls
from resolver.inference.wording import Wording
from resolver.model.answer import RankedCause
from resolver.model.conditions import facts_read
from resolver.model.rulebook import Rulebook
from resolver.model.texts import Text

_CAUSES_SHOWN = 3
_EVIDENCE_SHOWN = 3

_EXPECTED = Text("期望", "expected")
_GOT = Text("实际", "got")
_WHY = Text("实际的排序与依据", "ranking and evidence as they are")
_FALSE = Text("不成立，因为要求：{part}（实际 {values}）", "needs: {part} (but {values})")
_UNKNOWN = Text("不成立，因为无从得知：{part}（{values}）", "cannot be told: {part} ({values})")
_IDLE = Text(
    "不参与计算：草稿、已停用或不在有效期内",
    "takes no part: a draft, deprecated, or out of its dates",
)
_SUMMARY = Text(
    "{n} 个场景，{passed} 个通过，{failed} 个不符{todo}，用时 {seconds:.1f} 秒",
    "{n} {scenarios}: {passed} passed, {failed} failed{todo}, in {seconds:.1f} s",
)
_TODO_COUNT = Text("，{n} 个待办", ", {n} to do")
_TODO = Text("待办：{reason}", "to do: {reason}")
_DONE = Text(
    "已经通过，可以删去 todo（{reason}）", "passes by now: take the mark away (todo: {reason})"
)


def print_failures(
    rehearsals: Iterable[Rehearsal],
    rulebook: Rulebook,
    directory: Path,
    console: Console,
    language: str,
) -> None:
    """Print what each scenario that failed expected, what it got, and why.

    Told are the evidence for what it got, and what kept the expected rules from matching.
    """
    for rehearsal in rehearsals:
        if rehearsal.failed:
            _print_failure(rehearsal, rulebook, directory, console, language)


def print_todo(
    rehearsals: Sequence[Rehearsal], directory: Path, console: Console, language: str
) -> None:
    """Print the scenarios that may fail, with the reason, and which of them need not any more."""
    for rehearsal in rehearsals:
        scenario = rehearsal.scenario
        if scenario.todo:
            place = file_and_line(directory, scenario.location)
            text = _DONE if rehearsal.passed else _TODO
            told = text.get(language).format(reason=scenario.todo)
            name = f"{scenario.name}{colon(language)}"
            style = "yellow" if rehearsal.passed else "dim"
            console.print(styled((f"{place}: ", "bold"), name, (told, style)), soft_wrap=True)


def print_summary(
    rehearsals: Sequence[Rehearsal], seconds: float, console: Console, language: str
) -> None:
    """Print how many scenarios passed, and how many did not though they may."""
    passed = sum(one.passed for one in rehearsals)
    failed = sum(one.failed for one in rehearsals)
    to_do = len(rehearsals) - passed - failed
    todo = _TODO_COUNT.get(language).format(n=to_do) if to_do else ""
    noun = "scenario" if len(rehearsals) == 1 else "scenarios"
    counts = {
        "n": len(rehearsals),
        "scenarios": noun,
        "passed": passed,
        "failed": failed,
        "todo": todo,
    }
    text = _SUMMARY.get(language).format(**counts, seconds=seconds)
    console.print(styled((text, "bold red" if failed else "bold green")))


def _print_failure(
    rehearsal: Rehearsal, rulebook: Rulebook, directory: Path, console: Console, language: str
) -> None:
    scenario, wording = rehearsal.scenario, Wording(rulebook.vocabulary)
    place = file_and_line(directory, scenario.location)
    console.print(styled((f"{place}: ", "bold"), (scenario.name, "bold red")), soft_wrap=True)
    parts: list[RenderableType] = [
        *(Padding(one, (0, 0, 0, 4)) for one in _differences(rehearsal, language)),
        *(Padding(one, (0, 0, 0, 4)) for one in _reasons(rehearsal, rulebook, language)),
        styled(f"    {_WHY.get(language)}"),
    ]
    wanted = scenario.expect.causes()
    for rank, ranked in enumerate(rehearsal.answer.ranking, start=1):
        if rank <= _CAUSES_SHOWN or ranked.cause.id in wanted:
            because = [
                wording.writer(rule.because, language)(rehearsal.answer.facts)
                for rule in ranked.evidence[:_EVIDENCE_SHOWN]
            ]
            parts.append(Padding(_cause(rank, ranked, because, language), (0, 0, 0, 6)))
    print_trimmed([*parts, ""], console)


def _differences(rehearsal: Rehearsal, language: str) -> Iterator[RenderableType]:
    for difference in rehearsal.differences:
        yield flowing(
            difference.subject,
            f"  {_EXPECTED.get(language)} ",
            (difference.expected, "green"),
            f"  {_GOT.get(language)} ",
            (difference.got, "red"),
        )


def _reasons(rehearsal: Rehearsal, rulebook: Rulebook, language: str) -> Iterator[RenderableType]:
    """Yield what keeps each expected rule from matching, a line each."""
    words = PlainWords(rulebook.vocabulary, language, rulebook.definition_titles)
    facts = rehearsal.answer.facts
    for short in shortfalls(rehearsal.scenario.expect, rehearsal.answer):
        told = _IDLE.get(language)
        if short.part is not None:
            label = rulebook.vocabulary.label
            values = [
                f"{name}{colon(language)}{label(name, facts.get(name), language)}"
                for name in facts_read(short.part)
            ]
            text = _UNKNOWN if short.is_unknown else _FALSE
            told = text.get(language).format(
                part=words.sentence(short.part), values=comma(language).join(values)
            )
        yield flowing(("✗ ", "red"), (short.rule.id, "bold"), f"{colon(language)}{told}")


def _cause(rank: int, ranked: RankedCause, because: Sequence[str], language: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    cause = (f"{ranked.cause.id}  {percent(ranked.probability)}", "bold")
    table.add_row(styled(str(rank)), styled(cause))
    for rule, statement in zip(ranked.evidence, because, strict=False):
        weight = (f"{rule.weight:+.1f} ", "green" if rule.weight > 0 else "red")
        name = (f"  {rule.id.partition('/')[2]}", "dim")
        table.add_row("", flowing(weight, statement, name))
    if not because:
        table.add_row("", flowing((word("no_evidence", language), "dim")))
    return table
