"""Tests of making what answers of rule files, here and aside."""

from __future__ import annotations

import pytest

from resolver.errors import RulesRejectedError, ScenariosFailedError
from resolver.runtime.making import EditionMaker, sound_rules_aside
from resolver.runtime.snapshot import sound_rules
from tests.support.rulefolders import tiny_files

SOUND = tiny_files()
WITHOUT_SCENARIOS = {
    path: content for path, content in SOUND.items() if not path.endswith("_test.yaml")
}


def test_rules_read_aside_are_those_read_here() -> None:
    """Mistakes included."""
    assert sound_rules_aside(SOUND) == sound_rules(SOUND)
    with pytest.raises(RulesRejectedError) as caught:
        sound_rules_aside({**SOUND, "scale.yaml": b""})
    assert caught.value.diagnostics[0].location.file == "scale.yaml"


def test_first_edition_is_read_here_and_later_ones_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both by the same terms, and they know what they were made of."""
    aside: list[bool] = []

    def told_aside(files: object, *, require_tests: bool) -> object:
        aside.append(require_tests)
        return sound_rules(SOUND, require_tests=require_tests)

    monkeypatch.setattr("resolver.runtime.making.sound_rules_aside", told_aside)
    make = EditionMaker(require_tests=True)
    with pytest.raises(ScenariosFailedError):
        make(WITHOUT_SCENARIOS)
    assert aside == []
    assert make(SOUND).files == SOUND
    assert aside == [True]
