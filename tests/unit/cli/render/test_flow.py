"""Line breaks for Chinese and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from resolver.cli.render.flow import broken

_TEXTS = st.text("查无此票，。（）数电票 abc 12.5 \n", max_size=80)


def lines_of(text: str, width: int) -> list[str]:
    """Return the lines that a text is broken into."""
    return [line.plain for line in broken(Text(text), width)]


def test_chinese_fills_its_lines() -> None:
    """A line ends where it is full, not at the last blank."""
    assert lines_of("只保留 15 位，导入后整批都查不到", 20) == [
        "只保留 15 位，导入后",
        "整批都查不到",
    ]


def test_english_breaks_at_blanks() -> None:
    """No word is cut that fits a line."""
    assert lines_of("look it up tomorrow", 11) == ["look it up", "tomorrow"]


@pytest.mark.parametrize("text", ["今天不要再查，明天查", "请按（数电票）填写金额"])
@pytest.mark.parametrize("width", range(6, 24))
def test_no_line_begins_or_ends_with_the_wrong_mark(text: str, width: int) -> None:
    """A comma stays with its sentence, a bracket with its content."""
    lines = lines_of(text, width)
    assert not any(line.startswith(("，", "）")) for line in lines)
    assert not any(line.endswith("（") for line in lines)


def test_word_longer_than_a_line_is_cut() -> None:
    """Nothing runs over the edge."""
    assert lines_of("inputs.invoice_number", 10) == ["inputs.inv", "oice_numbe", "r"]


@given(_TEXTS, st.integers(2, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    """Only blanks may go, at the ends of lines."""
    lines = lines_of(text.replace("\n", " "), width)
    assert "".join(lines).replace(" ", "") == text.replace("\n", " ").replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)
