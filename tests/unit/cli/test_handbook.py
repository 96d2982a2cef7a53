"""`handbook`: what it writes, and what it will not write over."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from resolver.cli.exits import ExitCode
from resolver.cli.render.handbook.site import SECTIONS
from tests.support.cli import Shell
from tests.support.pages import Page, read_site
from tests.support.rulefolders import TINY_RULES, tiny_files, tiny_folder, tiny_text

DAY = ("--today", "2026-03-05", "--no-history")
RULE = "timing.data_sync_delay/issued-today"


def written(shell: Shell, tmp_path: Path, rules: Path = TINY_RULES) -> Path:
    """Return the folder of a handbook of some rules."""
    site = tmp_path / "site"
    ended = shell.run("handbook", rules, "--output", site, *DAY)
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    return site


def titled(tmp_path: Path) -> Path:
    """Return the tiny rules with a title for one of its definitions."""
    title = "titles: {nothing-found: {zh-CN: 查无结果, en: nothing was found}}\n"
    return tiny_folder(tmp_path, {"definitions.yaml": tiny_text("definitions.yaml") + title})


def test_every_page_is_there_in_both_languages(shell: Shell, tmp_path: Path) -> None:
    """The switch of language leads to the same page of the other tree."""
    pages = read_site(written(shell, tmp_path))
    trees = [
        {path.partition("/")[2] for path in pages if path.startswith(f"{folder}/")}
        for folder in ("zh", "en")
    ]
    assert trees[0] == trees[1]
    assert {f"{section}.html" for section in SECTIONS} < trees[0]
    assert {"causes/timing.data_sync_delay.html", "providers/platform.html"} < trees[0]
    for path, page in pages.items():
        other = path.replace("zh/", "en/", 1) if path.startswith("zh/") else None
        if other:
            assert other in {_target(path, link)[0] for link in page.links}
            assert (page.language, pages[other].language) == ("zh-CN", "en")


def test_every_link_leads_to_a_page_and_a_place(shell: Shell, tmp_path: Path) -> None:
    """Within the site; addresses of sources are the only others."""
    pages = read_site(written(shell, tmp_path))
    astray = [
        f"{path}: {link}"
        for path, page in pages.items()
        for link in page.links
        if not urlsplit(link).scheme and not _leads(path, link, pages)
    ]
    assert astray == []


def test_nothing_is_loaded_from_elsewhere(shell: Shell, tmp_path: Path) -> None:
    """Pages open from a disk without a network."""
    site = written(shell, tmp_path)
    for path, page in read_site(site).items():
        for loaded in set(page.loads) - {"data:,"}:  # no icon, which browsers ask for otherwise
            assert (site / _target(path, loaded)[0]).is_file()
    for asset in ("style.css", "search.js"):
        text = (site / asset).read_text("utf-8")
        assert re.findall(r"url\(|@import|https?://|fetch\(|XMLHttp", text) == []


def test_pages_are_sound(shell: Shell, tmp_path: Path) -> None:
    """Tags are balanced, anchors stand once, headings go down by one, landmarks are there."""
    for path, page in read_site(written(shell, tmp_path)).items():
        assert (path, page.faults) == (path, [])
        assert (path, _twice(page.anchors)) == (path, [])
        assert page.headings[0] == 1, path
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert [pair for pair in steps if pair[1] > pair[0] + 1] == [], path
        assert "main" in page.landmarks, path


def test_page_of_a_cause_says_everything_in_plain_words(shell: Shell, tmp_path: Path) -> None:
    """Condition, strength, ratio, weight, group, place, remedy, disposition and scenario."""
    pages = read_site(written(shell, tmp_path, titled(tmp_path)))
    page = pages["zh/causes/timing.data_sync_delay.html"]
    text = re.sub(r"\s+", "", page.text)
    assert RULE in page.anchors
    for said in (
        "距开票仅开票至今的小时数小时",
        "查无结果，即对方返回信息的类别是“查无此票”",
        "开票至今的小时数不小于0小时且小于24小时",
        "支持·强·似然比",
        "同组只算最强的一条。本组invoice-age另有：long-issued",
        "timing/data_sync_delay.yaml:7",
        "由您自己办理·等待·最早：次日零时（北京时间）",
        "今天不要再查",
        "等待，可以重试，最早：次日零时（北京时间）。等数据同步",
        "开票两小时后查无此票",
        "数据尚未同步的可能性不低于50%",
    ):
        assert said in text, said
    english = re.sub(r"\s+", " ", pages["en/causes/timing.data_sync_delay.html"].text)
    assert (
        "nothing was found, that is, what kind of answer came back: “no such invoice”" in english
    )


def test_text_of_rules_is_never_taken_for_tags(shell: Shell, tmp_path: Path) -> None:
    """What an author writes is shown as it is."""
    cause = tiny_text("timing/data_sync_delay.yaml").replace("早已开具", "<b onload=x>&早已")
    rules = tiny_folder(tmp_path, {"timing/data_sync_delay.yaml": cause})
    site = written(shell, tmp_path, rules)
    html = (site / "zh/causes/timing.data_sync_delay.html").read_text("utf-8")
    assert "&lt;b onload=x&gt;&amp;早已" in html
    assert "<b onload" not in html


def test_same_rules_give_the_same_bytes(shell: Shell, tmp_path: Path) -> None:
    """So that two handbooks can be compared."""
    first = {f.name: f.read_bytes() for f in written(shell, tmp_path).rglob("*") if f.is_file()}
    second = {f.name: f.read_bytes() for f in written(shell, tmp_path).rglob("*") if f.is_file()}
    assert first == second


def test_day_decides_what_has_expired(shell: Shell, tmp_path: Path) -> None:
    """A rule that ends on a day is due before it and expired after it."""
    cause = tiny_text("timing/data_sync_delay.yaml").replace(
        "rule: issued-today\n", "rule: issued-today\n    effective: {until: 2026-06-01}\n"
    )
    rules = tiny_folder(tmp_path, {"timing/data_sync_delay.yaml": cause})
    phases = {}
    for day in ("2026-01-01", "2026-05-01", "2026-06-02"):
        shell.run("handbook", rules, "--output", tmp_path / day, "--today", day)
        html = (tmp_path / day / "zh" / "due.html").read_text("utf-8")
        heads = re.split(r'<h2 id="(\w+)">', html)
        phases[day] = [
            name for name, part in zip(heads[1::2], heads[2::2], strict=True) if RULE in part
        ]
    assert phases == {"2026-01-01": [], "2026-05-01": ["expiring"], "2026-06-02": ["expired"]}


def test_earlier_handbook_is_written_over(shell: Shell, tmp_path: Path) -> None:
    """And pages of causes that are gone go with them."""
    site = written(shell, tmp_path)
    (site / "zh" / "causes" / "gone.html").write_text("")
    written(shell, tmp_path)
    assert not (site / "zh" / "causes" / "gone.html").exists()


def test_folder_with_other_things_is_left_alone(shell: Shell, tmp_path: Path) -> None:
    """Nobody loses files to a slip of the keyboard."""
    (tmp_path / "thesis.txt").write_text("mine")
    ended = shell.run("handbook", TINY_RULES, "--output", tmp_path, *DAY)
    assert ended.code == ExitCode.UNUSABLE
    assert "已有别的内容" in ended.err
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_place_that_cannot_be_written_is_told(shell: Shell, tmp_path: Path) -> None:
    """As for any other file that a command is asked to write."""
    (tmp_path / "file").write_text("")
    ended = shell.run("handbook", TINY_RULES, "--output", tmp_path / "file" / "site", *DAY)
    assert ended.code == ExitCode.UNUSABLE
    assert "无法写入" in ended.err


@pytest.mark.parametrize("name", ["../../../escaped", "index", "云 接口/#1%", "x" * 300])
def test_provider_may_have_any_name(shell: Shell, tmp_path: Path, name: str) -> None:
    """Its page has a name that files may have, within the site, and links find it."""
    platform = tiny_text("status/platform.yaml").replace(
        "provider: platform", f"provider: {name!r}"
    )
    rules = tiny_folder(tmp_path, {"status/platform.yaml": platform})
    site = tmp_path / "deep" / "within" / "site"
    assert shell.run("handbook", rules, "--output", site, *DAY).code == ExitCode.FINE
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deep", "rules"]
    pages = read_site(site)
    links = [link for link in pages["zh/status/index.html"].links if "providers/" in link]
    assert len(links) == 1
    assert _leads("zh/status/index.html", links[0], pages)


def test_owner_may_have_blanks_in_its_name(shell: Shell, tmp_path: Path) -> None:
    """An anchor may not."""
    cause = tiny_text("timing/data_sync_delay.yaml").replace("compliance-data", "合规部 数据组")
    rules = tiny_folder(tmp_path, {"timing/data_sync_delay.yaml": cause})
    pages = read_site(written(shell, tmp_path, rules))
    assert "合规部_数据组" in pages["zh/owners.html"].anchors
    links = pages["zh/causes/timing.data_sync_delay.html"].links
    assert "../owners.html#%E5%90%88%E8%A7%84%E9%83%A8_%E6%95%B0%E6%8D%AE%E7%BB%84" in links


def test_broken_rules_are_refused(shell: Shell, tmp_path: Path) -> None:
    """With the mistakes, and without a page."""
    rules = tiny_folder(tmp_path, {"scale.yaml": "strengths: 1\n"})
    ended = shell.run("handbook", rules, "--output", tmp_path / "site", *DAY)
    assert ended.code == ExitCode.RULES_REFUSED
    assert not (tmp_path / "site").exists()


def test_day_that_is_none_is_refused(shell: Shell) -> None:
    """With the form that is wanted."""
    ended = shell.run("handbook", TINY_RULES, "--today", "tomorrow")
    assert ended.code == ExitCode.UNUSABLE
    assert "2026-03-05" in ended.err


@pytest.mark.parametrize("missing", ["contacts.yaml", "calendar/stops.yaml", "definitions.yaml"])
def test_rules_without_optional_files_have_pages_too(
    shell: Shell, tmp_path: Path, missing: str
) -> None:
    """Empty ones, if need be."""
    changes: dict[str, str | bytes | None] = {missing: None}
    if missing == "contacts.yaml":
        changes["remedies.yaml"] = tiny_text("remedies.yaml").replace("contacts: [hotline]", "")
    if missing == "definitions.yaml":
        for path, content in tiny_files().items():
            assert isinstance(content, bytes)
            changes[path] = re.sub(
                rb"is: (nothing-found|values-pass)", b"inputs.given: true", content
            )
        changes[missing] = None
    pages = read_site(written(shell, tmp_path, tiny_folder(tmp_path, changes)))
    assert "zh/contacts.html" in pages


def _leads(path: str, link: str, pages: dict[str, Page]) -> bool:
    target, place = _target(path, link)
    return target in pages and (not place or place in pages[target].anchors)


def _target(path: str, link: str) -> tuple[str, str]:
    """Return the path and the anchor that a link on a page means."""
    file, place = urldefrag(link)
    if not file:
        return path, unquote(place)
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / unquote(file)).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts), unquote(place)


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
