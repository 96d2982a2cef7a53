"""Pages for browsers."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from resolver.cli.render import html
from resolver.model.texts import Text


def rendered(template: str, language: str, **values: object) -> str:
    """Return a template that stands in a test as a page."""
    made = html.environment().from_string(template)
    return made.render(language=language, **values)


def test_page_has_one_language_and_its_style_inline() -> None:
    """It can be sent as one file."""
    page = rendered(
        '{% extends "base.html" %}{% block title %}T{% endblock %}'
        '{% block content %}{{ text|t }} {{ say("好", "fine") }}{% endblock %}',
        "en",
        text=Text("文字", "words"),
    )
    assert '<html lang="en">' in page
    assert "--paper:" in page
    assert "words fine" in page


def test_everything_is_escaped() -> None:
    """A text of a rule is no markup."""
    assert rendered("{{ text|t }}", "zh-CN", text=Text("<i>&", "")) == "&lt;i&gt;&amp;"


def test_name_that_is_missing_is_an_error() -> None:
    """Rather than a hole in the page."""
    with pytest.raises(UndefinedError):
        rendered("{{ nothing }}", "en")
