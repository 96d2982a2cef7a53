"""Tables for authors: what wants a rule, which rules matched, and which never did."""

from __future__ import annotations

import shlex

from resolver.cli.render.log_report.table import Column, Kind, Table, Value
from resolver.cli.render.log_report.told import (
    CAUSE_TITLE,
    DECISIONS,
    PROVIDER,
    SHARE,
    UNREAD,
    UNRESOLVED,
    Told,
    forgotten,
    joined,
    portion,
)
from resolver.cli.render.terms import RULE_STATUSES, strength, term
from resolver.model.rulebook import EvidenceRule
from resolver.model.texts import Text

_MESSAGE = Column("message", Text("提示语（已脱敏）", "message (masked)"), Kind.PROSE)
_CODE = Column("code", Text("代码", "code"))
_CATEGORY = Column("category", Text("识别为", "read as"), Kind.TEXT)
_EXAMPLE = Column("example", Text("示例编号", "example"))
_GAPS_LEAD = Text(
    "状态目录读不出的答复，和读出了却找不到原因的答复，常见的在前：接下来该写的规则。"
    "下面的命令：把示例写成场景；收录新代码；写新规则。",
    "What the status catalogue could not read, and what it could but no cause was found for, the "
    "most frequent first: the next rules to write. These commands make a scenario of an example, "
    "begin codes of a provider, and begin a rule.",
)
_GAPS_COMMANDS = (
    "python -m resolver log to-scenario {log} EXAMPLE",
    "python -m resolver new status PROVIDER",
    "python -m resolver new rule CAUSE/NAME",
)

_RULE = Column("rule", Text("规则", "rule"))
_MATCHED = Column("matched", Text("命中", "matched"), Kind.COUNT)
_COUNTED = Column("counted", Text("计入", "counted"), Kind.COUNT)
_STATE = Column("state", Text("状态", "state"), Kind.TEXT)
_RULES_LEAD = Text(
    "“命中”：条件成立；“计入”：对答复中列出的原因起了作用（同组更强的规则命中时不计入）。",
    "“Matched”: its condition held. “Counted”: it had a say in a cause that was named, which it "
    "has not where a stronger rule of its group matched.",
)
_GONE = Text("规则库中没有", "not in the rulebook")

_STRENGTH = Column("strength", Text("强度", "strength"), Kind.TEXT)
_OWNER = Column("owner", Text("负责人", "owner"))
_NEVER_LEAD = Text(
    "这段时间内有效、却一次也没有命中的规则：条件写错了，还是情形确实少见？",
    "Rules that were in force in this time and never matched: is the condition wrong, or the "
    "case rare?",
)
_NEVER_SHOWN = 400


def gaps(told: Told) -> Table:
    """Return what providers said that wants a rule, the most frequent first."""
    found = told.gathered.tally.gaps
    categories = told.rulebook.knowledge.catalogue.categories
    rows: list[tuple[Value, ...]] = []
    for one in found.ranked():
        category = categories.get(one.value.category)
        rows.append(
            (
                one.key.message,
                one.key.code,
                one.key.provider,
                one.count,
                one.value.unread,
                one.value.unresolved,
                category.meaning if category else None,
                one.value.example,
            )
        )
    columns = (_MESSAGE, _CODE, PROVIDER, DECISIONS, UNREAD, UNRESOLVED, _CATEGORY, _EXAMPLE)
    return Table(
        "next_rules",
        Text("接下来该写的规则", "The next rules to write"),
        columns,
        rows,
        joined(_GAPS_LEAD, forgotten(found.missed)),
        tuple(command.format(log=shlex.quote(told.log)) for command in _GAPS_COMMANDS),
    )


def rules(told: Told) -> Table:
    """Return the rules that matched, the most frequent first."""
    tally, known = told.gathered.tally, {rule.id: rule for rule in told.rulebook.rules()}
    ranked = sorted(tally.matched.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        (
            rule,
            told.cause_title(rule.partition("/")[0]),
            count,
            portion(count, tally.decisions),
            tally.counted[rule],
            term(RULE_STATUSES, known[rule].status) if rule in known else _GONE,
        )
        for rule, count in ranked
    ]
    columns = (_RULE, CAUSE_TITLE, _MATCHED, SHARE, _COUNTED, _STATE)
    return Table("rules", Text("命中的规则", "Rules that matched"), columns, rows, _RULES_LEAD)


def never_matched(told: Told) -> Table:
    """Return the rules that could have matched, and never did, in the order of the book."""
    rows = [
        (
            rule.id,
            told.cause_title(rule.id.partition("/")[0]),
            strength(rule.strength),
            told.rulebook.causes[rule.id.partition("/")[0]].owner,
        )
        for rule in told.rulebook.rules()
        if _was_in_force(rule, told) and not told.gathered.tally.matched[rule.id]
    ]
    columns = (_RULE, CAUSE_TITLE, _STRENGTH, _OWNER)
    title = Text("从未命中的规则", "Rules that never matched")
    return Table("never_matched", title, columns, rows, _NEVER_LEAD, shown=_NEVER_SHOWN)


def _was_in_force(rule: EvidenceRule, told: Told) -> bool:
    """Tell whether a rule was in force on any day that lookups were judged by."""
    if told.gathered.tally.judged is None:
        return False
    first, last = told.gathered.tally.judged
    since, until = rule.effective_from, rule.effective_until
    began, ended = since is None or since <= last, until is not None and until < first
    return rule.is_active and began and not ended
