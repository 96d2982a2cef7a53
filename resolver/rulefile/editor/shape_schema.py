"""A pydantic shape to JSON Schema of draft 7, as rule authors write it.

What only a rulebook knows is left as a mark: `x-names` and `x-values-of` (see `Checked`), and the
titles `condition` and `context`. `resolver.rulefile.editor.schemas` fills them in.
"""

from __future__ import annotations

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from resolver.rulefile.editor.meanings import Schema, described, shape_meaning
from resolver.rulefile.editor.snippets import with_snippets
from resolver.rulefile.schema.base import Shape

DEFINITIONS = "#/definitions/"

_CODE_KEY: Schema = {"type": "string", "pattern": r"^\d+$"}


def schema_of(shape: type[Shape]) -> Schema:
    """Return the schema of a kind of file, with its parts below `$defs`."""
    return shape.model_json_schema(
        by_alias=True, ref_template=DEFINITIONS + "{model}", schema_generator=_Generator
    )


class _Generator(GenerateJsonSchema):
    """What pydantic tells, without what would only be noise in an editor: titles and defaults."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's own
        """Tell no titles: they only repeat the keys."""
        return False

    def sort(self, value: Schema, parent_key: str | None = None) -> Schema:  # noqa: ARG002
        """Keep keys in the order in which authors write them."""
        return value

    def normalize_name(self, name: str) -> str:
        """Call a shape what an editor may show: `Evidence`."""
        return super().normalize_name(name).removesuffix("Shape")

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """Leave defaults out: an editor would write them down."""
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """Offer no `null`: what is not known is left out."""
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """Describe every key."""
        told = super().model_schema(schema)
        name, *parents = (kind.__name__ for kind in schema["cls"].__mro__)
        keys = {
            key: with_snippets(
                described(value, shape_meaning([name, *parents], key)), f"{name}.{key}"
            )
            for key, value in told["properties"].items()
        }
        whole: Schema = {key: told[key] for key in ("type", "required") if key in told}
        whole |= {"additionalProperties": False, "properties": keys}
        return with_snippets(described(whole, shape_meaning([name, *parents])), name)

    def dict_schema(self, schema: core_schema.DictSchema) -> Schema:
        """Keep what is known of the keys."""
        keys = self.generate_inner(schema["keys_schema"])
        return {
            "type": "object",
            "propertyNames": _CODE_KEY if keys.get("type") == "integer" else keys,
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }
