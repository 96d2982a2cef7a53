"""One comparison of two answers, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from resolver.cli.render.console import beijing_minute
from resolver.cli.render.words import ACTIONS, comma, word
from resolver.inference.compare import Comparison, Due, Move
from resolver.inference.impact import Example, Mover, Verdict
from resolver.model.texts import Text

_MOVES_SHOWN = 2

_LINE = Text("第 {line} 行", "line {line}")
_NAMED = Text("第 {line} 行（{id}）", "line {line} ({id})")
_EXAMPLE = Text("{place}：{told}", "{place}: {told}")
_FIRST = Text("首要原因 {0} → {1}", "first cause {0} → {1}")
_LEADERS = Text("前三位 {0} → {1}", "first three {0} → {1}")
_DUE = Text("自动处理 {0} → {1}", "disposition {0} → {1}")
_REMEDIES = Text("处理办法 {0}", "remedies {0}")
_FINDINGS = Text("录入检查 {0}", "findings {0}")
_STATUS = Text("答复读作 {0} → {1}", "status read as {0} → {1}")
_CAUSE = Text("{title}（{id}）", "{title} ({id})")
_VERDICT = Text("{action}、{retry}", "{action}, {retry}")
_NOT_BEFORE = Text("，最早 {moment}", ", not before {moment}")
_EVIDENCE = (Text("原来的依据：{0}", "evidence before: {0}"), Text("现在：{0}", "now: {0}"))
_NOTHING = Text("没有", "none")


class ComparisonTexts:
    """Tells of comparisons in one language. `titles` are those of causes, to be told with ids."""

    def __init__(self, language: str, titles: Mapping[str, str] | None = None) -> None:
        self.language = language
        self._titles = titles or {}

    def cause(self, name: str) -> str:
        """Return what a cause is called."""
        title = self._titles.get(name)
        return self._fill(_CAUSE, title=title, id=name) if title else name

    def title(self, name: str) -> str:
        """Return what a cause is called, without its id if it has a title."""
        return self._titles.get(name, name)

    def verdict(self, verdict: Verdict) -> str:
        """Return a disposition without its moment."""
        retry = word("retryable" if verdict.retryable else "not_retryable", self.language)
        action = ACTIONS[verdict.action.value].get(self.language)
        return self._fill(_VERDICT, action=action, retry=retry)

    def place(self, line: int, name: str) -> str:
        """Return where a context stands."""
        return self._fill(_NAMED if name else _LINE, line=line, id=name)

    def example(self, example: Example) -> str:
        """Return one context with everything in which its answers differ."""
        told = Text("；", "; ").get(self.language).join(self._differences(example.comparison))
        place = self.place(example.line, example.id)
        return self._fill(_EXAMPLE, place=place, told=told)

    def mover(self, mover: Mover) -> str:
        """Return one large move of a probability."""
        place, told = self.place(mover.line, mover.id), self._move(mover.move)
        return self._fill(_EXAMPLE, place=place, told=told)

    def evidence(self, move: Move) -> Iterator[str]:
        """Yield the evidence of a cause before and after, with its weights."""
        sides = (move.evidence.before, move.evidence.after)
        for text, rules in zip(_EVIDENCE, sides, strict=True):
            names = [(rule.partition("/")[2], weight) for rule, weight in rules]
            listed = comma(self.language).join(f"{name} {weight:+.2f}" for name, weight in names)
            yield text.get(self.language).format(listed or _NOTHING.get(self.language))

    def _differences(self, comparison: Comparison) -> Iterator[str]:
        first, leaders, due = comparison.first, comparison.leaders, comparison.disposition
        if first.differs:
            yield self._pair(_FIRST, self.cause(first.before), self.cause(first.after))
        elif leaders.differs:
            listed = (", ".join(leaders.before), ", ".join(leaders.after))
            yield self._pair(_LEADERS, *listed)
        for move in comparison.moves[:_MOVES_SHOWN]:
            yield self._move(move)
        if due.differs:
            yield self._pair(_DUE, self._due(due.before), self._due(due.after))
        signed = [f"+{one}" for one in comparison.remedies_added]
        signed += [f"−{one}" for one in comparison.remedies_removed]
        if comparison.remedies.differs:
            yield _REMEDIES.get(self.language).format(
                " ".join(signed) or ", ".join(comparison.remedies.after)
            )
        if comparison.findings.differs:
            before, after = set(comparison.findings.before), set(comparison.findings.after)
            codes = [f"+{path} {code}" for path, code in sorted(after - before)]
            codes += [f"−{path} {code}" for path, code in sorted(before - after)]
            yield _FINDINGS.get(self.language).format(" ".join(codes))
        if comparison.status.differs:
            yield self._pair(_STATUS, comparison.status.before, comparison.status.after)

    def _move(self, move: Move) -> str:
        before, after = move.probability.before, move.probability.after
        return f"{self.cause(move.cause)} {before:.1%} → {after:.1%}"

    def _due(self, due: Due) -> str:
        told = self.verdict(Verdict(due.action, due.retryable))
        if due.not_before is None:
            return told
        return told + self._fill(_NOT_BEFORE, moment=beijing_minute(due.not_before))

    def _pair(self, text: Text, before: str, after: str) -> str:
        return text.get(self.language).format(before, after)

    def _fill(self, text: Text, **values: object) -> str:
        return text.get(self.language).format(**values)
