"""How the text of each setting is read, and what is wrong with one that cannot be."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from resolver.runtime.decisions.masking import DEFAULT_MASKS, Mask


def _whole(lowest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < lowest:
            raise ValueError(f"must be a whole number of at least {lowest}, not {text!r}")
        return int(text)

    return read


def _files(text: str) -> tuple[Path, ...]:
    return tuple(Path(name) for name in text.split(os.pathsep) if name)


def _number(text: str) -> float:
    """Return a number, and -1, which no setting takes, for what is none."""
    try:
        return float(text)
    except ValueError:
        return -1.0


def _seconds(text: str) -> float:
    seconds = _number(text)
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"must be a number of seconds, not {text!r}")
    return seconds


def _some_seconds(text: str) -> float:
    seconds = _seconds(text)
    if not seconds:
        raise ValueError("must be more than 0 seconds")
    return seconds


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or int(port) > 65_535:
        raise ValueError(f"must be HOST:PORT, not {text!r}")
    return text


def _database(text: str) -> str:
    if text == "none":
        return ""
    if not text.startswith(("sqlite:///", "postgresql://")):  # not quoted: it may hold a password
        raise ValueError("must be none, sqlite:///FILE or postgresql://USER@HOST/DATABASE")
    return text


def _web_address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError(f"must be a URL that begins with http:// or https://, not {text!r}")
    return text


def _fraction(text: str) -> float:
    fraction = _number(text)
    if not 0 <= fraction <= 1:
        raise ValueError(f"must be a share from 0 to 1, not {text!r}")
    return fraction


def _share(text: str) -> float:
    share = _number(text)
    if not 0 < share <= 1:
        raise ValueError(f"must be a number above 0, at most 1, not {text!r}")
    return share


def _switch(text: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if text.lower() not in words:
        raise ValueError(f"must be true or false, not {text!r}")
    return words[text.lower()]


def _manner(text: str) -> str:
    if text.lower() not in {"warn", "degrade", "stop"}:
        raise ValueError(f"must be warn, degrade or stop, not {text!r}")
    return text.lower()


def _word(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"must be one of {', '.join(words)}, not {text!r}")
        return text

    return read


def _masks(text: str) -> tuple[tuple[str, Mask], ...]:
    return tuple(_mask(*part.strip().partition("=")[::2]) for part in text.split(","))


def _mask(field: str, name: str) -> tuple[str, Mask]:
    if field not in DEFAULT_MASKS:
        raise ValueError(f"knows no field {field!r}; fields are {', '.join(DEFAULT_MASKS)}")
    if name not in set(Mask):
        raise ValueError(f"{field}: must be one of {', '.join(Mask)}, not {name!r}")
    return field, Mask(name)


def _level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError(f"must be DEBUG, INFO, WARNING or ERROR, not {text!r}")
    return text.upper()


READERS: Mapping[str, Callable[[str], Any]] = {
    "address": str,
    "rules": Path,
    "bundle": str,
    "bundle_keys": _files,
    "bundle_poll_seconds": _seconds,
    "bundle_cache": Path,
    "bundle_ca": Path,
    "reload_seconds": _seconds,
    "require_tests": _switch,
    "check_seconds": _some_seconds,
    "threads": _whole(1),
    "max_in_flight": _whole(1),
    "batches": _whole(1),
    "streams": _whole(1),
    "caller_share": _share,
    "tls_certificate": Path,
    "tls_key": Path,
    "tls_client_ca": Path,
    "insecure": _switch,
    "callers": Path,
    "jwt_keys": Path,
    "jwt_issuer": str,
    "jwt_audience": str,
    "jwt_leeway_seconds": _seconds,
    "workers": _whole(1),
    "stale_seconds": _seconds,
    "when_stale": _manner,
    "drain_seconds": _seconds,
    "grace_seconds": _seconds,
    "max_message_bytes": _whole(1024),
    "max_connection_age_seconds": _seconds,
    "reflection": _switch,
    "outcomes": _database,
    "outcome_days": _whole(0),
    "metrics_address": _host_and_port,
    "decision_log": _word("off", "group", "fsync"),
    "decision_log_folder": Path,
    "decision_log_key": Path,
    "decision_log_masks": _masks,
    "decision_log_when_slow": _word("wait", "shed"),
    "decision_log_patience_seconds": _seconds,
    "decision_log_segment_bytes": _whole(4096),
    "decision_log_days": _whole(0),
    "decision_log_bytes": _whole(0),
    "second_opinions": _fraction,
    "shadow_rules": Path,
    "shadow_share": _fraction,
    "trace_endpoint": _web_address,
    "trace_share": _fraction,
    "log_requests": _fraction,
    "log_level": _level,
}
"""By the name of the setting. Each raises `ValueError`, with words that go on from that name."""
