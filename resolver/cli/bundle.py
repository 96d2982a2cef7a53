"""`bundle`: rules as one archive that can be signed and verified."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from resolver.bundle.keys import new_key, read_verifying_key
from resolver.bundle.package import Bundle, open_bundle
from resolver.bundle.reasons import Reason
from resolver.cli import bundle_build as build
from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render import bundle as render
from resolver.cli.render.console import output_console
from resolver.cli.sources import write_bytes
from resolver.cli.usage import Parser
from resolver.errors import BundleError, RulesRejectedError
from resolver.model.texts import Text
from resolver.rulefile.loader import load_files
from resolver.runtime.bundles.files import POINTER, SUFFIX, find_bundle, read_bundle

_VERIFY = Text("验证规则包是否完整、可信、可用", "tell whether a bundle is whole, trusted, usable")
_SHOW = Text("说明规则包里有什么", "tell what is in a bundle")
_UNPACK = Text("把规则包还原为规则目录", "turn a bundle into a rules folder again")
_USE = Text(
    "让所在目录启用这个规则包；退回旧版也用它", "let its folder use this bundle; also to go back"
)
_KEYGEN = Text("生成签名用的密钥对", "make a pair of keys to sign with")

_FILE = Text("规则包文件，或存放规则包的目录", "the bundle's file, or a folder of bundles")
_ONE_FILE = Text("规则包文件", "the bundle's file")
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
    build.configure(parser.command("build", build.ABOUT))
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


def run(options: argparse.Namespace) -> ExitCode:
    """Carry out one of the commands."""
    _ACTIONS[options.action](options)
    return ExitCode.FINE


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
    "build": build.run,
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
