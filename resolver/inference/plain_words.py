"""Conditions in plain words, for readers who know invoices and not the notation of rule files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from resolver.inference.wording import pieces
from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator
from resolver.model.facts import FactValue, Vocabulary
from resolver.model.texts import Text
from resolver.rulefile.codes import unit_name

VALUES_IN_LINE = 6
"""From one more value on, a list of values stands apart from its clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition in words.

    `text` ends in a colon where `parts` or `values` follow: the clauses below it, or the labels of
    a long list of values. `joint` is the word between the parts. `fact` is the name of the fact
    that it speaks of; `definition` the name of the definition that it writes out, or, where
    `refuted`, whose opposite it writes out.
    """

    text: str
    parts: tuple[Clause, ...] = ()
    joint: str = ""
    values: tuple[str, ...] = ()
    fact: str = ""
    definition: str = ""
    refuted: bool = False


_ALL = Text("以下全部成立：", "all of these hold:")
_ANY = Text("以下至少一项成立：", "at least one of these holds:")
_NOT_ALL = Text("以下至少一项不成立：", "at least one of these does not hold:")
_NONE = Text("以下各项都不成立：", "none of these holds:")
_AND = Text("，且", " and ")
_BETWEEN = Text("且", " and ")
_OR = Text("，或", " or ")
_TRUE = Text("{fact}", "{fact}")
_FALSE = Text("“{fact}”不成立", "“{fact}” is not the case")
_KNOWN = Text("“{fact}”是已知的", "it is known: {fact}")
_NOT_KNOWN = Text("“{fact}”不清楚", "it is not known: {fact}")
_IS = Text("{fact}是{value}", "{fact}: {value}")
_IS_NOT = Text("{fact}已知，且不是{value}", "{fact}: known, and not {value}")
_LISTED = Text("{fact}是这 {count} 种之一：", "{fact}: one of these {count}:")
_NOT_LISTED = Text(
    "{fact}已知，且不是这 {count} 种之一：", "{fact}: known, and none of these {count}:"
)
_COMPARED = Text("{fact}{value}", "{fact}: {value}")
_REFUTED = Text("“{name}”不成立", "not: {name}")
_SEMICOLON = Text("；", "; ")
_COLONS = "：:"
_BRACKETS = Text("（{inner}）", "({inner})")
_GAP = Text("〔{fact}〕", "[{fact}]")
_LIST = Text("{head}（{inner}）", "{head} ({inner})")

_RELATIONS = {
    Operator.EQ: Text("等于 {value}", "exactly {value}"),
    Operator.LT: Text("小于 {value}", "less than {value}"),
    Operator.LTE: Text("不超过 {value}", "at most {value}"),
    Operator.GT: Text("大于 {value}", "more than {value}"),
    Operator.GTE: Text("不小于 {value}", "at least {value}"),
}
_NOT_EQUAL = Text("不等于 {value}", "other than {value}")
_OPPOSITE = {
    Operator.LT: Operator.GTE,
    Operator.LTE: Operator.GT,
    Operator.GT: Operator.LTE,
    Operator.GTE: Operator.LT,
}
_EXACT = {Operator.GTE, Operator.LTE}
"""Bounds that leave one number between them where both are the same."""

_SAID_BY_THE_MEANING = {"", "code", "hour", "fields", "rows", "times"}
"""Units that would only repeat what the fact's meaning says."""


class PlainWords:
    """Puts conditions into one language, by a vocabulary and the titles of definitions."""

    def __init__(
        self, vocabulary: Vocabulary, language: str, titles: Mapping[str, Text] | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._language = language
        self._titles = titles or {}

    def clause(self, condition: Condition) -> Clause:
        """Return a condition in words, definitions written out below their names."""
        return self._clause(condition, wanted=True)

    def sentence(self, condition: Condition) -> str:
        """Return a condition on one line without a full stop; definitions stand by their names."""
        return self._flat(self.clause(condition))

    def meaning(self, fact: str) -> str:
        """Return what a fact is, in words; the name of one that nobody declared."""
        declared = self._vocabulary.facts.get(fact)
        return declared.meaning.get(self._language) if declared else fact

    def definition(self, name: str) -> str:
        """Return the title of a definition, or its name if it has none."""
        title = self._titles.get(name)
        return title.get(self._language) if title else name

    def unit(self, unit: str) -> str:
        """Return what a unit of the vocabulary is called."""
        return unit_name(unit).get(self._language)

    def gapped(self, text: Text) -> str:
        """Return a text of the rulebook with the meaning of each fact where its value would be."""
        parts = pieces(text.get(self._language))
        return "".join(
            self._say(_GAP, fact=self.meaning(part)) if place % 2 else part
            for place, part in enumerate(parts)
        )

    def number(self, fact: str, value: FactValue) -> str:
        """Return a number with the unit that its fact is counted in."""
        shown = self._vocabulary.label(fact, value, self._language)
        declared = self._vocabulary.facts.get(fact)
        unit = declared.unit if declared else ""
        if unit in _SAID_BY_THE_MEANING:
            return shown
        if unit == "percent":
            return f"{shown}%"
        name = unit_name(unit).get(self._language)
        return f"{shown} {name.removesuffix('s') if shown == '1' else name}"

    def _clause(self, condition: Condition, *, wanted: bool) -> Clause:
        match condition:
            case Compare():
                return self._compared(condition, wanted=wanted)
            case Not(part):
                return self._clause(part, wanted=not wanted)
            case Named(name, part):
                inner = self._clause(part, wanted=wanted)
                if inner.definition:
                    inner = Clause(self._say(_ALL), (inner,))
                return replace(inner, definition=name, refuted=not wanted)
            case All(parts):
                bounds = self._bounds(parts) if wanted else None
                return bounds or self._joined(parts, _ALL, _AND, wanted=wanted)
            case AnyOf(parts):
                return self._joined(parts, _ANY, _OR, wanted=wanted)

    def _joined(
        self, parts: tuple[Condition, ...], head: Text, joint: Text, *, wanted: bool
    ) -> Clause:
        below = tuple(self.clause(part) for part in parts)
        if wanted:
            return Clause(self._say(head), below, joint=self._say(joint))
        return Clause(self._say(_NOT_ALL if head is _ALL else _NONE), below)

    def _bounds(self, parts: tuple[Condition, ...]) -> Clause | None:
        """Return a lower and an upper bound of one number as one clause."""
        bounds = [
            (part, part.operand)
            for part in parts
            if isinstance(part, Compare)
            and part.operator in _OPPOSITE
            and not isinstance(part.operand, tuple)
        ]
        if len(bounds) != len(parts) or len({leaf.fact for leaf, _ in bounds}) != 1:
            return None
        bounds.sort(key=lambda bound: bound[0].operator in (Operator.LT, Operator.LTE))
        first, value = bounds[0]
        if {leaf.operator for leaf, _ in bounds} == _EXACT and bounds[-1][1] == value:
            bounds = [(replace(first, operator=Operator.EQ), value)]
        relations = [self._relation(leaf, operand) for leaf, operand in bounds]
        return self._number(first.fact, self._say(_BETWEEN).join(relations))

    def _compared(self, leaf: Compare, *, wanted: bool) -> Clause:
        if leaf.operator is Operator.EXISTS:
            known = bool(leaf.operand) is wanted
            return self._about(leaf.fact, _KNOWN if known else _NOT_KNOWN)
        match leaf.operand:
            case tuple(values):
                return self._listed(leaf.fact, values, wanted=wanted)
            case str(value):
                return self._listed(leaf.fact, (value,), wanted=wanted)
            case bool(value):
                return self._about(leaf.fact, _TRUE if value is wanted else _FALSE)
            case value:
                return self._number(leaf.fact, self._relation(leaf, value, wanted=wanted))

    def _relation(self, leaf: Compare, value: FactValue, *, wanted: bool = True) -> str:
        relation = _RELATIONS[leaf.operator]
        if not wanted:
            opposite = _OPPOSITE.get(leaf.operator)
            relation = _RELATIONS[opposite] if opposite else _NOT_EQUAL
        return self._say(relation, value=self.number(leaf.fact, value))

    def _number(self, fact: str, relation: str) -> Clause:
        return self._about(fact, _COMPARED, value=relation)

    def _listed(self, fact: str, operands: tuple[FactValue, ...], *, wanted: bool) -> Clause:
        labels = [self._vocabulary.label(fact, value, self._language) for value in operands]
        if not 1 <= len(labels) <= VALUES_IN_LINE:
            head = _LISTED if wanted else _NOT_LISTED
            return replace(self._about(fact, head, count=str(len(labels))), values=tuple(labels))
        quoted = [f"“{label}”" for label in labels]
        return self._about(fact, _IS if wanted else _IS_NOT, value=self._either(quoted))

    def _about(self, fact: str, text: Text, **values: str) -> Clause:
        return Clause(self._say(text, fact=self.meaning(fact), **values), fact=fact)

    def _say(self, text: Text, **values: str) -> str:
        return text.get(self._language).format(**values) if values else text.get(self._language)

    def _either(self, items: list[str]) -> str:
        *most, last = items
        if self._language != "en":
            return f"{''.join(most)}或{last}" if most else last
        return f"{', '.join(most)} or {last}" if most else last

    def _flat(self, clause: Clause, *, inner: bool = False) -> str:
        if clause.definition:
            name = self.definition(clause.definition)
            return self._say(_REFUTED, name=name) if clause.refuted else name
        if not clause.parts:
            return clause.text.rstrip(_COLONS)
        parts = [self._flat(part, inner=True) for part in clause.parts]
        if clause.joint:
            line = clause.joint.join(parts)
            return self._say(_BRACKETS, inner=line) if inner else line
        listed = self._say(_SEMICOLON).join(parts)
        return self._say(_LIST, head=clause.text.rstrip(_COLONS), inner=listed)
