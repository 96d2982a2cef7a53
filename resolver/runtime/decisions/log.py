"""The decision log of one process: what it writes, and what it does where it cannot."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from resolver import __version__
from resolver.errors import DecisionLogError
from resolver.runtime.decisions.claims import claim
from resolver.runtime.decisions.disk import Disk
from resolver.runtime.decisions.journal import Journal, Manner, SlowDiskError, writer_of
from resolver.runtime.decisions.keeper import Keeper, Retention
from resolver.runtime.decisions.keys import LogKeys, key_needed, read_keys
from resolver.runtime.decisions.masking import DEFAULT_MASKS, Mask, Masker
from resolver.runtime.decisions.record import Decision, Recorder
from resolver.runtime.edition import Edition
from resolver.runtime.log_pace import LogPace
from resolver.runtime.logs import Event, log
from resolver.runtime.metrics import DECISION_BYTES, DECISION_WRITTEN, DECISIONS, MASKS_FAILED
from resolver.runtime.settings import Settings

_KEEPING_SECONDS = 1.0
_PACE = LogPace(burst=5, per_second=0.2)
_SECONDS_A_DAY = 86_400.0
_count = cache(DECISIONS.labels)


class DecisionLog:
    """Keeps decisions, from any thread, until it is closed."""

    def __init__(self, settings: Settings, disk: Disk | None = None) -> None:
        """Claim a chain in the folder that settings name.

        Raises:
            SettingsError: A mask needs a key that is not there.
            DecisionLogError: The folder cannot be written to.
        """
        masks, keys = dict(settings.decision_log_masks), _keys(settings)
        self._folder = settings.decision_log_folder
        self._sheds = settings.decision_log_when_slow == "shed"
        self._recorder = Recorder(Masker(masks, keys.masks, _tell_failed_mask))
        self.id_key = keys.questions
        """What the ids of answers are made with, so that they do not tell what was asked."""
        self._claim = claim(self._folder)
        manner = Manner(
            synced=settings.decision_log == "fsync",
            segment_bytes=settings.decision_log_segment_bytes,
            patience_seconds=settings.decision_log_patience_seconds if self._sheds else -1.0,
        )
        about = {"version": __version__, "key": keys.name, "masks": masks}
        self._journal = Journal(
            self._claim.folder, self._claim.head, manner, disk, lambda: {**writer_of(), **about}
        )
        retention = Retention(
            settings.decision_log_days * _SECONDS_A_DAY, settings.decision_log_bytes
        )
        self._keeper = Keeper(self._claim, self._journal, retention)
        self._told = (self._claim.head.decisions, 0)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="decisions", daemon=True)

    def start(self) -> None:
        """Begin to do beside the calls what need not be done in them."""
        self._thread.start()
        log(Event.DECISIONS_OPENED, chain=str(self._claim.folder))

    def close(self) -> None:
        """Close the segment, and let another process have the chain. Nothing may come after."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        try:
            self._journal.close_segment()
            self._keeper.keep_head()
        except (OSError, DecisionLogError) as error:
            _tell_failure(Event.DECISIONS_KEEPING_FAILED, error)
        self._tell_progress()
        self._claim.release()

    def keep(self, decisions: Sequence[Decision]) -> None:
        """Keep decisions before their answers are given, all or none.

        Raises:
            DecisionLogError: They cannot be kept, and no answer is to be given that is not.
        """
        kept = [self._recorder.record(decision) for decision in decisions]
        try:
            self._journal.append(kept)
        except DecisionLogError as error:  # what was kept is counted beside the calls
            shed = self._sheds and isinstance(error, SlowDiskError)
            _count("shed" if shed else "failed").inc(len(kept))
            _tell_failure(Event.DECISIONS_FAILED, error)
            if not self._sheds:
                raise
            return

    def keep_rulebook(self, edition: Edition) -> None:
        """Keep the rules that are about to serve; a failure is told, and they serve all the same.

        Of an edition that was not made of files there is nothing to keep.
        """
        if not edition.files:
            return
        # What packs rules can sign them, too, and takes 12 MB: only a server with a log needs it.
        from resolver.runtime.decisions.rulebooks import keep_rulebook  # noqa: PLC0415

        try:
            keep_rulebook(self._folder, edition.rulebook, edition.files)
        except OSError as error:
            _tell_failure(Event.DECISIONS_KEEPING_FAILED, error)

    def _tell_progress(self) -> None:
        """Count what was kept since this was told last: beside the calls, so that none pays."""
        head, size = self._journal.head, self._journal.written_bytes
        kept = head.decisions - self._told[0]
        if kept:
            _count("kept").inc(kept)
            DECISION_BYTES.inc(size - self._told[1])
            DECISION_WRITTEN.set_to_current_time()
            self._told = (head.decisions, size)

    def _run(self) -> None:
        while not self._stopping.wait(_KEEPING_SECONDS):
            self._tell_progress()
            try:
                self._keeper.step(datetime.now(UTC))
            except Exception as error:  # noqa: BLE001 - or nothing would ever be packed again
                _tell_failure(Event.DECISIONS_KEEPING_FAILED, error)


def _keys(settings: Settings) -> LogKeys:
    masks = {**DEFAULT_MASKS, **dict(settings.decision_log_masks)}
    if settings.decision_log_key:
        return read_keys(settings.decision_log_key)
    hashed = [field for field, mask in masks.items() if mask is Mask.HASH]
    if hashed:
        raise key_needed(hashed)
    return LogKeys()


def _tell_failed_mask(field: str) -> None:
    MASKS_FAILED.labels(field).inc()


def _tell_failure(event: Event, error: Exception) -> None:
    """Log a failure that may come with every call, now and then."""
    unlogged = _PACE.turn(event)
    if unlogged is not None:
        told = f"{type(error).__name__}: {error}"
        log(event, logging.ERROR, error=told, unlogged=unlogged)
