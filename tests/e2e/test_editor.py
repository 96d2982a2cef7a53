"""What an author sees in an editor, as the YAML language server itself tells it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.cli.app import main
from tests.support.editor import CURSOR, SERVER, Editor, running_editor

RULES = Path(__file__).parents[2] / "rules"

pytestmark = pytest.mark.skipif(
    not SERVER.exists() or shutil.which("node") is None,
    reason="NOT TESTED: completion and hover texts in editors (make language-server)",
)

RULE = """\
cause: timing.data_sync_delay
evidence:
  - rule: long-issued
"""
SCENARIO = """\
scenarios:
  - name: 查无此票
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the schemas of the shipped rules, as the command writes them."""
    folder = tmp_path_factory.mktemp("rules")
    assert main(["schema", str(RULES), "--output", str(folder / "schema")]) == 0
    (folder / "timing").mkdir()
    return folder


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[Editor]:
    """Start the language server once."""
    with running_editor(folder) as editor:
        yield editor


class Desk:
    """An author at work: types into files of a rules folder."""

    def __init__(self, editor: Editor, folder: Path) -> None:
        self._editor, self._folder = editor, folder

    def offered(self, text: str, schema: str = "cause") -> dict[str, str]:
        """Return what is offered at the cursor, each with what is told of it."""
        path, whole = self._file(text, schema)
        found = self._editor.completions(path, whole)
        return {label: told(item.get("documentation", "")) for label, item in found.items()}

    def shown(self, text: str, schema: str = "cause") -> str:
        """Return the hover text at the cursor."""
        return self._editor.hover(*self._file(text, schema))

    def underlined(self, text: str, schema: str = "cause") -> list[tuple[int, str]]:
        """Return the lines of the text that are underlined, from 1, and why."""
        found = self._editor.underlined(*self._file(text, schema))
        return [(line - 1, why) for line, why in found if not why.startswith("Missing property")]

    def _file(self, text: str, schema: str) -> tuple[Path, str]:
        first = f"# yaml-language-server: $schema=../schema/{schema}.json\n"
        return self._folder / "timing/data_sync_delay.yaml", first + text


def told(documentation: str | dict[str, str]) -> str:
    """Return a documentation without its kind of text."""
    return documentation if isinstance(documentation, str) else documentation["value"]


@pytest.fixture(scope="module")
def desk(editor: Editor, folder: Path) -> Desk:
    """Return an author at work."""
    return Desk(editor, folder)


def test_facts_are_offered_under_when(desk: Desk) -> None:
    """All of them, with their meaning, beside `all`, `any`, `not` and `is`."""
    offered = desk.offered(f"{RULE}    when:\n      {CURSOR}\n")

    assert {"all", "any", "not", "is", "status.category"} <= offered.keys()
    assert "开票至今的小时数" in offered["timing.invoice_age_hours"]
    assert len(offered) > 100


def test_facts_are_offered_on_one_line_too(desk: Desk) -> None:
    """Shipped rules write short conditions in braces."""
    offered = desk.offered(f"{RULE}    when: {{all: [{{inv{CURSOR}}}]}}\n")

    assert "invoice.upload_confirmed" in offered


@pytest.mark.parametrize(
    ("fact", "operators"),
    [
        ("timing.invoice_age_hours", ["lt", "lte", "gt", "gte", "in", "exists"]),
        ("status.category", ["in", "exists"]),
    ],
)
def test_operators_that_fit_are_offered_under_a_fact(
    desk: Desk, fact: str, operators: list[str]
) -> None:
    """Order only for numbers."""
    offered = desk.offered(f"{RULE}    when:\n      {fact}:\n        {CURSOR}\n")

    assert list(offered) == operators


def test_values_of_an_enum_are_offered_with_their_labels(desk: Desk) -> None:
    """In a comparison and in a list."""
    single = desk.offered(f"{RULE}    when:\n      status.category: {CURSOR}\n")
    listed = desk.offered(f"{RULE}    when: {{status.category: {{in: [{CURSOR}]}}}}\n")

    assert single["not_found"] == listed["not_found"] == "查无此票 · no such invoice"


def test_true_and_false_are_offered_for_a_boolean(desk: Desk) -> None:
    """Nothing else."""
    offered = desk.offered(f"{RULE}    when:\n      invoice.upload_confirmed: {CURSOR}\n")

    assert list(offered) == ["true", "false"]


def test_definitions_and_weights_are_offered(desk: Desk) -> None:
    """With the condition, and the ratio, behind the word."""
    definitions = desk.offered(f"{RULE}    when:\n      is: {CURSOR}\n")
    weights = desk.offered(f"{RULE}    weight: {CURSOR}\n")

    assert "status.category" in definitions["nothing-found"]
    assert weights["strong against"].startswith("反证：似然比")


def test_remedies_are_offered_with_their_titles(desk: Desk) -> None:
    """By id alone, and in the long form."""
    short = desk.offered(f"remedies:\n  - {CURSOR}\n")
    long = desk.offered(f"remedies:\n  - use: {CURSOR}\n")

    assert short["wait-for-sync"] == long["wait-for-sync"]
    assert short["wait-for-sync"].startswith("等数据同步后再查")


def test_causes_and_rules_are_offered_in_a_scenario(desk: Desk) -> None:
    """With title and reason."""
    causes = desk.offered(f"{SCENARIO}    expect:\n      first: {CURSOR}\n", "scenarios")
    rules = desk.offered(f"{SCENARIO}    expect:\n      rules: [{CURSOR}]\n", "scenarios")

    assert causes["timing.data_sync_delay"].startswith("发票刚开具，数据尚未同步")
    assert "timing.data_sync_delay/long-issued" in rules


def test_fields_of_a_context_are_offered(desk: Desk) -> None:
    """With what to write in them; providers by the book's own ids."""
    fields = desk.offered(f"{SCENARIO}    context:\n      outcome: {{c{CURSOR}}}\n", "scenarios")
    text = f"{SCENARIO}    context:\n      outcome:\n        provider: {CURSOR}\n"

    assert fields["code"].startswith("返回代码，加引号")
    assert "sta_inv_veri_query" in desk.offered(text, "scenarios")


@pytest.mark.parametrize(
    ("text", "label", "key"),
    [
        (f"evidence:\n  - {CURSOR}\n", "规则 · rule", "weight:"),
        (f"scenarios:\n  - {CURSOR}\n", "场景 · scenario", "expect:"),
        (f"remedies:\n  {CURSOR}\n", "处理办法 · remedy", "actor:"),
    ],
)
def test_a_whole_entry_is_offered_as_a_snippet(
    editor: Editor, folder: Path, text: str, label: str, key: str
) -> None:
    """A rule, a scenario, a remedy: all that is needed, with places to fill in."""
    schema = {"evidence": "cause"}.get(text.partition(":")[0], text.partition(":")[0])
    first = f"# yaml-language-server: $schema=schema/{schema}.json\n"
    snippet = editor.completions(folder / "any.yaml", first + text)[label]["insertText"]

    assert key in snippet
    assert "${1:" in snippet


def test_hover_on_a_fact_shows_its_meaning_chinese_first(desk: Desk) -> None:
    """Then English, unit and values."""
    hours = desk.shown(f"{RULE}    when: {{timing.invoice_age{CURSOR}_hours: {{lt: 24}}}}\n")
    category = desk.shown(f"{RULE}    when: {{status.cat{CURSOR}egory: not_found}}\n")

    assert hours.startswith("开票至今的小时数")
    assert "hours since issue" in hours
    assert "小时 · unit: h" in hours
    assert "`success` 查验成功，发票一致" in category


def test_hover_on_a_key_and_on_a_cause_shows_its_meaning(desk: Desk) -> None:
    """Not only facts have one."""
    group = desk.shown(f"{RULE}    gr{CURSOR}oup: invoice-age\n")
    cause = desk.shown(
        f"{SCENARIO}    expect:\n      first: timing.data{CURSOR}_sync_delay\n", "scenarios"
    )

    assert "同组只算最强的一条" in group
    assert "发票刚开具，数据尚未同步" in cause


@pytest.mark.parametrize(
    "line",
    [
        "    wehn: {is: nothing-found}",
        "    when: {status.categoy: not_found}",
        "    when: {status.category: not_fund}",
        "    when: {status.category: {lt: 3}}",
        "    when: {timing.invoice_age_hours: {contains: 3}}",
        "    when: {is: nothing-fund}",
        "    weight: stronge",
        "    effective: {from: 2021}",
        "    because: {zh-CN: 只有中文, eng: no}",
    ],
)
def test_a_mistake_is_underlined_where_it_stands(desk: Desk, line: str) -> None:
    """In its own line, and nowhere else."""
    found = desk.underlined(f"{RULE}{line}\n")

    assert {place for place, _ in found} == {4}


def test_nothing_is_underlined_in_shipped_files(editor: Editor, folder: Path) -> None:
    """Of each kind of cause and scenario file the largest."""
    for pattern, schema in (("*/*[!t].yaml", "cause"), ("*/*_test.yaml", "scenarios")):
        files = [f for f in RULES.glob(pattern) if f.parent.name not in {"status", "calendar"}]
        largest = max(files, key=lambda file: file.stat().st_size)
        first = f"# yaml-language-server: $schema=../schema/{schema}.json\n"
        text = "".join(
            line
            for line in largest.read_text("utf-8").splitlines(keepends=True)
            if not line.startswith("# yaml-language-server")
        )
        assert editor.underlined(folder / "timing" / largest.name, first + text) == []
