"""What a renewal of the lock has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from resolver.cli.render.console import output_console, styled
from resolver.model.texts import Text
from resolver.rulefile.files import LOCK
from resolver.rulefile.lock import REMOVED, LockedRule
from resolver.rulefile.lock_renewal import Renewal

_NEW = Text("新增", "new")
_GONE = Text("删除，标识保留", "removed; its id stays taken")
_CHANGED = Text("第 {before} 版 → 第 {after} 版", "version {before} → {after}")
_AS_DRAFT = Text("草稿有改动", "the draft was changed")
_RULES = Text("{path}：{count} 条规则", "{path}: {count} rules")
_SAME = Text("，没有变化", ", nothing has changed")


def print_renewal(renewal: Renewal, directory: Path, language: str) -> None:
    """Print each rule whose line is another one now, and how many rules there are.

    A first lock lists nothing: everything is new.
    """
    console = output_console()
    told = list(_changes(renewal)) if renewal.before else []
    for name, text in told:
        console.print(styled((name, "bold"), f"  {text.get(language)}"), soft_wrap=True)
    count = sum(rule.state != REMOVED for rule in renewal.after.values())
    path = (directory / LOCK).as_posix()
    total = _RULES.get(language).format(path=path, count=count)
    same = _SAME.get(language) if renewal.before == renewal.after else ""
    console.print(styled(total + same), soft_wrap=True)


def _changes(renewal: Renewal) -> Iterator[tuple[str, Text]]:
    for name, after in renewal.after.items():
        before = renewal.before.get(name)
        if before != after:
            yield name, _change(before, after)


def _change(before: LockedRule | None, after: LockedRule) -> Text:
    if before is None:
        return _NEW
    if after.state == REMOVED:
        return _GONE
    if before.version != after.version:
        numbers = {"before": before.version, "after": after.version}
        return Text(_CHANGED.zh.format(**numbers), _CHANGED.en.format(**numbers))
    if before.state != after.state:
        states = f"{before.state} → {after.state}"
        return Text(states, states)
    return _AS_DRAFT
