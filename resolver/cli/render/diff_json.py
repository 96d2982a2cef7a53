"""What `diff` found, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from resolver.cli.budgets import Budget
from resolver.cli.sides import Side
from resolver.inference.changes import Change
from resolver.inference.impact import Example, Group, Impact, Mover, Verdict


def as_json(
    sides: Sequence[Side],
    changes: Sequence[Change],
    impact: Impact | None,
    budgets: Sequence[Budget],
) -> str:
    """Return everything as one JSON object; `answers` is there if contexts were compared."""
    whole: dict[str, Any] = {
        side: {"name": one.name, "revision": one.rulebook.revision}
        for side, one in zip(("old", "new"), sides, strict=True)
    }
    whole["changes"] = [_change(one) for one in changes]
    if impact is not None:
        whole["answers"] = _impact(impact)
        whole["budgets"] = [
            {
                "limit": str(one),
                "flips": one.spent(impact),
                "exceeded": one.is_exceeded(impact),
            }
            for one in budgets
        ]
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)


def _change(change: Change) -> dict[str, Any]:
    return {
        "part": change.part._asdict(),
        "fate": change.fate,
        "aspects": [aspect._asdict() for aspect in change.aspects],
        "unversioned": change.is_unversioned,
    }


def _impact(impact: Impact) -> dict[str, Any]:
    return {
        "contexts": impact.contexts,
        "unreadable": impact.unreadable,
        "differing": impact.differing,
        "flipped": impact.flipped,
        "aspects": dict(sorted(impact.aspects.items())),
        "flips": [
            {"before": old, "after": new, **_group(group)}
            for (old, new), group in sorted(impact.flips.items())
        ],
        "dispositions": [
            {"before": _verdict(old), "after": _verdict(new), **_group(group)}
            for (old, new), group in sorted(impact.verdicts.items())
        ],
        "responsible": [
            {"part": part._asdict(), **_group(group)}
            for part, group in sorted(impact.parts.items())
        ],
        "movers": [_mover(one) for one in impact.movers.items],
        "remarks": [one._asdict() for one in impact.remarks.items],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "contexts": group.contexts,
        "flips": group.flips.total(),
        "dispositions": group.verdicts,
        "examples": [_example(one) for one in group.examples.items],
    }


def _example(example: Example) -> dict[str, Any]:
    comparison = example.comparison
    pairs = ("first", "leaders", "remedies", "findings", "status")
    told: dict[str, Any] = {name: asdict(getattr(comparison, name)) for name in pairs}
    due = comparison.disposition
    told["disposition"] = {"before": due.before._asdict(), "after": due.after._asdict()}
    told["moves"] = [asdict(move) for move in comparison.moves]
    told["responsible"] = [part._asdict() for part in comparison.responsible]
    return {"line": example.line, "id": example.id, **told}


def _mover(mover: Mover) -> dict[str, Any]:
    return {"line": mover.line, "id": mover.id, **asdict(mover.move)}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return verdict._asdict()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is not for JSON")
