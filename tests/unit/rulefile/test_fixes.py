"""Mends without doubt are made in place, and nothing else is touched."""

from __future__ import annotations

import pytest

from resolver.rulefile.files import Unreadable
from resolver.rulefile.fixes import fixed
from resolver.rulefile.near_misses import full_width, only_near_miss
from tests.support.rulefolders import tiny_files, tiny_text

DELAY = "timing/data_sync_delay.yaml"
AMOUNT = "input/amount.yaml"
PLATFORM = "status/platform.yaml"
REMEDIES = "remedies.yaml"


def mended(path: str, right: str, wrong: str) -> bool:
    """Return whether a mistake put into the tiny rules is mended to what was there before."""
    text = tiny_text(path)
    assert right in text
    files = tiny_files({path: text.replace(right, wrong, 1)})
    return fixed(files) == {path: text.encode()}


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        (PLATFORM, '"006"', "006"),
        (PLATFORM, '"006"', "“006”"),
        (PLATFORM, '"006"', "００６"),
        (PLATFORM, '"04"', "「04」"),
        (PLATFORM, "category: not_found", "category: notfound"),
        (DELAY, "retryable: true", "retryable: yes"),
        (DELAY, "timing.invoice_age_hours: {gte: 72}", "timing.invoice_age_hour: {gte: 72}"),
        (DELAY, "{gte: 72}", '{">=": 72}'),
        (DELAY, "{gte: 72}", "{GTE: 72}"),
        (DELAY, "{gte: 72}", "{gte: 72h}"),
        (DELAY, "{gte: 72}", "{gte: 72 小时}"),
        (DELAY, "{gte: 72}", '{gte: "72"}'),
        (DELAY, "weight: strong against", "wieght: strong against"),
        (DELAY, "owner: compliance-data", "owner：compliance-data"),
        (DELAY, "owner: compliance-data", "owner： compliance-data"),
        (DELAY, "evidence:", "evidence："),
        (DELAY, "- rule: issued-today", "- rule：issued-today"),
        (DELAY, "{zh-CN: 数据尚未同步", "{zh-CN：数据尚未同步"),
        (DELAY, "{timing.invoice_age_hours: {gte: 72}}", "{timing.invoice_age_hours: {gte：72}}"),
        (DELAY, "- is: nothing-found", "- is：nothing-found"),
        (DELAY, "- is: nothing-found", "- is: nothing_found"),
        (DELAY, "evidence:\n  - rule", "evidence:\n\t- rule"),
        (REMEDIES, "actor: TAX_AUTHORITY", "actor: TAX_AUTHORTY"),
        (REMEDIES, "fields: [inputs.amount]", "fields: [inputs.amout]"),
        (REMEDIES, "contacts: [hotline]", "contacts: ['hotlien']"),
    ],
)
def test_mistake_without_doubt_is_mended(path: str, right: str, wrong: str) -> None:
    """As it was before somebody slipped."""
    assert mended(path, right, wrong)


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        (DELAY, "action: WAIT", "action: WAITING"),
        (DELAY, "{gte: 72}", "{gte: 3 days}"),
        (DELAY, "{gte: 72}", "{gte: many}"),
        (DELAY, "remedies: [wait]", "remedies: [wiat]"),
        (DELAY, "owner: compliance-data", "owner: [compliance-data]"),
        (DELAY, "weight: strong against", "wieght: strong against\n    weight: weak against"),
        (AMOUNT, "evidence:\n  - rule: differs", "evidence:\n  - rule: differs\n\t- x: y"),
        ("calendar/limits.yaml", "lookups_per_day: 5", "lookups_per_day: 05"),
        ("definitions.yaml", "inputs.all_ok: true", "inputs.all_ok: yes please"),
    ],
)
def test_mistake_with_doubt_is_left_to_its_author(path: str, right: str, wrong: str) -> None:
    """Several things may be meant, or mending would make it worse."""
    text = tiny_text(path)
    assert right in text
    assert fixed(tiny_files({path: text.replace(right, wrong, 1)})) == {}


def test_every_other_byte_stays() -> None:
    """Marks, line ends, comments and blanks."""
    text = tiny_text(DELAY).replace("retryable: true", "retryable:   yes   # 留着")
    held = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()

    files = fixed(tiny_files({DELAY: held}))

    assert files == {DELAY: held.replace(b"   yes ", b"   true ")}


def test_half_width_marks_become_full_width() -> None:
    """Between Chinese characters only."""
    text = tiny_text(DELAY).replace("刚开具的发票要过些", "刚开具的发票 a.b 要等,见 x, 再过些")
    text = text.replace(
        "刚开具的发票 a.b 要等,见 x, 再过些时候才能查到", '"开具不久,要等,见 x, 再说."'
    )

    (content,) = fixed(tiny_files({DELAY: text})).values()

    assert '"开具不久，要等，见 x, 再说。"' in content.decode()


def test_mended_rules_have_nothing_more_to_mend() -> None:
    """And a mend may uncover another one."""
    text = tiny_text(DELAY).replace("evidence:\n  - rule", "evidence:\n\t- rule")
    broken = tiny_files({DELAY: text.replace("retryable: true", "retryable: on")})
    first = fixed(broken)

    assert first == {DELAY: tiny_text(DELAY).encode()}
    assert fixed({**broken, **first}) == {}


def test_file_that_cannot_be_read_is_passed_over() -> None:
    """Others are mended all the same."""
    files = tiny_files({PLATFORM: tiny_text(PLATFORM).replace('"006"', "006")})
    files["contacts.yaml"] = Unreadable("no")

    assert list(fixed(files)) == [PLATFORM]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("commno", "common"),
        ("Common", "common"),
        ("frequnt", "frequent"),
        ("frqunt", ""),
        ("rarer", ""),
        ("rare_", ""),
        ("often", ""),
    ],
)
def test_only_one_slip_from_the_only_name_is_certain(name: str, meant: str) -> None:
    """`rare` and `rarest` are both near to `rarer`."""
    assert only_near_miss(name, ("common", "frequent", "rare", "rarest")) == meant


def test_full_width_leaves_other_marks() -> None:
    """Numbers, Latin words and what stands between them."""
    assert full_width("甲,乙: a,b 1.5;丙(丁) f(1)") == "甲，乙: a,b 1.5;丙（丁） f(1)"
