"""What a page for browsers holds, as far as tests ask: anchors, links, outline, balance."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}
_NOT_IN_PARAGRAPHS = {"p", "ul", "ol", "dl", "table", "div", "section", "article", "details"}
_LOADS = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src")}


@dataclass
class Page:
    """One page: what it holds, in order, and everything wrong with its tags."""

    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    language: str = ""
    text: str = ""
    faults: list[str] = field(default_factory=list)


def read_page(html: str) -> Page:
    """Return what a page holds."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.faults += [f"<{tag}> is never closed" for tag in reader.open]
    return reader.page


def read_site(folder: Path) -> dict[str, Page]:
    """Return the pages of a folder by their paths within it."""
    return {
        file.relative_to(folder).as_posix(): read_page(file.read_text("utf-8"))
        for file in sorted(folder.rglob("*.html"))
    }


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        values = {name: value or "" for name, value in attrs}
        if len(set(names)) < len(names):
            self._fault(f"<{tag}> has an attribute twice")
        if tag in _NOT_IN_PARAGRAPHS and "p" in self.open:
            self._fault(f"<{tag}> within <p>")
        self._note(tag, values)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self._fault(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.page.text += data

    def _note(self, tag: str, values: dict[str, str]) -> None:
        page = self.page
        if "id" in values:
            page.anchors.append(values["id"])
        if tag == "a":
            page.links.append(values.get("href", ""))
        page.loads += [values[key] for name, key in _LOADS if name == tag and key in values]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            page.headings.append(int(tag[1]))
        if tag in {"main", "nav", "header", "footer"}:
            page.landmarks.append(tag)
        if tag == "html":
            page.language = values.get("lang", "")

    def _fault(self, what: str) -> None:
        line, column = self.getpos()
        self.page.faults.append(f"{line}:{column} {what}")
