"""`bundle`: packed, verified, shown, unpacked, used, and signed with keys of one's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from resolver.bundle.keys import new_key
from resolver.bundle.package import open_bundle
from resolver.cli.exits import ExitCode
from resolver.rulefile.files import read_folder
from tests.support.bundles import EDITED, KEY, OTHER_KEY, key_file, tiny_bundle
from tests.support.cli import Ended, Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file of the owner's private key; the public one is beside it."""
    file = tmp_path / "owner.pem"
    file.write_bytes(KEY.to_pem())
    file.with_name("owner.pem.pub").write_bytes(KEY.public.to_pem())
    return file


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A signed bundle of the tiny rules."""
    file = tmp_path / "tiny.tar"
    file.write_bytes(tiny_bundle(serial=3))
    return file


def build(shell: Shell, rules: Path, output: Path, *more: object) -> Ended:
    """Pack a folder of rules."""
    return shell.run("bundle", "build", rules, "--output", output, *more)


def test_packed_rules_are_signed_and_told(shell: Shell, tmp_path: Path, key: Path) -> None:
    """What the owner said, what was tried, and by whom it is signed."""
    out = tmp_path / "b.tar"
    told = ("--sign", key, "--serial", 4, "--source", "abc123", "--name", "月结")
    assert build(shell, TINY_RULES, out, *told).code == ExitCode.UNUSABLE
    ended = build(shell, TINY_RULES, out, *told[:-1], "monthly")
    assert ended.code == ExitCode.FINE
    assert all(word in ended.out for word in ("monthly", "abc123", "已验证", KEY.public.id))
    opened = open_bundle(out.read_bytes(), (KEY.public,))
    assert (opened.manifest.serial, opened.manifest.scenarios_passed) == (4, 2)
    assert opened.files == read_folder(TINY_RULES)


def test_folder_gets_a_name_by_content(shell: Shell, tmp_path: Path) -> None:
    """The same content the same name and bytes, whoever packs it and however it is checked out."""
    rules = tiny_folder(tmp_path, {"scale.yaml": tiny_text("scale.yaml").replace("\n", "\r\n")})
    before = os.umask(0o077)
    try:
        build(shell, rules, tmp_path / "first", "--name", "tiny")
    finally:
        os.umask(before)
    build(shell, TINY_RULES, tmp_path / "second", "--name", "tiny")
    (one,) = (tmp_path / "first").iterdir()
    (other,) = (tmp_path / "second").iterdir()
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())
    assert one.name.startswith("tiny-")


def test_rules_with_mistakes_are_not_packed(shell: Shell, tmp_path: Path) -> None:
    """They are printed as by `check`."""
    rules = tiny_folder(tmp_path, {"roles.yaml": "roles: 5\n"})
    ended = build(shell, rules, tmp_path / "b.tar")
    assert ended.code == ExitCode.RULES_REFUSED
    assert "roles.yaml:1:" in ended.err
    assert not (tmp_path / "b.tar").exists()


def test_failing_scenario_is_printed_and_nothing_packed(shell: Shell, tmp_path: Path) -> None:
    """Unless scenarios are not to be run: then the manifest says so."""
    test = "input/amount_test.yaml"
    text = tiny_text(test).replace("[input.amount]", "[timing.data_sync_delay]")
    rules, out = tiny_folder(tmp_path, {test: text}), tmp_path / "b.tar"
    ended = build(shell, rules, out)
    assert ended.code == ExitCode.FAILED
    assert f"{rules.as_posix()}/{test}:" in ended.out
    assert "没有打包：2 个场景中有 1 个不符" in ended.err
    assert not out.exists()
    assert "打包时没有运行" in build(shell, rules, out, "--no-tests").out
    assert open_bundle(out.read_bytes()).manifest.scenarios_passed is None


def test_rules_without_scenarios_are_packed_only_if_asked(shell: Shell, tmp_path: Path) -> None:
    """As `test` fails for them."""
    tests = ("input/amount_test.yaml", "timing/data_sync_delay_test.yaml")
    rules = tiny_folder(tmp_path, dict.fromkeys(tests))
    ended = build(shell, rules, tmp_path / "b.tar")
    assert (ended.code, "--no-tests" in ended.err) == (ExitCode.FAILED, True)
    assert build(shell, rules, tmp_path / "b.tar", "--no-tests").code == ExitCode.FINE


@pytest.mark.parametrize(
    "more",
    [
        ("--serial", "0"),
        ("--serial", "many"),
        ("--requires", "0.1"),
        ("--source", "x" * 201),
        ("--source", "two\nlines"),
        ("--sign", TINY_RULES / "scale.yaml"),
        ("--sign", "nowhere.pem"),
    ],
)
def test_what_cannot_be_used_is_told(shell: Shell, tmp_path: Path, more: tuple[object]) -> None:
    """Before anything is packed."""
    assert build(shell, TINY_RULES, tmp_path / "b.tar", *more).code == ExitCode.UNUSABLE
    assert not (tmp_path / "b.tar").exists()


def test_place_that_cannot_be_written_is_told(shell: Shell, tmp_path: Path) -> None:
    """With the system's reason."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder.tar").mkdir()
    ended = build(shell, TINY_RULES, tmp_path / "file" / "b.tar")
    assert (ended.code, "file：是文件" in ended.err) == (ExitCode.UNUSABLE, True)
    ended = build(shell, TINY_RULES, tmp_path / "folder.tar")
    assert (ended.code, "无法写入" in ended.err) == (ExitCode.UNUSABLE, True)


def test_verified_bundle_is_told_to_be_so(shell: Shell, bundle: Path, key: Path) -> None:
    """By key, or without: then only that it is whole."""
    public = key.with_name("owner.pem.pub")
    assert "，已验证" in shell.run("bundle", "verify", bundle, "--key", public).out
    ended = shell.run("bundle", "verify", bundle, "--language", "en")
    assert (ended.code, "no key was given" in ended.out) == (ExitCode.FINE, True)


def test_refused_bundle_fails_with_its_reason(shell: Shell, bundle: Path, tmp_path: Path) -> None:
    """Scripts read the word, people the sentence."""
    stranger = key_file(tmp_path, OTHER_KEY)
    for command in (("verify", bundle), ("unpack", bundle, tmp_path / "new"), ("use", bundle)):
        ended = shell.run("bundle", *command, "--key", stranger)
        assert ended.code == ExitCode.FAILED
        assert f"{bundle}：" in ended.err
        assert "[BUNDLE_KEY_UNKNOWN]" in ended.err
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "current").exists()
    assert shell.run("bundle", "verify", tmp_path / "gone").code == ExitCode.UNUSABLE


def test_bundle_whose_rules_would_not_serve_is_not_good(shell: Shell, tmp_path: Path) -> None:
    """Whole and signed, and yet to be mended: mistakes are printed with their places."""
    file = tmp_path / "b.tar"
    file.write_bytes(tiny_bundle({"roles.yaml": "roles: 5\n"}))
    for action in ("verify", "use"):
        ended = shell.run("bundle", action, file)
        assert ended.code == ExitCode.RULES_REFUSED
        assert f"{file.as_posix()}/roles.yaml:1:" in ended.err
    assert not (tmp_path / "current").exists()


def test_shown_bundle_lists_its_files(shell: Shell, bundle: Path) -> None:
    """With what its manifest says."""
    ended = shell.run("bundle", "show", bundle)
    assert all(word in ended.out for word in ("timing/data_sync_delay.yaml", "编号", ">=0.1,<0.2"))


def test_unpacked_bundle_is_the_rules_folder_again(
    shell: Shell, bundle: Path, tmp_path: Path
) -> None:
    """Into a new folder or an empty one; nothing is written over."""
    into = tmp_path / "a" / "b"
    assert shell.run("bundle", "unpack", bundle, into).code == ExitCode.FINE
    assert read_folder(into) == read_folder(TINY_RULES)
    assert shell.run("bundle", "unpack", bundle, into).code == ExitCode.UNUSABLE


def test_used_bundle_is_that_of_its_folder_and_so_is_an_older_one(
    shell: Shell, bundle: Path
) -> None:
    """Going back is the same command."""
    newer = bundle.with_name("newer.tar")
    newer.write_bytes(tiny_bundle(EDITED))
    for file in (newer, bundle):
        assert shell.run("bundle", "use", file).code == ExitCode.FINE
        assert bundle.with_name("current").read_text("utf-8") == f"{file.name}\n"
        assert str(file) in shell.run("bundle", "verify", bundle.parent).out
    odd = bundle.rename(bundle.with_name("bundle"))
    assert shell.run("bundle", "use", odd).code == ExitCode.UNUSABLE


def test_new_key_signs_what_its_public_half_verifies(shell: Shell, tmp_path: Path) -> None:
    """The private one is for its owner alone, and is never replaced."""
    file, out = tmp_path / "keys" / "new.pem", tmp_path / "b.tar"
    assert shell.run("bundle", "keygen", "--output", file).code == ExitCode.FINE
    assert file.stat().st_mode & 0o077 == 0
    build(shell, TINY_RULES, out, "--sign", file)
    verified = shell.run("bundle", "verify", out, "--key", f"{file}.pub")
    assert (verified.code, "，已验证" in verified.out) == (ExitCode.FINE, True)
    again = shell.run("bundle", "keygen", "--output", file)
    assert (again.code, "不覆盖" in again.err) == (ExitCode.UNUSABLE, True)


def test_name_that_would_not_do_everywhere_is_told(shell: Shell, tmp_path: Path) -> None:
    """A provider's file may bear any name in a folder, but not in a bundle."""
    text = tiny_text("status/platform.yaml").replace("platform", "平台")
    rules = tiny_folder(tmp_path, {"status/平台.yaml": text})
    ended = build(shell, rules, tmp_path / "b.tar", "--no-tests")
    assert ended.code in {ExitCode.UNUSABLE, ExitCode.RULES_REFUSED}
    assert "status/平台.yaml" in ended.err


def test_keys_differ() -> None:
    """Each is another one."""
    assert new_key().public.id != new_key().public.id
