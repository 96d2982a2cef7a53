"""What the tables of a report are made of, and columns that several have."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.cli.render.log_report.table import Column, Kind
from resolver.model.rulebook import Rulebook
from resolver.model.texts import Text
from resolver.runtime.reporting.gather import Gathered

CAUSE = Column("cause", Text("原因", "cause"))
CAUSE_TITLE = Column("title", Text("含义", "meaning"), Kind.TEXT)
PROVIDER = Column("provider", Text("服务商", "provider"))
DECISIONS = Column("decisions", Text("答复数", "answers"), Kind.COUNT)
SHARE = Column("share", Text("占比", "share"), Kind.PORTION)
UNREAD = Column("unread", Text("未识别", "not recognised"), Kind.COUNT)
UNRESOLVED = Column("unresolved", Text("原因不明", "unknown cause"), Kind.COUNT)

_FORGOTTEN = Text(
    "种类太多，只保留了常见的；每个数字最多可能少计 {n:,}。",
    "There were too many kinds, and the rarest were forgotten: any count may be too low by up "
    "to {n:,}.",
)
_GONE = Text("（规则库中没有）", "(not in the rulebook)")


@dataclass(frozen=True, slots=True)
class Told:
    """What was counted, and the rulebook that names it; `log` is the folder as it was named."""

    gathered: Gathered
    rulebook: Rulebook
    log: str

    def cause_title(self, cause: str) -> Text:
        """Return what a cause is called; the rules of the log may have had others."""
        found = self.rulebook.causes.get(cause)
        return found.title if found else _GONE

    def remedy_title(self, remedy: str) -> Text:
        """Return what a remedy is called."""
        found = self.rulebook.remedies.get(remedy)
        return found.title if found else _GONE


def portion(count: int, whole: int) -> float | None:
    """Return a share from 0 to 1; `None` of nothing."""
    return count / whole if whole else None


def forgotten(missed: int) -> Text:
    """Return by how much counts may be too low; nothing if they are right."""
    if not missed:
        return Text("", "")
    return Text(_FORGOTTEN.zh.format(n=missed), " " + _FORGOTTEN.en.format(n=missed))


def joined(*texts: Text) -> Text:
    """Return texts one after the other."""
    return Text("".join(one.zh for one in texts), "".join(one.en for one in texts))
