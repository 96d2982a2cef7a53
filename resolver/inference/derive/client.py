"""Facts of the caller's side of the line: channel, host, tool, browser, network."""

from __future__ import annotations

import math
from datetime import timedelta
from functools import lru_cache

from resolver.inference.derive.browsers import BrowserReader, read_network
from resolver.inference.derive.hosts import HostReader, HostReading
from resolver.inference.derive.versions import compare_versions
from resolver.model.answer import Derivation
from resolver.model.conditions import Truth
from resolver.model.context import Channel, ClientEnvironment
from resolver.model.facts import FactValue
from resolver.model.knowledge import ClientProfile

_OFFICIAL = frozenset({Channel.OFFICIAL_WEB, Channel.OFFICIAL_APP, Channel.OFFICIAL_API})
_IN_THE_ADDRESS_BAR = frozenset({Channel.OFFICIAL_WEB, Channel.UNOFFICIAL_WEB})
"""Channels whose host tells whether they are official; the others may go through a gateway."""

_LONGEST_ROUND_TRIP = timedelta(hours=1)
_LONGEST_HOST = 2000


class ClientReader:
    """Reads the client by the rulebook's profile of hosts, browsers and lines."""

    def __init__(self, profile: ClientProfile) -> None:
        self._profile = profile
        hosts = HostReader(profile.official_domains, profile.provincial_labels)
        self._host = lru_cache(maxsize=4096)(hosts.read)
        self._browsers = BrowserReader(profile.oldest_browsers)

    def derive(self, client: ClientEnvironment, draft: Derivation) -> None:
        """Add the facts of the client."""
        facts = draft.facts
        host = self._host(client.endpoint_host[:_LONGEST_HOST]) if client.endpoint_host else None
        _channel(client.channel, host, facts)
        versions = compare_versions(client.tool_version, client.latest_tool_version)
        if versions is not None:
            facts["client.tool_outdated"], facts["client.tool_major_behind"] = versions
        _put(facts, "client.browser_kind", self._browsers.kind(client.browser))
        if client.network_type:
            _put(facts, "client.network_kind", read_network(client.network_type))
        self._line(client, facts)
        _put(facts, "client.internet_reachable", client.internet_reachable)
        _put(facts, "client.provider_reachable", client.provider_reachable)
        _put(facts, "client.other_lookups_succeed", client.other_lookups_succeed)

    def _line(self, client: ClientEnvironment, facts: dict[str, FactValue]) -> None:
        loss = _percent(client.packet_loss_ratio)
        delay = _milliseconds(client.round_trip_time)
        if loss is None and delay is None:
            return
        _put(facts, "client.packet_loss_percent", loss)
        _put(facts, "client.round_trip_milliseconds", delay)
        poor, good = self._profile.poor_line, self._profile.good_line
        poor_parts = (
            _reaches(loss, poor.loss_percent),
            _reaches(delay, poor.round_trip_milliseconds),
        )
        good_parts = (
            _reaches(loss, good.loss_percent),
            _reaches(delay, good.round_trip_milliseconds),
        )
        _put(facts, "client.line_poor", _either(*poor_parts))
        too_high = _either(*good_parts)
        _put(facts, "client.line_good", None if too_high is None else not too_high)


def _put(facts: dict[str, FactValue], name: str, value: FactValue | None) -> None:
    if value is not None:
        facts[name] = value


def _channel(
    channel: Channel | None, host: HostReading | None, facts: dict[str, FactValue]
) -> None:
    if channel is not None:
        facts["client.channel"] = channel.value
    if host is not None:
        facts["client.host_official"] = host.official
        facts["client.host_provincial"] = host.provincial
    _put(facts, "client.official_channel", _is_official(channel, host))


def _is_official(channel: Channel | None, host: HostReading | None) -> Truth:
    """Return whether the tax authority itself was asked; of a web site the host decides."""
    if host is not None and channel in _IN_THE_ADDRESS_BAR:
        return host.official
    if channel is not None:
        return channel in _OFFICIAL
    return True if host is not None and host.official else None


def _percent(ratio: float | None) -> float | None:
    if ratio is None or not math.isfinite(ratio) or not 0.0 <= ratio <= 1.0:
        return None
    return round(100 * ratio, 2)


def _milliseconds(duration: timedelta | None) -> float | None:
    if duration is None or not timedelta(0) <= duration <= _LONGEST_ROUND_TRIP:
        return None
    return round(duration.total_seconds() * 1000, 1)


def _reaches(value: float | None, bound: float) -> Truth:
    return None if value is None else value >= bound


def _either(left: Truth, right: Truth) -> Truth:
    if left or right:
        return True
    return None if left is None or right is None else False
