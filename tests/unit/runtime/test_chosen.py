"""Which source of rules the settings choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BundleError, KeyFileError
from resolver.runtime.bundles.files import BundlePath
from resolver.runtime.bundles.url import BundleUrl
from resolver.runtime.chosen import chosen_source
from resolver.runtime.settings import Settings
from resolver.runtime.sources import RulesFolder
from tests.support.bundles import KEY, key_file


def test_folder_is_watched_as_settings_say() -> None:
    """Where there is no bundle."""
    source, seconds = chosen_source(Settings(rules=Path("a"), reload_seconds=7.0))
    assert isinstance(source, RulesFolder)
    assert (source.directory, seconds) == (Path("a"), 7.0)


def test_bundle_on_this_machine_is_watched_like_a_folder(tmp_path: Path) -> None:
    """With the keys that must have signed it."""
    source, seconds = chosen_source(Settings(bundle="b.tar", bundle_keys=(key_file(tmp_path),)))
    assert isinstance(source, BundlePath)
    assert (source.path, [key.id for key in source.keys]) == (Path("b.tar"), [KEY.public.id])
    assert seconds == Settings().reload_seconds


@pytest.mark.parametrize(("poll", "look"), [(30.0, 1.0), (0.5, 0.5), (0.0, 0.0)])
def test_url_is_looked_at_more_often_than_it_is_asked(poll: float, look: float) -> None:
    """So that what has arrived does not wait; never means never."""
    settings = Settings(bundle="https://example.org/b.tar", bundle_poll_seconds=poll)
    source, seconds = chosen_source(settings)
    assert isinstance(source, BundleUrl)
    assert seconds == look


def test_what_cannot_be_used_is_refused_before_anything_is_served(tmp_path: Path) -> None:
    """Keys, addresses, certificates."""
    gone = tmp_path / "gone"
    with pytest.raises(KeyFileError):
        chosen_source(Settings(bundle="b.tar", bundle_keys=(gone,)))
    with pytest.raises(BundleError):
        chosen_source(Settings(bundle="http://example.org/b.tar"))
    with pytest.raises(BundleError):
        chosen_source(Settings(bundle="https://example.org/b.tar", bundle_ca=gone))
