"""Raw answers to plain text: what people wrote, without markup, traces and invisible characters.

Two messages that say the same in other characters come out the same: full-width and half-width,
traditional and simplified, CamelCase and snake_case, upper and lower case. Sentences end with a
line break, so that a pattern's gap never reaches from one into the next.
"""

from __future__ import annotations

import html
import re
import unicodedata

import re2
from zhconv import zhconv

LONGEST_READ = 20_000
"""So many characters of an answer are looked at; what follows is a dump."""

_HEAD, _TAIL = 2_000, 500
"""So many characters of plain text are kept from the start and from the end."""

# RE2, because a search for a missing end tag from every start tag would take quadratic time.
_MARKUP = re2.compile(
    r"(?is)<script\b.*?</script\s*>|<style\b.*?</style\s*>|<noscript\b.*?</noscript\s*>"
    r"|<svg\b.*?</svg\s*>|<!--.*?-->|<!\[CDATA\[|\]\]>"
)
_BREAK = re.compile(
    r"</?(?:br|p|div|tr|li|h\d|title|body|head|table|section)\b[^<>]{0,2000}>", re.IGNORECASE
)
_TAG = re.compile(r"<[!/?]?[a-zA-Z][^<>]{0,2000}>")
_FRAME = re.compile(
    r"\bat\s{1,9}(?:async\s)?[\w$.<>/]{1,300}\s?\([^()\n]*\)"
    r"|^[ \t]*at[ \t]+\S+:\d+(?::\d+)?[ \t]*$"
    r"|\.\.\. \d+ (?:more|common frames omitted)"
    r"|^[ \t]*File \"[^\"\n]*\", line \d+.*$"
    r"|Traceback \(most recent call last\):|\bCaused by:",
    re.MULTILINE,
)
_LINK = re.compile(r"\b[a-zA-Z][a-zA-Z+]{1,9}://\S+")
_DOTTED = re.compile(r"(?<![\w$-])[A-Za-z_][\w$-]*(?:\.[\w$-]+)+(?::\d+)?")
_DATE_FORM = re.compile(r"[yY]{4}\W?[mM]{2}\W?[dD]{2}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SNAKE = re.compile(r"(?<![\w.])[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_UNREADABLE = re.compile(r"[^\w\s!-~、。，…—《》「」“”]+")
_NUMBER_SIGN = re.compile(r"\bno\. ?(?=\w)", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"[。!?;…\r\n\x0b\x0c\x85\u2028\u2029]+|(?<!\.)\.+(?=\s|$)|(?<=[a-z])\.(?=[A-Z])"
)
_BLANKS = re.compile(r"[^\S\n]+")
_NEEDLESS_BLANK = re.compile(r"(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])|(?<=\n) | (?=\n)")
_NOT_WORD = re.compile(r"[\W_]+")

_SIMPLIFIED = {
    ord(char): simple
    for char, simple in zhconv.getdict("zh-hans").items()
    if len(char) == 1 and len(simple) == 1
}
"""Character by character: the library's own conversion looks for phrases and takes ten times as
long, and patterns are written over single words."""


def plain_text(raw: str) -> str:
    """Return the text in one spelling: lower case, simplified characters, one sentence a line."""
    # Halves of surrogate pairs, which no encoding knows, would stop RE2.
    text = _without_markup(raw[:LONGEST_READ].encode("utf-8", "ignore").decode("utf-8"))
    text = unicodedata.normalize("NFKC", text)[:LONGEST_READ]
    text = _INVISIBLE.sub("", text.translate(_SIMPLIFIED))
    text = _without_machine_names(_FRAME.sub("\n", text))
    text = _UNREADABLE.sub(" ", text).replace("，", ",")
    text = _SENTENCE_END.sub("\n", _NUMBER_SIGN.sub("no ", text))
    text = _CAMEL.sub(" ", _DATE_FORM.sub(lambda form: form.group().lower(), text))
    text = _NEEDLESS_BLANK.sub("", _BLANKS.sub(" ", text.lower()))
    return _bounded(text.strip())


def squashed(text: str) -> str:
    """Return letters and digits of a plain text alone, to compare two texts for what they say."""
    return _NOT_WORD.sub("", text)


def squashed_name(raw: str) -> str:
    """Return a provider, operation or mark in the one spelling in which names are compared."""
    return squashed(unicodedata.normalize("NFKC", raw[:200]).casefold())


def _without_markup(raw: str) -> str:
    if "&" in raw:
        raw = html.unescape(raw)
    if "<" not in raw:
        return raw
    return _TAG.sub(" ", _BREAK.sub("\n", _MARKUP.sub(" ", raw)))


def _without_machine_names(text: str) -> str:
    """Return the text without links, hosts and packages, and snake_case names as words."""
    if "://" in text:
        text = _LINK.sub(" ", text)
    if "." in text:
        text = _DOTTED.sub(lambda name: _without_package(name.group()), text)
    if "_" in text:
        text = _SNAKE.sub(lambda name: name.group().replace("_", " "), text)
    return text


def _without_package(name: str) -> str:
    """Return a dotted name without its package, and nothing of a host's name."""
    parts = name.split(".")
    named = next((place for place, part in enumerate(parts) if part[:1].isupper()), None)
    if named:
        return ".".join(parts[named:])
    return name if named == 0 or len(parts) == 2 else " "


def _bounded(text: str) -> str:
    if len(text) <= _HEAD + _TAIL:
        return text
    return f"{text[:_HEAD]}\n{text[-_TAIL:]}"
