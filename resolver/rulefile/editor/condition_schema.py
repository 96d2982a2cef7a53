"""The schema of conditions: every fact with its meaning and the operators that suit its type."""

from __future__ import annotations

from resolver.model.facts import FactDeclaration, FactType, Vocabulary
from resolver.model.texts import Text
from resolver.rulefile.codes import unit_name
from resolver.rulefile.editor.meanings import (
    Meanings,
    Schema,
    choice,
    condition_meaning,
    described,
)
from resolver.rulefile.editor.shape_schema import DEFINITIONS

CONDITION = "condition"
"""The name of the definition that all conditions share."""

_ORDER = ("lt", "lte", "gt", "gte")
_LISTED = 12
"""How many values of an enum a hover text lists; the completion lists them all."""


def condition_definitions(vocabulary: Vocabulary, definitions: Meanings) -> dict[str, Schema]:
    """Return the definitions that conditions need, by name; `definitions` are named conditions."""
    facts = vocabulary.facts.values()
    found = {f"{_values(fact)}": choice(fact.values or {}) for fact in facts if _is_enum(fact)}
    operators = {
        _operators(fact): _operators_schema(fact) for fact in facts if fact.type in FactType
    }
    return {
        CONDITION: _condition(vocabulary, definitions),
        "conditions": {"type": "array", "minItems": 1, "items": _ref(CONDITION)},
        **found,
        **operators,
    }


def _condition(vocabulary: Vocabulary, definitions: Meanings) -> Schema:
    words = {
        "all": _ref("conditions"),
        "any": _ref("conditions"),
        "not": _ref(CONDITION),
        "is": choice(definitions),
    }
    facts = {fact.name: _fact(fact) for fact in vocabulary.facts.values()}
    told = {word: described(schema, condition_meaning(word)) for word, schema in words.items()}
    whole = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {**told, **facts},
    }
    return described(whole, condition_meaning(CONDITION))


def _fact(fact: FactDeclaration) -> Schema:
    either = {"anyOf": [_value(fact), _ref(_operators(fact))]}
    return described(either, fact.meaning, _more(fact))


def _more(fact: FactDeclaration) -> str:
    """Return what a hover text adds to the meaning of a fact: type, unit, values."""
    names = {
        FactType.BOOLEAN: Text("是或否", "true or false"),
        FactType.NUMBER: Text("数字", "number"),
        FactType.ENUM: Text("取值之一", "one of several values"),
    }
    kind = names[fact.type]
    lines = [f"`{fact.name}`：{kind.zh} · {kind.en}"]
    if fact.unit:
        unit = unit_name(fact.unit)
        lines.append(f"单位：{unit.zh} · unit: {unit.en}")
    values = list((fact.values or {}).items())
    lines += [f"- `{value}` {label.zh} · {label.en}" for value, label in values[:_LISTED]]
    if len(values) > _LISTED:
        lines.append(f"- …… {len(values)}")
    return "\n".join(lines) if len(lines) == 1 else f"{lines[0]}\n\n" + "\n".join(lines[1:])


def _value(fact: FactDeclaration) -> Schema:
    return _ref(_values(fact)) if _is_enum(fact) else {"type": fact.type.value}


def _operators_schema(fact: FactDeclaration) -> Schema:
    """Return the schema of the mapping of operators below a fact."""
    value = _value(fact)
    schemas: dict[str, Schema] = {
        **(dict.fromkeys(_ORDER, value) if fact.type is FactType.NUMBER else {}),
        "in": {"type": "array", "minItems": 1, "items": value},
        "exists": {"type": "boolean"},
    }
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            word: described(schema, condition_meaning(word)) for word, schema in schemas.items()
        },
    }


def _is_enum(fact: FactDeclaration) -> bool:
    return fact.type is FactType.ENUM


def _values(fact: FactDeclaration) -> str:
    """Return the name of the definition of an enum's values; facts of one table share it."""
    return f"values.{fact.table or fact.name}"


def _operators(fact: FactDeclaration) -> str:
    return f"operators.{(fact.table or fact.name) if _is_enum(fact) else fact.type.value}"


def _ref(name: str) -> Schema:
    return {"$ref": DEFINITIONS + name}
