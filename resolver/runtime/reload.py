"""Watches where the rules come from; builds aside, swaps when good, keeps the last good."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from resolver.errors import ResolverError
from resolver.runtime.edition import Edition, ReloadAttempt, ServingRules
from resolver.runtime.fingerprint import Fingerprint
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import count_refused_reload, count_reload, tell_confirmed, tell_rules
from resolver.runtime.refusal import first_mistakes, refusal_diagnostics, refusal_reason
from resolver.runtime.sources import RulesSource
from resolver.runtime.watch import Watch

_Rules = TypeVar("_Rules", bound=ServingRules)


class ReloadLoop:
    """Decides, each time it is asked, whether to load the rules anew, and does so.

    Rules are loaded once their source has settled, and once only for each look, so that a mistake
    is reported once.
    """

    def __init__(self, source: RulesSource, rules: ServingRules, seen: Fingerprint) -> None:
        """Watch from a look at the source that was taken before the rules were read."""
        self._source = source
        self._rules = rules
        self._watch = Watch(source.look, seen)

    def step(self, now: datetime) -> ReloadAttempt | None:
        """Look at the source, load it if it is another one and settled, and report.

        Returns `None` where nothing was attempted, or where the source changed meanwhile: then
        what was read may be a mixture, and a later step loads it. Requests under way keep the
        snapshot that they began with; its engine goes with the last reference to it.
        """
        if not self._watch.has_settled():
            self._confirm(now)
            return None
        read = self._read()
        if not self._watch.take():
            return None
        return self.refuse(read, now) if isinstance(read, Exception) else self._taken(read, now)

    def refuse(self, error: Exception, now: datetime) -> ReloadAttempt:
        """Tell that new rules were refused, and that those that serve go on."""
        reason, diagnostics = refusal_reason(error), refusal_diagnostics(error)
        attempt = ReloadAttempt(now, reason, diagnostics)
        self._rules.tell(attempt)
        count_refused_reload()
        log(
            Event.RULES_RELOAD_FAILED,
            logging.ERROR,
            reason=reason,
            error=f"{type(error).__name__}: {error}",
            mistakes=first_mistakes(diagnostics),
            revision=self._rules.current.rulebook.revision,
        )
        return attempt

    def _confirm(self, now: datetime) -> None:
        """Note that the source still holds what serves, if it does."""
        last = self._rules.last_reload
        if self._watch.is_known and (last is None or last.succeeded):
            self._rules.confirmed_at = now
            tell_confirmed(now)

    def _read(self) -> Edition | Exception:
        try:
            return self._source.read()
        except Exception as error:  # noqa: BLE001 - the last good rules must go on serving
            return error

    def _taken(self, edition: Edition, now: datetime) -> ReloadAttempt:
        revision, serving = edition.rulebook.revision, self._rules.current
        changed = revision != serving.rulebook.revision
        try:
            if changed or edition.origin != serving.origin:
                self._rules.take(edition)
            elif edition.files != serving.files:  # other scenarios, which decide nothing
                self._rules.take(replace(edition, loaded_at=serving.loaded_at))
        except Exception as error:  # noqa: BLE001 - the last good rules must go on serving
            return self.refuse(error, now)
        self._source.taken()
        attempt = ReloadAttempt(now, diagnostics=edition.diagnostics)
        self._rules.tell(attempt)
        self._rules.confirmed_at = now
        count_reload(revision, now)
        log(
            Event.RULES_RELOAD_SUCCEEDED,
            revision=revision,
            rules=len(edition.rulebook.rules()),
            changed=changed,
        )
        return attempt


def begin(
    source: RulesSource, serve: Callable[[Edition], _Rules], now: datetime
) -> tuple[_Rules, ReloadLoop]:
    """Load the rules for the first time; return what serves and the loop that watches the source.

    `serve` returns what answers by an edition. Where a source has kept its last good rules, these
    serve if the new ones cannot be had or are refused, and that counts as a failed reload.

    Raises:
        ResolverError: The rules cannot be had or are refused, and there are no earlier ones.
    """
    seen = source.look()
    try:
        rules = serve(source.read())
    except ResolverError as error:
        kept = source.last_good()
        if kept is None:
            raise
        rules = serve(kept)
        tell_rules(kept.rulebook.revision, kept.loaded_at)
        loop = ReloadLoop(source, rules, seen)
        loop.refuse(error, now)
        return rules, loop
    source.taken()
    tell_rules(rules.current.rulebook.revision, rules.current.loaded_at)
    return rules, ReloadLoop(source, rules, seen)
