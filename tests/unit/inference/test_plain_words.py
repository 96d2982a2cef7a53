"""Conditions in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from resolver.inference.plain_words import Clause, PlainWords
from resolver.model.conditions import All, AnyOf, Compare, Condition, Named, Not, Operator, leaves
from resolver.model.facts import load_vocabulary
from resolver.model.texts import Text
from tests.support.conditions import conditions
from tests.support.rulebooks import fact_is

TITLES = {"many-rows": Text("批次很大", "a large batch")}
ZH = PlainWords(load_vocabulary(), "zh-CN", TITLES)
EN = PlainWords(load_vocabulary(), "en", TITLES)
HOURS = "timing.invoice_age_hours"
YOUNG = Compare(HOURS, Operator.LT, 24)
BATCH = fact_is("batch.all_failed")
CHANNELS = Compare("client.channel", Operator.IN, ("cloud_api", "official_web"))


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (BATCH, "整批全部失败", "every row failed"),
        (Not(BATCH), "“整批全部失败”不成立", "“every row failed” is not the case"),
        (YOUNG, "开票至今的小时数小于 24 小时", "hours since issue: less than 24 hours"),
        (Not(YOUNG), "开票至今的小时数不小于 24 小时", "hours since issue: at least 24 hours"),
        (
            Compare("client.packet_loss_percent", Operator.EQ, 5),
            "丢包率（%）等于 5%",
            "packet loss in percent: exactly 5%",
        ),
        (
            Not(Compare("timing.invoice_age_days", Operator.EQ, 1)),
            "开票至今的自然日数（北京时间）不等于 1 天",
            "calendar days since issue in Beijing: other than 1 day",
        ),
        (
            CHANNELS,
            "查询渠道是“云厂商接口”或“官方网站”",
            "channel: “cloud API” or “official web site”",
        ),
        (
            Not(fact_is("client.channel", "cloud_api")),
            "查询渠道已知，且不是“云厂商接口”",
            "channel: known, and not “cloud API”",
        ),
        (
            Compare("client.channel", Operator.EXISTS, False),
            "“查询渠道”不清楚",
            "it is not known: channel",
        ),
        (
            Not(Compare("client.channel", Operator.EXISTS, False)),
            "“查询渠道”是已知的",
            "it is known: channel",
        ),
        (
            All((Compare(HOURS, Operator.LT, 24), Compare(HOURS, Operator.GTE, 0))),
            "开票至今的小时数不小于 0 小时且小于 24 小时",
            "hours since issue: at least 0 hours and less than 24 hours",
        ),
        (
            All((Compare(HOURS, Operator.LTE, 0), Compare(HOURS, Operator.GTE, 0))),
            "开票至今的小时数等于 0 小时",
            "hours since issue: exactly 0 hours",
        ),
        (
            AnyOf((BATCH, All((YOUNG, Named("many-rows", CHANNELS))))),
            "整批全部失败，或（开票至今的小时数小于 24 小时，且批次很大）",
            "every row failed or (hours since issue: less than 24 hours and a large batch)",
        ),
        (
            Not(AnyOf((BATCH, Not(Named("many-rows", CHANNELS))))),
            "以下各项都不成立（整批全部失败；“批次很大”不成立）",
            "none of these holds (every row failed; not: a large batch)",
        ),
        (
            Not(All((BATCH, fact_is("batch.given")))),
            "以下至少一项不成立（整批全部失败；来自批量导入）",
            "at least one of these does not hold (every row failed; a row of a batch)",
        ),
    ],
)
def test_condition_reads_as_a_sentence(condition: Condition, zh: str, en: str) -> None:
    """In both languages, without a word of YAML."""
    assert (ZH.sentence(condition), EN.sentence(condition)) == (zh, en)


def test_long_list_of_values_stands_apart() -> None:
    """Its clause tells how many there are."""
    provinces = Compare(
        "place.invoice_province", Operator.IN, ("11", "12", "13", "14", "15", "21", "22")
    )
    clause = ZH.clause(provinces)
    assert clause.text == "发票所属省份是这 7 种之一："
    assert clause.values == ("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林")


def test_definition_is_written_out_below_its_name() -> None:
    """A refuted one as the opposite of what it says."""
    young = ZH.clause(Named("young", YOUNG))
    assert young == Clause("开票至今的小时数小于 24 小时", fact=HOURS, definition="young")
    old = ZH.clause(Not(Named("young", YOUNG)))
    assert (old.text, old.refuted) == ("开票至今的小时数不小于 24 小时", True)


def test_definition_of_a_definition_keeps_both_names() -> None:
    """The reader may look either up."""
    clause = ZH.clause(Named("outer", Named("inner", YOUNG)))
    assert clause.definition == "outer"
    assert [part.definition for part in clause.parts] == ["inner"]


@settings(deadline=None)  # the first number reads the names of units
@given(conditions())
def test_every_comparison_is_in_words(condition: Condition) -> None:
    """No condition is too intricate, and none loses a part."""

    def facts_of(clause: Clause) -> set[str]:
        return {clause.fact, *(fact for part in clause.parts for fact in facts_of(part))} - {""}

    for words in (ZH, EN):
        clause = words.clause(condition)
        assert facts_of(clause) == {leaf.fact for leaf in leaves(condition)}
        assert words.sentence(condition)
