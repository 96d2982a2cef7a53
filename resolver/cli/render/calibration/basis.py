"""What was learned from, and how good the proposals are on what was held out."""

from __future__ import annotations

import math
from collections.abc import Iterator

from resolver.cli.render.calibration.told import Told, row_of
from resolver.cli.render.report import Item, Section
from resolver.inference.learning.trial import Mean, Trial
from resolver.model.texts import Text

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


def basis(told: Told) -> Iterator[Section]:
    """Yield what was learned from, and what to bear in mind."""
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


def trials(told: Told) -> Iterator[Section]:
    """Yield the figures on what was held out, if anything was."""
    if told.found.trials is None:
        return
    rows = [row_of(_TRIAL_COLUMNS, told.language)]
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


def _bounded(mean: Mean, form: str) -> str:
    value, lower, upper = map(form.format, (mean.value, mean.lower, mean.upper))
    return f"{value} [{lower}, {upper}]" if math.isfinite(mean.upper) else value
