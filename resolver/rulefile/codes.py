"""The diagnostic codes: one stable code for each kind of mistake, its severity and its texts.

The texts are in `codes.yaml`, the meaning of each code with examples in `docs/diagnostics.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

import yaml

from resolver.model.diagnostics import Severity
from resolver.model.texts import Text

Values: TypeAlias = Mapping[str, "str | Text"]
"""What fills the placeholders of a code's texts."""

_LONGEST_VALUE = 80


class Code(StrEnum):
    """Every code, by what it complains of. A code is never given another meaning."""

    UNREADABLE_FILE = "RULE001"
    NOT_UTF8 = "RULE002"
    FILE_TOO_LARGE = "RULE003"
    SYNTAX = "RULE004"
    TOO_DEEP = "RULE005"
    ALIAS_OR_TAG = "RULE006"
    DUPLICATE_KEY = "RULE007"
    UNQUOTED = "RULE008"
    YES_NO = "RULE009"
    ODD_NUMBER = "RULE010"
    SEVERAL_DOCUMENTS = "RULE011"
    EMPTY_FILE = "RULE012"
    KEY_NOT_TEXT = "RULE013"
    MISPLACED_FILE = "RULE014"
    MISSING_FILE = "RULE015"
    TAB = "RULE016"
    WIDE_COLON = "RULE017"

    UNKNOWN_KEY = "RULE020"
    MISSING_KEY = "RULE021"
    WRONG_SHAPE = "RULE022"
    UNKNOWN_WORD = "RULE023"
    WRONG_DATE = "RULE024"
    DATES_REVERSED = "RULE025"
    OUT_OF_BOUNDS = "RULE026"
    BAD_NAME = "RULE027"
    NO_VALUE = "RULE028"
    EMPTY_LIST = "RULE029"

    MISSING_LANGUAGE = "RULE030"
    EMPTY_TEXT = "RULE031"
    UNKNOWN_PLACEHOLDER = "RULE032"
    PLACEHOLDERS_DIFFER = "RULE033"
    LONE_BRACE = "RULE034"
    STEPS_DIFFER = "RULE035"
    TEXT_CUT = "RULE036"
    ODD_CODE = "RULE037"

    UNKNOWN_FACT = "RULE040"
    UNKNOWN_DEFINITION = "RULE041"
    DEFINITION_CYCLE = "RULE042"
    UNKNOWN_REMEDY = "RULE043"
    UNKNOWN_CONTACT = "RULE044"
    UNKNOWN_INSTANT = "RULE045"
    UNKNOWN_CATEGORY = "RULE046"
    UNKNOWN_FINDING = "RULE047"
    UNKNOWN_STRENGTH = "RULE048"
    UNKNOWN_PRIOR = "RULE049"
    UNKNOWN_FIELD = "RULE050"
    UNKNOWN_CAUSE = "RULE051"
    UNKNOWN_RULE = "RULE052"
    UNKNOWN_PROVIDER = "RULE053"
    UNKNOWN_TERM = "RULE054"

    CONDITION_TOO_INTRICATE = "RULE059"
    CONDITION_SHAPE = "RULE060"
    UNKNOWN_OPERATOR = "RULE061"
    UNFIT_OPERATOR = "RULE062"
    WRONG_FACT_TYPE = "RULE063"
    UNKNOWN_FACT_VALUE = "RULE064"
    UNIT_IN_VALUE = "RULE065"
    EMPTY_CONDITION = "RULE066"
    NEVER_TRUE = "RULE067"
    NEVER_FALSE = "RULE068"
    CONDITION_TOO_LARGE = "RULE069"

    CAUSE_PATH = "RULE070"
    NO_UNKNOWN_CAUSE = "RULE071"
    DUPLICATE_RULE = "RULE072"
    DUPLICATE_ENTRY = "RULE073"
    OPEN_DISPOSITION = "RULE074"
    DEAD_DISPOSITION = "RULE075"
    DUPLICATE_PROVIDER = "RULE076"
    DUPLICATE_CODE = "RULE077"
    BAD_PATTERN = "RULE078"
    EMPTY_PATTERN = "RULE079"
    MISSING_FINDING = "RULE080"

    SCENARIO_WITHOUT_CAUSE = "RULE085"
    EMPTY_EXPECTATION = "RULE086"
    WRONG_DURATION = "RULE087"
    SCENARIO_FAILED = "RULE088"
    NOTHING_TO_TEST = "RULE089"

    LOCK_LINE = "RULE090"
    RULE_CHANGED = "RULE091"
    VERSION_LOWERED = "RULE092"
    RULE_ID_REUSED = "RULE093"

    DOUBLE_COUNTING = "RULE101"
    UNUSED_DEFINITION = "RULE102"
    UNUSED_REMEDY = "RULE103"
    UNUSED_CONTACT = "RULE104"
    NO_EVIDENCE_AGAINST = "RULE105"
    NO_SCENARIO = "RULE106"
    UNREAD_CATEGORY = "RULE107"
    INCOMPLETE_TABLE = "RULE108"
    NOTHING_RAISES = "RULE109"
    REDUNDANT_RULE = "RULE110"
    PRIOR_TOO_LOW = "RULE111"
    RULE_NOT_LOCKED = "RULE112"
    LOCKED_RULE_GONE = "RULE113"
    VERSIONS_OVERLAP = "RULE114"
    CONTRADICTION = "RULE115"
    PRIOR_TOO_HIGH = "RULE116"
    SHADOWED_DISPOSITION = "RULE117"
    NEVER_OFFERED = "RULE118"
    SAME_DEFINITION = "RULE119"
    OTHER_LANGUAGE = "RULE120"
    NUMBERS_DIFFER = "RULE121"
    HALF_WIDTH = "RULE122"
    TEXT_TOO_LONG = "RULE123"
    PERSONAL_DATA = "RULE124"
    FILLER = "RULE125"
    UNFIT_IGNORE = "RULE126"
    IDLE_IGNORE = "RULE127"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """What a code says. `message` and `mend` have placeholders."""

    code: Code
    name: str
    severity: Severity
    message: Text
    mend: Text


@cache
def code_entries() -> Mapping[Code, CodeEntry]:
    """Return what every code says, in order of code."""
    return {code: _entry(code, _texts()["codes"][code.value]) for code in Code}


def describe(code: Code, values: Values) -> tuple[Text, Text]:
    """Return the message and the mend of a code, with the values in place."""
    entry = code_entries()[code]
    return _fill(entry.message, values), _fill(entry.mend, values)


def word(name: str) -> Text:
    """Return what a kind of value is called in a message (`number`, `list`, `date`)."""
    return _text(_texts()["words"][name])


def unit_name(unit: str) -> Text:
    """Return what a fact's unit is called; one that is not listed is called what it is."""
    row = _texts()["units"].get(unit)
    return _text(row) if row else Text(unit, unit)


def syntax_help(problem: str) -> Text:
    """Return what a complaint of the YAML reader means; an unlisted one is repeated as it is."""
    row = _texts()["syntax"].get(problem)
    return _text(row) if row else Text(problem, problem)


@cache
def _texts() -> dict[str, Any]:
    text = resources.files("resolver.rulefile").joinpath("codes.yaml").read_text("utf-8")
    texts: dict[str, Any] = yaml.safe_load(text)
    return texts


def _entry(code: Code, row: dict[str, Any]) -> CodeEntry:
    return CodeEntry(
        code=code,
        name=row["name"],
        severity=Severity(row.get("severity", "error")),
        message=_text(row["message"]),
        mend=_text(row["mend"]),
    )


def _text(row: dict[str, str]) -> Text:
    return Text(row["zh"], row["en"])


def _fill(template: Text, values: Values) -> Text:
    zh = {name: v.zh if isinstance(v, Text) else _shown(v) for name, v in values.items()}
    en = {name: v.en if isinstance(v, Text) else _shown(v) for name, v in values.items()}
    return Text(template.zh.format_map(zh), template.en.format_map(en))


def _shown(value: str) -> str:
    """Return a value as it may stand in a message: short, and nothing that a terminal obeys."""
    text = value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
