"""`schema` writes what is out of date, or tells."""

from __future__ import annotations

import json
from pathlib import Path

from resolver.cli.exits import ExitCode
from resolver.rulefile.files import Kind
from tests.support.cli import Shell
from tests.support.rulefolders import tiny_folder, tiny_text


def test_schemas_of_all_kinds_of_files_are_written(shell: Shell, tmp_path: Path) -> None:
    """Beside the rules, where the first line of a rule file looks for them."""
    folder = tiny_folder(tmp_path)
    ended = shell.run("schema", folder)

    assert ended.code == ExitCode.FINE
    assert {file.name for file in (folder / "schema").iterdir()} == {
        f"{kind.name.lower()}.json" for kind in Kind
    }
    assert f"已写 {(folder / 'schema/cause.json').as_posix()}" in ended.out


def test_a_second_run_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    """Files that are right keep their time stamps."""
    folder = tiny_folder(tmp_path)
    shell.run("schema", folder)
    ended = shell.run("schema", folder)

    assert ended.out == f"{len(Kind)} 个 JSON Schema 都是最新的\n"


def test_a_new_remedy_makes_the_schemas_stale(shell: Shell, tmp_path: Path) -> None:
    """`--check` names the files and the command, and writes nothing."""
    folder = tiny_folder(tmp_path)
    shell.run("schema", folder)
    contacts = tiny_text("contacts.yaml") + (
        "  front-desk:\n    text: {zh-CN: 前台, en: the front desk}\n    source: none\n"
    )
    (folder / "contacts.yaml").write_text(contacts, "utf-8")
    ended = shell.run("schema", folder, "--check", "--language", "en")

    assert ended.code == ExitCode.FAILED
    assert f"out of date {(folder / 'schema/remedies.json').as_posix()}\n" in ended.out
    assert f"run python -m resolver schema {folder}" in ended.out
    assert "前台" not in (folder / "schema/remedies.json").read_text("utf-8")


def test_schemas_can_be_written_elsewhere(shell: Shell, tmp_path: Path) -> None:
    """A folder that does not exist yet is made."""
    output = tmp_path / "a/b"
    ended = shell.run("schema", tiny_folder(tmp_path), "--output", output)

    assert ended.code == ExitCode.FINE
    assert json.loads((output / "scale.json").read_text("utf-8"))["type"] == "object"


def test_rules_with_mistakes_give_no_schemas(shell: Shell, tmp_path: Path) -> None:
    """Names of a broken book would mislead."""
    folder = tiny_folder(tmp_path, {"contacts.yaml": "contacts: [\n"})
    ended = shell.run("schema", folder)

    assert ended.code == ExitCode.RULES_REFUSED
    assert "contacts.yaml" in ended.err
    assert not (folder / "schema").exists()
