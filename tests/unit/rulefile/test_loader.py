"""A folder to a rulebook."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from resolver.errors import RulesUnavailableError
from resolver.model.beijing import BEIJING
from resolver.model.conditions import Compare, Named, Operator, leaves
from resolver.model.context import AmountKind, InvoiceLifecycle, InvoiceType, Role
from resolver.model.diagnostics import Location, Severity
from resolver.model.rulebook import RemedyAction, RuleStatus
from resolver.model.texts import Text
from resolver.rulefile.files import Unreadable
from resolver.rulefile.loader import load_files, load_rulebook
from resolver.rulefile.source import MAX_BYTES
from tests.support.rulefolders import (
    TINY_RULES,
    shown,
    tiny_files,
    tiny_folder,
    tiny_rulebook,
    tiny_text,
)

DELAY = "timing/data_sync_delay.yaml"


def codes(changes: dict[str, str | bytes | None]) -> list[str]:
    """Return the codes that the tiny rules get with these changes."""
    return [diagnostic.code for diagnostic in load_files(tiny_files(changes)).diagnostics]


def test_a_folder_becomes_a_rulebook() -> None:
    """Causes come in order of id, with everything that their file says."""
    result = load_rulebook(TINY_RULES)

    assert result.diagnostics == ()
    assert result.rulebook is not None
    assert list(result.rulebook.causes) == ["input.amount", "timing.data_sync_delay", "unknown"]
    cause = result.rulebook.causes["timing.data_sync_delay"]
    assert (cause.family, cause.prior, cause.prior_probability) == ("timing", "frequent", 0.06)
    assert cause.title == Text("数据尚未同步", "Not synchronised yet")
    assert cause.location == Location(DELAY, 1, 8)
    assert cause.dispositions[0].action is RemedyAction.WAIT
    assert cause.dispositions[0].not_before == "next_midnight"


def test_strengths_become_logarithms() -> None:
    """A weight is ln of the likelihood ratio, negative for evidence against."""
    first, second = tiny_rulebook().causes["timing.data_sync_delay"].evidence

    assert (first.id, first.strength) == ("timing.data_sync_delay/issued-today", "strong")
    assert first.weight == pytest.approx(math.log(15))
    assert second.weight == pytest.approx(-math.log(15))
    assert second.strength == "strong against"
    assert (second.group, second.status) == ("invoice-age", RuleStatus.ACTIVE)
    assert second.location == Location(DELAY, 18, 5)


def test_a_rule_without_group_is_alone_in_its_group() -> None:
    """Its group is its own id, which no other rule bears."""
    rule = tiny_rulebook().causes["input.amount"].evidence[1]

    assert rule.group == rule.id == "input.amount/values-pass"
    assert rule.effective_from == date(2021, 1, 1)
    assert rule.version == 1


def test_definitions_are_resolved_where_they_are_named() -> None:
    """A rule holds the condition itself, under its name."""
    rulebook = tiny_rulebook()

    passing = Compare("inputs.all_ok", Operator.EQ, True)
    assert rulebook.causes["input.amount"].evidence[1].when == Named("values-pass", passing)
    assert rulebook.definitions["values-pass"] == passing


def test_remedies_come_with_steps_cautions_and_contacts() -> None:
    """Short forms are written out."""
    rulebook = tiny_rulebook()

    wait = rulebook.remedies["wait"]
    assert wait.steps[1] == Text("明天再查一次", "Look up once tomorrow")
    assert [caution.when for caution in wait.cautions] == [None]
    assert rulebook.remedies["ask"].contacts == ("hotline",)
    assert rulebook.contacts["hotline"].text == Text("12366 热线", "the 12366 hotline")
    use, ask = rulebook.causes["input.amount"].remedies
    assert use.when == Compare("inputs.amount.present", Operator.EQ, True)
    assert (ask.remedy, ask.when, ask.unless) == ("ask", None, None)


def test_whatever_has_a_condition_knows_where_it_stands() -> None:
    """The place makes no difference to what it is."""
    book = tiny_rulebook()
    (correct, _), (first, _) = (
        book.causes["input.amount"].remedies,
        book.causes["input.amount"].dispositions,
    )
    places = [correct.location, first.location, book.remedies["correct-amount"].location]
    assert [(place.file, place.line) for place in places] == [
        ("input/amount.yaml", 19),
        ("input/amount.yaml", 22),
        ("remedies.yaml", 11),
    ]
    assert book.definition_locations["values-pass"] == Location("definitions.yaml", 3, 3)
    assert replace(first, location=Location("elsewhere.yaml")) == first


def test_the_vocabulary_knows_what_the_folder_lists() -> None:
    """Categories and findings are the values of their facts; a finding's values are left out."""
    facts = tiny_rulebook().vocabulary.facts

    assert set(facts["status.category"].values or ()) == {"not_found", "mismatch", "none"}
    assert (facts["inputs.amount.problem"].values or {})["not_a_number"] == Text(
        "所填内容 不是数字", "what was entered is no figure"
    )


def test_knowledge_is_read_from_its_tables() -> None:
    """Catalogue, calendar, types, roles and client profile are all there."""
    knowledge = tiny_rulebook().knowledge

    platform = knowledge.catalogue.providers["platform"]
    assert [code.category for code in platform.codes] == ["mismatch", "not_found"]
    assert platform.windows[0].valid_from == date(2021, 1, 1)
    assert platform.type_numbers == {"04": InvoiceType.VAT_GENERAL}
    assert platform.marks[0].state is InvoiceLifecycle.VOIDED
    assert [pattern.id for pattern in knowledge.catalogue.patterns] == [
        "generic/not_found/1",
        "generic/not_found/2",
        "generic/mismatch/1",
    ]
    assert knowledge.catalogue.http == {404: "not_found"}
    assert knowledge.calendar.deadlines[2026, 2] == date(2026, 2, 24)
    assert knowledge.calendar.stops[0].starts == datetime(2026, 11, 26, 20, tzinfo=BEIJING)
    assert knowledge.invoice_types[InvoiceType.VAT_SPECIAL].amount is AmountKind.TAX_EXCLUSIVE
    assert knowledge.roles[Role.TAX_CLERK].may_look_up
    assert knowledge.client.oldest_browsers == {"chrome": 55}
    assert knowledge.lookup_permissions == ("*invoice*",)


def test_attributes_become_facts_of_their_own() -> None:
    """A site's own facts can be named by rules and in texts."""
    attributes = (
        "attributes:\n"
        "  entity: {type: enum, values: [hq, branch], meaning: {zh-CN: 主体, en: entity}}\n"
        "  stage:\n"
        "    type: enum\n"
        "    values: {a: {zh-CN: 甲, en: first}, b: {zh-CN: 乙, en: second}}\n"
        "    meaning: {zh-CN: 阶段, en: stage}\n"
        "  frozen: {type: boolean, meaning: {zh-CN: 冻结, en: frozen}}\n"
    )
    rule = tiny_text(DELAY).replace("timing.invoice_age_hours: {gte: 72}", "attributes.stage: a")

    result = load_files(tiny_files({"attributes.yaml": attributes, DELAY: rule}))

    assert result.rulebook is not None, result.diagnostics
    facts = result.rulebook.vocabulary.facts
    assert (facts["attributes.stage"].values or {})["b"] == Text("乙", "second")
    assert (facts["attributes.entity"].values or {})["hq"] == Text("hq", "hq")
    assert [attribute.name for attribute in result.rulebook.knowledge.attributes] == [
        "entity",
        "stage",
        "frozen",
    ]


def test_an_enumerated_attribute_needs_values() -> None:
    """Without them nothing could be compared."""
    text = "attributes:\n  entity: {type: enum, meaning: {zh-CN: 主体, en: entity}}\n"

    assert codes({"attributes.yaml": text}) == ["RULE021"]


def test_optional_files_may_be_missing() -> None:
    """Without contacts, providers or a calendar there is simply less to say."""
    remedies = tiny_text("remedies.yaml").replace("    contacts: [hotline]\n", "")
    absent = [
        "contacts.yaml",
        "calendar/deadlines.yaml",
        "calendar/stops.yaml",
        "status/platform.yaml",
    ]

    result = load_files(tiny_files({"remedies.yaml": remedies, **dict.fromkeys(absent)}))

    assert result.rulebook is not None, result.diagnostics
    assert result.rulebook.contacts == {}


@pytest.mark.parametrize(
    "path", ["scale.yaml", "remedies.yaml", "status/categories.yaml", "calendar/hours.yaml"]
)
def test_a_needed_file_that_is_missing_is_the_only_mistake(path: str) -> None:
    """What the file would have named is not refused as well."""
    assert codes({path: None}) == ["RULE015"]


def test_the_cause_unknown_is_needed() -> None:
    """There is always an answer."""
    assert codes({"unknown.yaml": None})[0] == "RULE071"


@pytest.mark.parametrize(
    "path",
    [
        "scale.yaml",
        "remedies.yaml",
        "status/categories.yaml",
        "definitions.yaml",
        "status/generic.yaml",
    ],
)
def test_a_file_that_cannot_be_read_makes_no_other_file_wrong(path: str) -> None:
    """One syntax error is one diagnostic."""
    assert codes({path: "a: [\n"}) == ["RULE004"]


def test_a_file_that_is_no_mapping_is_told_as_a_whole() -> None:
    """The root of every file is a mapping."""
    assert codes({"contacts.yaml": "- hotline\n"}) == ["RULE022"]


def test_a_large_file_is_refused() -> None:
    """A rule file has at most a megabyte."""
    assert codes({"contacts.yaml": b"#" * (MAX_BYTES + 1)}) == ["RULE003"]


def test_a_file_that_the_system_refuses_is_told() -> None:
    """The reason is the system's."""
    files = tiny_files()
    files["contacts.yaml"] = Unreadable("Permission denied")

    (diagnostic,) = load_files(files).diagnostics

    assert shown(diagnostic).startswith("contacts.yaml:1:1 error RULE001")
    assert "Permission denied" in diagnostic.message.zh


def test_a_key_that_is_a_number_is_found_again() -> None:
    """Positions hold for keys that are no texts as well."""
    generic = tiny_text("status/generic.yaml").replace(
        "{404: not_found}", "{404: lost, true: none}"
    )

    diagnostics = load_files(tiny_files({"status/generic.yaml": generic})).diagnostics

    line = next(n for n, text in enumerate(generic.splitlines(), 1) if text.startswith("http"))
    assert [(d.location.line, d.location.column, d.code) for d in diagnostics] == [
        (line, 13, "RULE046"),
        (line, 19, "RULE022"),
    ]


def test_errors_keep_the_rulebook_back_and_warnings_do_not() -> None:
    """Severity decides."""
    unused = tiny_text("definitions.yaml") + "  spare: {inputs.given: true}\n"

    warned = load_files(tiny_files({"definitions.yaml": unused}))
    refused = load_files(
        tiny_files({"definitions.yaml": unused + "  wrong: {inputs.gven: true}\n"})
    )

    assert warned.rulebook is not None
    assert [d.severity for d in warned.diagnostics] == [Severity.WARNING]
    assert refused.rulebook is None


def test_diagnostics_come_in_order_of_place() -> None:
    """By file, line and column, whatever found them first."""
    changes: dict[str, str | bytes | None] = {
        DELAY: tiny_text(DELAY)
        .replace("[wait]", "[weit]")
        .replace("prior: frequent", "prior: often"),
        "input/amount.yaml": tiny_text("input/amount.yaml").replace("mismatch", "mismash"),
    }

    places = [d.location for d in load_files(tiny_files(changes)).diagnostics]

    assert places == sorted(places)
    assert [place.file for place in places] == ["input/amount.yaml", DELAY, DELAY]


def test_a_draft_rule_needs_no_condition_of_its_own_to_be_right() -> None:
    """Whatever its status, a rule is checked in full."""
    text = tiny_text(DELAY).replace("    version: 1\n    group", "    status: draft\n    group", 1)

    result = load_files(tiny_files({DELAY: text}))

    assert result.rulebook is not None
    assert [d.code for d in result.diagnostics] == ["RULE109"]
    rule = result.rulebook.causes["timing.data_sync_delay"].evidence[0]
    assert rule.status is RuleStatus.DRAFT
    assert {leaf.fact for leaf in leaves(rule.when)} == {
        "status.category",
        "timing.invoice_age_hours",
    }


def test_no_folder_is_an_exception(tmp_path: Path) -> None:
    """There is nothing to diagnose."""
    with pytest.raises(RulesUnavailableError, match="name an existing folder"):
        load_rulebook(tmp_path / "nowhere")


def test_the_same_files_give_the_same_rulebook(tmp_path: Path) -> None:
    """Loading is a function of the files alone."""
    assert load_rulebook(tiny_folder(tmp_path)).rulebook == tiny_rulebook()


def test_a_table_of_findings_without_some_of_them_is_refused() -> None:
    """Else the first lookup with such a value could not be answered."""
    text = tiny_text("findings.yaml").replace("  amount_zero:", "  amount_zerro:")
    text = text.replace("  date_order:", "  date_ordre:")

    result = load_files(tiny_files({"findings.yaml": text}))

    (diagnostic,) = result.diagnostics
    assert result.rulebook is None
    assert shown(diagnostic).startswith("findings.yaml:1:1 error RULE080")
    assert diagnostic.message.zh.endswith("：`date_order`、`amount_zero`")
