"""What outcomes say of the rules, as sections: for a terminal, or for the page of an approver."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resolver.cli.render.report import Item, Section
from resolver.cli.render.terms import PRIORS, strength, term
from resolver.cli.render.words import colon, comma
from resolver.inference.learning.calibrate import Calibration
from resolver.inference.learning.contradictions import Contradiction
from resolver.inference.learning.proposals import Estimate, Kind, Proposal
from resolver.inference.learning.providers import Difference
from resolver.inference.learning.scaling import Worth
from resolver.inference.learning.trial import Mean, Trial
from resolver.inference.plain_words import PlainWords
from resolver.model.rulebook import AGAINST, Rulebook
from resolver.model.texts import Text

_DIFFERENCES_SHOWN = 30

_BASIS = Text("依据", "What was learned from")
_COUNTS = Text(
    "从 {learned:,} 条查明原因的查验中学习（{reporters:,} 个登记人），另留 {held_out:,} 条检验。",
    "Learned from {learned:,} lookups whose cause was found out, of {reporters:,} reporters; "
    "tried on {held_out:,} more.",
)
_STRANGE = Text(
    "{n:,} 条登记的原因不在本规则库中，未用",
    "{n:,} name a cause that the rulebook does not have, and were left out",
)
_SAMPLE = Text("登记的结果不是随机抽样", "Reports are no random sample")
_SAMPLE_WHY = Text(
    "出人意料的更常有人登记，所以各原因多常见（先验）容易学偏。先验的建议与强度分开提出，"
    "采用前请与别的来源核对。",
    "People report what surprised them, so how frequent causes are is easily learned wrong. "
    "Priors are proposed apart from strengths: check them against another source first.",
)
_ONE_REPORTER = Text(
    "全部结果出自同一个登记人，无人可以印证：请先抽查几例",
    "all outcomes come from one reporter, and nobody confirms them: look into some of them first",
)
_DOUBTFUL = Text(
    "登记人 {who}：约 {share:.0%} 的登记与其他情况对不上，已相应减少其影响，请了解原因",
    "reporter {who}: about {share:.0%} of the reports do not fit and count for less; ask why",
)

_TRIALS = Text("用留出的查验检验", "Figures on what was held out")
_TRIALS_LEAD = Text(
    "对数损失和校准误差越低越好；括号内为 95% 区间。“改善”是对数损失比现行规则低多少，"
    "区间不含 0 才算确实更好。",
    "Log loss and calibration error (ECE) are better lower; in brackets, bounds of 95 %. “Gain” "
    "is by how much the log loss is lower than by the rules as they are; it is real where its "
    "bounds do not hold 0.",
)
_TRIAL_COLUMNS = (
    Text("规则", "rules"),
    Text("对数损失", "log loss"),
    Text("首位正确", "top-1"),
    Text("校准误差", "ECE"),
    Text("改善", "gain"),
)
_TRIAL_ROWS = (
    ("book", Text("现行", "as they are")),
    ("strengths", Text("改强度", "other strengths")),
    ("priors", Text("改先验", "other priors")),
    ("both", Text("两者都改", "both")),
    ("scale", Text("改标尺数值", "other scale")),
)

_HEADINGS = {
    Kind.STRENGTH: Text("建议：规则强度（{n} 处）", "Proposed: strengths of rules ({n})"),
    Kind.PRIOR: Text("建议：原因先验（{n} 处）", "Proposed: priors of causes ({n})"),
}
_NONE = {
    Kind.STRENGTH: Text("没有：结果还不足以说明哪条规则的强度不对。", "None."),
    Kind.PRIOR: Text("没有。", "None."),
}
_PROPOSAL_COLUMNS = (
    Text("规则或原因", "rule or cause"),
    Text("现行", "now"),
    Text("建议", "proposed"),
    Text("结果估计", "by outcomes"),
    Text("相关查验", "lookups"),
    Text("该原因属实", "cause was true"),
    Text("现行预期", "book expected"),
    Text("把握", "certainty"),
)
_WHY = Text(
    "{lookups:,} 次查验中，{right:,} 次查明确为该原因；按现行规则应为 {expected} 次",
    "of {lookups:,} lookups, the cause was the true one in {right:,}; the rules as they are "
    "expected {expected}",
)
_FOR_CAUSE = Text("原因：{title}", "cause: {title}")

_SCALE = Text("标尺：各个词按结果值多少", "The scale: what its words are worth by outcomes")
_SCALE_LEAD = Text(
    "把用同一个词的规则（原因）合在一起估计。标尺与上面逐条的建议二者择一，不要同时采用。",
    "All rules or causes of a word taken together. Take over either this or the proposals above, "
    "not both.",
)
_SCALE_COLUMNS = (
    Text("词", "word"),
    Text("现行", "now"),
    Text("结果估计", "by outcomes"),
    Text("规则/原因数", "rules or causes"),
    Text("建议", "proposed"),
)

_CONTRADICTED = Text("与结果相矛盾的规则（{n} 条）", "Rules that outcomes contradict ({n})")
_CONTRADICTED_LEAD = Text(
    "结果表明它们说明不了什么，甚至恰好相反。改一个词不够：请看下列案例，重写或停用规则。",
    "What they take for a sign is none, or one of the opposite. Another word is not enough: look "
    "at the cases, and rewrite or withdraw the rule.",
)
_SHARE = Text(
    "它起作用的 {lookups:,} 次中，{right:,} 次确为该原因（预期 {expected} 次）；估计 {ratio}",
    "it counted in {lookups:,} lookups; the cause was the true one in {right:,} ({expected} "
    "expected); estimate {ratio}",
)
_CASES = Text("不符的案例（{n:,}）：{cases}", "cases ({n:,}): {cases}")
_MORE = Text(" 等，另有 {n:,} 例", " and {n:,} more")

_PROVIDERS = Text("各服务商的差别", "Where providers differ")
_PROVIDERS_LEAD = Text(
    "规则对所有服务商只有一个强度，故只列出，不改：需要时请作者在条件里区分服务商。",
    "A rule has one strength for all providers, so nothing is changed for this: authors may tell "
    "providers apart in its condition.",
)
_PROVIDER_COLUMNS = (
    Text("规则或原因", "rule or cause"),
    Text("服务商", "provider"),
    Text("相关查验", "lookups"),
    Text("该原因属实", "cause was true"),
    Text("各家合计的预期", "expected by all"),
    Text("是预期的几倍", "times as often"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the sections are made of; `cases` is how many cases of a rule are listed."""

    found: Calibration
    rulebook: Rulebook
    language: str
    cases: int


def calibration_sections(told: Told) -> list[Section]:
    """Return the whole report in the order that an approver reads it."""
    return [section for part in _PARTS for section in part(told)]


def _basis(told: Told) -> Iterator[Section]:
    found, language = told.found, told.language
    items = [Item(_SAMPLE.get(language), (_SAMPLE_WHY.get(language),))]
    if found.reporters == 1:
        items.append(Item(_ONE_REPORTER.get(language)))
    if found.strange:
        items.append(Item(_STRANGE.get(language).format(n=found.strange)))
    items += [
        Item(_DOUBTFUL.get(language).format(who=" ".join(filter(None, who)) or "-", share=share))
        for who, share in found.doubtful
    ]
    lead = _COUNTS.get(language).format(
        learned=found.learned, reporters=found.reporters, held_out=found.held_out
    )
    yield Section(_BASIS.get(language), lead, items=tuple(items))


def _trials(told: Told) -> Iterator[Section]:
    if told.found.trials is None:
        return
    rows = [_words(_TRIAL_COLUMNS, told.language)]
    for name, text in _TRIAL_ROWS:
        trial: Trial = getattr(told.found.trials, name)
        rows.append((text.get(told.language), *_trial_cells(trial, is_book=name == "book")))
    yield Section(_TRIALS.get(told.language), _TRIALS_LEAD.get(told.language), tuple(rows))


def _trial_cells(trial: Trial, *, is_book: bool) -> tuple[str, ...]:
    return (
        _bounded(trial.logloss, "{:.3f}"),
        _bounded(trial.top1, "{:.1%}"),
        f"{trial.ece:.3f}",
        "" if is_book else _bounded(trial.gain, "{:+.3f}"),
    )


def _proposals(told: Told) -> Iterator[Section]:
    for kind in Kind:
        listed = [one for one in told.found.proposals if one.estimate.kind is kind]
        heading = _HEADINGS[kind].get(told.language).format(n=len(listed))
        if not listed:
            yield Section(heading, _NONE[kind].get(told.language))
            continue
        rows = [_words(_PROPOSAL_COLUMNS, told.language)]
        rows += [_proposal_row(one, told.language) for one in listed]
        items = tuple(_proposal_item(one, told) for one in listed)
        yield Section(heading, table=tuple(rows), items=items)


def _proposal_row(proposal: Proposal, language: str) -> tuple[str, ...]:
    one = proposal.estimate
    return (
        one.subject,
        word_of(one.kind, one.word, language),
        word_of(one.kind, proposal.word, language),
        _estimated(one),
        f"{one.cases.lookups:,}",
        f"{one.cases.right:,}",
        _about(one.cases.expected),
        f"{min(proposal.certainty, 0.999):.1%}",
    )


def _proposal_item(proposal: Proposal, told: Told) -> Item:
    one, language = proposal.estimate, told.language
    cases = one.cases
    why = _WHY.get(language).format(
        lookups=cases.lookups, right=cases.right, expected=_about(cases.expected)
    )
    return Item(one.subject, (*_meaning(one, told), why))


def _meaning(estimate: Estimate, told: Told) -> Iterator[str]:
    """Yield what a rule or cause says, in words."""
    cause = told.rulebook.causes[estimate.subject.partition("/")[0]]
    yield _FOR_CAUSE.get(told.language).format(title=cause.title.get(told.language))
    words = PlainWords(told.rulebook.vocabulary, told.language)
    for rule in cause.evidence:
        if rule.id == estimate.subject:
            yield words.gapped(rule.because)


def _scale(told: Told) -> Iterator[Section]:
    rows = [_words(_SCALE_COLUMNS, told.language)]
    for one in told.found.worths:
        bounds = f"{_number(one, one.lower)}, {_number(one, one.upper)}"
        rows.append(
            (
                word_of(one.kind, one.word, told.language),
                _number(one, one.book),
                f"{_number(one, one.value)} [{bounds}]",
                f"{one.subjects:,}",
                "" if one.proposed is None else _number(one, one.proposed),
            )
        )
    if len(rows) > 1:
        yield Section(_SCALE.get(told.language), _SCALE_LEAD.get(told.language), tuple(rows))


def _contradicted(told: Told) -> Iterator[Section]:
    found = told.found.contradictions
    if found:
        heading = _CONTRADICTED.get(told.language).format(n=len(found))
        items = tuple(_contradiction_item(one, told) for one in found)
        lead = _CONTRADICTED_LEAD.get(told.language)
        yield Section(heading, lead, items=items, is_alarming=True)


def _contradiction_item(one: Contradiction, told: Told) -> Item:
    estimate, language = one.estimate, told.language
    cases = estimate.cases
    share = _SHARE.get(language).format(
        lookups=cases.lookups,
        right=cases.right,
        expected=_about(cases.expected),
        ratio=_estimated(estimate),
    )
    shown = comma(language).join(case.id for case in one.cases[: told.cases])
    if len(one.cases) > told.cases:
        shown += _MORE.get(language).format(n=len(one.cases) - told.cases)
    listed = _CASES.get(language).format(n=len(one.cases), cases=shown)
    head = f"{estimate.subject}{colon(language)}{word_of(estimate.kind, estimate.word, language)}"
    return Item(head, (*_meaning(estimate, told), share, listed))


def _providers(told: Told) -> Iterator[Section]:
    found: Sequence[Difference] = told.found.differences[:_DIFFERENCES_SHOWN]
    if found:
        rows = [_words(_PROVIDER_COLUMNS, told.language)]
        rows += [
            (
                one.subject,
                one.provider or "-",
                f"{one.lookups:,}",
                f"{one.right:,.0f}",
                _about(one.expected),
                f"{one.times:.2g} [{one.lower:.2g}, {one.upper:.2g}]",
            )
            for one in found
        ]
        lead = _PROVIDERS_LEAD.get(told.language)
        yield Section(_PROVIDERS.get(told.language), lead, tuple(rows))


_PARTS = (_basis, _trials, _proposals, _contradicted, _scale, _providers)


def word_of(kind: Kind, word: str, language: str) -> str:
    """Return a word of the scale as people read it, with its side if it speaks against."""
    if kind is Kind.PRIOR:
        return term(PRIORS, word).get(language)
    name = strength(word).get(language)
    if not word.endswith(AGAINST):
        return name
    return f"{name} {AGAINST}" if language == "en" else f"{name}（反对）"


def _estimated(one: Estimate) -> str:
    """Return an estimate with bounds of 95 %: a likelihood ratio, or the share of a prior."""
    values = (one.value + step * one.deviation for step in (0.0, -1.96, 1.96))
    value, lower, upper = (_plain(one.kind, each) for each in values)
    return f"{value} [{lower}, {upper}]"


def _plain(kind: Kind, value: float) -> str:
    if kind is Kind.PRIOR:
        return f"{1 / (1 + math.exp(-value)):.1%}"
    return f"{math.exp(value):.2g}" if value < math.log(100) else f"{math.exp(value):.0f}"


def _number(one: Worth, number: float) -> str:
    if one.kind is Kind.PRIOR:
        return f"{number:.1%}"
    return f"{number:.2g}" if number < 100 else f"{number:.0f}"


def _about(number: float) -> str:
    """Return a number of cases that was computed, rounded; a few are not none."""
    return f"{number:,.0f}" if number >= 1 else "<1"


def _bounded(mean: Mean, form: str) -> str:
    value, lower, upper = map(form.format, (mean.value, mean.lower, mean.upper))
    return f"{value} [{lower}, {upper}]" if math.isfinite(mean.upper) else value


def _words(texts: Sequence[Text], language: str) -> tuple[str, ...]:
    return tuple(text.get(language) for text in texts)
