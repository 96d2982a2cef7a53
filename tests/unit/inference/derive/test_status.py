"""How answers are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inference.derive.status import StatusReader, StatusReading, derive_status
from resolver.model.answer import Derivation
from resolver.model.context import LookupOutcome, TransportError
from resolver.model.facts import FactType, load_vocabulary
from tests.support.statuses import AT, catalogue, code, pattern, provider, read, rules_reader


def _read(outcome: LookupOutcome, *rows: object, **knowledge: object) -> StatusReading:
    entry = provider(*rows, name="sample", aliases=("样例",))  # type: ignore[arg-type]
    return StatusReader(catalogue(entry, **knowledge)).read(outcome, AT)  # type: ignore[arg-type]


def test_code_decides_and_its_own_text_confirms_it() -> None:
    """A catalogued code with the text that belongs to it is certain, and gives its meaning."""
    reading = _read(
        LookupOutcome("Sample", None, "1021", "网络超时"),
        code("1021", "maintenance", "网络超时（税局升级维护）"),
        patterns=(pattern("timeout", "超时"),),
    )

    assert (reading.category, reading.second_category) == ("maintenance", None)
    assert (reading.certainty, reading.recognized_by) == ("certain", "code")
    assert reading.recognized
    assert reading.meaning.zh == "网络超时（税局升级维护）"


def test_specific_message_beats_a_vague_code() -> None:
    """A catch-all code says less than the field that its message names."""
    reading = _read(
        LookupOutcome("样例", None, "105", "查询不规范，开票日期格式错误"),
        code("105", "invalid_request", "查询不规范"),
        patterns=(pattern("invalid_date", "日期.{0,4}错误"),),
    )

    assert (reading.category, reading.certainty) == ("invalid_date", "certain")


def test_conflicting_message_lowers_the_certainty_of_a_code() -> None:
    """Code and message that say different things are both told, and neither is certain."""
    reading = _read(
        LookupOutcome("sample", None, "9", "频率过高"),
        code("9", "not_found", "查无此票", certainty="likely"),
        patterns=(pattern("rate_limited", "频率过高"),),
    )

    assert (reading.category, reading.second_category) == ("not_found", "rate_limited")
    assert reading.certainty == "possible"


def test_message_decides_between_meanings_of_an_ambiguous_code() -> None:
    """Without its message an ambiguous code is only possible; with it, surer but not certain."""
    rows = (
        code("010", "system_error", "系统异常", certainty="possible"),
        code("010", "not_found", "查无此票", certainty="possible"),
    )

    alone = _read(LookupOutcome("sample", None, "010", None), *rows)
    told = _read(LookupOutcome("sample", None, "010", "查无此票"), *rows)

    assert alone.certainty == "possible"
    assert (told.category, told.certainty) == ("not_found", "likely")


def test_business_message_beats_a_transport_status() -> None:
    """An answer in words counts for more than the status that carried it."""
    reading = _read(
        LookupOutcome(None, None, None, "系统维护", 503),
        patterns=(pattern("maintenance", "维护"),),
        http={503: "timeout"},
    )

    assert (reading.category, reading.recognized_by) == ("maintenance", "message")


def test_doubtful_status_is_only_possible() -> None:
    """A bare 403 may mean many things."""
    known = {"http": {403: "permission_denied"}, "doubtful": frozenset({"403"})}
    reading = _read(LookupOutcome(http_status=403), **known)

    assert (reading.category, reading.certainty) == ("permission_denied", "possible")
    assert reading.recognized_by == "http_status"


def test_words_of_an_unknown_code_are_a_hint() -> None:
    """A code in words is read like a text, at half its weight."""
    reading = _read(
        LookupOutcome("nobody", None, "REQ_RATE_LIMIT", None),
        patterns=(pattern("rate_limited", "rate.?limit"),),
    )

    assert (reading.category, reading.certainty) == ("rate_limited", "likely")
    assert not reading.recognized


def test_unknown_code_may_repeat_a_transport_status() -> None:
    """Resellers put HTTP and gRPC statuses into their codes."""
    known = {"http": {429: "rate_limited"}}

    assert _read(LookupOutcome(code="429"), **known).category == "rate_limited"
    assert _read(LookupOutcome(code="not_found"), **known).category == "not_found"
    assert _read(LookupOutcome(code="²²²"), **known).category == "none"


def test_code_inside_a_json_body_counts() -> None:
    """A caller who passes the whole body on is understood as well."""
    reading = _read(
        LookupOutcome("sample", None, None, '{"code":"9","msg":"?"}'), code("9", "not_found")
    )

    assert (reading.category, reading.recognized) == ("not_found", True)


def test_text_of_a_provider_without_codes_is_recognised() -> None:
    """The provider's own text finds its row although no code came."""
    reading = _read(
        LookupOutcome("sample", None, "", "无此票信息"), code("msg", "not_found", "无此票信息")
    )

    assert (reading.category, reading.recognized_by) == ("not_found", "message")
    assert reading.recognized


def test_stated_end_follows_the_moment_of_asking() -> None:
    """A remembered message is judged anew at each moment."""
    reader = rules_reader()
    outcome = LookupOutcome(message="系统维护中，请30分钟后重试")
    later = datetime(2026, 3, 6, 1, 0, tzinfo=UTC)

    first, second = reader.read(outcome, AT), reader.read(outcome, later)

    assert first.stated_end is not None
    assert second.stated_end is not None
    assert (second.stated_end - first.stated_end) == later - AT


def test_facts_say_who_answered_and_how() -> None:
    """Provider, transport and what was read are facts of their own."""
    draft = Derivation()
    reading = read("查无此票", provider="aliyun_VerifyVATInvoice", code="009", http_status=200)
    derive_status(reading, draft)

    facts = draft.facts
    assert facts["status.category"] == "not_found"
    assert facts["status.provider_kind"] == "cloud"
    assert facts["status.charges_failures"] is True
    assert facts["status.same_day_supported"] is False
    assert (facts["status.http_status"], facts["status.http_ok"]) == (200, True)
    assert (facts["status.answered"], facts["status.silent"]) == (True, False)


@pytest.mark.parametrize(
    ("outcome", "answered", "silent"),
    [
        (LookupOutcome(), None, True),
        (LookupOutcome(message=" \n　"), None, True),
        (LookupOutcome(message="@@@", http_status=200), True, False),
        (LookupOutcome(message="qwerty", http_status=200), True, False),
        (LookupOutcome(message="qwerty", http_status=500), None, False),
        (LookupOutcome(http_status=504), False, False),
        (LookupOutcome(grpc_status="not_found"), None, False),
        (LookupOutcome(transport_error=TransportError.DNS_FAILURE), False, False),
        (LookupOutcome(code="X1"), True, False),
    ],
)
def test_silence_and_answer_are_told_apart(
    outcome: LookupOutcome, answered: bool | None, silent: bool
) -> None:
    """A transport that speaks is no answer, and blanks are as silent as nothing."""
    facts = rules_reader().read(outcome, AT).facts

    assert facts.get("status.answered") is answered
    assert facts["status.silent"] is silent


def test_unknown_provider_is_told_from_no_provider() -> None:
    """Only a name that was given can be unknown."""
    assert read("x", provider="nobody").facts["status.provider_known"] is False
    assert "status.provider_known" not in read("x", provider=" ").facts


def test_accusation_is_a_fact_even_beside_another_reading() -> None:
    """That an answer cries forgery is told whatever else it says."""
    reading = read("查无此票，疑似伪造")

    assert reading.facts["status.alleges_forgery"] is True
    assert reading.facts["status.second_category"] == "not_found"


_NAMES = st.sampled_from(["", "baidu_vat_verification", "grpc", "leqi_fpzt", "x"]) | st.text()


@given(
    st.builds(
        LookupOutcome,
        provider=st.none() | _NAMES,
        operation=st.none() | st.text(),
        code=st.none() | st.sampled_from(["009", "8", "-1", "UNAVAILABLE"]) | st.text(),
        message=st.none() | st.text() | st.sampled_from(["查无此票", "维护至22:00", "\ud800"]),
        http_status=st.none() | st.integers(-(2**31), 2**31 - 1),
        grpc_status=st.none() | st.sampled_from(["UNAVAILABLE", "nonsense"]),
        transport_error=st.none() | st.sampled_from(TransportError),
    )
)
def test_any_outcome_gives_facts_of_the_vocabulary(outcome: LookupOutcome) -> None:
    """No input is an error, and every fact is of the type that the vocabulary declares."""
    declared = load_vocabulary().facts
    types = {FactType.BOOLEAN: bool, FactType.NUMBER: int, FactType.ENUM: str}

    for name, value in rules_reader().read(outcome, AT).facts.items():
        assert type(value) is types[declared[name].type]


def test_dump_is_read_though_not_remembered() -> None:
    """A page of markup around a notice is cut to the notice."""
    page = "<style>" + "a{color:red}" * 900 + "</style><p>系统维护中</p>"

    assert read(page).category == "maintenance"
