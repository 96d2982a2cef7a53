"""What scenarios prove of changed rules and what they leave open, as sections of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from resolver.cli.render.mutants import MutantTexts
from resolver.cli.render.parts import part_name
from resolver.cli.render.report import Item, Section
from resolver.cli.sides import Side
from resolver.inference.parts import Part, PartKind
from resolver.inference.proof import DefinitionProof, Proof, RuleProof
from resolver.model.scenarios import Scenario
from resolver.model.texts import Text

_SCENARIOS_SHOWN = 5
_SURVIVORS_SHOWN = 12

_COVERED = Text(
    "哪些场景覆盖了变更的规则和定义", "Scenarios that cover the changed rules and definitions"
)
_NONE_CHANGED = Text("没有规则或定义被修改", "no rule or definition was changed")
_MATCHED = Text("命中（{n}）：{names}", "match ({n}): {names}")
_NEAR = Text("差一个条件（{n}）：{names}", "one condition short ({n}): {names}")
_HOLDING = Text("成立（{n}）：{names}", "holds ({n}): {names}")
_FAILING = Text("不成立（{n}）：{names}", "does not hold ({n}): {names}")
_NEVER = Text("没有场景使它成立", "it holds in no scenario")
_ALWAYS = Text("没有场景使它不成立", "it holds in every scenario")
_UNCOVERED = Text("没有场景命中这条规则", "no scenario matches this rule")
_NO_NEAR = Text("没有“差一点”的场景", "no scenario comes one condition short")
_MUTANTS = Text("变更处还有哪些改动没有场景发现", "Changes here that no scenario would notice")
_SCORE = Text(
    "对变更的规则逐处再改动，场景发现 {score:.0%}，没有发现 {n} 处",
    "of further small changes to the changed parts scenarios notice {score:.0%}; {n} go unnoticed",
)
_NO_MUTANTS = Text("没有可以再改动的地方", "there is nothing to change further")
_MORE = Text("……另有 {n} 个", "… and {n} more")


def proof_sections(proof: Proof, new: Side, language: str) -> Iterator[Section]:
    """Yield the scenarios that cover each changed rule, then what no scenario would notice."""
    yield _covered(proof, language)
    yield _mutants(proof, new, language)


def _covered(proof: Proof, language: str) -> Section:
    items = [_rule(one, language) for one in proof.rules]
    items += [_definition(one, language) for one in proof.definitions]
    lead = "" if items else _NONE_CHANGED.get(language)
    return Section(_COVERED.get(language), lead, items=tuple(items))


def _rule(proof: RuleProof, language: str) -> Item:
    details = _found(((_MATCHED, proof.matched), (_NEAR, proof.near)), language)
    warning = "" if proof.near else _NO_NEAR.get(language)
    warning = warning if proof.matched else _UNCOVERED.get(language)
    return Item(part_name(Part(PartKind.RULE, proof.rule.id), language), details, warning)


def _definition(proof: DefinitionProof, language: str) -> Item:
    details = _found(((_HOLDING, proof.holding), (_FAILING, proof.failing)), language)
    warning = "" if proof.failing else _ALWAYS.get(language)
    warning = warning if proof.holding else _NEVER.get(language)
    return Item(part_name(Part(PartKind.DEFINITION, proof.name), language), details, warning)


def _found(rows: Iterable[tuple[Text, Sequence[Scenario]]], language: str) -> tuple[str, ...]:
    return tuple(
        text.get(language).format(n=len(found), names=_names(found, language))
        for text, found in rows
        if found
    )


def _names(scenarios: Sequence[Scenario], language: str) -> str:
    shown = [one.name for one in scenarios[:_SCENARIOS_SHOWN]]
    if len(scenarios) > _SCENARIOS_SHOWN:
        shown.append(_MORE.get(language).format(n=len(scenarios) - _SCENARIOS_SHOWN))
    return Text("；", "; ").get(language).join(shown)


def _mutants(proof: Proof, new: Side, language: str) -> Section:
    texts = MutantTexts(Path(new.name), new.rulebook.vocabulary, language)
    survivors, score = proof.survivors, proof.score
    lead = (
        _NO_MUTANTS.get(language)
        if score is None
        else _SCORE.get(language).format(score=score, n=len(survivors))
    )
    items = [
        Item(texts.place(one.place), (texts.edit(one.edit), *texts.missing(one.missing)))
        for one in survivors[:_SURVIVORS_SHOWN]
    ]
    if len(survivors) > _SURVIVORS_SHOWN:
        items.append(Item(_MORE.get(language).format(n=len(survivors) - _SURVIVORS_SHOWN)))
    return Section(_MUTANTS.get(language), lead, items=tuple(items))
