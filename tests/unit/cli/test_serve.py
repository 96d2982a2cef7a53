"""`serve`: its settings, and what keeps it from serving. Serving itself is tested end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli.exits import ExitCode
from resolver.runtime.settings import Settings
from tests.support.bundles import tiny_bundle
from tests.support.cli import Shell
from tests.support.rulefolders import TINY_RULES, tiny_folder, tiny_text


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that a server would have been started with."""
    settings: list[Settings] = []
    monkeypatch.setattr("resolver.cli.serve._serve", settings.append)
    monkeypatch.setattr("resolver.cli.serve.configure_logs", lambda _: None)
    return settings


def test_options_win_over_the_environment(shell: Shell, served: list[Settings]) -> None:
    """The rest keeps what the environment says."""
    shell.monkeypatch.setenv("RESOLVER_ADDRESS", "0.0.0.0:1")
    shell.monkeypatch.setenv("RESOLVER_THREADS", "7")
    ended = shell.run("serve", "--address", "127.0.0.1:2", "--rules", TINY_RULES)
    assert ended.code == ExitCode.FINE
    (settings,) = served
    assert (settings.address, settings.threads) == ("127.0.0.1:2", 7)
    assert settings.rules == TINY_RULES
    assert not settings.require_tests


def test_tests_can_be_required_by_option_or_environment(
    shell: Shell, served: list[Settings]
) -> None:
    """Either is enough."""
    shell.run("serve", "--rules", TINY_RULES, "--require-tests")
    shell.monkeypatch.setenv("RESOLVER_REQUIRE_TESTS", "true")
    shell.run("serve", "--rules", TINY_RULES)
    assert [settings.require_tests for settings in served] == [True, True]


def test_failing_scenario_is_printed_and_nothing_is_served(shell: Shell, tmp_path: Path) -> None:
    """With its place, and expected beside got."""
    path = "input/amount_test.yaml"
    text = tiny_text(path).replace("input.amount", "unknown")
    rules = tiny_folder(tmp_path, {path: text})
    ended = shell.run("serve", "--rules", rules, "--require-tests", "--language", "en")
    assert ended.code == ExitCode.RULES_REFUSED
    assert f"{rules.as_posix()}/{path}:2:5: error RULE088: " in ended.err
    assert "first_of expected unknown, got input.amount" in ended.err


def test_unknown_setting_is_told(shell: Shell, served: list[Settings]) -> None:
    """A misspelt variable must not be passed over in silence."""
    shell.monkeypatch.setenv("RESOLVER_THREAD", "7")
    ended = shell.run("serve", "--rules", TINY_RULES)
    assert ended.code == ExitCode.UNUSABLE
    assert "RESOLVER_THREAD is no setting" in ended.err
    assert served == []


def test_broken_rules_are_printed_and_nothing_is_served(shell: Shell, tmp_path: Path) -> None:
    """Every mistake, with its place."""
    rules = tiny_folder(tmp_path, {"scale.yaml": None, "roles.yaml": "roles: 5\n"})
    ended = shell.run("serve", "--address", "127.0.0.1:0", "--rules", rules)
    assert ended.code == ExitCode.RULES_REFUSED
    assert f"{rules.as_posix()}/roles.yaml:1:" in ended.err
    assert f"{rules.as_posix()}/scale.yaml" in ended.err


def test_bundle_is_served_in_place_of_a_folder(
    shell: Shell, served: list[Settings], tmp_path: Path
) -> None:
    """By option or by setting; the option wins, for folders as well."""
    shell.monkeypatch.setenv("RESOLVER_BUNDLE", "/a/bundle.tar")
    shell.monkeypatch.setenv("RESOLVER_BUNDLE_KEYS", "/a/key.pub")
    for more in ((), ("--bundle", "/b.tar", "--bundle-key", "/b.pub"), ("--bundle", "/b.tar")):
        assert shell.run("serve", *more).code == ExitCode.FINE
    told = [(one.bundle, [str(key) for key in one.bundle_keys]) for one in served]
    assert told == [
        ("/a/bundle.tar", ["/a/key.pub"]),
        ("/b.tar", ["/b.pub"]),
        ("/b.tar", ["/a/key.pub"]),
    ]
    shell.monkeypatch.delenv("RESOLVER_BUNDLE_KEYS")
    assert shell.run("serve", "--rules", TINY_RULES).code == ExitCode.FINE
    assert (served[-1].bundle, served[-1].rules) == ("", TINY_RULES)


def test_two_places_of_rules_are_refused(shell: Shell, served: list[Settings]) -> None:
    """Nobody guesses which one was meant; keys without a bundle protect nothing."""
    both = shell.run("serve", "--rules", TINY_RULES, "--bundle", "b.tar")
    assert (both.code, "--bundle" in both.err) == (ExitCode.UNUSABLE, True)
    lone = shell.run("serve", "--rules", TINY_RULES, "--bundle-key", "a.pub")
    assert (lone.code, "公钥" in lone.err) == (ExitCode.UNUSABLE, True)
    shell.monkeypatch.setenv("RESOLVER_RULES", str(TINY_RULES))
    shell.monkeypatch.setenv("RESOLVER_BUNDLE", "b.tar")
    settings = shell.run("serve")
    assert (settings.code, "RESOLVER_BUNDLE" in settings.err) == (ExitCode.UNUSABLE, True)
    assert served == []


def test_refused_bundle_is_told_and_nothing_is_served(shell: Shell, tmp_path: Path) -> None:
    """With its reason; mistakes in its rules are printed with their places."""
    bundle = tmp_path / "b.tar"
    bundle.write_bytes(tiny_bundle()[:-1])
    ended = shell.run("serve", "--bundle", bundle)
    assert (ended.code, "[BUNDLE_MALFORMED]" in ended.err) == (ExitCode.RULES_REFUSED, True)
    bundle.write_bytes(tiny_bundle({"roles.yaml": "roles: 5\n"}))
    ended = shell.run("serve", "--bundle", bundle)
    assert ended.code == ExitCode.RULES_REFUSED
    assert f"{bundle.as_posix()}/roles.yaml:1:" in ended.err
    gone = shell.run("serve", "--bundle", tmp_path / "gone.tar")
    assert (gone.code, "gone.tar" in gone.err) == (ExitCode.UNUSABLE, True)


@pytest.mark.parametrize(
    ("settings", "code", "told"),
    [
        ({"RESOLVER_ADDRESS": "unix:/run/resolver"}, ExitCode.UNUSABLE, "RESOLVER_WORKERS=1"),
        ({"RESOLVER_STALE_SECONDS": "1"}, ExitCode.UNUSABLE, "RESOLVER_RELOAD_SECONDS"),
        (
            {"RESOLVER_TLS_CERTIFICATE": "/nowhere", "RESOLVER_TLS_KEY": "/nowhere"},
            ExitCode.UNUSABLE,
            "/nowhere cannot be read",
        ),
    ],
)
def test_what_keeps_workers_from_serving_is_told(
    shell: Shell, settings: dict[str, str], code: ExitCode, told: str
) -> None:
    """By the supervisor, whoever found it."""
    shell.monkeypatch.setenv("RESOLVER_WORKERS", "2")
    shell.monkeypatch.setenv("RESOLVER_ADDRESS", "127.0.0.1:0")
    for name, value in settings.items():
        shell.monkeypatch.setenv(name, value)
    ended = shell.run("serve", "--rules", TINY_RULES)
    assert ended.code == code
    assert told in ended.err
