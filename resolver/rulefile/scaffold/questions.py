"""What to ask for something new: each question with its meaning, its choices and its check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, TypeAdapter, ValidationInfo
from pydantic.fields import FieldInfo

from resolver.model.texts import LANGUAGES, Text
from resolver.rulefile.editor.meanings import Meanings, enum_meanings, shape_meaning
from resolver.rulefile.editor.names import names_by_list
from resolver.rulefile.packaged import packaged_table
from resolver.rulefile.placeholders import text_problems
from resolver.rulefile.reading import FolderReading
from resolver.rulefile.schema import calendar, catalogue, cause, remedies, scenarios, texts
from resolver.rulefile.schema.base import Shape, names_of, refuse
from resolver.rulefile.schema.values import MOMENT_PATTERN, Line

_MODULES = (calendar, catalogue, cause, remedies, scenarios, texts)
_STRICT = ConfigDict(strict=True)
_LANGUAGE_WORDS = {
    "zh-CN": Text("（中文）", " (in Chinese)"),
    "en": Text("（英文）", " (in English)"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask for.

    `choices` are all answers that will do, each with its meaning; empty where any may. `adapter`
    checks an answer. An empty answer means `default`; without one it is none, which is allowed
    only if it is not `needed`.
    """

    key: str
    asks: Text
    adapter: TypeAdapter[Any]
    choices: Meanings
    default: str = ""
    needed: bool = True

    @property
    def is_list(self) -> bool:
        """Whether several answers may be given."""
        return self._schema.get("type") == "array"

    @property
    def is_text(self) -> bool:
        """Whether an answer is taken as it is, and not read as YAML."""
        return self._schema.get("type") == "string"

    @property
    def is_boolean(self) -> bool:
        """Whether the answer is yes or no."""
        return self._schema.get("type") == "boolean"

    @property
    def is_moment(self) -> bool:
        """Whether the answer is a moment."""
        return self._schema.get("pattern") == MOMENT_PATTERN

    @property
    def _schema(self) -> Mapping[str, Any]:
        return _plain(self.adapter.json_schema())


def questions_for(
    what: str,
    reading: FolderReading,
    defaults: Mapping[str, str],
    words: Mapping[str, Meanings],
) -> tuple[Question, ...]:
    """Return the questions for something new, in order.

    `defaults` fills in what only the moment knows (`owner`, `now`); `words` are what the words of
    enums mean, as for the schemas.
    """
    asker = _Asker(reading, words)
    rows = packaged_table(__package__, "questions.yaml")[what]
    return tuple(question for row in rows for question in asker.questions(row, defaults))


def _with_facts(value: str, info: ValidationInfo) -> str:
    """Refuse placeholders that are no facts, before the text in the other language is known."""
    refuse(text_problems(Text(value, value), names_of(info).vocabulary.facts), value)
    return value


_TEXT: TypeAdapter[Any] = TypeAdapter(Line)
_FACT_TEXT: TypeAdapter[Any] = TypeAdapter(Annotated[Line, AfterValidator(_with_facts)])


class _Asker:
    def __init__(self, reading: FolderReading, words: Mapping[str, Meanings]) -> None:
        self._vocabulary = reading.names.vocabulary
        self._names = names_by_list(reading)
        self._words = words

    def questions(self, row: Mapping[str, Any], defaults: Mapping[str, str]) -> Iterator[Question]:
        """Yield the question of a row; for a text, one in each language."""
        shape, _, key = row["of"].partition(".")
        field = _field(_shapes()[shape], key)
        told = Text(row["zh"], row["en"]) if "zh" in row else shape_meaning([shape], key)
        meaning = told or Text(key, key)
        default = row.get("default", "")
        if default.startswith("<"):
            default = defaults[default.strip("<>")]
        needed = not row.get("optional", False)
        if _is_text(field.annotation):
            for language in LANGUAGES:
                word = _LANGUAGE_WORDS[language]
                asks = Text(meaning.zh + word.zh, meaning.en + word.en)
                inner = _FACT_TEXT if field.annotation is texts.FactTextShape else _TEXT
                yield Question(f"{row['key']}.{language}", asks, inner, {}, default, needed)
        else:
            adapter = _adapter(field)
            choices = self._choices(_plain(adapter.json_schema()))
            if choices and default not in choices:  # a book has its own scale
                default = ""
            yield Question(row["key"], meaning, adapter, choices, default, needed)

    def _choices(self, schema: Mapping[str, Any]) -> Meanings:
        if "x-names" in schema:
            return self._names[schema["x-names"]]
        if "x-values-of" in schema:
            return self._vocabulary.facts[schema["x-values-of"]].values or {}
        if "enum" in schema:
            kind = schema.get("title", "")
            told = self._words.get(kind)
            return told or enum_meanings(kind, schema["enum"], self._vocabulary)
        return self._choices(schema["items"]) if "items" in schema else {}


def _plain(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema without what surrounds it: references, `null`, a longer form."""
    definitions = schema.get("$defs", {})
    if "anyOf" in schema:
        schema = schema["anyOf"][0]
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "items" in schema:
        return {**schema, "items": _plain({"$defs": definitions, **schema["items"]})}
    return schema


def _field(shape: type[Shape], key: str) -> FieldInfo:
    fields = shape.model_fields.items()
    return next(field for name, field in fields if (field.alias or name) == key)


def _adapter(field: FieldInfo) -> TypeAdapter[Any]:
    kind: Any = field.annotation
    whole: Any = Annotated[(kind, *field.metadata)] if field.metadata else kind
    return TypeAdapter(whole, config=None if _is_shape(kind) else _STRICT)


def _is_text(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, texts.TextShape)


def _is_shape(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Shape)


@cache
def _shapes() -> Mapping[str, type[Shape]]:
    return {
        name: kind for module in _MODULES for name, kind in vars(module).items() if _is_shape(kind)
    }
