"""Diagnostics as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import resolver
from resolver.model.diagnostics import Diagnostic, Severity
from resolver.model.texts import Text
from resolver.rulefile.codes import Code, code_entries
from resolver.rulefile.pages import anchor, pages

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MORE = Text("说明见 {}", "see {}")
_DOCUMENT = "docs/diagnostics.md"
_BAD, _GOOD = Text("错", "Bad"), Text("对", "Good")


def as_sarif(diagnostics: Iterable[Diagnostic], language: str, root: Path) -> str:
    """Return the diagnostics as one SARIF log with one run; ignored ones are suppressed.

    Every code that occurs comes with its help; `helpUri` is left out, because SARIF wants it
    absolute and the document has no address of its own. Files are named as in other formats.
    """
    found = list(diagnostics)
    codes = sorted({one.code for one in found})
    driver = {
        "name": "invoice-status-resolver",
        "semanticVersion": resolver.__version__,
        "language": "en-US" if language == "en" else "zh-CN",
        "rules": [_rule(Code(code), language) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": driver["language"],
        "columnKind": "unicodeCodePoints",
        "results": list(_results(found, codes, language, root)),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: Code, language: str) -> dict[str, Any]:
    entry, page = code_entries()[code], pages()[code]
    meaning = page.meaning.get(language)
    more = _MORE.get(language).format(f"{_DOCUMENT}#{anchor(code)}")
    examples = "\n\n".join(
        f"{label.get(language)} ({name}):\n\n```\n{text}\n```"
        for label, name, text in (
            (_BAD, page.bad_file or page.file, page.bad),
            (_GOOD, page.file, page.good),
        )
    )
    return {
        "id": code.value,
        "name": "".join(word.capitalize() for word in entry.name.split("-")),
        "shortDescription": {"text": meaning},
        "help": {
            "text": f"{meaning}\n\n{more}",
            "markdown": f"{meaning}\n\n{examples}\n\n{more}",
        },
        "defaultConfiguration": {"level": _level(entry.severity)},
    }


def _results(
    found: list[Diagnostic], codes: list[str], language: str, root: Path
) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for one in found:
        mark = _fingerprint(one)
        seen[mark] += 1
        message = one.message.get(language)
        mend = one.mend.get(language)
        uri = quote((root / one.location.file).as_posix())
        place = {"artifactLocation": {"uri": uri}, "region": _region(one)}
        suppressions = [{"kind": "inSource", "justification": one.ignored_because}]
        yield {
            "ruleId": one.code,
            "ruleIndex": codes.index(one.code),
            "level": _level(one.severity),
            "message": {"text": f"{message}\n{mend}" if mend else message},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {"placeInText/v1": f"{mark}:{seen[mark]}"},
            "fixes": [_fix(one, uri, mend)] if one.replacement else [],
            "suppressions": suppressions if one.ignored_because else [],
        }


def _region(one: Diagnostic) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": one.location.line,
        "startColumn": one.location.column,
    }
    if one.end_column > one.location.column:
        region["endColumn"] = one.end_column
    if one.excerpt:
        region["snippet"] = {"text": one.excerpt}
    return region


def _fix(one: Diagnostic, uri: str, mend: str) -> dict[str, Any]:
    region = _region(one)
    region.pop("snippet", None)
    replacement = {"deletedRegion": region, "insertedContent": {"text": one.replacement}}
    change = {"artifactLocation": {"uri": uri}, "replacements": [replacement]}
    return {"description": {"text": mend}, "artifactChanges": [change]}


def _fingerprint(one: Diagnostic) -> str:
    """Return what stays the same where lines above are added or taken away."""
    said = "\0".join((one.code, one.location.file, one.excerpt.strip(), one.message.en))
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _level(severity: Severity) -> str:
    return severity.value  # SARIF has the same two words
