"""The checks of one file beyond the shape of its values, one function each, by kind of file.

They work on plain data that may be wrong in any other way, so that no mistake hides another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from resolver.model.findings import FINDING_CODES
from resolver.model.spelling import code_name
from resolver.rulefile.codes import Code
from resolver.rulefile.files import Kind
from resolver.rulefile.moments import read_moment
from resolver.rulefile.problems import AT_KEY, Path, Problem, listed, unknown
from resolver.rulefile.report import RuleFile
from resolver.rulefile.terms import terms_in

Check: TypeAlias = Callable[[RuleFile], Iterator[Problem]]


_SURE = "certain"


class _Row(NamedTuple):
    """Where a row stands, and the days between which it holds."""

    place: int
    start: date
    end: date

    def overlaps(self, other: _Row) -> bool:
        """Return whether both hold on some day."""
        return self.start <= other.end and other.start <= self.end


def cause_is_its_path(file: RuleFile) -> Iterator[Problem]:
    """A cause's id is the path of its file, so that either leads to the other."""
    expected = file.path.removesuffix(".yaml").replace("/", ".")
    cause = (file.data or {}).get("cause")
    if isinstance(cause, str) and cause != expected:
        yield Problem(("cause",), Code.CAUSE_PATH, {"cause": cause, "expected": expected})


def rule_names_are_unique(file: RuleFile) -> Iterator[Problem]:
    """A rule's name stands for one rule of its cause."""
    yield from _twice(file, "evidence", "rule", Code.DUPLICATE_RULE)


def remedies_are_named_once(file: RuleFile) -> Iterator[Problem]:
    """A cause offers a remedy in one place."""
    seen: set[str] = set()
    for place, item in enumerate(_items(file, "remedies")):
        name = item.get("use") if isinstance(item, dict) else item
        if isinstance(name, str) and name in seen:
            yield Problem(("remedies", place), Code.DUPLICATE_ENTRY, {"name": name})
        seen.add(str(name))


def titles_are_of_definitions(file: RuleFile) -> Iterator[Problem]:
    """A title belongs to a definition of the same file."""
    definitions, titles = ((file.data or {}).get(key) for key in ("definitions", "titles"))
    if isinstance(definitions, dict) and isinstance(titles, dict):
        for name in titles.keys() - definitions.keys():
            if isinstance(name, str):
                yield unknown(("titles", name, AT_KEY), Code.UNKNOWN_DEFINITION, name, definitions)


def dispositions_end_open(file: RuleFile) -> Iterator[Problem]:
    """The last disposition applies always, and no other one does."""
    rows = _items(file, "disposition")
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            continue
        is_last = place == len(rows) - 1
        if is_last and "when" in row:
            yield Problem(("disposition", place, "when"), Code.OPEN_DISPOSITION)
        elif not is_last and "when" not in row:
            yield Problem(("disposition", place), Code.DEAD_DISPOSITION)


def steps_are_as_many(file: RuleFile) -> Iterator[Problem]:
    """A remedy's steps say the same in both languages."""
    remedies = (file.data or {}).get("remedies")
    for name, remedy in remedies.items() if isinstance(remedies, dict) else ():
        steps = remedy.get("steps") if isinstance(remedy, dict) else None
        zh, en = (steps.get("zh-CN"), steps.get("en")) if isinstance(steps, dict) else (None, None)
        if isinstance(zh, list) and isinstance(en, list) and len(zh) != len(en):
            counts = {"zh_count": str(len(zh)), "en_count": str(len(en))}
            yield Problem(("remedies", str(name), "steps"), Code.STEPS_DIFFER, counts)


def codes_are_unique(file: RuleFile) -> Iterator[Problem]:
    """A code of an operation means one thing for certain on one day, and each thing once."""
    same: dict[tuple[str, ...], list[_Row]] = {}
    sure: dict[tuple[str, ...], dict[str, list[_Row]]] = {}
    for place, data in _rows(file, "codes"):
        row = _Row(place, *_period(data))
        key = (code_name(str(data.get("code"))), str(data.get("operation", "")))
        category = str(data.get("category"))
        alike = same.setdefault((*key, category, _said(data.get("meaning"))), [])
        rivals = [alike]
        if data.get("certainty", _SURE) == _SURE:
            known = sure.setdefault(key, {})
            rivals += [rows for other, rows in known.items() if other != category]
            known.setdefault(category, []).append(row)
        rival = next((other for rows in rivals for other in rows if row.overlaps(other)), None)
        if rival is not None:
            told = {
                "name": str(data.get("code")),
                "line": str(file.location("codes", rival.place).line),
            }
            yield Problem(("codes", place, "code"), Code.DUPLICATE_CODE, told)
        alike.append(row)


def terms_use_earlier_ones(file: RuleFile) -> Iterator[Problem]:
    """A fragment is written out with those before it."""
    terms = (file.data or {}).get("terms")
    earlier: list[str] = []
    for name, fragment in terms.items() if isinstance(terms, dict) else ():
        for used in terms_in(fragment) if isinstance(fragment, str) else ():
            if used not in earlier:
                yield unknown(("terms", str(name)), Code.UNKNOWN_TERM, used, earlier)
        earlier.append(str(name))


def marks_are_unique(file: RuleFile) -> Iterator[Problem]:
    """A mark stands for one state."""
    yield from _twice(file, "marks", "mark", Code.DUPLICATE_ENTRY)


def deadlines_are_unique(file: RuleFile) -> Iterator[Problem]:
    """A month has one filing deadline."""
    seen: set[str] = set()
    for place, day in enumerate(_items(file, "deadlines")):
        month = str(day)[:7]
        if month in seen and _day(day):
            yield Problem(("deadlines", place), Code.DUPLICATE_ENTRY, {"name": month})
        seen.add(month)


def attributes_have_values(file: RuleFile) -> Iterator[Problem]:
    """An enumerated attribute lists its values."""
    rows = (file.data or {}).get("attributes")
    for name, row in rows.items() if isinstance(rows, dict) else ():
        if isinstance(row, dict) and row.get("type") == "enum" and not row.get("values"):
            yield Problem(("attributes", str(name)), Code.MISSING_KEY, {"key": "values"})


def findings_are_complete(file: RuleFile) -> Iterator[Problem]:
    """Whatever a check can find has its texts, so that every answer can be written."""
    rows = (file.data or {}).get("findings")
    missing = (
        [code for code in FINDING_CODES if code not in rows] if isinstance(rows, dict) else []
    )
    if missing:
        yield Problem(("findings", AT_KEY), Code.MISSING_FINDING, {"names": listed(missing)})


def scenario_names_are_unique(file: RuleFile) -> Iterator[Problem]:
    """A scenario is known by its name, a variant by its name within its scenario."""
    seen: set[tuple[Path, str]] = set()
    for path, row in _scenarios(file):
        name = row.get("name")
        key = (path[:-1], str(name))
        if isinstance(name, str) and key in seen:
            yield Problem((*path, "name"), Code.DUPLICATE_ENTRY, {"name": name})
        seen.add(key)


def scenarios_expect_something(file: RuleFile) -> Iterator[Problem]:
    """A scenario without expectations passes whatever happens."""
    for path, row in _scenarios(file):
        if row.get("expect") == {}:
            yield Problem((*path, "expect"), Code.EMPTY_EXPECTATION)


def periods_run_forward(file: RuleFile) -> Iterator[Problem]:
    """What starts and ends does so in that order, wherever it stands in a file."""
    yield from _reversed_periods(file.data, ())


CHECKS: Mapping[Kind, tuple[Check, ...]] = {
    Kind.CAUSE: (
        cause_is_its_path,
        rule_names_are_unique,
        remedies_are_named_once,
        dispositions_end_open,
        periods_run_forward,
    ),
    Kind.REMEDIES: (steps_are_as_many,),
    Kind.PROVIDER: (codes_are_unique, marks_are_unique, periods_run_forward),
    Kind.GENERIC: (terms_use_earlier_ones, marks_are_unique),
    Kind.DEFINITIONS: (titles_are_of_definitions,),
    Kind.DEADLINES: (deadlines_are_unique,),
    Kind.ATTRIBUTES: (attributes_have_values,),
    Kind.FINDINGS: (findings_are_complete,),
    Kind.STOPS: (periods_run_forward,),
    Kind.LIMITS: (periods_run_forward,),
    Kind.SCENARIOS: (scenario_names_are_unique, scenarios_expect_something),
}


def check_file(file: RuleFile) -> Iterator[Problem]:
    """Return everything that the checks of its kind find in a file."""
    for check in CHECKS.get(file.kind, ()):
        yield from check(file)


def _items(file: RuleFile, key: str) -> list[Any]:
    items = (file.data or {}).get(key)
    return items if isinstance(items, list) else []


def _rows(file: RuleFile, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for place, row in enumerate(_items(file, key)):
        if isinstance(row, dict):
            yield place, row


def _scenarios(file: RuleFile) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the scenarios and their variants, each with its path."""
    for place, scenario in _rows(file, "scenarios"):
        yield ("scenarios", place), scenario
        variants = scenario.get("variants")
        for number, variant in enumerate(variants if isinstance(variants, list) else ()):
            if isinstance(variant, dict):
                yield ("scenarios", place, "variants", number), variant


def _twice(file: RuleFile, rows: str, key: str, code: Code) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, row in _rows(file, rows):
        name = row.get(key)
        if isinstance(name, str) and name in seen:
            yield Problem((rows, place, key), code, {"name": name})
        seen.add(str(name))


def _said(meaning: object) -> str:
    """Return what a row means, in Chinese if that is there, whatever its punctuation."""
    text = meaning.get("zh-CN", meaning) if isinstance(meaning, dict) else meaning
    return "".join(filter(str.isalnum, str(text)))


def _period(row: dict[str, Any]) -> tuple[date, date]:
    return _day(row.get("from")) or date.min, _day(row.get("until")) or date.max


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _reversed_periods(data: object, path: Path) -> Iterator[Problem]:
    if isinstance(data, list):
        for place, item in enumerate(data):
            yield from _reversed_periods(item, (*path, place))
    elif isinstance(data, dict):
        for first, last in (("from", "until"), ("starts", "ends")):
            start, end = _moment(data.get(first)), _moment(data.get(last))
            if start and end and start > end:
                told = {"start": str(data[first]), "end": str(data[last])}
                yield Problem((*path, first), Code.DATES_REVERSED, told)
        for key, value in data.items():
            if isinstance(key, str):
                yield from _reversed_periods(value, (*path, key))


def _moment(value: object) -> datetime | None:
    try:
        return read_moment(value) if isinstance(value, str) else None
    except ValueError:
        return None
