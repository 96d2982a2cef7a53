"""A bundle at a URL: asked for at a pace, verified, kept on disk once it is good."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from resolver.bundle.keys import VerifyingKey
from resolver.bundle.manifest import Manifest, sha256
from resolver.bundle.package import Bundle, open_bundle
from resolver.bundle.reasons import Reason
from resolver.errors import BundleError, ResolverError
from resolver.model.texts import Text
from resolver.runtime.bundles.cache import BundleCache
from resolver.runtime.bundles.download import Fetched
from resolver.runtime.bundles.files import edition_of_bundle
from resolver.runtime.bundles.pace import Pace
from resolver.runtime.edition import Edition
from resolver.runtime.fingerprint import Fingerprint
from resolver.runtime.logs import Event, log
from resolver.runtime.making import edition_of_files
from resolver.runtime.sources import Make


class BundleUrl:
    """Rules from a URL. Only whoever loads and watches them waits for its answers."""

    def __init__(
        self,
        download: Callable[[str], Fetched | None],
        pace: Pace,
        cache: BundleCache,
        keys: Sequence[VerifyingKey] = (),
        make: Make = edition_of_files,
    ) -> None:
        self._download = download
        self._pace = pace
        self._cache = cache
        self._keys = keys
        self._make = make
        self._fetched = Fetched(b"", "")
        self._problem: BundleError | None = None
        self._read: Manifest | None = None
        self._newest: Manifest | None = None

    def look(self) -> Fingerprint:
        """Ask the URL if it is time to, and return the digest of what it last gave, or its error.

        What is refused is remembered by its entity tag, too: the same is not fetched again.
        """
        if self._pace.is_due():
            self._ask()
        if self._problem is not None:
            return ((self._problem.reason, self._problem.text.en),)
        return ((sha256(self._fetched.body),),)

    def read(self) -> Edition:
        """Verify and check what the URL last gave.

        Raises:
            BundleError: The URL gave nothing, or a bundle that is refused.
            RulesRejectedError: Its rules have mistakes.
        """
        if self._problem is not None:
            raise self._problem
        bundle = open_bundle(self._fetched.body, self._keys)
        self._refuse_outdated(bundle.manifest)
        edition = edition_of_bundle(bundle, self._make)
        self._read = bundle.manifest
        return edition

    def taken(self) -> None:
        """Keep it on disk, and refuse older ones from now on."""
        self._cache.keep(self._fetched.body)
        self._newest = self._read

    def last_good(self) -> Edition | None:
        """Return the edition of the bundle on disk, if one was kept and is still in order."""
        bundle = self._cached()
        if bundle is None:
            return None
        try:
            edition = edition_of_bundle(bundle, self._make, from_cache=True)
        except ResolverError as error:
            self._cache.complain(error)
            return None
        log(
            Event.BUNDLE_CACHE_USED,
            logging.WARNING,
            file=str(self._cache.file),
            bundle=bundle.manifest.digest,
            revision=bundle.manifest.revision,
        )
        return edition

    def _ask(self) -> None:
        try:
            fetched = self._download(self._fetched.etag)
        except BundleError as error:
            self._problem = error
            self._pace.failed()
            return
        self._problem = None
        self._pace.succeeded()
        if fetched is not None:
            self._fetched = fetched

    def _refuse_outdated(self, manifest: Manifest) -> None:
        """Refuse what was good once and is offered again: a mirror could choose which rules serve.

        Bundles without a serial number may follow each other in any order.
        """
        if self._newest is None and (cached := self._cached()) is not None:
            self._newest = cached.manifest
        newest = self._newest
        if newest is None or not newest.serial or manifest == newest:
            return
        if manifest.serial <= newest.serial:
            raise BundleError(
                Reason.OUTDATED,
                Text(
                    f"规则包编号 {manifest.serial} 不高于已用过的 {newest.serial}；要退回旧规则，"
                    "请以更高编号重新打包",
                    f"serial {manifest.serial} is not above {newest.serial}, which served before; "
                    "to go back to older rules, build them with a higher serial",
                ),
            )

    def _cached(self) -> Bundle | None:
        data = self._cache.read()
        if data is None:
            return None
        try:
            return open_bundle(data, self._keys)
        except BundleError as error:
            self._cache.complain(error)
            return None
