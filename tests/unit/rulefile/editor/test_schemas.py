"""JSON Schemas and the loader agree on what a rule file looks like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from resolver.model.facts import load_vocabulary
from resolver.rulefile.contexts import REQUEST_FIELDS
from resolver.rulefile.editor.meanings import context_meaning, enum_meanings
from resolver.rulefile.editor.schemas import DRAFT
from resolver.rulefile.files import LOCK, SHAPES, Kind, Unreadable, kind_of, read_folder
from tests.support.rulefolders import TINY_RULES, tiny_folder
from tests.support.schemas import complaints, schemas_of
from tests.unit.rulefile.test_golden import EXPECTED, GOLDEN

SHIPPED = Path(__file__).parents[4] / "rules"

BEYOND_A_SCHEMA = {
    # what only the whole folder shows
    "cause_path", "duplicate_provider", "scenario_without_cause", "misplaced_file",
    "no_scenario", "unread_category", "unused_contact", "unused_definition", "unused_remedy",
    "incomplete_table", "empty_expectation", "unknown_term",
    # what relates one value to another
    "dates_reversed", "dead_disposition", "double_counting", "duplicate_code", "duplicate_rule",
    "open_disposition", "placeholders_differ", "steps_differ", "prior_too_low", "title_of_nothing",
    # what a text or a condition means
    "bad_pattern", "empty_pattern", "lone_brace", "unknown_placeholder", "never_true",
    "never_false", "redundant_rule", "nothing_raises", "no_evidence_against",
    "condition_too_intricate", "condition_too_large",
    # what YAML itself forgives
    "duplicate_key", "key_not_text", "merge_key",
    # what was there before, and what comments say
    "lock", "idle_ignore",
    # what texts and conditions mean together
    "versions_overlap", "contradiction", "prior_too_high", "shadowed_disposition", "never_offered",
    "same_definition", "other_language", "numbers_differ", "half_width", "text_too_long",
    "personal_data", "filler",
}  # fmt: skip
"""Golden cases whose mistake only `check` finds."""


@cache
def shipped() -> dict[Kind, dict[str, Any]]:
    """Return the schemas of the shipped rules."""
    return schemas_of(SHIPPED)


@cache
def tiny() -> dict[Kind, dict[str, Any]]:
    """Return the schemas of the tiny rules."""
    return schemas_of(TINY_RULES)


def parts(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping within data."""
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data:
        if isinstance(inner, dict | list):
            yield from parts(inner)


@pytest.mark.parametrize("kind", Kind)
def test_a_schema_is_one_of_draft_7_without_marks_left_in_it(kind: Kind) -> None:
    """Whatever asks for names of the book has been filled in."""
    schema = shipped()[kind]

    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT
    assert [part for part in parts(schema) if {"x-names", "x-values-of"} & part.keys()] == []


def test_every_shipped_file_fits_its_schema() -> None:
    """An editor that opens any of them underlines nothing."""
    told = {}
    files = {path: held for path, held in read_folder(SHIPPED).items() if path != LOCK}
    for path, content in files.items():
        kind = kind_of(path)
        assert kind is not None
        assert not isinstance(content, Unreadable)
        told[path] = complaints(shipped(), kind, content)

    assert {path: found for path, found in told.items() if found} == {}


def test_mistakes_of_shape_are_refused_by_the_schema_too() -> None:
    """Only what a schema cannot say is left to `check`."""
    accepted = {case.name for case in GOLDEN.iterdir() if not refused(case)}

    assert accepted == BEYOND_A_SCHEMA


def refused(case: Path) -> bool:
    """Return whether a schema complains of any file of a golden case."""
    files = [file for file in case.rglob("*") if file.is_file() and file.name != EXPECTED]
    kinds = [(kind_of(file.relative_to(case).as_posix()), file) for file in files]
    return any(complaints(tiny(), kind, file.read_bytes()) for kind, file in kinds if kind)


@pytest.mark.parametrize("kind", Kind)
def test_every_key_has_a_meaning(kind: Kind) -> None:
    """A hover text in Chinese and English, or the meaning of the value itself."""
    schema = shipped()[kind]
    silent = [
        f"{name}.{key}"
        for name, part in {SHAPES[kind].__name__: schema, **schema["definitions"]}.items()
        for key, value in part.get("properties", {}).items()
        if "description" not in value
    ]

    assert silent == []


def test_every_field_of_a_context_has_a_meaning() -> None:
    """Authors of scenarios see what to write where."""
    for path in REQUEST_FIELDS:
        meaning = context_meaning(path)
        assert meaning.zh != meaning.en, path


def test_every_word_of_the_contract_has_a_meaning_in_chinese() -> None:
    """The words are English; what they mean is told in both languages."""
    definitions = {
        **shipped()[Kind.CAUSE]["definitions"],
        **shipped()[Kind.REMEDIES]["definitions"],
    }
    names = (
        "Actor",
        "RemedyAction",
        "TimeNeeded",
        "RuleStatus",
        "names.weights",
        "names.remedies",
    )
    told = {name: definitions[name]["enumDescriptions"] for name in names}
    context = shipped()[Kind.SCENARIOS]["definitions"]["context"]["properties"]
    role, _ = context["requester"]["properties"]["role"]["anyOf"]
    told["role"] = role["enumDescriptions"]

    assert [text for texts in told.values() for text in texts if text.isascii()] == []


def test_a_fact_offers_the_operators_of_its_type() -> None:
    """Order for numbers only; for every fact a list and whether it is known."""
    definitions = shipped()[Kind.CAUSE]["definitions"]
    operators = {
        name: [
            list(definitions[option["$ref"].rpartition("/")[2]]["properties"])
            for option in definitions["condition"]["properties"][name]["anyOf"]
            if option.get("$ref", "").startswith("#/definitions/operators.")
        ]
        for name in ("timing.invoice_age_hours", "status.category", "invoice.upload_confirmed")
    }

    assert operators == {
        "timing.invoice_age_hours": [["lt", "lte", "gt", "gte", "in", "exists"]],
        "status.category": [["in", "exists"]],
        "invoice.upload_confirmed": [["in", "exists"]],
    }


def test_a_word_that_no_table_explains_means_itself() -> None:
    """Nothing is left out of a completion for want of a translation."""
    told = enum_meanings("Strange", ["ODD"], load_vocabulary())

    assert told["ODD"].zh == "ODD"


def test_a_site_s_own_facts_are_completed(tmp_path: Path) -> None:
    """What `attributes.yaml` declares is a fact like any other."""
    declared = (
        "attributes:\n  cost_centre_frozen: "
        "{type: boolean, meaning: {zh-CN: 成本中心已冻结, en: the cost centre is frozen}}\n"
    )
    schemas = schemas_of(tiny_folder(tmp_path, {"attributes.yaml": declared}))
    facts = schemas[Kind.CAUSE]["definitions"]["condition"]["properties"]

    assert "成本中心已冻结" in facts["attributes.cost_centre_frozen"]["description"]


def test_the_same_book_gives_the_same_bytes() -> None:
    """The drift check compares them."""
    again = schemas_of(TINY_RULES)

    assert json.dumps(again) == json.dumps(tiny())
