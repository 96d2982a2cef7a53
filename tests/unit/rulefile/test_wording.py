"""The wording of texts: sure signs are told, and nothing else."""

from __future__ import annotations

import pytest

from resolver.rulefile.loader import load_files
from tests.support.rulefolders import tiny_files, tiny_text

DELAY = "timing/data_sync_delay.yaml"
OLD = "because: {zh-CN: 早已开具, en: Issued long ago}"


def told(zh: str, en: str) -> list[str]:
    """Return code and language of what is told of one text of the tiny rules."""
    text = tiny_text(DELAY).replace(OLD, f'because: {{zh-CN: "{zh}", en: "{en}"}}')
    found = load_files(tiny_files({DELAY: text})).diagnostics
    en_column = 22 + len(zh) + len('"", en: ')
    return [f"{one.code} {'zh' if one.location.column < en_column else 'en'}" for one in found]


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("Issued long ago", "Issued long ago", "RULE120 zh"),
        ("早已开具", "早已开具", "RULE120 en"),
        ("满 72 小时", "24 h or more", "RULE121 en"),
        ("限额 1,000.50 元", "1,000.05 yuan at most", "RULE121 en"),
        ("早已开具,不必等", "Issued long ago", "RULE122 zh"),
        ("早已开具.", "Issued long ago", "RULE122 zh"),
        ("早已开具(红字)", "Issued long ago", "RULE122 zh"),
        ("早已开具(OFD)", "Issued long ago", "RULE122 zh"),
        ("OFD (版式文件)打不开", "The file cannot be opened", "RULE122 zh"),
        ("早" * 101, "Issued long ago", "RULE123 zh"),
        ("早已开具", "long " * 45, "RULE123 en"),
        ("请打 13912345678", "call", "RULE124 zh"),
        ("早已开具", "write to a.b@example.com", "RULE124 en"),
        ("税号 91110108MA01ABCD6X", "tax id", "RULE124 zh"),
        ("税号 911101080000000006", "tax id", "RULE124 zh"),
        ("敬请等待", "Wait", "RULE125 zh"),
        ("等", "Please note the date", "RULE125 en"),
    ],
)
def test_sure_sign_is_told_where_it_stands(zh: str, en: str, expected: str) -> None:
    """In the language that is at fault; of numbers nobody knows which, so in the second."""
    assert told(zh, en) == [expected]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("OFD", "OFD"),
        ("{timing.attempts}", "{timing.attempts}"),
        ("在“发票查询统计”里看", "See 发票查询统计 in the e-tax bureau"),
        ("最多 5 次", "five times at most"),
        ("9 时以后，共 2 次", "after 09:00, 2 in all"),
        ("限额 1000 元", "1,000 yuan"),
        ("第 3 步见 https://a.cn, 例如 a.b", "step 3: see https://a.cn"),
        ("代码 06,09 都算", "codes 06,09 both count"),
        ("票号 26112000000012345678", "number 26112000000012345678"),
        ("拨打 12366 或 010-12345678", "call 12366 or 010-12345678"),
        ("请等一等", "Please wait; note the date"),
        ("用 OFD (1.0) 打开", "Open it as OFD (1.0)"),
        ("调用 query(发票号)", "Call query(number)"),
        ("参数 EnableTodayInvoiceXY", "the switch ENABLETODAYINVOICE"),
    ],
)
def test_what_may_be_meant_is_let_be(zh: str, en: str) -> None:
    """A warning that is wrong once is read no more."""
    assert told(zh, en) == []


@pytest.mark.parametrize(
    ("zh", "meant"),
    [
        ("早已(红字)开具", ["(红字)"]),
        ("{timing.attempts},早已开具;不必等", [";"]),
        ("早已{timing.attempts},开具", [","]),
        ("税号 911101080000000006 错了", ["911101080000000006"]),
        ("等待,敬请谅解", [",", "敬请"]),
    ],
)
def test_what_is_meant_is_underlined_alone(zh: str, meant: list[str]) -> None:
    """Not the whole sentence: the eye is led to the mark."""
    en = "{timing.attempts} times" if "{" in zh else "Issued long ago"
    text = tiny_text(DELAY).replace(OLD, f"because: {{zh-CN: '{zh}', en: '{en}'}}")
    found = load_files(tiny_files({DELAY: text})).diagnostics

    underlined = [one.excerpt[one.location.column - 1 : one.end_column - 1] for one in found]

    assert underlined == meant


def test_contacts_may_have_numbers_and_providers_their_phrases() -> None:
    """They are public, and cited."""
    contacts = tiny_text("contacts.yaml").replace("12366 热线", "热线 12366 或 13912345678")
    platform = tiny_text("status/platform.yaml").replace("不一致,", "敬请核对,")

    changed = tiny_files({"contacts.yaml": contacts, "status/platform.yaml": platform})

    assert load_files(changed).diagnostics == ()


def test_steps_are_told_one_by_one() -> None:
    """At the step, in its language."""
    text = (
        tiny_text("remedies.yaml")
        .replace("明天再查一次", "明天,再查一次")
        .replace("明天,再查一次]", '"明天,再查一次"]')
    )
    (diagnostic,) = load_files(tiny_files({"remedies.yaml": text})).diagnostics

    assert (diagnostic.code, str(diagnostic.location)) == ("RULE122", "remedies.yaml:5:26")
