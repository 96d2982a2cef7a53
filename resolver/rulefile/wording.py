"""What is worth a warning in the wording of texts, in both languages; sure signs only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from resolver.model.texts import LANGUAGES
from resolver.rulefile.codes import Code
from resolver.rulefile.files import Kind
from resolver.rulefile.near_misses import HALF_WIDTH, wide
from resolver.rulefile.problems import Path, Problem
from resolver.rulefile.report import RuleFile

_LONGEST: Mapping[str, tuple[int, int]] = {
    "title": (40, 120),
    "explanation": (200, 500),
    "steps": (150, 300),
}
_LONGEST_SENTENCE = (100, 220)
"""How many characters a text may have in Chinese and in English: what fits on a phone's screen."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)"  # a mobile phone
    r"|(?<![0-9A-Z])(?=[0-9A-Z]*\d{6})[0-9A-HJ-NP-RT-UW-Y]{18}(?![0-9A-Z])"  # id card, tax id
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
)
_FILLER = (
    re.compile(r"温馨提示|敬请|谅解|带来不便|请知悉|您好|亲爱的|^亲[，,]"),
    re.compile(
        r"\b(?:kindly|please note|be advised|inconvenience|dear (?:user|customer))\b",
        re.IGNORECASE,
    ),
)


class _Wording(NamedTuple):
    """A text in both languages, its place and the key that it stands under."""

    path: Path
    key: str
    texts: tuple[str, str]

    def place(self, language: int) -> Path:
        """Return where the text of one language stands."""
        *before, last = self.path
        steps = isinstance(last, int) and bool(before) and before[-1] == "steps"
        rest = (LANGUAGES[language], last) if steps else (last, LANGUAGES[language])
        return (*before, *rest)


_Lint: TypeAlias = Callable[[_Wording], Iterator[Problem]]


def wording_problems(file: RuleFile) -> Iterator[Problem]:
    """Return what is worth a warning in the texts of a file, by paths in it."""
    lints = [lint for lint, spared in _LINTS.items() if file.kind not in spared]
    for wording in _wordings(file.data, (), ""):
        for lint in lints:
            yield from lint(wording)


def _wordings(data: object, path: Path, key: str) -> Iterator[_Wording]:
    """Yield every text that stands in both languages; steps one by one."""
    if isinstance(data, list):
        for place, item in enumerate(data):
            yield from _wordings(item, (*path, place), key)
    elif isinstance(data, dict):
        zh, en = (data.get(language) for language in LANGUAGES)
        if isinstance(zh, str) and isinstance(en, str):
            yield _Wording(path, key, (zh, en))
        elif isinstance(zh, list) and isinstance(en, list):
            for place, (one, other) in enumerate(zip(zh, en, strict=False)):
                if isinstance(one, str) and isinstance(other, str):
                    yield _Wording((*path, place), key, (one, other))
        else:
            for name, value in data.items():
                if isinstance(name, str):
                    yield from _wordings(value, (*path, name), name)


def _language(wording: _Wording) -> Iterator[Problem]:
    zh, en = (_PLACEHOLDER.sub("", text) for text in wording.texts)
    if not _CHINESE.search(zh) and len(_LATIN_WORD.findall(zh)) > 1:
        yield Problem(wording.place(0), Code.OTHER_LANGUAGE, {"key": LANGUAGES[0]})
    if _CHINESE.search(en) and not _LATIN_WORD.search(en):
        yield Problem(wording.place(1), Code.OTHER_LANGUAGE, {"key": LANGUAGES[1]})


def _numbers(wording: _Wording) -> Iterator[Problem]:
    """A number may be written out in one language; only if each has one of its own they differ."""
    zh, en = (_numbers_in(text) for text in wording.texts)
    if zh - en and en - zh:
        told = {"zh_numbers": _listed(zh - en), "en_numbers": _listed(en - zh)}
        yield Problem(wording.place(1), Code.NUMBERS_DIFFER, told)


def _numbers_in(text: str) -> set[float]:
    """Return the numbers of a text; 0 does not count, so that 9 and 09:00 are the same."""
    found = _NUMBER.findall(_PLACEHOLDER.sub("", text))
    return {float(number.replace(",", "")) for number in found} - {0.0}


def _half_width(wording: _Wording) -> Iterator[Problem]:
    text = wording.texts[0]
    hidden = {i for found in _PLACEHOLDER.finditer(text) for i in range(*found.span())}
    kept = [place for place in range(len(text)) if place not in hidden]
    for found in HALF_WIDTH.finditer("".join(text[place] for place in kept)):
        span = kept[found.start()], kept[found.end() - 1] + 1
        marks = text[slice(*span)]
        told = {"mark": marks if len(marks) == 1 else "()"}
        yield Problem(wording.place(0), Code.HALF_WIDTH, told, wide(marks), span)


def _length(wording: _Wording) -> Iterator[Problem]:
    for language, limit in enumerate(_LONGEST.get(wording.key, _LONGEST_SENTENCE)):
        length = len(wording.texts[language])
        if length > limit:
            told = {"length": str(length), "limit": str(limit)}
            yield Problem(wording.place(language), Code.TEXT_TOO_LONG, told)


def _personal(wording: _Wording) -> Iterator[Problem]:
    for language, text in enumerate(wording.texts):
        found = _PERSONAL.search(text)
        if found:
            told = {"found": found[0]}
            yield Problem(wording.place(language), Code.PERSONAL_DATA, told, span=found.span())


def _filler(wording: _Wording) -> Iterator[Problem]:
    for language, (text, pattern) in enumerate(zip(wording.texts, _FILLER, strict=True)):
        found = pattern.search(text)
        if found:
            told = {"found": found[0]}
            yield Problem(wording.place(language), Code.FILLER, told, span=found.span())


def _listed(numbers: set[float]) -> str:
    return ", ".join(f"{number:.15g}" for number in sorted(numbers))


_LINTS: Mapping[_Lint, tuple[Kind, ...]] = {
    _language: (),
    _numbers: (),
    _half_width: (),
    _length: (),
    _personal: (Kind.CONTACTS,),
    _filler: (Kind.PROVIDER, Kind.CATEGORIES, Kind.GENERIC),  # they repeat what providers say
}
"""Each lint, with the kinds of files that it spares."""
