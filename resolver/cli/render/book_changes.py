"""What changed between two rulebooks, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from resolver.cli.render.parts import ASPECTS, part_name
from resolver.cli.render.report import Item, Section
from resolver.cli.render.words import colon, comma
from resolver.inference.aspects import Aspect, AspectKind
from resolver.inference.changes import Change, Fate
from resolver.inference.parts import Part
from resolver.model.facts import Vocabulary
from resolver.model.texts import LANGUAGES, Text

_ENTRIES_SHOWN = 30

_SAME = Text("规则没有变化", "the rules are the same")
_HEADING = Text("规则的变化：{n} 处", "What changed in the rules: {n}")
_FATES: Mapping[Fate, Text] = {
    Fate.ADDED: Text("新增", "added"),
    Fate.REMOVED: Text("删除", "removed"),
    Fate.CHANGED: Text("修改", "changed"),
}
_CHANGED = Text("由{before}改为{after}", "from {before} to {after}")
_ADDED = Text("增加{after}", "now also {after}")
_REMOVED = Text("去掉{before}", "no longer {before}")
_LANGUAGES = {"zh-CN": Text("中文", "Chinese"), "en": Text("英文", "English")}
_MORE = Text("……另有 {n} 项", "… and {n} more")
_RENUMBERED = Text(
    "另有 {n} 条规则只改了版本号（例如它引用的定义变了）",
    "{n} more rules have another version alone, as where a definition that they read changed",
)
_UNVERSIONED = Text(
    "条件或强度变了，版本号却没有提高：请把 version 加一",
    "condition or strength changed, but the version was not raised: add one to `version`",
)


class ChangeTexts:
    """Tells of changes in one language; facts are explained from the new vocabulary."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self._vocabulary = vocabulary
        self._language = language

    def item(self, change: Change) -> Item:
        """Return the part that changed, what became of it, and in what respects."""
        fate = _FATES[change.fate].get(self._language)
        return Item(
            head=f"{fate}{colon(self._language)}{self._name(change.part)}",
            details=tuple(self._lines(change)),
            warning=_UNVERSIONED.get(self._language) if change.is_unversioned else "",
        )

    def _name(self, part: Part) -> str:
        return part_name(part, self._language)

    def _lines(self, change: Change) -> Iterator[str]:
        shown = [one for one in change.aspects if self._concerns(change, one)]
        for aspect in shown[:_ENTRIES_SHOWN]:
            yield self._aspect(change, aspect)
        if len(shown) > _ENTRIES_SHOWN:
            yield _MORE.get(self._language).format(n=len(shown) - _ENTRIES_SHOWN)

    def _concerns(self, change: Change, aspect: Aspect) -> bool:
        """Return whether an aspect is worth a line; a text that came or went is told once."""
        is_text = aspect.where in LANGUAGES
        return change.fate is Fate.CHANGED or not is_text or aspect.where == self._language

    def _aspect(self, change: Change, aspect: Aspect) -> str:
        language = self._language
        label = f"{self._label(aspect)}{colon(language)}"
        if change.fate is not Fate.CHANGED:
            return label + self._value(aspect, aspect.before or aspect.after).strip()
        text = _CHANGED if aspect.before and aspect.after else _ADDED
        text = _REMOVED if not aspect.after else text
        before, after = (self._value(aspect, one) for one in (aspect.before, aspect.after))
        return label + text.get(language).format(before=before, after=after).strip()

    def _label(self, aspect: Aspect) -> str:
        if aspect.kind is AspectKind.ENTRY:
            return aspect.where
        label = ASPECTS[aspect.kind].get(self._language)
        fact = self._vocabulary.facts.get(aspect.where)
        note = fact.meaning if fact else _LANGUAGES.get(aspect.where)
        if note is None and aspect.where.startswith("#"):
            note = Text(f"第 {aspect.where[1:]} 条", f"entry {aspect.where[1:]}")
        if note is None:
            return label
        both = Text("{label}（{note}）", "{label} ({note})").get(self._language)
        return both.format(label=label, note=note.get(self._language))

    def _value(self, aspect: Aspect, value: str) -> str:
        if aspect.where in LANGUAGES:
            return f"“{value}”"
        return value if self._language == "en" else f" {value} "


def changes_section(changes: Sequence[Change], texts: ChangeTexts, language: str) -> Section:
    """Return every change: the part, and below it in what respects."""
    told = [change for change in changes if not change.is_renumbered]
    renumbered = [change.part.name for change in changes if change.is_renumbered]
    items = [texts.item(change) for change in told]
    if renumbered:
        head = _RENUMBERED.get(language).format(n=len(renumbered))
        names = comma(language).join(renumbered[:_ENTRIES_SHOWN])
        more = _MORE.get(language).format(n=len(renumbered) - _ENTRIES_SHOWN)
        items.append(Item(head, (names, more) if len(renumbered) > _ENTRIES_SHOWN else (names,)))
    heading = _HEADING.get(language).format(n=len(told)) if items else _SAME.get(language)
    return Section(heading, items=tuple(items))
