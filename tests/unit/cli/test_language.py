"""Which language a locale asks for."""

from __future__ import annotations

import pytest

from resolver.cli.language import default_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_TW"}, "zh-CN"),
        ({"LANG": "Chinese (Simplified)_China.936"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LC_ALL": "en_GB", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh-CN"),
    ],
)
def test_default_language_follows_the_locale(environment: dict[str, str], language: str) -> None:
    """The first variable that is set decides; a locale without a language means English."""
    assert default_language(environment) == language


def test_default_language_without_variables_asks_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Windows sets no variable, but knows a locale."""
    monkeypatch.setattr("locale.getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    assert default_language({}) == "zh-CN"
