"""`bundle build`: rules that are in order, as one file."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from resolver.bundle.keys import read_signing_key
from resolver.bundle.manifest import MAX_SERIAL, MAX_SOURCE, NAME_PATTERN, Manifest
from resolver.bundle.package import Bundle
from resolver.bundle.versions import EngineRange, own_range
from resolver.cli.packing import Edition, pack_folder
from resolver.cli.render.bundle import BUILT, print_bundle, print_done
from resolver.cli.render.console import output_console
from resolver.cli.sources import folder, write_bytes
from resolver.cli.usage import DEFAULT_RULES, Parser, unfit, whole_number
from resolver.model.texts import Text
from resolver.runtime.bundles.files import SUFFIX

ABOUT = Text("检查规则、运行场景，打成规则包", "check the rules, run the scenarios, pack them")
"""What the command does."""

_RULES = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_OUTPUT = Text(
    "写到哪个 .tar 文件；否则视为目录，文件按内容取名",
    "the .tar file to write; anything else is a folder, where it is named by its content",
)
_SIGN = Text("用该 Ed25519 私钥（PEM）签名", "sign with this Ed25519 private key (PEM)")
_NO_TESTS = Text("不运行场景；清单会写明", "do not run the scenarios; the manifest says so")
_NAME = Text("规则包的名称（默认取目录名）", "the bundle's name (default: that of the folder)")
_SERIAL = Text(
    "编号，每次发布都要更大，防止旧包被重放",
    "number that grows with each release, so that nobody can replay an old one",
)
_SOURCE = Text("规则的来源，如 git 提交号", "where the rules come from, such as a git commit")
_REQUIRES = Text(
    "能读取它的程序版本（默认同一次要版本）",
    "versions that can read it (default: those of the same minor version)",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("rules", _RULES, metavar="DIR", nargs="?", type=Path, default=DEFAULT_RULES)
    parser.option("--output", _OUTPUT, metavar="PLACE", type=Path, required=True)
    parser.option("--sign", _SIGN, metavar="KEY", type=Path)
    parser.option("--no-tests", _NO_TESTS, action="store_true")
    parser.option("--name", _NAME, metavar="NAME", type=_name)
    parser.option("--serial", _SERIAL, metavar="N", type=whole_number(1, MAX_SERIAL), default=0)
    parser.option("--source", _SOURCE, metavar="TEXT", type=_source, default="")
    parser.option("--requires", _REQUIRES, metavar="RANGE", type=_range, default=own_range())
    parser.language_option()


def run(options: argparse.Namespace) -> None:
    """Check, try and pack a folder, and print what the bundle says of itself."""
    directory = folder(options.rules)
    key = read_signing_key(options.sign) if options.sign else None
    name = options.name or _own_name(directory)
    edition = Edition(name, options.serial, options.source, options.requires)
    manifest, data = pack_folder(
        directory, edition, key, options.language, tests=not options.no_tests
    )
    file = options.output
    if file.suffix != SUFFIX:
        file /= _file_name(manifest)
    write_bytes(file, data)
    console = output_console()
    print_done(BUILT, console, options.language, file=file, size=len(data))
    signer = key.public.id if key else ""
    print_bundle(Bundle(manifest, {}, signer, bool(key)), console, options.language)


def _file_name(manifest: Manifest) -> str:
    """Return a name that tells rules from others by revision, and any bundle by its digest."""
    revision, digest = (
        one.removeprefix("sha256:") for one in (manifest.revision, manifest.digest)
    )
    return f"{manifest.name}-{revision[:12]}-{digest[:8]}{SUFFIX}"


def _own_name(directory: Path) -> str:
    name = directory.resolve().name
    return name if re.match(NAME_PATTERN, name) else "rules"


def _name(text: str) -> str:
    if not re.match(NAME_PATTERN, text):
        raise unfit(
            f"{text!r} 不能作名称：最多 60 个字母、数字、_、- 和 .",
            f"{text!r} is no name: at most 60 letters, digits, _, - and .",
        )
    return text


def _source(text: str) -> str:
    if len(text) > MAX_SOURCE or not text.isprintable():
        raise unfit(
            f"只能写一行，最多 {MAX_SOURCE} 个字符",
            f"write one line of at most {MAX_SOURCE} characters",
        )
    return text


def _range(text: str) -> EngineRange:
    try:
        return EngineRange.parse(text)
    except ValueError as error:
        raise unfit(
            f"{text!r} 不是版本范围：写成 >=0.1,<0.2 这样，后一个版本更高", str(error)
        ) from error
