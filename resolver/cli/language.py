"""Which language to speak where the user has not said."""

from __future__ import annotations

import locale
from collections.abc import Mapping

from resolver.model.texts import closest_language

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_LANGUAGE = {"", "C", "POSIX"}


def default_language(environment: Mapping[str, str]) -> str:
    """Return the language of `LANGUAGES` that a locale asks for.

    The first variable that is set decides, as POSIX has it. A locale without a language (`C`, or
    none at all) means English, as it does for other programs.
    """
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    tag = named or (locale.getlocale()[0] or "")
    tag = tag.split(".", 1)[0].split("@", 1)[0]
    if tag in _NO_LANGUAGE:
        return "en"
    # Windows writes `Chinese (Simplified)_China`.
    return closest_language("zh" if tag.lower().startswith("chinese") else tag)
