"""`report` on a log of a few answers by the tiny rules, and what was reported of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.model.texts import LANGUAGES
from resolver.runtime.outcomes.lines import line_of
from resolver.runtime.outcomes.store import open_store
from tests.support.cli import EARLY_LOOKUP, Shell
from tests.support.decisions import a_log, a_request, id_of
from tests.support.outcomes import an_outcome
from tests.support.pages import read_page
from tests.support.rulefolders import TINY_RULES

STRANGE: dict[str, object] = {
    "lookup_id": "S-1",
    "outcome": {"provider": "acme", "code": "=X-1", "message": "<b>量子泡沫</b>"},
}
HEADERS = {
    "overview": "figure,title_zh,title_en,n,share",
    "days": "day,decisions,unresolved",
    "causes": "cause,title_zh,title_en,decisions,share,mean_probability",
    "sureness": "from,to,decisions,share",
    "next_rules": "message,code,provider,decisions,unread,unresolved,category_zh,category_en,"
    "example",
    "providers": "provider,decisions,silent,unread,unread_share,unresolved,unresolved_share",
    "callers": "caller,decisions,silent,unread,unread_share,unresolved,unresolved_share",
    "rules": "rule,title_zh,title_en,matched,share,counted,state_zh,state_en",
    "never_matched": "rule,title_zh,title_en,strength_zh,strength_en,owner",
    "remedies": "remedy,title_zh,title_en,offered,worked,failed,helped,helped_lower,helped_upper",
    "right_by_cause": "cause,title_zh,title_en,reports,top1,top1_lower,top1_upper,top3,"
    "top3_lower,top3_upper,instead",
    "right_by_provider": "provider,reports,top1,top1_lower,top1_upper,top3,top3_lower,top3_upper",
    "right_by_cause_and_provider": "cause,title_zh,title_en,provider,reports,top1,top1_lower,"
    "top1_upper,top3,top3_lower,top3_upper",
}
OUTCOME_TABLES = {name for name in HEADERS if name.startswith("right_")}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of two answers."""
    return a_log(tmp_path, [a_request(EARLY_LOOKUP), a_request(STRANGE)])


@pytest.fixture
def outcomes(log: Path) -> Path:
    """Reports on the first answer, for which its remedy did not help, and on another log's."""
    about = {
        "resolution_id": id_of(log, "A-1"),
        "remedy_id": "ask",
        "failed_remedy_ids": ("wait",),
    }
    reports = [an_outcome(**about), an_outcome(request_id="r-2", resolution_id="another")]
    file = log.parent / "outcomes.jsonl"
    file.write_text("".join(f"{line_of(one)}\n" for one in reports), "utf-8")
    return file


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every table in a folder."""
    found = {}
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as opened:
            found[file.stem] = list(csv.DictReader(opened))
    return found


def test_the_terminal_shows_what_matters_most(shell: Shell, log: Path, outcomes: Path) -> None:
    """Figures, first causes, what wants a rule with an example, what does not help."""
    done = shell.run(
        "report", log, "--rules", TINY_RULES, "--outcomes", outcomes, "--language", "en"
    )
    assert done.code == ExitCode.FINE
    assert "2 answers" in done.out
    assert "1 of unknown cause (50.0%)" in done.out
    assert "Reports on no answer of this log and time, which were left out: 1." in done.out
    (gap,) = (line for line in done.out.splitlines() if "量子泡沫" in line)
    assert gap.split()[-4:] == ["=X-1", "acme", "1", id_of(log, "S-1")]
    (remedy,) = (line for line in done.out.splitlines() if line.startswith("wait"))
    assert remedy.split(maxsplit=3)[1:] == ["1", "1", "0% [0%, 79%] (few)"]


def test_every_table_is_a_file_whose_first_line_stays(
    shell: Shell, log: Path, outcomes: Path
) -> None:
    """Spreadsheets and scripts depend on it."""
    into = log.parent / "tables"
    shell.run("report", log, "--rules", TINY_RULES, "--outcomes", outcomes, "--csv", into)
    heads = {file.stem: file.read_text("utf-8-sig").splitlines()[0] for file in into.glob("*.csv")}
    assert heads == HEADERS


def test_tables_hold_what_was_counted(shell: Shell, log: Path, outcomes: Path) -> None:
    """A text that a spreadsheet would take for a formula is none."""
    into = log.parent / "tables"
    shell.run("report", log, "--rules", TINY_RULES, "--outcomes", outcomes, "--csv", into)
    found = tables(into)
    assert found["next_rules"][0]["code"] == "'=X-1"
    assert [row["rule"] for row in found["rules"]] == [
        "timing.data_sync_delay/issued-today",
        "unknown/nothing-readable",
    ]
    assert [row["rule"] for row in found["never_matched"]] == [
        "input.amount/differs",
        "input.amount/values-pass",
        "timing.data_sync_delay/long-issued",
    ]
    (right,) = found["right_by_cause"]
    assert (right["top1"], right["instead"]) == ("0.0000", "input.amount")
    assert found["right_by_cause_and_provider"] == []


def test_without_outcomes_nothing_is_told_of_them(shell: Shell, log: Path) -> None:
    """But that they are missing."""
    into = log.parent / "tables"
    done = shell.run("report", log, "--rules", TINY_RULES, "--csv", into)
    assert "没有给出登记的结果" in done.out
    assert tables(into).keys() == HEADERS.keys() - OUTCOME_TABLES


def test_an_empty_time_is_a_report_too(shell: Shell, log: Path, outcomes: Path) -> None:
    """That says so, on the page as well."""
    page = log.parent / "report.html"
    options = ("--since", "2026-01-01", "--until", "2026-01-02", "--outcomes", outcomes)
    done = shell.run("report", log, "--rules", TINY_RULES, *options, "--html", page)
    assert (done.code, "这段时间没有答复" in done.out) == (ExitCode.FINE, True)
    assert "2026-01-01 00:00 至 2026-01-02 00:00" in page.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_else_and_is_in_both_languages(
    shell: Shell, log: Path, outcomes: Path, language: str
) -> None:
    """With all that providers wrote escaped."""
    page = log.parent / "report.html"
    options = ("--outcomes", outcomes, "--html", page, "--language", language)
    shell.run("report", log, "--rules", TINY_RULES, *options)
    text = page.read_text("utf-8")
    read = read_page(text)
    assert (read.faults, read.loads, read.language) == ([], ["data:,"], language)
    assert {"zh-CN-next_rules", "en-next_rules"} <= set(read.anchors)
    assert "<b>量子泡沫" not in text
    assert "&lt;b&gt;量子泡沫" in text


def test_outcomes_may_lie_in_a_database(shell: Shell, log: Path) -> None:
    """One that does not exist is told, and not made."""
    file = log.parent / "outcomes.sqlite3"
    url = f"sqlite:///{file}"
    done = shell.run("report", log, "--rules", TINY_RULES, "--outcomes", url)
    assert (done.code, file.exists()) == (ExitCode.UNUSABLE, False)
    store = open_store(url)
    store.record(an_outcome(resolution_id=id_of(log, "A-1")))
    store.close()
    done = shell.run("report", log, "--rules", TINY_RULES, "--outcomes", url)
    assert "首位正确" in done.out


def test_what_cannot_be_done_is_refused(shell: Shell, log: Path) -> None:
    """With the reason."""
    missing = shell.run("report", log, "--rules", TINY_RULES, "--outcomes", "missing.jsonl")
    assert (missing.code, "missing.jsonl" in missing.err) == (ExitCode.UNUSABLE, True)
    no_log = shell.run("report", TINY_RULES)
    assert no_log.code == ExitCode.UNUSABLE
    segment = log / "00" / "000000000.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b'"A-1"', b'"A-2"'))
    assert shell.run("report", log, "--rules", TINY_RULES).code == ExitCode.FAILED
