"""What drills found, as a table, as JSON, and as a page."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader

from drills.outcome import ANSWERED, FAILED, REFUSED, WRONG, Outcome
from resolver.cli.render.html import environment

COLUMNS = (ANSWERED, REFUSED, FAILED, WRONG)


def print_table(outcomes: Sequence[Outcome]) -> None:
    """Print a line for each drill, with its remarks and what it broke below."""
    print(f"{'drill':18}{'calls':>9}" + "".join(f"{one:>10}" for one in COLUMNS) + f"{'s':>7}")
    for one in outcomes:
        counts = "".join(f"{one.ended[column]:>10,}" for column in COLUMNS)
        print(f"{one.name:18}{one.ended.total():>9,}{counts}{one.seconds:>7.1f}  {verdict(one)}")
        for text in [*one.remarks, *([one.skipped] if one.skipped else [])]:
            print(f"    {text}")
        for promise in one.broken:
            print(f"    BROKEN: {promise}")


def verdict(outcome: Outcome) -> str:
    """Return in a word how a drill ended."""
    return "BROKEN" if outcome.broken else "skipped" if outcome.skipped else "kept"


def write_report(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Write `report.json` and `report.html`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps([_row(one) for one in outcomes], ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", "utf-8")
    loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent), environment().loader])
    template = environment().overlay(loader=loader).get_template("report.html")
    page = template.render(
        language="en",
        outcomes=[(one, verdict(one), _about(one.name)) for one in outcomes],
        columns=COLUMNS,
        held=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}",
    )
    (folder / "report.html").write_text(page, "utf-8")


def _row(outcome: Outcome) -> dict[str, object]:
    return {
        "drill": outcome.name,
        "verdict": verdict(outcome),
        "calls": {column: outcome.ended[column] for column in COLUMNS},
        "seconds": round(outcome.seconds, 1),
        "remarks": outcome.remarks,
        "broken": outcome.broken,
        "skipped": outcome.skipped,
    }


def _about(name: str) -> tuple[str, str]:
    """Return the first line of a drill's docstring, and the rest."""
    text = import_module(f"drills.{name}").__doc__ or ""
    first, _, rest = text.partition("\n")
    return first, " ".join(rest.split())
