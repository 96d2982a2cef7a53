"""YAML text to nodes with places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.rulefile.codes import Code
from resolver.rulefile.flaws import Flaw
from resolver.rulefile.places import node_at
from resolver.rulefile.problems import AT_KEY
from resolver.rulefile.source import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    compose,
    data_of,
    decode,
)


def codes(text: str) -> list[Code]:
    """Return the codes of a text's flaws."""
    return [flaw.code for flaw in compose(text).flaws]


def test_nodes_know_line_and_column_in_characters() -> None:
    """Places count from 1, in characters and not in bytes."""
    root = compose("原因: {标题: 等一等, en: [a, b]}\n").root
    assert root is not None

    second = node_at(root, ("原因", "en", 1))
    key = node_at(root, ("原因", "en", AT_KEY))

    assert (second.line, second.column) == (1, 23)
    assert (key.line, key.column) == (1, 15)


def test_a_path_that_leads_nowhere_ends_at_what_is_there() -> None:
    """A missing key is told at the mapping that lacks it."""
    root = compose("a:\n  b: 1\n").root
    assert root is not None

    place = node_at(root, ("a", "c", 3, "d"))

    assert (place.line, place.column) == (2, 3)


def test_data_is_plain() -> None:
    """Lists, mappings and scalars come out as Python has them."""
    root = compose('a: [1, "1", x, true, ~, 0.5]\n').root
    assert root is not None

    assert data_of(root) == {"a": [1, "1", "x", True, None, 0.5]}


def test_a_byte_order_mark_is_dropped() -> None:
    """Editors on Windows write one."""
    assert decode(b"\xef\xbb\xbfa: 1") == "a: 1"


def test_other_encodings_are_refused_with_a_place() -> None:
    """GBK and UTF-16 are not guessed at."""
    gbk = decode("a: 1\nb: 等".encode("gbk"))
    utf16 = decode("a: 1".encode("utf-16"))

    assert isinstance(gbk, Flaw)
    assert (gbk.line, gbk.code) == (2, Code.NOT_UTF8)
    assert isinstance(utf16, Flaw)


def test_a_large_file_is_not_read() -> None:
    """A file has at most a megabyte."""
    flaw = decode(b"#" * (MAX_BYTES + 1))

    assert isinstance(flaw, Flaw)
    assert flaw.code is Code.FILE_TOO_LARGE


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_before_it_is_built(opening: str) -> None:
    """Neither stack nor memory depends on what a file holds."""
    assert codes(opening * 100_000) == [Code.TOO_DEEP]


def test_nesting_up_to_the_limit_is_fine() -> None:
    """The limit itself is allowed."""
    assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert codes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [Code.TOO_DEEP]


def test_too_many_values_are_refused() -> None:
    """A list of a million items is no rule file."""
    assert codes("[" + "0," * (MAX_NODES + 1) + "]") == [Code.TOO_DEEP]


def test_a_billion_laughs_are_refused_at_the_first_anchor() -> None:
    """Nothing can be multiplied."""
    assert codes("a: &a [x, x]\nb: &b [*a, *a]\n") == [Code.ALIAS_OR_TAG]
    assert codes("a: *missing\n") == [Code.ALIAS_OR_TAG]


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: b: c", (1, 5), Code.SYNTAX),
        ("a:\n\tb: 1", (2, 1), Code.TAB),
        ("a: @x", (1, 4), Code.SYNTAX),
        ("x: 1\na: [1, 2\n", (2, 4), Code.SYNTAX),
        ('x: 1\na: "never closed\n', (2, 4), Code.SYNTAX),
        ("a: 1\nb: \x01\n", (2, 4), Code.SYNTAX),
        ('a: "\\ud800"', (1, 7), Code.SYNTAX),
        ("%YAML 9\n---\na: 1", (1, 8), Code.SYNTAX),
        ("", (1, 1), Code.EMPTY_FILE),
        ("# only a comment\n", (1, 1), Code.EMPTY_FILE),
        ("~\n", (1, 1), Code.EMPTY_FILE),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    text: str, place: tuple[int, int], code: Code
) -> None:
    """Syntax errors are flaws, not exceptions."""
    composed = compose(text)

    (flaw,) = composed.flaws
    assert composed.root is None
    assert (flaw.line, flaw.column) == place
    assert flaw.code is code


def test_a_forbidden_character_is_placed_in_characters() -> None:
    """The place of a control character behind Chinese text counts characters, not bytes."""
    (flaw,) = compose("标题: a\n内容: b\x1b\n").flaws
    assert (flaw.line, flaw.column) == (2, 6)


@given(st.text(max_size=80) | st.text(max_size=60, alphabet="ab:-[]{}?#&*!|>'\"%@` \n\t\\~<0"))
def test_no_text_crashes_the_reader(text: str) -> None:
    """Every text has a root, or a flaw that says why not, at a place within it."""
    composed = compose(text.encode("utf-8", "replace").decode("utf-8"))

    assert composed.root is not None or composed.flaws
    lines = text.splitlines() or [""]
    assert all(1 <= flaw.line <= len(lines) and flaw.column >= 1 for flaw in composed.flaws)


def test_a_full_width_colon_is_told_where_it_stops_the_reader() -> None:
    """Every one of them, each in its line, though the reader notices it later."""
    (first, second) = compose("a：1\n# why\nb: 2\nc：\n  d: 3\n").flaws

    assert (first.line, first.column, first.end_column, first.replacement) == (1, 2, 3, ": ")
    assert (second.line, second.column, second.replacement) == (4, 2, ":")
    assert {first.code, second.code} == {Code.WIDE_COLON}


@pytest.mark.parametrize(
    "text",
    ["a: >-\n  note：1\nb: [\n", "a: 1\n  note：1\nb: {\n", "a: 'x\nnote：1\n"],
)
def test_a_full_width_colon_that_stops_nobody_is_let_be(text: str) -> None:
    """It may be part of a text; what stops the reader is told instead."""
    assert codes(text) == [Code.SYNTAX]
