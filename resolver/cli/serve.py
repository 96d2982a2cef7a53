"""`serve`: the gRPC server, with settings from the environment and the command line."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.sources import folder
from resolver.cli.usage import Parser
from resolver.model.texts import Text
from resolver.runtime.logs import configure_logs
from resolver.runtime.settings import PREFIX, Settings, read_settings

_ADDRESS = Text(
    f"监听地址 HOST:PORT 或 unix:PATH，端口 0 表示任选空闲端口（默认 {PREFIX}ADDRESS 或 "
    "127.0.0.1:50051）",
    "where to listen: HOST:PORT or unix:PATH; port 0 takes a free one\n"
    f"(default: {PREFIX}ADDRESS, or 127.0.0.1:50051)",
)
_BUNDLE = Text(
    f"规则包：文件、存放规则包的目录或 https 地址，不与 --rules 同用（默认 {PREFIX}BUNDLE）",
    "a bundle: its file, a folder of bundles, or an https URL; not together with --rules\n"
    f"(default: {PREFIX}BUNDLE)",
)
_KEY = Text(
    f"规则包须由该公钥对应的私钥签名；可重复给出（默认 {PREFIX}BUNDLE_KEYS）",
    "public key; the bundle must be signed by it, or by another one given\n"
    f"(default: {PREFIX}BUNDLE_KEYS)",
)
_REQUIRE_TESTS = Text(
    f"规则旁的场景全部通过才采用，启动和重新载入时都是如此（也可设 {PREFIX}REQUIRE_TESTS）",
    "serve only rules whose scenarios all pass, at the start and at every reload\n"
    f"(default: {PREFIX}REQUIRE_TESTS, or not)",
)
_TWO_SOURCES = Text(
    "规则目录和规则包只能给出一个：--rules 或 --bundle",
    "rules come from a folder or from a bundle: give --rules or --bundle, not both",
)
_TWO_SETTINGS = Text(
    f"{PREFIX}RULES 和 {PREFIX}BUNDLE 只能设置一个",
    f"set {PREFIX}RULES or {PREFIX}BUNDLE, not both",
)
_KEYS_FOR_NOTHING = Text(
    "给出了公钥，却没有给出规则包：目录中的规则没有签名可验证；请去掉公钥或给出 --bundle",
    "there are keys but no bundle: the rules of a folder have no signature to verify; leave the "
    "keys out, or give --bundle",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.option("--address", _ADDRESS, metavar="HOST:PORT")
    parser.rules_option(default=None)
    parser.option("--bundle", _BUNDLE, metavar="PLACE")
    parser.option("--bundle-key", _KEY, metavar="FILE", type=Path, action="append")
    parser.option("--require-tests", _REQUIRE_TESTS, action="store_true")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Serve until SIGTERM or SIGINT."""
    settings = _with_rules(read_settings(os.environ), options)
    settings = replace(
        settings,
        address=options.address or settings.address,
        require_tests=options.require_tests or settings.require_tests,
    )
    options.rules = _place(settings)
    configure_logs(settings.log_level)
    _serve(settings)
    return ExitCode.FINE


def _serve(settings: Settings) -> None:
    """Serve here, or by workers; imported only then, as their supervisor must not load gRPC."""
    if settings.workers > 1:
        from resolver.service.supervisor import supervise  # noqa: PLC0415

        supervise(settings)
    else:
        from resolver.service.server import serve  # noqa: PLC0415

        serve(settings)


def _place(settings: Settings) -> Path:
    """Return what mistakes in the rules are printed with; a URL may hold a password."""
    if "://" in settings.bundle:
        return Path("bundle")
    return Path(settings.bundle or settings.rules)


def _with_rules(settings: Settings, options: argparse.Namespace) -> Settings:
    """Return the settings with one place of rules, that of the command line if it has one."""
    if options.rules and options.bundle:
        raise CommandError(_TWO_SOURCES)
    if options.rules or options.bundle:
        settings = replace(settings, bundle=options.bundle or "")
    elif settings.bundle and os.environ.get(f"{PREFIX}RULES"):
        raise CommandError(_TWO_SETTINGS)
    keys = tuple(options.bundle_key or settings.bundle_keys)
    if settings.bundle:
        return replace(settings, bundle_keys=keys)
    if keys:
        raise CommandError(_KEYS_FOR_NOTHING)
    return replace(settings, rules=folder(options.rules or settings.rules))
