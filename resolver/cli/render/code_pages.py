"""The page of a diagnostic code: in a terminal, and all of them as one document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console

from resolver.cli.render.console import flowing, styled
from resolver.cli.render.diagnostics import SEVERITIES, STYLES
from resolver.model.diagnostics import Severity
from resolver.model.texts import Text
from resolver.rulefile.codes import CodeEntry, code_entries
from resolver.rulefile.pages import Page, anchor, introduction, pages, sections

_BAD, _GOOD = Text("错", "bad"), Text("对", "good")
_TELLS, _MEND = Text("提示", "Message"), Text("改法", "How to mend it")
_ABSENT = Text("没有这个文件", "no such file")
_VALUE = re.compile(r"(?<!\{)\{[a-z_]+\}|(?<=\{\{)\{[a-z_]+\}")


def print_page(page: Page, console: Console, language: str) -> None:
    """Print what a code means, what it tells, and its example."""
    entry = code_entries()[page.code]
    severity = SEVERITIES[entry.severity].get(language)
    style = STYLES[entry.severity]
    console.print(styled((f"{page.code.value} {entry.name}", "bold"), "  ", (severity, style)))
    console.print(flowing(page.meaning.get(language)))
    for label, text in ((_TELLS, entry.message), (_MEND, entry.mend)):
        colon = ": " if language == "en" else "："
        shown = _template(text.get(language))
        if shown:
            console.print(flowing((label.get(language) + colon, "bold"), shown))
    for heading, example, mark in _example(page, language):
        console.print()
        console.print(styled((heading, mark)), soft_wrap=True)
        for line in example.splitlines():
            console.print(styled(f"    {line}"), soft_wrap=True)


def pages_as_markdown() -> str:
    """Return the document with the pages of all codes, in both languages."""
    parts = [introduction(), *_index()]
    for code, page in pages().items():
        if code in sections():
            heading = sections()[code]
            parts.append(f"\n## {heading.zh} · {heading.en}\n")
        parts.append(_markdown(page, code_entries()[code]))
    return "".join(parts)


def _index() -> Iterator[str]:
    yield "\n| 代码 · code | 名称 · name | 提示 · message |\n|---|---|---|\n"
    for code, entry in code_entries().items():
        told = f"{_template(entry.message.zh)}<br>{_template(entry.message.en)}"
        told = told.replace("|", "\\|")
        yield f"| [{code.value}](#{anchor(entry.code)}) | {entry.name} | {told} |\n"


def _markdown(page: Page, entry: CodeEntry) -> str:
    fence = "yaml" if page.file.endswith(".yaml") else "text"
    example = "\n".join(
        f"# {heading}\n{text}" if text else f"# {heading}"
        for heading, text, _ in _example(page, "")
    )
    return (
        f"\n### {entry.code.value} {entry.name}\n\n{page.meaning.zh}\n\n{page.meaning.en}\n\n"
        f"```{fence}\n{example}\n```\n"
    )


def _example(page: Page, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield heading, text and style of the bad and the good example; no language means both."""

    def said(text: Text) -> str:
        return text.get(language) if language else f"{text.zh} · {text.en}"

    bad_file = page.bad_file or page.file
    absent = f" ({said(_ABSENT)})" if page.trick == "absent" else ""
    yield f"{said(_BAD)}: {bad_file}{absent}", page.bad, STYLES[Severity.ERROR]
    yield f"{said(_GOOD)}: {page.file}", page.good, "bold green"


def _template(text: str) -> str:
    """Return a message whose values are not filled in, as a reader sees it.

    One that is nothing but a value is empty.
    """
    shown = _VALUE.sub("…", text).replace("{{", "{").replace("}}", "}")
    return "" if shown == "…" else shown
