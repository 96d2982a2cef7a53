"""What changed, for those who approve it: titles, plain words, and no paths of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from resolver.cli.render.book_changes import ChangeTexts
from resolver.cli.render.parts import part_name
from resolver.cli.render.report import Item
from resolver.cli.render.terms import PRIORS, RULE_STATUSES, STRENGTHS, term
from resolver.cli.render.words import comma
from resolver.cli.sides import Side
from resolver.inference.aspects import Aspect, AspectKind
from resolver.inference.changes import Change
from resolver.inference.derive.evidence import spellings
from resolver.inference.derive.text import squashed_name
from resolver.inference.parts import Part, PartKind
from resolver.inference.plain_words import PlainWords
from resolver.model.rulebook import AGAINST, Rulebook
from resolver.model.spelling import code_name
from resolver.model.texts import Text
from resolver.rulefile.conditions import read_condition
from resolver.rulefile.names import Definition, Names
from resolver.rulefile.source import compose, data_of

_CONDITIONS = (AspectKind.CONDITION, AspectKind.UNLESS)
_OF_A_CAUSE = (
    PartKind.CAUSE,
    PartKind.RULE,
    PartKind.PRIOR,
    PartKind.DISPOSITION,
    PartKind.REMEDIES,
)
_WORDS: Mapping[AspectKind, Mapping[str, Text]] = {
    AspectKind.STRENGTH: STRENGTHS,
    AspectKind.PRIOR: PRIORS,
    AspectKind.STATUS: RULE_STATUSES,
}
_AGAINST = Text("反证，{strength}", "{strength}, against it")
_TITLED = Text("{name}（{title}）", "{name} ({title})")
_CODE = re.compile(r"providers\.(?P<provider>.+?)\.codes\[(?P<code>.+?)\]\.(?P<field>.+)")
_CODE_FIELD = Text("{provider}的代码 {code}，{field}", "code {code} of {provider}, {field}")
_FIELDS = {
    "code": Text("代码", "code"),
    "category": Text("类别", "category"),
    "operation": Text("操作", "operation"),
    "certainty": Text("把握", "certainty"),
    "meaning.zh": Text("中文含义", "meaning in Chinese"),
    "meaning.en": Text("英文含义", "meaning in English"),
    "valid_from": Text("开始日期", "first day"),
    "valid_until": Text("结束日期", "last day"),
    "source": Text("来源", "source"),
}
_UNTRIED = Text("没有场景用到新代码 {codes}", "no scenario has the new code {codes}")


class SheetTexts(ChangeTexts):
    """Tells of changes in one language to readers who know invoices, and not rule files."""

    def __init__(self, old: Side, new: Side, language: str) -> None:
        book, before = new.rulebook, old.rulebook
        super().__init__(book.vocabulary, language)
        self._book, self._scenarios = book, new.scenarios
        definitions = {**before.definitions, **book.definitions}
        self._names = Names(
            book.vocabulary, {name: Definition(one) for name, one in definitions.items()}
        )
        titles = {**before.definition_titles, **book.definition_titles}
        self._words = PlainWords(book.vocabulary, language, titles)
        self._titles = _titles(before) | _titles(book)

    def item(self, change: Change) -> Item:
        """Return the part that changed, with a warning where nothing tries a new code."""
        item = super().item(change)
        untried = comma(self._language).join(self._untried(change.aspects))
        if untried and not item.warning:
            return replace(item, warning=_UNTRIED.get(self._language).format(codes=untried))
        return item

    def _name(self, part: Part) -> str:
        name = part_name(part, self._language)
        cause = part.name.partition("/")[0]
        title = self._titles.get(cause) if part.kind in _OF_A_CAUSE else None
        if title is None:
            return name
        return _TITLED.get(self._language).format(name=name, title=title.get(self._language))

    def _label(self, aspect: Aspect) -> str:
        code = _CODE.fullmatch(aspect.where) if aspect.kind is AspectKind.ENTRY else None
        if code is None or code["field"] not in _FIELDS:
            return super()._label(aspect)
        provider = self._book.knowledge.catalogue.providers.get(code["provider"])
        return _CODE_FIELD.get(self._language).format(
            provider=provider.name.get(self._language) if provider else code["provider"],
            code=code["code"],
            field=_FIELDS[code["field"]].get(self._language),
        )

    def _value(self, aspect: Aspect, value: str) -> str:
        if value and aspect.kind in _CONDITIONS:
            return super()._value(aspect, self._plain(value))
        if aspect.kind in _WORDS:
            return super()._value(aspect, self._called(aspect.kind, value))
        code = _CODE.fullmatch(aspect.where)
        if code is not None and code["field"] == "category":
            category = self._book.knowledge.catalogue.categories.get(value)
            value = category.meaning.get(self._language) if category else value
        elif code is not None and code["field"] == "certainty":
            value = self._book.vocabulary.label("status.certainty", value, self._language)
        return super()._value(aspect, value)

    def _called(self, kind: AspectKind, word: str) -> str:
        name = term(_WORDS[kind], word.removesuffix(AGAINST).strip()).get(self._language)
        against = word.endswith(AGAINST)
        return _AGAINST.get(self._language).format(strength=name) if against else name

    def _plain(self, notation: str) -> str:
        root = compose(notation).root
        condition = read_condition(data_of(root), self._names).condition if root else None
        return self._words.sentence(condition) if condition is not None else notation

    def _untried(self, aspects: Iterable[Aspect]) -> Iterator[str]:
        """Yield the new codes that come in no scenario of their provider."""
        found = (_CODE.fullmatch(one.where) for one in aspects if one.after and not one.before)
        new = [one for one in found if one is not None and one["field"] == "code"]
        tried = set(self._tried()) if new else set()
        for one in new:
            if (one["provider"], code_name(one["code"])) not in tried:
                yield one["code"]

    def _tried(self) -> Iterator[tuple[str, str]]:
        providers = dict(spellings(self._book.knowledge.catalogue))
        for scenario in self._scenarios:
            outcome = scenario.context.outcome
            provider = providers.get(squashed_name(outcome.provider or ""))
            if provider is not None and outcome.code:
                yield provider.id, code_name(outcome.code)


def _titles(book: Rulebook) -> dict[str, Text]:
    return {cause.id: cause.title for cause in book.causes.values()}
