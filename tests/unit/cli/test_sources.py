"""What commands read and write."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli import sources
from resolver.cli.exits import CommandError
from resolver.cli.sources import context_of, folder, parse_json, read_source, write_text
from tests.support.cli import Shell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_read_source_takes_what_editors_write(tmp_path: Path, encoding: str) -> None:
    """PowerShell redirects as UTF-16, some editors put a mark in front."""
    file = tmp_path / "a.json"
    file.write_text("查无此票", encoding)
    assert read_source(str(file)).text == "查无此票"


def test_read_source_names_the_first_byte_that_is_no_text(tmp_path: Path) -> None:
    """A file in GBK is not guessed at."""
    file = tmp_path / "a.json"
    file.write_bytes('{"a": "发票"}'.encode("gbk"))
    with pytest.raises(CommandError, match="not UTF-8 from byte 7"):
        read_source(str(file))


def test_read_source_refuses_what_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's memory is filled by mistake."""
    monkeypatch.setattr(sources, "MAX_BYTES", 3)
    file = tmp_path / "a.json"
    file.write_text("1234")
    with pytest.raises(CommandError, match="larger than"):
        read_source(str(file))


def test_parse_json_points_at_the_mistake() -> None:
    """Place, line and caret."""
    with pytest.raises(CommandError) as caught:
        parse_json('{\n  "a": 1,\n  查\n}', "a.json", line=5)
    assert "a.json:7:3" in caught.value.text.zh
    assert caught.value.text.en.endswith("\n    查\n    ^")


@pytest.mark.parametrize(
    ("text", "words"), [("[" * 100_000, "too deeply"), ("9" * 5000, "too many digits")]
)
def test_parse_json_survives_hostile_text(text: str, words: str) -> None:
    """What Python's reader cannot do is a mistake of the input, not a crash."""
    with pytest.raises(CommandError, match=words):
        parse_json(text, "a.json")


def test_context_of_names_every_mistake_by_path() -> None:
    """All at once, each with what to write instead."""
    data = {"outcome": {"mesage": "x"}, "client": {"packetLossRatio": 12}}
    with pytest.raises(CommandError) as caught:
        context_of(data, "a.json")
    lines = caught.value.text.en.splitlines()
    assert lines[0] == "a.json: the context cannot be read:"
    assert lines[1].startswith("  outcome.mesage: ")
    assert "`message`" in lines[1]
    assert lines[2].startswith("  client.packetLossRatio: ")


def test_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """Most likely the user stands in another folder."""
    with pytest.raises(CommandError, match="no such folder"):
        folder(tmp_path / "rules")


def test_write_text_tells_why_it_cannot(tmp_path: Path) -> None:
    """Where a folder is due there may be a file."""
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written"):
        write_text(tmp_path / "file" / "a.svg", "")


def test_write_text_makes_the_folder(tmp_path: Path) -> None:
    """Nobody has to make `build` first."""
    write_text(tmp_path / "none" / "a.svg", "text")
    assert (tmp_path / "none" / "a.svg").read_text() == "text"


def test_standard_input_is_called_so(shell: Shell) -> None:
    """A message about it does not speak of a file named `-`."""
    ended = shell.run("resolve", "-", stdin=b"\xff\xfa")
    assert ended.code == 2
    assert ended.err.startswith("标准输入：不是 UTF-8")
