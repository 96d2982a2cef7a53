"""Pages for browsers: one template folder, one style, everything escaped unless said otherwise.

A page extends `base.html` and fills the blocks `title` and `content`. It gets `language`, a tag of
`LANGUAGES`, and writes a text of the product as `{{ text|t }}` and its own words as
`{{ say("中文", "English") }}`.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from resolver.model.texts import Text


def render(template: str, language: str, **values: object) -> str:
    """Return a page in a language of `LANGUAGES`; a name that the template misses is an error."""
    return environment().get_template(template).render(language=language, **values)


def asset(name: str) -> str:
    """Return a file of the template folder as it is."""
    loader = environment().loader
    assert loader is not None  # noqa: S101 - for the type checker: `environment` sets one
    return loader.get_source(environment(), name)[0]


@cache
def environment() -> Environment:
    """Return what reads the templates. Whoever adds filters takes an `overlay` of it."""
    made = Environment(
        loader=PackageLoader("resolver.cli.render", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["t"] = _text
    made.globals["say"] = _say
    return made


@pass_context
def _text(context: Context, text: Text) -> str:
    return text.get(context["language"])


@pass_context
def _say(context: Context, zh: str, en: str) -> str:
    return Text(zh, en).get(context["language"])
