"""`new`: given answers, asked answers, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from tests.support.cli import Ended, Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text

SCENARIO = {"scenario.name": "对方没有答复", "scenario.context": "系统繁忙"}
TEXT = {"zh-CN": "中文", "en": "English: a text"}
RULE = {
    "rule.when": "{status.category: not_found}",
    "rule.because.zh-CN": "对方答复：{status.category}",
    "rule.because.en": "The answer: {status.category}",
    **SCENARIO,
}
CAUSE = {
    **{f"{key}.{tag}": text for key in ("title", "explanation") for tag, text in TEXT.items()},
    **{f"disposition.reason.{tag}": text for tag, text in TEXT.items()},
    **RULE,
    "prior": "common",
    "remedies": "wait",
    "disposition.action": "wait",
    "disposition.retryable": "是",
}
REMEDY = {
    **{f"remedy.title.{tag}": text for tag, text in TEXT.items()},
    "remedy.steps.zh-CN": "先看；再问",
    "remedy.steps.en": "look; ask",
    "remedy.action": "CONTACT",
    "cause": "input.amount",
    **SCENARIO,
}
STOP = {
    **{f"title.{tag}": text for tag, text in TEXT.items()},
    "starts": "2026-12-01T20:00:00+08:00",
    "ends": "2026-12-02T08:00:00+08:00",
    "provinces": "44",
    "source": "https://example.com/notice",
}
PROVIDER = {
    **{f"name.{tag}": text for tag, text in TEXT.items()},
    "kind": "cloud",
    "code.code": "009",
    "code.category": "not_found",
    **{f"code.meaning.{tag}": text for tag, text in TEXT.items()},
    "code.source": "https://example.com",
}

AMOUNT_FILES = ["input/amount.yaml", "input/amount_test.yaml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a rules folder of one's own."""
    return tiny_folder(tmp_path)


def start(
    shell: Shell, folder: Path, *what: str, answers: dict[str, str], language: str = "en"
) -> Ended:
    """Run `new` with all answers given."""
    given = [part for key, text in answers.items() for part in ("--set", f"{key}={text}")]
    return shell.run("new", *what, "--rules", folder, "--language", language, *given)


@pytest.mark.parametrize(
    ("what", "answers", "files"),
    [
        (("cause", "input.code"), CAUSE, ["input/code.yaml", "input/code_test.yaml"]),
        (("rule", "input.amount/other"), RULE, AMOUNT_FILES),
        (("remedy", "call"), REMEDY, ["remedies.yaml", *AMOUNT_FILES]),
        (("stop",), STOP, ["calendar/stops.yaml"]),
        (("status", "acme_check"), PROVIDER, ["status/acme_check.yaml"]),
    ],
    ids=lambda part: part[0] if isinstance(part, tuple) else "",
)
def test_what_is_written_is_right_at_once(
    shell: Shell, folder: Path, what: tuple[str, ...], answers: dict[str, str], files: list[str]
) -> None:
    """`check` has no error, `fmt` nothing to do, and the files are those that were told."""
    shell.run("fmt", folder)
    ended = start(shell, folder, *what, answers=answers)

    assert ended.code == ExitCode.FINE
    told = [line.rpartition("rules/")[2] for line in ended.out.splitlines()[: len(files)]]
    assert told == files
    assert shell.run("check", folder).code == ExitCode.FINE
    assert shell.run("fmt", folder, "--check").code == ExitCode.FINE


def test_a_new_cause_has_a_draft_and_a_scenario(shell: Shell, folder: Path) -> None:
    """Nothing unfinished takes part in answers."""
    ended = start(shell, folder, "cause", "input.check_code", answers=CAUSE)
    text = (folder / "input/check_code.yaml").read_text("utf-8")

    assert text.startswith("cause: input.check_code\ntitle:\n  zh-CN: 中文\n")
    assert "    status: draft\n    when: {status.category: not_found}\n" in text
    assert "owner: compliance-data\n" in text
    assert "retryable: true" in text
    scenario = (folder / "input/check_code_test.yaml").read_text("utf-8")
    assert "      outcome: {message: 系统繁忙}\n" in scenario
    assert "      rules: [input.check_code/provider-says-so]\n" in scenario
    assert "set status to active" in ended.out
    assert f"python -m resolver test {folder} --only input/check_code\n" in ended.out


def test_a_locked_folder_is_to_be_locked_again(shell: Shell, folder: Path) -> None:
    """Else `check` reminds of the new rule for ever; a folder without a lock needs none."""
    locking = f"python -m resolver lock {folder}"
    assert locking not in start(shell, folder, "cause", "input.code", answers=CAUSE).out
    shell.run("lock", folder)
    assert locking in start(shell, folder, "rule", "input.amount/other", answers=RULE).out


def test_entries_are_added_at_the_end_and_comments_stay(shell: Shell, folder: Path) -> None:
    """Of the rules of a cause."""
    amount = folder / "input/amount.yaml"
    commented = tiny_text("input/amount.yaml").replace("evidence:\n", "evidence:   # why\n")
    amount.write_text(commented, "utf-8")
    start(shell, folder, "rule", "input.amount/other", answers=RULE)
    text = amount.read_text("utf-8")

    assert "evidence:   # why\n" in text
    assert text.index("rule: other") > text.rindex("rule: ", 0, text.index("rule: other"))
    assert text.index("rule: other") < text.index("\nremedies:")


def test_a_code_and_a_province_are_quoted(shell: Shell, folder: Path) -> None:
    """`009` is no number. A province may be called by its name."""
    start(shell, folder, "status", "acme_check", answers=PROVIDER)
    start(shell, folder, "stop", answers={**STOP, "provinces": "广东"})

    assert 'code: "009"' in (folder / "status/acme_check.yaml").read_text("utf-8")
    assert 'provinces: ["44"]' in (folder / "calendar/stops.yaml").read_text("utf-8")


def test_schemas_that_a_folder_has_are_renewed(shell: Shell, folder: Path) -> None:
    """So that an editor knows the new name."""
    shell.run("schema", folder)
    start(shell, folder, "remedy", "call-the-seller", answers=REMEDY)

    assert "call-the-seller" in (folder / "schema/cause.json").read_text("utf-8")
    assert shell.run("schema", folder, "--check").code == ExitCode.FINE


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (("cause", "inpt.foo"), "是不是想写 `input`"),
        (("cause", "status.foo"), "没有 status 这个类别"),
        (("cause", "input.Foo"), "不能用作"),
        (("cause", "input.amount"), "已经有了"),
        (("rule", "input.amout/x"), "是不是想写 `input.amount`"),
        (("rule", "input.amount"), "规则要写成 原因/规则名"),
        (("remedy", "wait"), "已经有了"),
        (("remedy",), "写全名称"),
        (("status", "generic"), "已经有了"),
        (("status", "a/b"), "不能作文件名"),
    ],
)
def test_a_name_that_will_not_do_is_refused(
    shell: Shell, what: tuple[str, ...], reason: str
) -> None:
    """Before anything is asked."""
    ended = shell.run("new", *what, "--rules", TINY_RULES)

    assert ended.code == ExitCode.UNUSABLE
    assert reason in ended.err


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("rule.weight=stong", "是不是想写 `strong`"),
        ("rule.wieght=strong", "是不是想写 `rule.weight`"),
        ("rule.when={status.category: not_fond}", "是不是想写 `not_found`"),
        ("rule.when={all: [}", "不是合法的 YAML"),
        ("rule.because.zh-CN=见 {status.categry}", "是不是想写 `status.category`"),
        ("scenario.at=昨天", "不是时刻"),
        ("scenario.context={outcome: {cod: x}}", "是不是想写 `code`"),
        ("rule.because.en=", "不能空着"),
    ],
)
def test_an_answer_that_will_not_do_is_refused(shell: Shell, given: str, reason: str) -> None:
    """With what would."""
    ended = shell.run("new", "rule", "input.amount/x", "--rules", TINY_RULES, "--set", given)

    assert ended.code == ExitCode.UNUSABLE
    assert reason in ended.err


def test_yes_or_no_is_asked_for_as_such(shell: Shell) -> None:
    """Nothing else is understood."""
    given = ("--set", "disposition.retryable=也许")
    ended = shell.run("new", "cause", "input.x", "--rules", TINY_RULES, *given)

    assert "请回答 是 或 否" in ended.err


def test_without_a_terminal_all_that_is_missing_is_told(shell: Shell) -> None:
    """With what each is."""
    ended = shell.run("new", "rule", "input.amount/x", "--rules", TINY_RULES)

    assert ended.code == ExitCode.UNUSABLE
    assert "  --set rule.when=…  条件：什么情况下这条规则成立。\n" in ended.err
    assert "rule.weight" not in ended.err


def test_on_a_terminal_questions_are_asked_until_the_answer_will_do(
    shell: Shell, folder: Path
) -> None:
    """`?` lists choices, Enter takes the default, and what was given is not asked again."""
    lines = [
        "",  # no group
        "{status.categry: not_found}",
        "{status.category: not_found}",
        "?",
        "",  # the default weight
        "",  # a reason is needed
        "因为",
        "because",
        "",  # no references
        "active",
        "查无此票",
        "",  # today
        "查无此票",
        "",  # write it
    ]
    ended = shell.converse("new", "rule", "input.amount/other", "--rules", folder, lines=lines)
    text = (folder / "input/amount.yaml").read_text("utf-8")

    assert ended.code == ExitCode.FINE
    assert "✗ 没有名为 `status.categry` 的事实" in ended.out
    assert "✗ 这一项不能空着" in ended.out
    assert ended.out.count("strong against") == 2
    assert "    status: active\n    when: {status.category: not_found}\n" in text
    assert "    weight: moderate\n    because:\n      zh-CN: 因为\n" in text


def typed(*, weight: str = "弱", after: list[str]) -> list[str]:
    """Return what is typed for a whole rule, and after the summary."""
    rule = ["later", "{status.category: not_found}", weight, "因为", "because", "", "生效"]
    return [*rule, "查无此票", "2026/3/5 9:00", "查无此票", *after]


def test_words_and_dates_may_be_those_of_people(shell: Shell, folder: Path) -> None:
    """What is written is in the one form of rule files."""
    lines = typed(weight="弱 反证", after=[""])
    shell.converse("new", "rule", "input.amount/other", "--rules", folder, lines=lines)

    assert "    weight: weak against\n" in (folder / "input/amount.yaml").read_text("utf-8")
    scenario = (folder / "input/amount_test.yaml").read_text("utf-8")
    assert "    at: 2026-03-05T09:00:00+08:00\n" in scenario


def test_all_is_shown_and_may_be_changed_before_it_is_written(shell: Shell, folder: Path) -> None:
    """A new group is said aloud, and the scenario is run at once."""
    lines = typed(after=["99", "3", "中等", ""])
    ended = shell.converse("new", "rule", "input.amount/other", "--rules", folder, lines=lines)

    assert ended.out.count("将要写入") == 3
    assert "就是 active。 active\n" in ended.out
    assert "2026-03-05T09:00:00+08:00\n" in ended.out
    assert "没有这个编号" in ended.out
    assert ended.out.count("`later` 是新的分组") == 3
    assert "场景“查无此票”通过" in ended.out
    assert "    weight: moderate\n" in (folder / "input/amount.yaml").read_text("utf-8")


def test_what_is_given_up_is_not_written(shell: Shell, folder: Path) -> None:
    """That is no failure."""
    before = (folder / "input/amount.yaml").read_text("utf-8")
    lines = typed(after=["q"])
    ended = shell.converse("new", "rule", "input.amount/other", "--rules", folder, lines=lines)

    assert ended.code == ExitCode.FINE
    assert "什么也没有写" in ended.out
    assert (folder / "input/amount.yaml").read_text("utf-8") == before


def test_a_question_mark_explains_where_there_are_no_choices(shell: Shell, folder: Path) -> None:
    """With an example, and Enter means what the question says."""
    ended = shell.converse(
        "new", "rule", "input.amount/x", "--rules", folder, lines=["?", "", "？"]
    )

    assert "同组只算最强的一条" in ended.out
    assert "例如：{status.category: not_found}" in ended.out
    assert "默认）" not in ended.out


def test_a_scenario_that_will_fail_is_told_at_once(shell: Shell, folder: Path) -> None:
    """A draft is tried as if it were active."""
    given = {**RULE, "scenario.context": "发票金额不一致"}
    failing = start(shell, folder, "rule", "input.amount/x", answers=given, language="zh-CN")
    assert "是新的分组" not in failing.out
    fine = start(
        shell,
        folder,
        "rule",
        "input.amount/y",
        answers={**RULE, "scenario.context": "查无此票", "scenario.name": "查无"},
    )

    assert "规则启用后仍不会通过" in failing.out
    assert "passes once the rule is active" in fine.out


def test_an_input_that_ends_too_soon_writes_nothing(shell: Shell, folder: Path) -> None:
    """A closed terminal leaves no half of a rule."""
    ended = shell.converse("new", "stop", "--rules", folder, lines=["标题"])

    assert ended.code == ExitCode.UNUSABLE
    assert "什么也没有写" in ended.err
    assert "标题" not in (folder / "calendar/stops.yaml").read_text("utf-8")


def test_what_would_be_a_mistake_as_a_whole_is_not_written(shell: Shell, folder: Path) -> None:
    """The answers come back as a command, so that none has to be typed again."""
    answers = {**STOP, "ends": "2026-11-01T00:00:00+08:00"}
    ended = start(shell, folder, "stop", answers=answers)

    assert ended.code == ExitCode.FAILED
    assert "RULE025" in ended.out
    assert "--set ends=2026-11-01T00:00:00+08:00" in ended.err
    assert "2026-11-01" not in (folder / "calendar/stops.yaml").read_text("utf-8")


def test_a_folder_with_mistakes_is_mended_first(shell: Shell, folder: Path) -> None:
    """Nothing new is built on sand."""
    (folder / "contacts.yaml").write_text("contacts: [\n", "utf-8")
    ended = start(shell, folder, "stop", answers=STOP)

    assert ended.code == ExitCode.RULES_REFUSED
