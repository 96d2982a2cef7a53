"""What a change of the rules does to many answers, as sections of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from resolver.cli.render.comparisons import ComparisonTexts
from resolver.cli.render.parts import part_name
from resolver.cli.render.report import Item, Section
from resolver.inference.impact import ASPECTS, Group, Impact, Verdict
from resolver.inference.parts import Part
from resolver.model.texts import Text

_ROWS_SHOWN = 20
_FLIPS_SHOWN = 3

_KeyT = TypeVar("_KeyT")

_HEADING = Text("答案的变化", "What changed in the answers")
_LEAD = Text(
    "对比 {contexts:,} 条上下文：{differing:,} 条答案不同（{share}），"
    "其中 {flipped:,} 条首要原因不同（{flips}）",
    "{contexts:,} contexts compared: {differing:,} are answered otherwise ({share}), "
    "{flipped:,} of them with another first cause ({flips})",
)
_UNREADABLE = Text("；另有 {n:,} 行无法读取", "; {n:,} more lines cannot be read")
_ASPECT = Text("哪方面不同", "what differs")
_ASPECTS: Mapping[str, Text] = {
    "first": Text("首要原因", "first cause"),
    "leaders": Text("前三位的顺序", "order of the first three"),
    "moves": Text("可能性", "probabilities"),
    "disposition": Text("自动处理建议", "disposition"),
    "remedies": Text("首要原因的处理办法", "remedies of the first cause"),
    "findings": Text("录入检查", "findings"),
    "status": Text("对方答复的读法", "reading of the provider's answer"),
}
_CONTEXTS = Text("条数", "contexts")
_SHARE = Text("占比", "share")
_EXAMPLE = Text("例", "example")
_VERDICTS = Text("自动处理建议的变化", "Dispositions that change")
_FREED = Text(
    "注意：有 {n:,} 条由“不要重试”变为“可以重试”，无人值守的系统会因此多查、多花钱或占用次数。",
    "Mind: {n:,} contexts turn from “do not retry” to “may retry”; unattended callers will spend "
    "lookups and money on them.",
)
_MOMENTS = Text(
    "另有 {n:,} 条只有最早重试时间不同。",
    "{n:,} more differ in the earliest moment of a retry alone.",
)
_FROM_TO = Text("变更前 → 变更后", "before → after")
_FLIPS = Text("首要原因的变化", "First causes that change")
_PARTS = Text("由哪处改动造成", "By the change responsible")
_PARTS_LEAD = Text(
    "一条上下文受几处改动影响时，每处都计入",
    "a context that several changes answer for counts in each",
)
_PART = Text(
    "{part}：{contexts:,} 条答案不同，首要原因变化 {flips:,} 条，自动处理建议变化 {verdicts:,} 条",
    "{part}: {contexts:,} answers differ, {flips:,} first causes and {verdicts:,} dispositions",
)
_MOVERS = Text("可能性变动最大的", "Largest moves of a probability")
_REMARKS = Text("无法读取的行", "Lines that cannot be read")
_MORE_LINES = Text("……另有 {n:,} 行", "… and {n:,} more")
_MORE = Text("……另有 {n} 种", "… and {n} more")


def impact_sections(impact: Impact, texts: ComparisonTexts) -> Iterator[Section]:
    """Yield the figures, then what changed most gravely first, then what is responsible."""
    yield _summary(impact, texts.language)
    if impact.aspects["disposition"]:
        yield _verdicts(impact, texts)
    if impact.flips:
        yield _flips(impact, texts)
    if impact.parts:
        yield _parts(impact, texts)
    if impact.movers.items:
        yield _movers(impact, texts)
    if impact.unreadable:
        yield _remarks(impact, texts.language)


def _summary(impact: Impact, language: str) -> Section:
    lead = _LEAD.get(language).format(
        contexts=impact.contexts,
        differing=impact.differing,
        flipped=impact.flipped,
        share=_share(impact.differing, impact),
        flips=_share(impact.flipped, impact),
    )
    if impact.unreadable:
        lead += _UNREADABLE.get(language).format(n=impact.unreadable)
    rows = [
        (
            _ASPECTS[name].get(language),
            f"{impact.aspects[name]:,}",
            _share(impact.aspects[name], impact),
        )
        for name in ASPECTS
        if impact.aspects[name]
    ]
    head = tuple(text.get(language) for text in (_ASPECT, _CONTEXTS, _SHARE))
    return Section(_HEADING.get(language), lead, (head, *rows) if rows else ())


def _verdicts(impact: Impact, texts: ComparisonTexts) -> Section:
    freed = sum(group.contexts for pair, group in impact.verdicts.items() if _is_freed(*pair))
    groups = sorted(
        impact.verdicts.items(),
        key=lambda row: (not _is_freed(*row[0]), -row[1].contexts, row[0]),
    )
    named = [(f"{texts.verdict(old)} → {texts.verdict(new)}", one) for (old, new), one in groups]
    later = impact.aspects["disposition"] - sum(group.contexts for _, group in groups)
    counts = ((_FREED, freed), (_MOMENTS, later))
    leads = [text.get(texts.language).format(n=count) for text, count in counts if count]
    lead = Text("", " ").get(texts.language).join(leads)
    return replace(_table(_VERDICTS, lead, named, impact, texts), is_alarming=bool(freed))


def _flips(impact: Impact, texts: ComparisonTexts) -> Section:
    groups = _by_size(impact.flips)
    named = [(f"{texts.cause(old)} → {texts.cause(new)}", one) for (old, new), one in groups]
    return _table(_FLIPS, "", named, impact, texts)


def _table(
    heading: Text,
    lead: str,
    groups: Sequence[tuple[str, Group]],
    impact: Impact,
    texts: ComparisonTexts,
) -> Section:
    language = texts.language
    head = (_FROM_TO, _CONTEXTS, _SHARE, _EXAMPLE)
    rows = [tuple(text.get(language) for text in head)] if groups else []
    for name, group in groups[:_ROWS_SHOWN]:
        first = group.examples.items[0]
        place = texts.place(first.line, first.id)
        rows.append((name, f"{group.contexts:,}", _share(group.contexts, impact), place))
    if len(groups) > _ROWS_SHOWN:
        rows.append((_MORE.get(language).format(n=len(groups) - _ROWS_SHOWN), "", "", ""))
    return Section(heading.get(language), lead, tuple(rows))


def _parts(impact: Impact, texts: ComparisonTexts) -> Section:
    items = tuple(_part(part, group, texts) for part, group in _by_size(impact.parts))
    return Section(_PARTS.get(texts.language), _PARTS_LEAD.get(texts.language), items=items)


def _part(part: Part, group: Group, texts: ComparisonTexts) -> Item:
    flips = sorted(group.flips.items(), key=lambda row: (-row[1], row[0]))
    head = _PART.get(texts.language).format(
        part=part_name(part, texts.language),
        contexts=group.contexts,
        flips=group.flips.total(),
        verdicts=group.verdicts,
    )
    return Item(
        head,
        (
            *(
                f"{texts.cause(old)} → {texts.cause(new)} ×{count:,}"
                for (old, new), count in flips[:_FLIPS_SHOWN]
            ),
            *(texts.example(one) for one in group.examples.items),
        ),
    )


def _movers(impact: Impact, texts: ComparisonTexts) -> Section:
    items = tuple(
        Item(texts.mover(one), tuple(texts.evidence(one.move))) for one in impact.movers.items
    )
    return Section(_MOVERS.get(texts.language), items=items)


def _remarks(impact: Impact, language: str) -> Section:
    shown = impact.remarks.items
    lines = [Text(one.zh, one.en).get(language) for one in shown]
    rest = impact.unreadable - len(shown)
    lines += [_MORE_LINES.get(language).format(n=rest)] if rest else []
    return Section(_REMARKS.get(language), items=tuple(_remark(line) for line in lines))


def _remark(text: str) -> Item:
    head, *details = text.splitlines()
    return Item(head, tuple(line.strip() for line in details))


def _is_freed(old: Verdict, new: Verdict) -> bool:
    """Return whether a caller that was not to retry now may."""
    return new.retryable and not old.retryable


def _by_size(groups: Mapping[_KeyT, Group]) -> list[tuple[_KeyT, Group]]:
    return sorted(groups.items(), key=lambda row: (-row[1].contexts, row[0]))


def _share(count: int, impact: Impact) -> str:
    return f"{count / impact.contexts:.2%}" if impact.contexts else "-"
