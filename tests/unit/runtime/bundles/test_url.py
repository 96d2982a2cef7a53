"""A bundle at a URL: what serves, what is kept, what is refused. Nothing is really asked."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from resolver.bundle.keys import VerifyingKey
from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.model.texts import Text
from resolver.runtime.bundles.cache import BundleCache
from resolver.runtime.bundles.download import Fetched
from resolver.runtime.bundles.pace import Pace
from resolver.runtime.bundles.url import BundleUrl
from resolver.runtime.edition import ReloadAttempt
from resolver.runtime.holder import SnapshotHolder, serve_here
from resolver.runtime.reload import ReloadLoop, begin
from tests.support.bundles import EDITED, KEY, OTHER_KEY, tiny_bundle

NOW = datetime(2025, 3, 14, tzinfo=UTC)
GONE = BundleError(Reason.UNAVAILABLE, Text("没有", "nothing there"))


class Mirror:
    """A URL that a test fills, and servers that load from it, one after another."""

    def __init__(self, folder: Path) -> None:
        self.cache = BundleCache.of(folder / "cache", "https://example.org/rules.tar")
        self.keys: tuple[VerifyingKey, ...] = (KEY.public,)
        self.offered: bytes | BundleError = GONE
        self.tags: list[str] = []

    def __call__(self, etag: str) -> Fetched | None:
        """Answer as a web server does."""
        self.tags.append(etag)
        if isinstance(self.offered, BundleError):
            raise self.offered
        tag = f'"{hash(self.offered)}"'
        return None if etag == tag else Fetched(self.offered, tag)

    def start(self, offered: bytes | BundleError) -> tuple[SnapshotHolder, ReloadLoop]:
        """Start a server that asks each time it looks."""
        self.offered = offered
        return begin(BundleUrl(self, Pace(0.0), self.cache, self.keys), serve_here, NOW)


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    """A mirror that offers nothing yet, and a cache that holds nothing."""
    return Mirror(tmp_path)


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever another test has set."""
    caplog.set_level(logging.INFO, "resolver")


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged."""
    return [record.getMessage() for record in caplog.records]


def settle(loop: ReloadLoop) -> ReloadAttempt | None:
    """Let the loop look twice."""
    assert loop.step(NOW) is None
    return loop.step(NOW)


def test_bundle_is_loaded_kept_and_asked_for_by_its_tag(mirror: Mirror) -> None:
    """What was had is not had again."""
    data = tiny_bundle()
    holder, loop = mirror.start(data)
    assert holder.current.origin is not None
    assert not holder.current.origin.from_cache
    assert mirror.cache.file.read_bytes() == data
    assert mirror.cache.file.stat().st_mode & 0o077 == 0
    assert [loop.step(NOW) for _ in range(3)] == [None] * 3
    assert mirror.tags[0] == ""
    assert len(set(mirror.tags[1:])) == 1


def test_new_bundle_replaces_the_old_one_here_and_on_disk(mirror: Mirror) -> None:
    """After two looks, as for any source."""
    holder, loop = mirror.start(tiny_bundle())
    before = holder.current.rulebook.revision
    mirror.offered = tiny_bundle(EDITED)
    assert settle(loop) == ReloadAttempt(NOW)
    assert holder.current.rulebook.revision != before
    assert mirror.cache.file.read_bytes() == mirror.offered


@pytest.mark.parametrize(
    ("offered", "reason"),
    [
        (tiny_bundle(EDITED, OTHER_KEY), Reason.KEY_UNKNOWN),
        (tiny_bundle(EDITED, None), Reason.UNSIGNED),
        (b"<html>sign in</html>", Reason.MALFORMED),
        (tiny_bundle({"scale.yaml": "scale: [\n"}), "RULES_REJECTED"),
        (GONE, Reason.UNAVAILABLE),
    ],
)
def test_whatever_is_refused_keeps_the_last_good(
    mirror: Mirror, offered: bytes | BundleError, reason: str
) -> None:
    """In memory and on disk, and it is refused once only."""
    good = tiny_bundle()
    holder, loop = mirror.start(good)
    serving = holder.current
    mirror.offered = offered
    attempt = settle(loop)
    assert attempt is not None
    assert attempt.reason == reason
    assert loop.step(NOW) is None
    assert (holder.current, mirror.cache.file.read_bytes()) == (serving, good)
    mirror.offered = good
    assert settle(loop) == ReloadAttempt(NOW)


@pytest.mark.parametrize("offered", [GONE, b"<html>", tiny_bundle(key=OTHER_KEY)])
def test_start_uses_the_last_good_and_says_so(
    mirror: Mirror, caplog: pytest.LogCaptureFixture, offered: bytes | BundleError
) -> None:
    """Without network, or where the mirror offers what nobody should use."""
    mirror.start(tiny_bundle())
    holder, loop = mirror.start(offered)
    assert holder.current.origin is not None
    assert holder.current.origin.from_cache
    assert holder.last_reload is not None
    assert not holder.last_reload.succeeded
    assert events(caplog)[-2:] == ["bundle.cache.used", "rules.reload.failed"]
    mirror.offered = tiny_bundle()
    assert settle(loop) == ReloadAttempt(NOW)
    assert not holder.current.origin.from_cache


def test_start_without_bundle_and_cache_serves_nothing(mirror: Mirror) -> None:
    """The error is that of the URL."""
    with pytest.raises(BundleError, match="nothing there"):
        mirror.start(GONE)


def test_bundle_on_disk_is_verified_like_any_other(
    mirror: Mirror, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever can write to the cache cannot choose the rules."""
    mirror.start(tiny_bundle())
    mirror.cache.file.write_bytes(tiny_bundle(EDITED, OTHER_KEY))
    with pytest.raises(BundleError, match="nothing there"):
        mirror.start(GONE)
    assert "bundle.cache.failed" in events(caplog)


def test_bundle_on_disk_whose_rules_are_refused_is_not_used(mirror: Mirror) -> None:
    """As after an upgrade that checks more."""
    mirror.start(tiny_bundle())
    mirror.cache.keep(tiny_bundle({"scale.yaml": "scale: [\n"}))
    with pytest.raises(BundleError, match="nothing there"):
        mirror.start(GONE)


def test_disk_that_cannot_be_written_is_no_reason_not_to_serve(
    mirror: Mirror, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged."""
    mirror.cache.file.parent.write_bytes(b"in the way")
    holder, _ = mirror.start(tiny_bundle())
    assert holder.current.origin is not None
    assert events(caplog)[-1] == "bundle.cache.failed"


def test_older_serial_is_refused_even_after_a_restart(mirror: Mirror) -> None:
    """A mirror cannot choose among what the owner ever signed."""
    holder, loop = mirror.start(tiny_bundle(serial=2))
    serving = holder.current
    for offered in (tiny_bundle(EDITED, serial=1), tiny_bundle(EDITED, serial=2), tiny_bundle()):
        mirror.offered = offered
        attempt = settle(loop)
        assert attempt is not None
        assert (attempt.reason, holder.current) == (Reason.OUTDATED, serving)
    holder, _ = mirror.start(tiny_bundle(EDITED, serial=1))
    assert holder.current.origin is not None
    assert (holder.current.origin.from_cache, holder.current.origin.serial) == (True, 2)


def test_owner_goes_back_by_a_higher_serial(mirror: Mirror) -> None:
    """Old rules, new edition."""
    holder, loop = mirror.start(tiny_bundle(serial=1))
    first = holder.current.rulebook.revision
    for offered in (tiny_bundle(EDITED, serial=2), tiny_bundle(serial=3)):
        mirror.offered = offered
        assert settle(loop) == ReloadAttempt(NOW)
    assert holder.current.rulebook.revision == first


def test_url_is_asked_only_when_it_is_due(mirror: Mirror) -> None:
    """Looks in between cost nothing."""
    mirror.offered = tiny_bundle()
    source = BundleUrl(mirror, Pace(3600.0), mirror.cache, mirror.keys)
    looks = {source.look() for _ in range(5)}
    assert (len(looks), len(mirror.tags)) == (1, 1)
