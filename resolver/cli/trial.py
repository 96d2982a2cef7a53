"""What `new` tells of what it writes: whether a group is new, and how its scenario goes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from resolver.cli.asking import report_engine_error
from resolver.cli.render.console import styled
from resolver.cli.render.scenarios import print_failures
from resolver.inference.rehearse import rehearse_all
from resolver.model.texts import Text
from resolver.rulefile.files import Files
from resolver.rulefile.problems import listed
from resolver.rulefile.reading import FolderReading
from resolver.rulefile.scaffold.drafts import cause_path
from resolver.rulefile.scenario_loader import review_files
from resolver.rulefile.schema.cause import CauseShape
from resolver.runtime.snapshot import snapshot_of

_NEW_GROUP = Text(
    "`{group}` 是新的分组，只含这一条规则；{cause} 已有的分组：{groups}",
    "the group `{group}` is new and holds this rule alone; {cause} has these: {groups}",
)
_PASSES = Text("场景“{name}”通过", "the scenario “{name}” passes")
_WILL_PASS = Text(
    "场景“{name}”：规则启用（status 改为 active）后会通过",
    "the scenario “{name}” passes once the rule is active",
)
_FAILS = Text("场景“{name}”不通过：", "the scenario “{name}” fails:")
_WILL_FAIL = Text(
    "场景“{name}”：规则启用后仍不会通过：",
    "the scenario “{name}” fails even once the rule is active:",
)


def encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return texts as the contents of files."""
    return {path: text.encode() for path, text in texts.items()}


def new_group(rule: str, group: str, reading: FolderReading) -> Text | None:
    """Return what is to be said of a rule's group if its cause has no such group yet."""
    cause = rule.partition("/")[0]
    shape = reading.shapes.get(cause_path(cause))
    if not group or not isinstance(shape, CauseShape):
        return None
    groups = sorted({row.group for row in shape.evidence if row.group})
    if group in groups:
        return None
    names = listed(groups) if groups else Text("无", "none")
    return Text(
        _NEW_GROUP.zh.format(group=group, cause=cause, groups=names.zh),
        _NEW_GROUP.en.format(group=group, cause=cause, groups=names.en),
    )


def print_trial(
    contents: Files,
    answers: Mapping[str, object],
    directory: Path,
    console: Console,
    language: str,
) -> None:
    """Run the new scenario, if there is one, by rules in which the new rule is active."""
    name = answers.get("scenario.name")
    review = review_files(contents)
    chosen = [one for one in review.scenarios if one.name == name][-1:]
    if not chosen or review.rulebook is None:
        return
    snapshot = snapshot_of(review.rulebook, on_engine_error=report_engine_error)
    done = rehearse_all(chosen, snapshot.resolver)
    snapshot.engine.close()
    passed = done[0].passed
    if answers.get("rule.status") == "draft":
        text = _WILL_PASS if passed else _WILL_FAIL
    else:
        text = _PASSES if passed else _FAILS
    told = text.get(language).format(name=name)
    console.print(styled((told, "green" if passed else "bold red")), soft_wrap=True)
    print_failures(done, review.rulebook, directory, console, language)
