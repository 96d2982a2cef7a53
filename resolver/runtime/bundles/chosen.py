"""Which source of bundles the settings choose."""

from __future__ import annotations

from pathlib import Path

from resolver.bundle.keys import read_verifying_key
from resolver.runtime.bundles.cache import BundleCache
from resolver.runtime.bundles.download import Download
from resolver.runtime.bundles.files import BundlePath
from resolver.runtime.bundles.pace import Pace
from resolver.runtime.bundles.target import read_target
from resolver.runtime.bundles.url import BundleUrl
from resolver.runtime.making import EditionMaker
from resolver.runtime.settings import Settings
from resolver.runtime.sources import RulesSource

_LONGEST_LOOK_SECONDS = 1.0
"""A bundle that has arrived is loaded after two looks, however seldom its URL is asked."""


def bundle_source(settings: Settings, make: EditionMaker) -> tuple[RulesSource, float]:
    """Return where bundles come from; see `chosen_source`.

    Raises:
        KeyFileError: A file of keys cannot be used.
        BundleError: The URL, or the file of certificates, cannot be used.
    """
    keys = tuple(read_verifying_key(file) for file in settings.bundle_keys)
    if "://" not in settings.bundle:
        return BundlePath(Path(settings.bundle), keys, make), settings.reload_seconds
    target = read_target(settings.bundle)
    source = BundleUrl(
        Download(target, settings.bundle_ca),
        Pace(settings.bundle_poll_seconds),
        BundleCache.of(settings.bundle_cache, target.url),
        keys,
        make,
    )
    return source, min(settings.bundle_poll_seconds, _LONGEST_LOOK_SECONDS)
