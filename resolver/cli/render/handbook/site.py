"""The pages of a handbook: the same tree in both languages, and what they share."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from resolver.cli.render import html, terms
from resolver.cli.render.handbook.book import Book, anchor_of
from resolver.cli.render.handbook.search import search_index
from resolver.cli.render.words import ACTIONS, ACTORS, TIMES_NEEDED
from resolver.inference.lifetimes import NOTICE_DAYS, Phase, rule_phase
from resolver.inference.plain_words import PlainWords
from resolver.inference.wording import pieces
from resolver.model.rulebook import TimeNeeded
from resolver.model.texts import LANGUAGES, Text
from resolver.v1 import answer_pb2 as pb

FOLDERS = {"zh-CN": "zh", "en": "en"}
"""Where the pages of each language stand."""

SECTIONS = {
    "index": Text("总览", "Overview"),
    "due": Text("到期与停用", "Dates and drafts"),
    "owners": Text("负责人", "Owners"),
    "remedies": Text("处理办法", "Remedies"),
    "definitions": Text("共用定义", "Definitions"),
    "facts": Text("事实词汇", "Facts"),
    "status/index": Text("状态目录", "Status catalogue"),
    "status/codes": Text("全部代码", "All codes"),
    "calendar": Text("日历与限度", "Calendar and limits"),
    "contacts": Text("联系方式", "Contacts"),
    "history": Text("变更历史", "History"),
    "book": Text("全书打印", "Whole book to print"),
}
"""The pages that every handbook has, in the order of its navigation, by path without suffix."""


def site(book: Book) -> Iterator[tuple[str, str]]:
    """Yield each file of a handbook: its path within the site and its text."""
    yield "index.html", html.render("handbook/start.html", LANGUAGES[0])
    yield "style.css", html.asset("style.css") + html.asset("handbook/handbook.css")
    yield "search.js", html.asset("handbook/search.js")
    yield "search-index.js", search_index(book)
    for language in LANGUAGES:
        yield from _pages(book, language)


def _pages(book: Book, language: str) -> Iterator[tuple[str, str]]:
    common = _common(book, language)

    def page(path: str, template: str, **values: object) -> tuple[str, str]:
        root = "../" * path.count("/")
        text = html.render(
            f"handbook/{template}", language, path=path, root=root, **common, **values
        )
        return f"{FOLDERS[language]}/{path}.html", text

    for path in SECTIONS:
        yield page(path, f"{path.replace('status/index', 'status').rpartition('/')[2]}.html")
    for cause in book.rulebook.causes.values():
        yield page(f"causes/{cause.id}", "cause.html", cause=cause)
    for provider in book.rulebook.knowledge.catalogue.providers.values():
        yield page(book.provider_pages[provider.id], "provider.html", provider=provider)


def _common(book: Book, language: str) -> dict[str, object]:
    """Return what every template may name."""
    words = PlainWords(book.rulebook.vocabulary, language, titles=book.rulebook.definition_titles)
    return {
        "book": book,
        "rulebook": book.rulebook,
        "refs": book.refs,
        "catalogue": book.rulebook.knowledge.catalogue,
        "words": words,
        "pieces": lambda text: pieces(text.get(language)),
        "label": lambda fact, value: book.rulebook.vocabulary.label(fact, value, language),
        "terms": terms,
        "sections": SECTIONS,
        "folders": FOLDERS,
        "other": next(tag for tag in LANGUAGES if tag != language),
        "actors": ACTORS,
        "actions": ACTIONS,
        "time_needed": _time_needed,
        "rule_phase": lambda rule: rule_phase(rule, book.today),
        "phases": Phase,
        "notice_days": NOTICE_DAYS,
        "quote": quote,
        "anchor_of": anchor_of,
        "percent": percent,
        "cause_of": lambda rule_id: book.rulebook.causes[rule_id.partition("/")[0]],
    }


def percent(share: float) -> str:
    """Return a share of one as a percentage without needless digits."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _time_needed(needed: TimeNeeded) -> Text:
    return TIMES_NEEDED[pb.TimeNeeded.Value(f"TIME_NEEDED_{needed.name}")]
