"""Which source of rules the settings choose."""

from __future__ import annotations

from resolver.runtime.making import EditionMaker
from resolver.runtime.settings import Settings
from resolver.runtime.sources import RulesFolder, RulesSource


def chosen_source(settings: Settings) -> tuple[RulesSource, float]:
    """Return where the rules come from, and how often in seconds to look there; 0 for never.

    Raises:
        KeyFileError: A file of keys cannot be used.
        BundleError: The URL, or the file of certificates, cannot be used.
    """
    make = EditionMaker(require_tests=settings.require_tests)
    if not settings.bundle:
        return RulesFolder(settings.rules, make), settings.reload_seconds
    # What verifies signatures takes 12 MB, which a server of a rules folder does not need.
    from resolver.runtime.bundles.chosen import bundle_source  # noqa: PLC0415

    return bundle_source(settings, make)
