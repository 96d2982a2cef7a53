"""Whatever comments, blank lines and breaks an author puts anywhere, a layout loses none of it."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from resolver.rulefile.files import Kind, kind_of
from resolver.rulefile.layout.format import formatted
from resolver.rulefile.source import compose, data_of
from tests.support.rulefolders import tiny_text

PATHS = (
    "timing/data_sync_delay.yaml",
    "timing/data_sync_delay_test.yaml",
    "status/platform.yaml",
    "definitions.yaml",
    "remedies.yaml",
)

EDITS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["# 注", "  # tail", "", "break"]),
        st.integers(0, 12),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(PATHS), edits=EDITS)
def test_a_layout_keeps_data_and_comments_and_is_its_own_layout(
    path: str, edits: list[tuple[int, str, int]]
) -> None:
    """Comments are counted; their data is compared."""
    text = tiny_text(path)
    for number, (place, what, indent) in enumerate(edits):
        text = edited(text, place, f"{what} {number}" if "#" in what else what, indent)
    before = compose(text)
    assume(not before.flaws and before.root is not None)
    kind = kind_of(path) or Kind.CAUSE

    result = formatted(text.encode(), kind).text

    assert result is not None
    after = compose(result).root
    assert before.root is not None
    assert after is not None
    assert data_of(after) == data_of(before.root)
    assert marks(result) == marks(text)
    assert formatted(result.encode(), kind).text == result


def edited(text: str, place: int, what: str, indent: int) -> str:
    """Return a text with something put into one of its lines."""
    lines = text.split("\n")
    line = place % len(lines)
    if what == "break":
        head, comma, rest = lines[line].partition(", ")
        lines[line : line + 1] = [f"{head},", " " * 12 + rest] if comma else [lines[line]]
    elif what.startswith(" "):
        lines[line] += what
    else:
        lines.insert(line, " " * indent + what if what else "")
    return "\n".join(lines)


def marks(text: str) -> Counter[str]:
    """Return the comments that edits have put into a text."""
    return Counter(
        part.strip() for line in text.split("\n") for part in [line.partition("# ")[2]] if part
    )
