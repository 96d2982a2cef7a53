"""`bundle`: rules as one archive that can be signed and verified."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from resolver.bundle.keys import new_key, read_signing_key, read_verifying_key
from resolver.bundle.manifest import MAX_SERIAL, MAX_SOURCE, NAME_PATTERN, Manifest
from resolver.bundle.package import Bundle, open_bundle
from resolver.bundle.reasons import Reason
from resolver.bundle.versions import EngineRange, own_range
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.packing import Edition, pack_folder
from resolver.cli.render import bundle as render
from resolver.cli.render.console import output_console
from resolver.cli.sources import folder, write_bytes
from resolver.cli.usage import DEFAULT_RULES, Parser, whole_number
from resolver.errors import BundleError, RulesRejectedError
from resolver.model.texts import Text
from resolver.rulefile.loader import load_files
from resolver.runtime.bundles.files import POINTER, SUFFIX, find_bundle, read_bundle

_BUILD = Text("检查规则、运行场景，打成规则包", "check the rules, run the scenarios, pack them")
_VERIFY = Text("验证规则包是否完整、可信、可用", "tell whether a bundle is whole, trusted, usable")
_SHOW = Text("说明规则包里有什么", "tell what is in a bundle")
_UNPACK = Text("把规则包还原为规则目录", "turn a bundle into a rules folder again")
_USE = Text(
    "让所在目录启用这个规则包；退回旧版也用它", "let its folder use this bundle; also to go back"
)
_KEYGEN = Text("生成签名用的密钥对", "make a pair of keys to sign with")

_RULES = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_FILE = Text("规则包文件，或存放规则包的目录", "the bundle's file, or a folder of bundles")
_ONE_FILE = Text("规则包文件", "the bundle's file")
_OUTPUT = Text(
    "写到哪个文件；给出目录时按内容取名", "the file to write, or a folder to put it in by its name"
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
_KEY = Text(
    "须由该公钥对应的私钥签名；可重复给出", "public key that must have signed it; repeatable"
)
_INTO = Text("还原到哪个目录；须为空或尚不存在", "the folder to write; empty, or not there yet")
_PRIVATE = Text(
    "私钥写到哪个文件；公钥写在旁边，文件名加 .pub",
    "the file of the private key; the public one is put beside it, with .pub",
)


def configure(parser: Parser) -> None:
    """Add the commands and their arguments."""
    _configure_build(parser.command("build", _BUILD))
    for name, about, file in (
        ("verify", _VERIFY, _FILE),
        ("show", _SHOW, _FILE),
        ("unpack", _UNPACK, _FILE),
        ("use", _USE, _ONE_FILE),
    ):
        command = parser.command(name, about)
        command.value("file", file, metavar="FILE", type=Path)
        if name == "unpack":
            command.value("directory", _INTO, metavar="DIR", type=Path)
        command.option("--key", _KEY, metavar="PUB", type=Path, action="append", default=[])
        command.language_option()
    keygen = parser.command("keygen", _KEYGEN)
    keygen.option("--output", _PRIVATE, metavar="FILE", type=Path, required=True)
    keygen.language_option()


def _configure_build(parser: Parser) -> None:
    parser.value("rules", _RULES, metavar="DIR", nargs="?", type=Path, default=DEFAULT_RULES)
    parser.option("--output", _OUTPUT, metavar="PLACE", type=Path, required=True)
    parser.option("--sign", _SIGN, metavar="KEY", type=Path)
    parser.option("--no-tests", _NO_TESTS, action="store_true")
    parser.option("--name", _NAME, metavar="NAME", type=_name)
    parser.option("--serial", _SERIAL, metavar="N", type=whole_number(1, MAX_SERIAL), default=0)
    parser.option("--source", _SOURCE, metavar="TEXT", type=_source, default="")
    parser.option("--requires", _REQUIRES, metavar="RANGE", type=_range, default=own_range())
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Carry out one of the commands."""
    _ACTIONS[options.action](options)
    return ExitCode.FINE


def _build(options: argparse.Namespace) -> None:
    directory = folder(options.rules)
    key = read_signing_key(options.sign) if options.sign else None
    name = options.name or _own_name(directory)
    edition = Edition(name, options.serial, options.source, options.requires)
    manifest, data = pack_folder(
        directory, edition, key, options.language, tests=not options.no_tests
    )
    into = options.output.is_dir()
    file = options.output / _file_name(manifest) if into else options.output
    write_bytes(file, data)
    signer = key.public.id if key else ""
    _tell(render.BUILT, options, file=file, size=len(data))
    built = Bundle(manifest, {}, signer, verified=key is not None)
    render.print_bundle(built, output_console(), options.language)


def _verify(options: argparse.Namespace) -> None:
    file, bundle = _sound(options)
    _tell(render.VERIFIED, options, file=file)
    render.print_bundle(bundle, output_console(), options.language)


def _show(options: argparse.Namespace) -> None:
    _, bundle = _opened(options)
    console = output_console()
    render.print_bundle(bundle, console, options.language)
    render.print_files(bundle.manifest, console, options.language)


def _unpack(options: argparse.Namespace) -> None:
    _, bundle = _opened(options)
    directory: Path = options.directory
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise CommandError(
            Text(
                f"{directory}：已有内容；请给出空目录或新目录",
                f"{directory}: there is something already; give an empty folder, or a new one",
            )
        )
    for path, content in bundle.files.items():
        write_bytes(directory / path, content)
    _tell(render.UNPACKED, options, directory=directory, n=len(bundle.files))


def _use(options: argparse.Namespace) -> None:
    file, bundle = _sound(options)
    if not file.name.endswith(SUFFIX):
        raise CommandError(
            Text(
                f"{file}：规则包的文件名须以 {SUFFIX} 结尾，请改名",
                f"{file}: the name of a bundle in a folder ends in {SUFFIX}; rename it",
            )
        )
    write_bytes(file.parent / POINTER, f"{file.name}\n".encode())
    _tell(render.IN_USE, options, file=file)
    render.print_bundle(bundle, output_console(), options.language)


def _keygen(options: argparse.Namespace) -> None:
    private: Path = options.output
    public = private.with_name(f"{private.name}.pub")
    for file in (private, public):
        if file.exists():
            raise CommandError(
                Text(f"{file}：已存在，不覆盖", f"{file}: is there already, and is not replaced")
            )
    key = new_key()
    write_bytes(private, key.to_pem(), mode=0o600)
    write_bytes(public, key.public.to_pem())
    render.print_key(private, public, key.public, output_console(), options.language)


_ACTIONS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "build": _build,
    "verify": _verify,
    "show": _show,
    "unpack": _unpack,
    "use": _use,
    "keygen": _keygen,
}


def _tell(text: Text, options: argparse.Namespace, **values: object) -> None:
    render.print_done(text, output_console(), options.language, **values)


def _opened(options: argparse.Namespace) -> tuple[Path, Bundle]:
    """Return the bundle that a command names, verified, and its file."""
    keys = [read_verifying_key(file) for file in options.key]
    try:
        file = find_bundle(options.file)
        return file, open_bundle(read_bundle(file), keys)
    except BundleError as error:
        if error.reason == Reason.UNAVAILABLE:
            raise
        told = Text(
            f"{options.file}：{error.text.zh} [{error.reason}]",
            f"{options.file}: {error.text.en} [{error.reason}]",
        )
        raise CommandError(told, ExitCode.FAILED) from error


def _sound(options: argparse.Namespace) -> tuple[Path, Bundle]:
    """Return the bundle that a command names, verified, if its rules have no mistake either."""
    file, bundle = _opened(options)
    loaded = load_files(bundle.files)
    if loaded.rulebook is None:
        options.rules = file  # what the mistakes are printed with
        raise RulesRejectedError(loaded.diagnostics)
    return file, bundle


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
        raise argparse.ArgumentTypeError(
            f"{text!r} is no name: at most 60 letters, digits, _, - and ."
        )
    return text


def _source(text: str) -> str:
    if len(text) > MAX_SOURCE or not text.isprintable():
        raise argparse.ArgumentTypeError(f"write one line of at most {MAX_SOURCE} characters")
    return text


def _range(text: str) -> EngineRange:
    try:
        return EngineRange.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
