"""A decision of a log as a scenario beside the rules of its first cause."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.logs import found_decision
from resolver.cli.render import log as render
from resolver.cli.render.console import output_console
from resolver.cli.sources import context_of, folder, replace_text
from resolver.cli.usage import Parser, unfit
from resolver.model.texts import Text
from resolver.rulefile.files import read_folder
from resolver.rulefile.scaffold.drafts import with_scenario
from resolver.runtime.decisions.contexts import context_data
from resolver.runtime.decisions.masking import DEFAULT_MASKS, is_masked
from resolver.runtime.decisions.reading import Recorded
from resolver.runtime.snapshot import build_snapshot

_SET = Text(
    "补上日志没有留存的值，如 inputs.amount=88000.00；可重复",
    "a value that the log has not kept, as inputs.amount=88000.00; may be repeated",
)
_SHOWN = 8
_NAME = Text("场景的名称", "what to call the scenario")


def configure(parser: Parser, about_id: Text) -> None:
    """Add the command's arguments."""
    parser.value("id", about_id, metavar="ID")
    parser.rules_option()
    parser.option("--name", _NAME, metavar="TEXT")
    parser.option("--set", _SET, metavar="FIELD=VALUE", type=_pair, action="append", default=[])


def write_scenario(options: argparse.Namespace) -> ExitCode:
    """Add a scenario that expects what was answered, if the rules do answer so.

    Raises:
        CommandError: There is no such decision, or the rules answer otherwise.
        RulesRejectedError: The rules have mistakes.
    """
    directory = folder(options.rules)
    recorded = found_decision(options.log, options.id)
    kept = {k: v for k, v in recorded["context"].items() if not _hides(v)} | dict(options.set)
    hidden = sorted(recorded["context"].keys() - kept.keys())
    data, cause = context_data(kept), recorded["cause"]
    answer = build_snapshot(directory).resolver.resolve(
        context_of(data, options.id), datetime.fromisoformat(recorded["evaluated_at"])
    )
    if answer.causes[0].cause_id != cause:
        raise _answered_otherwise(answer.causes[0].cause_id, recorded, answer.facts, hidden)
    scenario = {
        "name": options.name or f"日志 {recorded['id'][:8]}",
        "at": recorded["evaluated_at"],
        "context": data,
    }
    expect = {
        "first": cause,
        "disposition": {"action": recorded["action"], "retryable": recorded["retryable"]},
    }
    contents = read_folder(directory)
    for path, text in with_scenario(cause, scenario, expect, contents, directory).items():
        replace_text(directory / path, text)
        render.print_scenario(directory / path, hidden, output_console(), options.language)
    return ExitCode.FINE


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or name not in DEFAULT_MASKS:
        raise unfit(
            f"{text!r} 不是 字段=值，如 inputs.amount=88000.00",
            f"{text!r} is not FIELD=VALUE, as inputs.amount=88000.00",
        )
    return name, value


def _hides(value: object) -> bool:
    """Tell whether something of a value was not kept."""
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and is_masked(text) for text in texts)


def _answered_otherwise(
    first: str, recorded: Recorded, facts: Mapping[str, Any], hidden: list[str]
) -> CommandError:
    told = recorded["facts"]
    names = sorted(told.keys() | facts.keys())
    differing = [name for name in names if told.get(name) != facts.get(name)]
    shown, fields = ", ".join(differing[:_SHOWN]), ", ".join(hidden)
    return CommandError(
        Text(
            f"没有写场景：现在的首要原因是 {first}，日志中是 {recorded['cause']}。\n"
            f"  日志没有留存：{fields or '无'}（用 --set 字段=值 补上）\n"
            f"  因此不同的事实：{shown}",
            f"no scenario was written: the first cause now is {first}, and was "
            f"{recorded['cause']}.\n"
            f"  the log has not kept: {fields or 'nothing'} (give --set FIELD=VALUE)\n"
            f"  facts that differ: {shown}",
        ),
        ExitCode.FAILED,
    )
