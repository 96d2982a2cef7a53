"""The shapes as JSON Schema, for editors."""

from __future__ import annotations

import pytest

from resolver.rulefile.files import SHAPES, Kind


@pytest.mark.parametrize("kind", SHAPES)
def test_every_kind_of_file_has_a_json_schema(kind: Kind) -> None:
    """Editors can complete every file."""
    schema = SHAPES[kind].model_json_schema()

    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False


def test_keys_are_named_in_the_schema_as_in_the_files() -> None:
    """`zh-CN` and `from` are no Python names."""
    definitions = SHAPES[Kind.CAUSE].model_json_schema()["$defs"]

    assert set(definitions["FactTextShape"]["properties"]) == {"zh-CN", "en"}
    assert set(definitions["PeriodShape"]["properties"]) == {"from", "until"}
