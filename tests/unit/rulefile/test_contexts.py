"""Plain data to contexts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model.beijing import BEIJING
from resolver.model.context import (
    Channel,
    ClientEnvironment,
    InvoiceInputs,
    InvoiceType,
    LookupContext,
    LookupOutcome,
    LookupTiming,
    Requester,
    Role,
)
from resolver.rulefile.codes import Code
from resolver.rulefile.contexts import REQUEST_FIELDS, read_context
from resolver.rulefile.problems import AT_KEY


def told(data: object) -> list[tuple[tuple[str | int, ...], Code]]:
    """Return path and code of every problem of a context."""
    return [(problem.path, problem.code) for problem in read_context(data).problems]


def test_an_empty_context_is_one() -> None:
    """Nothing has to be told."""
    assert read_context({}).context == LookupContext()
    assert read_context(None).context == LookupContext()


def test_proto_json_and_snake_case_say_the_same() -> None:
    """Both spellings of keys and enum values are understood."""
    snake = {"inputs": {"invoice_type": "vat_special", "amount_kind": None}, "lookup_id": "a"}
    camel = {"inputs": {"invoiceType": "INVOICE_TYPE_VAT_SPECIAL"}, "lookupId": "a"}

    context = read_context(snake).context

    assert context == read_context(camel).context
    assert context.inputs == InvoiceInputs(invoice_type=InvoiceType.VAT_SPECIAL)


def test_every_kind_of_value_is_read() -> None:
    """Texts, numbers, truths, moments, durations, words, lists and maps."""
    reading = read_context(
        {
            "outcome": {"code": "009", "http_status": -1},
            "timing": {"latency": "0.3s", "deadline": 10, "attempts": "2"},
            "requester": {"role": "ROLE_TAX_CLERK", "permissions": ["发票查询"]},
            "client": {
                "channel": "cloud_api",
                "packet_loss_ratio": 0.25,
                "internet_reachable": True,
            },
            "attributes": {"b": "2", "a": "1"},
        }
    )

    assert reading.problems == ()
    assert reading.context == LookupContext(
        outcome=LookupOutcome(code="009", http_status=-1),
        timing=LookupTiming(
            latency=timedelta(seconds=0.3), deadline=timedelta(seconds=10), attempts=2
        ),
        requester=Requester(role=Role.TAX_CLERK, permissions=("发票查询",)),
        client=ClientEnvironment(
            channel=Channel.CLOUD_API, packet_loss_ratio=0.25, internet_reachable=True
        ),
        attributes=(("b", "2"), ("a", "1")),
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-05T10:00:00+08:00", datetime(2026, 3, 5, 10, tzinfo=BEIJING)),
        ("2026-03-05T02:00:00.123456789Z", datetime(2026, 3, 5, 10, 0, 0, 123456, tzinfo=BEIJING)),
        ("2026-03-05 10:00", datetime(2026, 3, 5, 10, tzinfo=BEIJING)),
        ("2026-03-05", datetime(2026, 3, 5, tzinfo=BEIJING)),
        (date(2026, 3, 5), datetime(2026, 3, 5, tzinfo=BEIJING)),
        (datetime(2026, 3, 5, 2, tzinfo=UTC), datetime(2026, 3, 5, 10, tzinfo=BEIJING)),
        ("0001-01-02T00:00:00Z", datetime(1, 1, 2, 8, tzinfo=BEIJING)),
    ],
)
def test_moments_are_beijing_time_unless_they_say_otherwise(
    written: object, moment: datetime
) -> None:
    """A moment without a zone is one of Beijing's."""
    assert read_context({"timing": {"queried_at": written}}).context.timing.queried_at == moment


def test_an_unquoted_date_is_text_where_text_is_due() -> None:
    """YAML libraries turn the issue date into a date."""
    context = read_context({"inputs": {"issue_date": date(2026, 3, 5)}}).context

    assert context.inputs.issue_date == "2026-03-05"


def test_unspecified_is_untold() -> None:
    """The zero of every enum means that nobody told."""
    data = {"requester": {"role": "ROLE_UNSPECIFIED"}, "client": {"channel": "UNSPECIFIED"}}

    assert read_context(data).context == LookupContext()
    assert told(data) == []


def test_every_mistake_is_told_with_its_path_as_written() -> None:
    """Mistakes do not hide each other, and what is right is read all the same."""
    data = {
        "inputs": {"invoiceTpye": "OTHER", "invoice_number": 8, "amount": "1"},
        "outcome": {"code": "9", "http_status": 200.5},
        "timing": {"queriedAt": "2026-02-30", "latency": "10 min", "attempts": -1},
        "requester": {"role": "BOSS", "permissions": ["a", 1], "authenticated": "yes"},
        "client": {"packet_loss_ratio": float("nan"), "roundTripTime": True},
        "attributes": {"a": True, 5: "x"},
        "extra": {},
    }

    assert told(data) == [
        (("inputs", "invoiceTpye", AT_KEY), Code.UNKNOWN_KEY),
        (("inputs", "invoice_number"), Code.UNQUOTED),
        (("outcome", "http_status"), Code.WRONG_SHAPE),
        (("timing", "queriedAt"), Code.WRONG_DATE),
        (("timing", "latency"), Code.WRONG_DURATION),
        (("timing", "attempts"), Code.OUT_OF_BOUNDS),
        (("requester", "role"), Code.UNKNOWN_WORD),
        (("requester", "permissions", 1), Code.UNQUOTED),
        (("requester", "authenticated"), Code.WRONG_SHAPE),
        (("client", "packet_loss_ratio"), Code.OUT_OF_BOUNDS),
        (("client", "roundTripTime"), Code.WRONG_DURATION),
        (("attributes", "a"), Code.UNQUOTED),
        (("attributes", 5, AT_KEY), Code.UNQUOTED),
        (("extra", AT_KEY), Code.UNKNOWN_KEY),
    ]
    assert read_context(data).context.inputs == InvoiceInputs(amount="1")


@pytest.mark.parametrize(
    "data",
    [
        [],
        "context",
        {"inputs": "none"},
        {"requester": {"permissions": "all"}},
        {"attributes": []},
        {"client": {"packet_loss_ratio": "high"}},
        {"client": {"channel": 5}},
        {"timing": {"queried_at": 5}},
        {"timing": {"queried_at": "9999-12-31T23:00:00-10:00"}},
        {"timing": {"latency": float("inf")}},
        {"timing": {"latency": 1e300}},
        {"timing": {"attempts": True}},
        {"lookup_id": "a", "lookupId": "b"},
        {None: 1},
        {"attributes": {"stage": None}},
        {"attributes": {"not known yet": None}},
        {"requester": {"permissions": [None]}},
    ],
)
def test_values_of_the_wrong_kind_are_told(data: object) -> None:
    """Whatever the data, the answer is a context and a list of problems."""
    assert len(read_context(data).problems) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["inputs", "timing", "latency", "queriedAt", "x"]), inner, max_size=4
        )
    ),
)


@given(json_values)
def test_no_data_crashes_the_reader(data: object) -> None:
    """Odd data has problems, never exceptions."""
    read_context(data)


def test_request_fields_are_paths_in_snake_case() -> None:
    """Remedies name fields by these paths."""
    assert "inputs.amount" in REQUEST_FIELDS
    assert "client.round_trip_time" in REQUEST_FIELDS
    assert "inputs" not in REQUEST_FIELDS
