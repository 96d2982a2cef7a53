"""Who observes the live answers of a process, as its settings say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resolver.model.answer import Answer
from resolver.model.context import LookupContext
from resolver.runtime.live.sampler import Sampler
from resolver.runtime.live.second_opinion import AGREED, DIFFERED, SecondOpinion
from resolver.runtime.live.shadow import DIFFERS, SAME, Shadow, ShadowLoop
from resolver.runtime.settings import Settings
from resolver.runtime.snapshot import Snapshot
from resolver.runtime.watched import Watch

_LOOK_SECONDS = 2.0
"""How often to look at the candidate's folder where the rules that serve are not watched."""


class Observers:
    """Those that the settings ask for, started and stopped together; there may be none."""

    def __init__(self, settings: Settings) -> None:
        self._samplers: list[Sampler] = []
        self._watches: list[Watch] = []
        if settings.second_opinions:
            self._have_checked(settings.second_opinions)
        if settings.shadow_rules and settings.shadow_share:
            look_seconds = settings.reload_seconds or _LOOK_SECONDS
            self._have_tried(settings.shadow_rules, settings.shadow_share, look_seconds)

    @property
    def _running(self) -> Sequence[Watch | Sampler]:
        return (*self._watches, *self._samplers)

    def offer(
        self, snapshot: Snapshot, context: LookupContext, answer: Answer, resolution_id: str
    ) -> None:
        """Let each take the answer if it is one of its share. Never waits."""
        for sampler in self._samplers:
            sampler.offer(snapshot, context, answer, resolution_id)

    def start(self) -> None:
        """Observe from now on. Threads take over which signals the caller holds back."""
        for one in self._running:
            one.start()

    def stop(self) -> None:
        """Observe what waits, and end."""
        for one in self._running:
            one.stop()

    def _have_checked(self, share: float) -> None:
        observe = SecondOpinion().observe
        self._samplers.append(Sampler("second_opinion", share, observe, (AGREED, DIFFERED)))

    def _have_tried(self, rules: Path, share: float, look_seconds: float) -> None:
        shadow = Shadow()
        self._watches.append(Watch([ShadowLoop(rules, shadow)], look_seconds))
        self._samplers.append(Sampler("shadow", share, shadow.observe, (SAME, DIFFERS)))
