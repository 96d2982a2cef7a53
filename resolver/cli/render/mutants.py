"""What the scenarios did not notice: changes of rules, and the scenarios that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from resolver.cli.render.console import file_and_line, print_columns, styled
from resolver.cli.render.words import colon, comma
from resolver.inference.edits import Edit, EditKind
from resolver.inference.missing import MissingScenario
from resolver.inference.mutants import Place, PlaceKind
from resolver.inference.mutate import Trial, most_telling, tally
from resolver.inference.notation import written_expectation, written_value
from resolver.inference.telling import Effect
from resolver.model.facts import FactValue, Vocabulary
from resolver.model.texts import Text

_SUMMARY = Text(
    "变异测试：规则逐处改动 {n} 次，场景发现 {killed} 次，没有发现 {survived} 次（得分 {score}），"
    "用时 {seconds:.1f} 秒；另有 {equivalent} 处改动本来就不影响任何结果",
    "Mutants: {n} small changes of the rules, {killed} noticed by scenarios, {survived} not "
    "(score {score}), in {seconds:.1f} s; {equivalent} more never make a difference",
)
_COLUMNS = (
    Text("改动", "change"),
    Text("次数", "made"),
    Text("发现", "noticed"),
    Text("没有发现", "not noticed"),
    Text("得分", "score"),
)
_KINDS: Mapping[EditKind, Text] = {
    EditKind.THRESHOLD: Text("阈值上下移一个单位", "threshold one unit up or down"),
    EditKind.OPERATOR: Text("含与不含界限", "with or without the bound"),
    EditKind.NEGATION: Text("条件取反", "condition turned round"),
    EditKind.DROPPED: Text("去掉条件", "condition left out"),
    EditKind.WEIGHT: Text("强度升降一级", "weight one step up or down"),
    EditKind.SIDE: Text("支持与反对互换", "for and against exchanged"),
}
_HEADING = Text(
    "没有场景发现的改动，影响大的在前。规则若没有错，缺的就是下列场景：",
    "Changes that no scenario noticed, the weightiest first. If the rules are right as they are, "
    "these scenarios are missing:",
)
_MORE_HERE = Text("同一处另有 {n} 个改动没有发现", "{n} more changes here were not noticed")
_MORE = Text(
    "… 还有 {n} 处规则有没发现的改动；用 --only 指明一个原因，可列出它的全部",
    "… and {n} more places with changes not noticed; name a cause with --only to list all of its",
)
_PLACES: Mapping[PlaceKind, Text] = {
    PlaceKind.RULE: Text("规则 {name}", "rule {name}"),
    PlaceKind.DEFINITION: Text("定义 {name}", "definition {name}"),
    PlaceKind.DISPOSITION: Text("{name} 的处置", "disposition of {name}"),
    PlaceKind.REMEDY: Text("处理办法 {name}", "remedy {name}"),
}
_CHANGED = Text("改动：{before} → {after}", "changed: {before} → {after}")
_DROPPED = Text("改动：去掉 {before}", "changed: without {before}")
_EXPECT = Text(
    "缺少期望：在场景「{name}」（{place}）中写 {expect}",
    "missing: in scenario “{name}” ({place}) expect {expect}",
)
_ADD = Text(
    "缺少场景：同「{name}」（{place}），但 {facts}；期望 {expect}",
    "missing: like scenario “{name}” ({place}), but {facts}; expect {expect}",
)
_NONE = Text(
    "没有找到能显出差别的场景：条件也许多余，或者只有文字不同",
    "no scenario was found that shows a difference: it may not be needed, or only texts differ",
)
_FACT = Text("{fact}: {value}（{meaning}）", "{fact}: {value} ({meaning})")
_LEAVE_OUT = Text("不提供 {fact}（{meaning}）", "without {fact} ({meaning})")
_LEADER = Text("首要原因由 {0} 变为 {1}", "first cause {0} → {1}")
_PROBABILITY = Text("{cause} 的可能性由 {0} 变为 {1}", "{cause} {0} → {1}")
_EFFECT = Text("改动的后果：{effect}", "what the change does: {effect}")


@dataclass(frozen=True, slots=True)
class MutantTexts:
    """Tells of mutants in one language; files are named with their folder in front."""

    directory: Path
    vocabulary: Vocabulary
    language: str

    def place(self, place: Place) -> str:
        """Return where a mutant differs: file and line, and what stands there."""
        name = _PLACES[place.kind].get(self.language).format(name=place.name)
        return f"{file_and_line(self.directory, place.location)}: {name}"

    def edit(self, edit: Edit) -> str:
        """Return what was changed."""
        text = _CHANGED if edit.after else _DROPPED
        return text.get(self.language).format(before=edit.before, after=edit.after)

    def missing(self, missing: MissingScenario | None) -> Iterator[str]:
        """Yield what scenario would tell the difference, and what difference there is."""
        if missing is None:
            yield _NONE.get(self.language)
            return
        text = _ADD if missing.changes else _EXPECT
        yield text.get(self.language).format(
            name=missing.base.name,
            place=file_and_line(self.directory, missing.base.location),
            facts=comma(self.language).join(self._fact(*change) for change in missing.changes),
            expect=written_expectation(missing.expect),
        )
        effect = comma(self.language).join(self._effect(missing.effect))
        if effect:
            yield _EFFECT.get(self.language).format(effect=effect)

    def _fact(self, name: str, value: FactValue | None) -> str:
        text = _LEAVE_OUT if value is None else _FACT
        return text.get(self.language).format(
            fact=name, value=written_value(value), meaning=self._meaning(name, value)
        )

    def _meaning(self, name: str, value: FactValue | None) -> str:
        """Return what a fact means, with the label of a value that is not its own label."""
        meaning = self.vocabulary.facts[name].meaning.get(self.language)
        label = self.vocabulary.label(name, value, self.language)
        plain = value is None or label == written_value(value)
        return meaning if plain else f"{meaning}{colon(self.language)}{label}"

    def _effect(self, effect: Effect) -> Iterator[str]:
        if effect.first[0] != effect.first[1]:
            yield _LEADER.get(self.language).format(*effect.first)
        before, after = effect.probability
        if before != after:
            shown = _distinct(before, after)
            yield _PROBABILITY.get(self.language).format(*shown, cause=effect.cause)


def print_mutants(
    trials: Sequence[Trial],
    seconds: float,
    texts: MutantTexts,
    console: Console,
    at_most: int | None,
) -> None:
    """Print the figures by kind of change, then the survivors, the most telling first.

    Up to `at_most` places are listed, each with its most telling survivor; `None` lists all.
    """
    console.print()
    console.print(styled((_summary(trials, seconds, texts.language), "bold")), soft_wrap=True)
    print_columns(_rows(trials, texts.language), console)
    survivors = most_telling(trials)
    if not survivors:
        return
    console.print()
    console.print(styled((_HEADING.get(texts.language), "bold")), soft_wrap=True)
    places: dict[Place, list[Trial]] = {}
    for trial in survivors:
        places.setdefault(trial.place, []).append(trial)
    for place, trials_there in list(places.items())[:at_most]:
        shown = trials_there if at_most is None else trials_there[:1]
        _print_place(place, shown, len(trials_there) - len(shown), texts, console)
    if at_most is not None and len(places) > at_most:
        console.print(_MORE.get(texts.language).format(n=len(places) - at_most))


def _print_place(
    place: Place, trials: Sequence[Trial], more: int, texts: MutantTexts, console: Console
) -> None:
    console.print(styled((texts.place(place), "bold")), soft_wrap=True)
    lines: list[str] = []
    for trial in trials:
        lines += [texts.edit(trial.edit), *("  " + line for line in texts.missing(trial.missing))]
    if more:
        lines.append(_MORE_HERE.get(texts.language).format(n=more))
    for line in lines:
        console.print(styled("    ", line), soft_wrap=True)


def _summary(trials: Sequence[Trial], seconds: float, language: str) -> str:
    counts = tally(trials)
    return _SUMMARY.get(language).format(
        n=counts.killed + counts.survived,
        killed=counts.killed,
        survived=counts.survived,
        equivalent=counts.equivalent,
        score=_score(counts.score),
        seconds=seconds,
    )


def _rows(trials: Sequence[Trial], language: str) -> list[list[str]]:
    rows = [[text.get(language) for text in _COLUMNS]]
    for kind, text in _KINDS.items():
        counts = tally(trial for trial in trials if trial.edit.kind is kind)
        figures = (counts.killed + counts.survived, counts.killed, counts.survived)
        rows.append([text.get(language), *map(str, figures), _score(counts.score)])
    return rows


def _distinct(before: float, after: float) -> tuple[str, str]:
    """Return two probabilities in percent, with as many digits as it takes to see them differ."""
    shown = [(f"{before:.{digits}%}", f"{after:.{digits}%}") for digits in range(1, 9)]
    return next((pair for pair in shown if pair[0] != pair[1]), shown[-1])


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.1%}"
