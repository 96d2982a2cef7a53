"""A handbook in a real browser: search, keyboard, languages, narrow screens, paper."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from resolver.cli.app import main
from tests.support.browser import browser, complaints_of
from tests.support.rulefolders import TINY_RULES

CAUSE = "causes/timing.data_sync_delay.html"
RULE = "timing.data_sync_delay/issued-today"


class _Silent(SimpleHTTPRequestHandler):
    """Serves files and writes nothing to the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests here."""
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook of the tiny rules."""
    folder = tmp_path_factory.mktemp("handbook")
    arguments = ["handbook", str(TINY_RULES), "--output", str(folder), "--today", "2026-03-05"]
    assert main(arguments) == 0
    return folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of a web server with the handbook."""
    handler = partial(_Silent, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(params=["disk", "server"])
def address(request: pytest.FixtureRequest, site: Path, served: str) -> str:
    """Where the handbook is opened from."""
    return site.as_uri() if request.param == "disk" else served


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new tab, in which nothing may go wrong."""
    tab = chromium.new_page(viewport={"width": 1280, "height": 800})
    tab.set_default_timeout(10_000)
    complaints = complaints_of(tab)
    yield tab
    tab.close()
    assert complaints == []


def test_search_finds_a_rule_and_the_language_changes_in_place(page: Page, address: str) -> None:
    """By two Chinese characters from the middle of a sentence."""
    page.goto(f"{address}/index.html")
    page.wait_for_url("**/zh/index.html")
    page.get_by_role("combobox").fill("开票仅")
    hit = page.get_by_role("option").first
    expect(hit).to_contain_text("规则")
    expect(hit.locator("mark").first).to_have_text("开票仅")
    hit.click()
    page.wait_for_url(f"**/zh/{CAUSE}#{RULE}")
    expect(page.locator(f'[id="{RULE}"]')).to_be_in_viewport()
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/en/{CAUSE}#{RULE}")
    expect(page.locator("h1")).to_have_text("Not synchronised yet")


def test_search_needs_no_mouse(page: Page, site: Path) -> None:
    """A slash opens it, arrows choose, Enter goes, Escape closes."""
    page.goto(f"{site.as_uri()}/en/index.html")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("009")
    expect(page.get_by_role("option").first).to_contain_text("no such invoice")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("invoice")
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "hit-1")
    target = second.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en/{target}")


def test_search_reads_either_language_and_says_when_nothing_fits(page: Page, site: Path) -> None:
    """Full-width letters are letters too."""
    page.goto(f"{site.as_uri()}/zh/index.html")
    box = page.get_by_role("combobox")
    box.fill("ＳＹＮＣＨＲＯＮＩＳＥＤ")
    expect(page.get_by_role("option").first).to_contain_text("数据尚未同步")
    box.fill("没有这样的东西")
    expect(page.get_by_role("listbox")).to_have_text("没有找到")


def test_everything_but_the_search_works_without_scripts(chromium: Browser, site: Path) -> None:
    """The search, which could not work, is not shown."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/zh/{CAUSE}")
    expect(page.locator("#search")).to_be_hidden()
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/en/{CAUSE}")
    context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_a_telephone(page: Page, site: Path, language: str) -> None:
    """Whatever is wide scrolls within itself."""
    page.set_viewport_size({"width": 360, "height": 740})
    for file in sorted((site / language).rglob("*.html")):
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, file.name


def test_paper_has_the_text_and_nothing_to_click(page: Page, site: Path) -> None:
    """Long lists of values are written out."""
    page.goto(f"{site.as_uri()}/zh/facts.html")
    folded = page.locator("details li").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator(".running")).to_contain_text("2026-03-05")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, site: Path, scheme: str) -> None:
    """Contrast of 4.5 or more, as WCAG 2.2 AA asks of text of this size (criterion 1.4.3)."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site.as_uri()}/zh/{CAUSE}")
    colours = page.evaluate(_COLOURS)
    paper = _luminance(colours.pop("--paper"))
    for name, colour in colours.items():
        lighter, darker = sorted((paper, _luminance(colour)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, name


_COLOURS = """() => {
  const style = getComputedStyle(document.documentElement);
  const names = ["--paper", "--ink", "--soft", "--for", "--against"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()]));
}"""


def _luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
