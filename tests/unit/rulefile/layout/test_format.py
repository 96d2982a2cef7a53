"""One layout for all rule files: comments stay where they belong, and nothing is said anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.rulefile.files import Kind, Unreadable, kind_of, read_folder
from resolver.rulefile.layout.format import formatted, schema_beside
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text


def laid_out(text: str, kind: Kind = Kind.CAUSE) -> str:
    """Return the layout of a text that can be read, and check that it is its own layout."""
    result = formatted(text.encode(), kind).text
    assert result is not None
    assert formatted(result.encode(), kind).text == result
    return result


def test_keys_come_in_the_order_of_their_kind() -> None:
    """Of the file and of a rule; a period comes last in its row."""
    assert laid_out("owner: a\ncause: x.y\n") == "cause: x.y\nowner: a\n"
    assert laid_out("evidence:\n  - {weight: strong, when: {is: a}, rule: b}\n") == (
        "evidence:\n  - rule: b\n    when: {is: a}\n    weight: strong\n"
    )
    windows = "windows: [{until: 2020-12-31, days: 365}]\n"
    assert laid_out(windows, Kind.PROVIDER) == "windows:\n  - {days: 365, until: 2020-12-31}\n"


def test_keys_that_nobody_knows_come_last_and_stay() -> None:
    """`check` tells of them; a layout loses nothing."""
    assert laid_out("ownr: a\ncause: x.y\n") == "cause: x.y\nownr: a\n"


def test_texts_are_on_lines_of_their_own_or_in_brackets_as_their_place_wants() -> None:
    """In a cause a title is a block, in a provider a name is not."""
    assert laid_out("title: {zh-CN: 甲, en: a}\n") == "title:\n  zh-CN: 甲\n  en: a\n"
    name = "name:\n  zh-CN: 甲\n  en: a, b\n"
    assert laid_out(name, Kind.PROVIDER) == 'name: {zh-CN: 甲, en: "a, b"}\n'


def test_a_blank_line_stands_between_rules_and_at_most_one_elsewhere() -> None:
    """Rules are what a reader looks for."""
    text = "cause: x.y\n\n\n\nevidence:\n\n  - rule: a\n  - rule: b\n"
    assert laid_out(text) == "cause: x.y\n\nevidence:\n  - rule: a\n\n  - rule: b\n"


def test_a_long_text_stays_on_one_line() -> None:
    """Chinese has no blanks to break at, and a folded line would be another text."""
    long = "发票开具后，数据要先到税务平台、再到各查验渠道。" * 20
    assert laid_out(f"title:\n  zh-CN: {long}\n  en: a\n") == f"title:\n  zh-CN: {long}\n  en: a\n"
    broken = "title:\n  zh-CN: 甲\n    乙\n  en: a\n"
    assert laid_out(broken) == "title:\n  zh-CN: 甲 乙\n  en: a\n"


def test_texts_in_block_style_are_kept_line_by_line() -> None:
    """Their author wanted the lines."""
    text = "codes:\n  - code: '1'\n    source: >-   # where\n        one\n        two\n"
    assert laid_out(text, Kind.PROVIDER) == (
        'codes:\n  - code: "1"\n    source: >-   # where\n      one\n      two\n'
    )


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("codes: [{code: N}]", Kind.PROVIDER, 'codes:\n  - code: "N"\n'),
        ("type_numbers: {'01': ROLL}", Kind.PROVIDER, 'type_numbers:\n  "01": ROLL\n'),
        ('ignored: ["a\\\\d"]', Kind.GENERIC, "ignored:\n  - 'a\\d'\n"),
        ("owner: 'a: b'", Kind.CAUSE, 'owner: "a: b"\n'),
        ('owner: "a \\"b\\""', Kind.CAUSE, "owner: 'a \"b\"'\n"),
        ('owner: "a\\tb"', Kind.CAUSE, 'owner: "a\\tb"\n'),
        ("owner: {a: 'it''s'}", Kind.CAUSE, 'owner: {a: "it\'s"}\n'),
        ("owner:", Kind.CAUSE, "owner:\n"),
        ("owner: {a: , b: ~}", Kind.CAUSE, "owner: {a: null, b: null}\n"),
        ("lookups_per_day: 5", Kind.LIMITS, "lookups_per_day: 5\n"),
        ("owner: 010", Kind.CAUSE, "owner: 010\n"),
        ("stops: []", Kind.STOPS, "stops: []\n"),
    ],
)
def test_values_are_quoted_where_their_place_or_yaml_wants(
    text: str, kind: Kind, expected: str
) -> None:
    """Codes always, patterns in single quotes; what means a number or nothing stays as it is."""
    assert laid_out(text, kind) == expected


def test_a_condition_stays_on_one_line_or_a_part_a_line() -> None:
    """As its author chose."""
    flow = "when: {all: [{is: a}, {not: {is: b}}]}"
    block = "when:\n      all:\n        - {is: a}\n        - {not: {is: b}}"
    for one in (flow, block):
        text = f"evidence:\n  - rule: a\n    {one}\n"
        assert laid_out(text) == text


def test_a_condition_that_is_too_long_for_a_line_is_opened() -> None:
    """And only as far as needed; a list of values never is."""
    values = ", ".join(f"value_{n}" for n in range(12))
    text = (
        "evidence:\n  - rule: a\n"
        "    when: {any: [{is: a}, {all: ["
        f"{{status.category: {{in: [{values}]}}}}, {{is: b}}]}}]}}\n"
    )
    assert laid_out(text) == (
        "evidence:\n  - rule: a\n    when:\n      any:\n        - {is: a}\n        - all:\n"
        f"            - {{status.category: {{in: [{values}]}}}}\n            - {{is: b}}\n"
    )


def test_a_condition_of_one_comparison_is_in_brackets() -> None:
    """However it was written."""
    text = "definitions:\n  a:\n    status.category:\n      in:\n        - b\n        - c\n"
    assert (
        laid_out(text, Kind.DEFINITIONS) == "definitions:\n  a: {status.category: {in: [b, c]}}\n"
    )


def test_a_long_list_keeps_the_lines_of_its_author() -> None:
    """A year of deadlines a line."""
    text = "deadlines: [2024-01-15, 2024-02-19,\n 2025-01-15]\n"
    assert laid_out(text, Kind.DEADLINES) == (
        "deadlines: [\n  2024-01-15, 2024-02-19,\n  2025-01-15,\n]\n"
    )


def test_comments_go_with_what_they_speak_of() -> None:
    """Above an entry, at the end of its line, below the last entry of a list, at the top."""
    text = """\
# what this file is
owner: a    # who
# about the cause
cause: x.y
evidence:
  # about the rule
  - weight: strong   # how much
    # about the name
    rule: b
  # - rule: switched off
remedies: [c]
# the end
"""
    assert (
        laid_out(text)
        == """\
# what this file is
# about the cause
cause: x.y
owner: a    # who
evidence:
  # about the rule
  # about the name
  - rule: b
    weight: strong   # how much
  # - rule: switched off
remedies:
  - c
# the end
"""
    )


def test_brackets_with_comments_in_them_are_opened() -> None:
    """A comment ends with its line."""
    text = "evidence:\n  - rule: a\n    when: {all: [{is: b}, # first\n      {is: c}]}\n"
    assert laid_out(text) == (
        "evidence:\n  - rule: a\n    when:\n      all:\n"
        "        - {is: b} # first\n        - {is: c}\n"
    )


def test_line_ends_and_marks_of_windows_are_dropped() -> None:
    """The same bytes whatever the editor."""
    assert formatted(b"\xef\xbb\xbfcause: x.y\r\nowner: a\r\n", Kind.CAUSE).text == (
        "cause: x.y\nowner: a\n"
    )


@pytest.mark.parametrize(
    "content", [b"cause: [\n", b"\xff", b"- a\n", b"", b"a: 1\na: 2\n", b"a: &x 1\n"]
)
def test_a_text_that_cannot_be_read_has_no_layout(content: bytes) -> None:
    """Broken YAML is left to its author."""
    assert formatted(content, Kind.CAUSE).text is None


def test_the_line_that_names_the_schema_is_written_once() -> None:
    """With the right path, in front of everything."""
    text = "# yaml-language-server: $schema=old.json\n\n# about\ncause: x.y\n"
    told = formatted(text.encode(), Kind.CAUSE, "../schema/cause.json").text
    assert told == "# yaml-language-server: $schema=../schema/cause.json\n# about\ncause: x.y\n"


def test_the_schema_is_named_only_where_there_is_one(tmp_path: Path) -> None:
    """A line that leads nowhere would be a mistake in every editor."""
    folder = tiny_folder(tmp_path, {"schema/cause.json": "{}"})

    assert schema_beside(folder, "input/amount.yaml", Kind.CAUSE) == "../schema/cause.json"
    assert schema_beside(folder, "unknown.yaml", Kind.CAUSE) == "schema/cause.json"
    assert schema_beside(folder, "input/amount_test.yaml", Kind.SCENARIOS) == ""


def test_every_kind_of_file_has_a_layout_and_keeps_it() -> None:
    """Laid out twice is laid out once."""
    for path, content in read_folder(TINY_RULES).items():
        kind = kind_of(path)
        assert kind is not None
        assert not isinstance(content, Unreadable)
        laid_out(tiny_text(path), kind)


def test_a_variant_takes_a_line_for_what_it_changes_or_several() -> None:
    """As long as a line is enough."""
    short = "      - name: 甲\n        change: {timing: null}\n        expect: {first: unknown}\n"
    assert laid_out(_VARIED + short, Kind.SCENARIOS) == _VARIED + short
    message = "十个字的提示十个字的提" * 10
    long = f"      - name: 乙\n        change: {{outcome: {{message: {message}}}}}\n"
    opened = f"      - name: 乙\n        change:\n          outcome: {{message: {message}}}\n"
    assert laid_out(_VARIED + long, Kind.SCENARIOS) == _VARIED + opened


_VARIED = "scenarios:\n  - name: 一\n    at: 2026-03-05T10:00:00+08:00\n    variants:\n"
