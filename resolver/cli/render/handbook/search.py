"""What can be searched for: one entry for each thing that has a place of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias
from urllib.parse import quote

from resolver.cli.render.handbook.book import Book
from resolver.inference.plain_words import PlainWords
from resolver.model.rulebook import Remedy
from resolver.model.texts import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find: `place` is its page and anchor below the folder of a language."""

    kind: str
    key: str
    place: str
    title: Text
    body: Text


_Both: TypeAlias = Callable[[Callable[[PlainWords], str]], Text]
"""Says the same in both languages."""

KINDS = {
    "cause": Text("原因", "Cause"),
    "remedy": Text("办法", "Remedy"),
    "category": Text("类别", "Category"),
    "definition": Text("定义", "Definition"),
    "provider": Text("服务商", "Provider"),
    "fact": Text("事实", "Fact"),
    "contact": Text("联系", "Contact"),
    "rule": Text("规则", "Rule"),
    "code": Text("代码", "Code"),
}
"""What each kind of entry is called, in the order of equally good hits: few before many."""


def search_index(book: Book) -> str:
    """Return the entries as a script: a page may load one from a disk, but read no data there."""
    entries = [
        [one.kind, one.key, one.place, one.title.zh, one.title.en, one.body.zh, one.body.en]
        for one in _entries(book)
    ]
    data = {
        "kinds": {kind: [name.zh, name.en] for kind, name in KINDS.items()},
        "entries": entries,
    }
    return (
        f"window.handbookIndex = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
    )


def _entries(book: Book) -> Iterator[Entry]:
    words = [
        PlainWords(book.rulebook.vocabulary, tag, book.rulebook.definition_titles)
        for tag in LANGUAGES
    ]

    def both(said: Callable[[PlainWords], str]) -> Text:
        return Text(*map(said, words))

    yield from _causes_and_rules(book, both)
    yield from _remedies(book, both)
    yield from _catalogue(book)
    yield from _vocabulary(book, both)
    for contact in book.rulebook.contacts.values():
        place = f"contacts.html#{contact.id}"
        yield Entry("contact", contact.id, place, contact.text, Text("", ""))


def _causes_and_rules(book: Book, both: _Both) -> Iterator[Entry]:
    for cause in book.rulebook.causes.values():
        page = f"causes/{cause.id}.html"
        yield Entry("cause", cause.id, page, cause.title, cause.explanation)
        for rule in cause.evidence:
            because = both(partial(PlainWords.gapped, text=rule.because))
            yield Entry("rule", rule.id, f"{page}#{rule.id}", because, cause.title)


def _remedies(book: Book, both: _Both) -> Iterator[Entry]:
    for remedy in book.rulebook.remedies.values():
        steps = both(partial(_steps, remedy))
        yield Entry("remedy", remedy.id, f"remedies.html#{remedy.id}", remedy.title, steps)


def _steps(remedy: Remedy, words: PlainWords) -> str:
    return " ".join(map(words.gapped, remedy.steps))


def _catalogue(book: Book) -> Iterator[Entry]:
    catalogue = book.rulebook.knowledge.catalogue
    for provider in catalogue.providers.values():
        page = f"{quote(book.provider_pages[provider.id])}.html"
        aliases = " ".join(provider.aliases)
        yield Entry("provider", provider.id, page, provider.name, Text(aliases, aliases))
        for anchor, code in book.codes[provider.id]:
            place = f"{page}#{quote(anchor)}"
            yield Entry("code", code.code, place, code.meaning, provider.name)
    for category in catalogue.categories.values():
        place = f"status/index.html#{category.id}"
        yield Entry("category", category.id, place, category.meaning, Text("", ""))


def _vocabulary(book: Book, both: _Both) -> Iterator[Entry]:
    rulebook = book.rulebook
    for name, meant in rulebook.definitions.items():
        title = both(partial(PlainWords.definition, name=name))
        body = both(partial(PlainWords.sentence, condition=meant))
        yield Entry("definition", name, f"definitions.html#{name}", title, body)
    for fact in rulebook.vocabulary.facts.values():
        asked = fact.ask or Text("", "")
        yield Entry("fact", fact.name, f"facts.html#{fact.name}", fact.meaning, asked)
