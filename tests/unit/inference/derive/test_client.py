"""Facts of the caller's side of the line."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.client import ClientReader
from resolver.model.answer import Derivation
from resolver.model.context import Channel, ClientEnvironment
from resolver.model.facts import FactValue
from tests.support.calendars import shipped_knowledge

READER = ClientReader(shipped_knowledge().client)
OFFICIAL, FOREIGN = "inv-veri.chinatax.gov.cn", "fapiao.example.com"


def facts_of(**client: Any) -> dict[str, FactValue]:
    """Return the facts of a client."""
    draft = Derivation()
    READER.derive(ClientEnvironment(**client), draft)
    return draft.facts


def test_client_of_which_nothing_is_told_has_no_facts() -> None:
    """Absent stays unknown."""
    assert facts_of() == {}
    assert facts_of(endpoint_host=" ", browser="", network_type="", tool_version="") == {}


@pytest.mark.parametrize(
    ("channel", "host", "official"),
    [
        (Channel.OFFICIAL_WEB, None, True),
        (Channel.OFFICIAL_WEB, OFFICIAL, True),
        (Channel.OFFICIAL_WEB, FOREIGN, False),
        (Channel.UNOFFICIAL_WEB, FOREIGN, False),
        (Channel.UNOFFICIAL_WEB, OFFICIAL, True),
        (Channel.OFFICIAL_API, FOREIGN, True),
        (Channel.RESELLER_API, OFFICIAL, False),
        (Channel.CLOUD_API, None, False),
        (None, OFFICIAL, True),
        (None, FOREIGN, None),
    ],
)
def test_official_channel_is_judged_by_host_and_channel(
    channel: Channel | None, host: str | None, official: bool | None
) -> None:
    """Of web sites the address bar tells the truth; an API may go through a gateway."""
    facts = facts_of(channel=channel, endpoint_host=host)
    assert facts.get("client.official_channel") is official


def test_tool_browser_network_and_reach_become_facts() -> None:
    """Each is told by a fact of its own."""
    assert facts_of(
        tool_version="4.0.2",
        latest_tool_version="6.3.1",
        browser="Chrome 49",
        network_type="4g",
        internet_reachable=True,
        provider_reachable=False,
        other_lookups_succeed=False,
    ) == {
        "client.tool_outdated": True,
        "client.tool_major_behind": True,
        "client.browser_kind": "outdated",
        "client.network_kind": "cellular",
        "client.internet_reachable": True,
        "client.provider_reachable": False,
        "client.other_lookups_succeed": False,
    }


@pytest.mark.parametrize(
    ("loss", "delay_ms", "poor", "good"),
    [
        (0.31, 2400, True, False),
        (0.05, None, True, False),
        (None, 1000, True, False),
        (0.0, 20, False, True),
        (0.02, 20, False, False),
        (0.0, None, None, None),
        (0.02, None, None, False),
    ],
)
def test_line_is_poor_by_one_figure_and_good_only_by_both(
    loss: float | None, delay_ms: float | None, poor: bool | None, good: bool | None
) -> None:
    """Where a figure is missing the other may decide, or nothing does."""
    delay = None if delay_ms is None else timedelta(milliseconds=delay_ms)
    facts = facts_of(packet_loss_ratio=loss, round_trip_time=delay)
    assert facts.get("client.line_poor") is poor
    assert facts.get("client.line_good") is good


@pytest.mark.parametrize("ratio", [math.nan, math.inf, -0.1, 1.01])
def test_impossible_figures_are_no_facts(ratio: float) -> None:
    """A ratio lies within 0 and 1, and no round trip is negative or hours long."""
    assert facts_of(packet_loss_ratio=ratio, round_trip_time=timedelta(seconds=-1)) == {}
    assert facts_of(round_trip_time=timedelta(days=1)) == {}


@given(
    st.builds(
        ClientEnvironment,
        channel=st.none() | st.sampled_from(Channel),
        endpoint_host=st.none() | st.text(max_size=300),
        tool_version=st.none() | st.text(max_size=80),
        latest_tool_version=st.none() | st.text(max_size=80),
        browser=st.none() | st.text(max_size=80),
        network_type=st.none() | st.text(max_size=80),
        packet_loss_ratio=st.none() | st.floats(),
        round_trip_time=st.none() | st.timedeltas(),
    )
)
def test_any_client_gives_finite_facts(client: ClientEnvironment) -> None:
    """Nothing that a client tells of itself breaks the derivation."""
    draft = Derivation()
    READER.derive(client, draft)
    numbers = [value for value in draft.facts.values() if isinstance(value, float)]
    assert all(map(math.isfinite, numbers))
