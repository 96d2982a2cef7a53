"""Official hosts and look-alikes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.hosts import HostReader, HostReading
from tests.support.calendars import shipped_knowledge

PROFILE = shipped_knowledge().client
HOSTS = HostReader(PROFILE.official_domains, PROFILE.provincial_labels)


@pytest.mark.parametrize(
    "text",
    [
        "inv-veri.chinatax.gov.cn",
        "INV-VERI.CHINATAX.GOV.CN:8083",
        "https://inv-veri.chinatax.gov.cn/index.html?x=@y",
        "//inv-veri.chinatax.gov.cn",
        "user:pw@inv-veri.chinatax.gov.cn",
        "ｉnv-veri．chinatax。gov.cn",
        " chinatax.gov.cn. ",
    ],
)
def test_official_host_is_known_in_every_spelling(text: str) -> None:
    """Scheme, user, port, path, case and full-width letters change nothing."""
    assert HOSTS.read(text) == HostReading(official=True, provincial=False)


@pytest.mark.parametrize(
    "text",
    [
        "fpcy.beijing.chinatax.gov.cn",
        "https://fpcy.jiangxi.chinatax.gov.cn:443",
        "etax.ningbo.chinatax.gov.cn",
        "beijing.chinatax.gov.cn",
    ],
)
def test_provincial_node_is_told_by_its_place(text: str) -> None:
    """The label right before the domain names the province or plan city."""
    assert HOSTS.read(text) == HostReading(official=True, provincial=True)


@pytest.mark.parametrize(
    "text",
    [
        "chinatax.gov.cn.evil.com",
        "evilchinatax.gov.cn",
        "https://chinatax.gov.cn@evil.com/",
        "https://evil.com/chinatax.gov.cn",
        "https://evil.com\\.chinatax.gov.cn",
        "evil.com#.chinatax.gov.cn",
        "evil.com?.chinatax.gov.cn",
        "xn--chinatx-6nf.gov.cn",
        "xn--80ak6aa92e.chinatax.gov.cn",
        "сhinatax.gov.cn",  # the first letter is Cyrillic
        "..chinatax.gov.cn",
        "[::1]:443",
        "10.0.0.8",
        "gov.cn",
        "www.fapiao-chaxun-wang.cn",
    ],
)
def test_look_alike_is_not_official(text: str) -> None:
    """Only who owns the end of the name counts."""
    assert HOSTS.read(text) == HostReading(official=False, provincial=False)


@pytest.mark.parametrize("text", ["", "  ", "https://", ":443", "."])
def test_text_without_a_host_is_unknown(text: str) -> None:
    """Nothing named, nothing judged."""
    assert HOSTS.read(text) is None


@given(st.text(alphabet=st.characters(), max_size=40), st.text(max_size=10))
def test_foreign_domain_is_never_official(before: str, after: str) -> None:
    """Whatever stands before a foreign domain, it is not the tax authority's."""
    reading = HOSTS.read(f"{before}.example.com/{after}")
    assert reading is None or not reading.official
