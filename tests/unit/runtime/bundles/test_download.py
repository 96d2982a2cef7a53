"""One request for a bundle: where it may go, what it may bring, and what it never tells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.runtime.bundles import download as module
from resolver.runtime.bundles.download import Download, Fetched
from resolver.runtime.bundles.target import read_target
from tests.support.certificates import localhost_certificate
from tests.support.webserver import WebServer, web_server


@pytest.fixture
def server() -> Iterator[WebServer]:
    """A web server that offers some bytes."""
    with web_server(b"some bytes") as server:
        yield server


def fetch(server: WebServer, etag: str = "") -> Fetched | None:
    """Ask a server once."""
    return Download(read_target(server.url))(etag)


def refusal(server: WebServer) -> BundleError:
    """Return why nothing could be had."""
    with pytest.raises(BundleError) as caught:
        fetch(server)
    return caught.value


def test_answer_comes_with_its_tag_and_only_once(server: WebServer) -> None:
    """The tag makes the second request one that brings nothing."""
    first = fetch(server)
    assert first is not None
    assert first.body == b"some bytes"
    assert fetch(server, first.etag) is None
    server.wait_for(304, times=1)
    assert server.codes == [200, 304]


def test_unmodified_is_no_answer_to_a_request_without_tag(server: WebServer) -> None:
    """There is nothing that could be unmodified."""
    server.code = 304
    assert refusal(server).reason == Reason.UNAVAILABLE


def test_user_and_password_go_to_the_server_and_nowhere_else(server: WebServer) -> None:
    """Not to where it redirects, not into errors; the query is kept back, too."""
    url = server.url.replace("//", "//user:p%40ss@") + "?token=hidden"
    with web_server(b"elsewhere") as other:
        server.code, server.headers = 302, {"Location": other.url}
        fetched = Download(read_target(url))("")
        assert fetched is not None
        assert fetched.body == b"elsewhere"
        assert "authorization" not in other.asked[0]
    assert server.asked[0]["authorization"] == "Basic dXNlcjpwQHNz"
    with pytest.raises(BundleError) as caught:
        Download(read_target(url))("")
    assert not any(word in str(caught.value) for word in ("user", "p@ss", "p%40ss", "hidden"))


@pytest.mark.parametrize(
    "place", ["http://example.org/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "//example.org/x"]
)
def test_redirect_leads_nowhere_else(server: WebServer, place: str) -> None:
    """Neither off this machine by plain http nor to another protocol."""
    server.code, server.headers = 302, {"Location": place}
    assert refusal(server).reason == Reason.UNAVAILABLE
    assert len(server.asked) == 1


def test_redirects_in_a_circle_end(server: WebServer) -> None:
    """After a few."""
    server.code, server.headers = 302, {"Location": server.url}
    assert refusal(server).reason == Reason.UNAVAILABLE
    assert len(server.asked) < 6


def test_https_never_leads_to_http() -> None:
    """Not even to this machine."""
    request = module.Request("https://example.org/x")
    with pytest.raises(BundleError, match="https"):
        module._Redirects().redirect_request(
            request, io.BytesIO(), 302, "", {}, "http://127.0.0.1/rules.tar"
        )


@pytest.mark.parametrize("code", [401, 404, 500, 503])
def test_error_is_told_by_its_number(server: WebServer, code: int) -> None:
    """With the address, which has no secret in it."""
    server.code = code
    assert f"{server.url}: no bundle to be had: HTTP {code}" in str(refusal(server))


def test_answer_that_breaks_off_is_none(server: WebServer) -> None:
    """What is there is not taken for a bundle."""
    server.headers = {"Content-Length": "1000"}
    assert "broken off" in str(refusal(server))


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "no number"}])
def test_too_much_is_not_read(
    server: WebServer, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is announced or not."""
    server.headers = headers
    monkeypatch.setattr(module, "MAX_ARCHIVE_BYTES", 5)
    assert refusal(server).reason == Reason.TOO_LARGE


def test_answer_that_drips_is_given_up(server: WebServer) -> None:
    """A minute is enough for a bundle."""
    ticks = count(step=100)
    with pytest.raises(BundleError, match="not whole after 60 seconds"):
        Download(read_target(server.url), clock=lambda: float(next(ticks)))("")


def test_long_tag_is_not_sent_back(server: WebServer) -> None:
    """A server that sends one is asked for the whole each time."""
    server.headers = {"ETag": "x" * 1000}
    fetched = fetch(server)
    assert fetched is not None
    assert fetched.etag == ""


def test_this_machine_is_not_asked_by_way_of_a_proxy(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request to this machine stays on it."""
    with web_server(b"of the proxy") as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        fetched = fetch(server)
    assert fetched is not None
    assert fetched.body == b"some bytes"


def test_file_of_certificates_has_to_hold_some(tmp_path: Path) -> None:
    """It is read when the server starts, not at the first request."""
    file = tmp_path / "ca.pem"
    file.write_text("none", "ascii")
    for path in (file, tmp_path / "nowhere.pem"):
        with pytest.raises(BundleError, match="certificates"):
            Download(read_target("https://example.org/a"), path)


def test_certificate_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what the system trusts, or by a file that an operator names."""
    monkeypatch.setenv("no_proxy", "localhost")
    certificate = localhost_certificate(tmp_path)
    with web_server(b"some bytes", certificate) as server:
        with pytest.raises(BundleError, match="CERTIFICATE_VERIFY_FAILED"):
            fetch(server)
        fetched = Download(read_target(server.url), certificate)("")
    assert fetched is not None
    assert fetched.body == b"some bytes"
    assert server.codes == [200]
