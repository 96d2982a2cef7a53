"""Why a bundle is not used. The words are stable: logs, `GetRulebook` and scripts name them."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The `reason` of every `BundleError`."""

    UNAVAILABLE = "BUNDLE_UNAVAILABLE"
    """It cannot be had: no such file, no answer, an answer that broke off."""

    TOO_LARGE = "BUNDLE_TOO_LARGE"
    """It has more bytes or files than a rulebook can need."""

    MALFORMED = "BUNDLE_MALFORMED"
    """Some byte of the archive is not as `bundle build` writes it."""

    UNSIGNED = "BUNDLE_UNSIGNED"
    """Keys are required, and it has no signature."""

    KEY_UNKNOWN = "BUNDLE_KEY_UNKNOWN"
    """It is signed by a key that is none of those required."""

    SIGNATURE_WRONG = "BUNDLE_SIGNATURE_WRONG"
    """The signature is not that of the manifest."""

    MANIFEST_WRONG = "BUNDLE_MANIFEST_WRONG"
    """The manifest cannot be read, or is not in its canonical form."""

    ENGINE_UNFIT = "BUNDLE_ENGINE_UNFIT"
    """It is for another version of the product."""

    FILE_MISSING = "BUNDLE_FILE_MISSING"
    """The manifest lists a file that is not there."""

    FILE_UNLISTED = "BUNDLE_FILE_UNLISTED"
    """There is a file that the manifest does not list."""

    FILE_ALTERED = "BUNDLE_FILE_ALTERED"
    """A file is not the one that the manifest lists."""

    REVISION_WRONG = "BUNDLE_REVISION_WRONG"
    """Its rules have another revision than the manifest says."""

    OUTDATED = "BUNDLE_OUTDATED"
    """Its serial number is not above that of the bundle it would replace."""
