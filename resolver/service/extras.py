"""What is imported only where the settings ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.errors import SettingsError
from resolver.runtime.settings import PREFIX, Settings

if TYPE_CHECKING:
    from resolver.service.tracing import CallTracer


def call_tracer(settings: Settings) -> CallTracer | None:
    """Return what traces calls, or `None` where nobody wants them traced.

    Raises:
        SettingsError: The extra `tracing` is not installed.
    """
    if not settings.trace_endpoint:
        return None
    try:
        from resolver.service.tracing import CallTracer  # noqa: PLC0415 - takes 0.2 s
    except ImportError as error:
        problem = (
            f"{PREFIX}TRACE_ENDPOINT needs packages that are not installed: "
            "pip install 'invoice-status-resolver[tracing]'"
        )
        raise SettingsError([problem]) from error
    return CallTracer(settings.trace_endpoint, settings.trace_share)
