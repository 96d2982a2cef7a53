"""What the scenarios have seen of the rules: figures, and what nobody has seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console

from resolver.cli.render.console import file_and_line, styled
from resolver.inference.coverage import (
    ConditionCoverage,
    Coverage,
    NearMiss,
    Reach,
    RuleCoverage,
)
from resolver.inference.notation import written
from resolver.model.conditions import Not
from resolver.model.diagnostics import Location
from resolver.model.texts import Text

_REACHES: Mapping[Reach, Text] = {
    Reach.NEAR_MISS: Text("只差一个条件，从未匹配", "one condition short, never matched"),
    Reach.NEVER_REACHED: Text("从未触及", "never reached"),
}
_RULES = Text(
    "规则覆盖：{rules} 条规则，{matched} 条匹配过，{near} 条只差一个条件，{never} 条从未触及；"
    "{both} 条既匹配过、又有只差一个条件的场景",
    "Rule coverage: of {rules} rules {matched} matched, {near} came one condition short, "
    "{never} were not reached; {both} both matched and came one condition short",
)
_CONDITIONS = Text(
    "条件覆盖：{conditions} 个条件，{true} 个见过成立，{false} 个见过不成立，{unknown} 个见过未知",
    "Condition coverage: of {conditions} conditions {true} were seen true, {false} false, "
    "{unknown} unknown",
)
_NEAREST = Text("最近的场景「{name}」还缺：{lacking}", "nearest scenario “{name}” lacks {lacking}")
_NO_MISS = Text(
    "没有只差一个条件而不匹配的场景", "no scenario in which one condition alone keeps it out"
)
_UNSEEN = {
    True: Text("从未见过成立：{condition}", "never seen true: {condition}"),
    False: Text("从未见过不成立：{condition}", "never seen false: {condition}"),
}
_DEFINITION = Text("定义 {name}", "definition {name}")


def print_coverage(coverage: Coverage, directory: Path, console: Console, language: str) -> None:
    """Print the figures, then each rule and definition of which something was never seen."""
    console.print()
    console.print(styled((_rule_figures(coverage, language), "bold")), soft_wrap=True)
    console.print(styled((_condition_figures(coverage, language), "bold")), soft_wrap=True)
    for rule in coverage.rules:
        remarks = [*_about_rule(rule, language), *_about_conditions(rule.conditions, language)]
        _print_part(rule.rule.id, rule.rule.location, remarks, directory, console)
    for one in coverage.definitions:
        name = _DEFINITION.get(language).format(name=one.name)
        remarks = list(_about_conditions(one.conditions, language))
        _print_part(name, one.location, remarks, directory, console)


def _rule_figures(coverage: Coverage, language: str) -> str:
    rules = coverage.rules
    return _RULES.get(language).format(
        rules=len(rules),
        matched=len(coverage.reaching(Reach.MATCHED)),
        near=len(coverage.reaching(Reach.NEAR_MISS)),
        never=len(coverage.reaching(Reach.NEVER_REACHED)),
        both=sum(one.matched > 0 and one.near_misses > 0 for one in rules),
    )


def _condition_figures(coverage: Coverage, language: str) -> str:
    conditions = coverage.conditions()
    return _CONDITIONS.get(language).format(
        conditions=len(conditions),
        true=sum(one.true > 0 for one in conditions),
        false=sum(one.false > 0 for one in conditions),
        unknown=sum(one.unknown > 0 for one in conditions),
    )


def _about_rule(coverage: RuleCoverage, language: str) -> Iterator[str]:
    if coverage.reach is not Reach.MATCHED:
        yield _REACHES[coverage.reach].get(language)
        if coverage.nearest is not None:
            yield _nearest(coverage.nearest, language)
    elif not coverage.near_misses:
        yield _NO_MISS.get(language)


def _nearest(miss: NearMiss, language: str) -> str:
    lacking = ", ".join(written(leaf if wanted else Not(leaf)) for leaf, wanted in miss.lacking)
    return _NEAREST.get(language).format(name=miss.scenario.name, lacking=lacking)


def _about_conditions(conditions: Sequence[ConditionCoverage], language: str) -> Iterator[str]:
    for one in conditions:
        for truth in one.unseen:
            yield _UNSEEN[truth].get(language).format(condition=written(one.condition))


def _print_part(
    name: str, location: Location, remarks: Sequence[str], directory: Path, console: Console
) -> None:
    if not remarks:
        return
    place = file_and_line(directory, location)
    console.print(styled((f"{place}: ", "bold"), name), soft_wrap=True)
    for remark in remarks:
        console.print(styled("    ", remark), soft_wrap=True)
