"""What is told of bundles and keys."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from resolver.bundle.keys import VerifyingKey
from resolver.bundle.manifest import Manifest
from resolver.bundle.package import Bundle
from resolver.cli.render.console import print_columns, styled
from resolver.model.texts import Text

BUILT = Text("{file}：已打包，{size:,} 字节", "{file}: packed, {size:,} bytes")
VERIFIED = Text("{file}：完整，本程序可用", "{file}: whole, and fit for this version")
UNPACKED = Text("{directory}：已还原 {n} 个文件", "{directory}: {n} files written")
IN_USE = Text("{file}：已启用", "{file}: now in use")
NEW_KEY = Text("密钥 {id}", "key {id}")

_PRIVATE = Text("私钥，只留在签名的机器上", "private, stays where bundles are signed")
_PUBLIC = Text("公钥，交给验证的服务", "public, for the servers that verify")
_NAME = Text("名称", "name")
_REVISION = Text("规则版本", "rules revision")
_DIGEST = Text("规则包摘要", "bundle digest")
_SERIAL = Text("编号", "serial")
_SOURCE = Text("来源", "source")
_REQUIRES = Text("适用程序版本", "for versions")
_REQUIRED = Text("{range}，规则格式 {format}", "{range}, rule format {format}")
_BUILT_BY = Text("打包程序版本", "packed by version")
_HOLDS = Text("内容", "holds")
_COUNTS = Text(
    "{causes} 个原因，{rules} 条规则，{remedies} 个处理办法，{scenarios} 个场景",
    "{causes} causes, {rules} rules, {remedies} remedies, {scenarios} scenarios",
)
_SCENARIOS = Text("场景", "scenarios")
_PASSED = Text("打包时运行 {n} 个，全部通过", "{n} run when it was packed, all passed")
_NOT_RUN = Text("打包时没有运行", "not run when it was packed")
_SIGNATURE = Text("签名", "signature")
_SIGNED = Text("{id}，已验证", "{id}, verified")
_UNVERIFIED = Text("{id}，未验证（没有给出公钥）", "{id}, not verified: no key was given")
_NONE = Text("无", "none")
_FILE = Text("文件", "file")
_BYTES = Text("字节", "bytes")


def print_done(text: Text, console: Console, language: str, **values: object) -> None:
    """Print one of the sentences above."""
    line = text.get(language).format(**values)
    console.print(styled((line, "bold green")), soft_wrap=True)


def print_bundle(bundle: Bundle, console: Console, language: str) -> None:
    """Print what a manifest says, and whether anybody vouches for it."""
    _print_facts(_facts(bundle, language), console, language)


def print_files(manifest: Manifest, console: Console, language: str) -> None:
    """Print every file with its size and digest."""
    rows = [(_FILE.get(language), _BYTES.get(language), "SHA-256")]
    rows += [
        (one.path, f"{one.size:,}", one.sha256.removeprefix("sha256:")) for one in manifest.files
    ]
    console.print()
    print_columns(rows, console)


def print_key(
    private: Path, public: Path, key: VerifyingKey, console: Console, language: str
) -> None:
    """Print where the two halves of a new key are."""
    print_done(NEW_KEY, console, language, id=key.id)
    rows = [(_PRIVATE, str(private)), (_PUBLIC, str(public))]
    _print_facts(rows, console, language)


def _facts(bundle: Bundle, language: str) -> Iterable[tuple[Text, str]]:
    told = bundle.manifest
    passed = told.scenarios_passed
    range_ = _REQUIRED.get(language).format(range=told.requires, format=told.rule_format)
    yield _NAME, told.name
    yield _REVISION, told.revision
    yield _DIGEST, told.digest
    yield _SERIAL, str(told.serial or _NONE.get(language))
    yield _SOURCE, told.source or _NONE.get(language)
    yield _REQUIRES, range_
    yield _BUILT_BY, told.built_by
    yield _HOLDS, _COUNTS.get(language).format(**told.counts.model_dump())
    yield _SCENARIOS, (_NOT_RUN if passed is None else _PASSED).get(language).format(n=passed)
    yield _SIGNATURE, _signature(bundle).get(language).format(id=bundle.signer)


def _signature(bundle: Bundle) -> Text:
    if not bundle.signer:
        return _NONE
    return _SIGNED if bundle.verified else _UNVERIFIED


def _print_facts(rows: Iterable[tuple[Text, str]], console: Console, language: str) -> None:
    told = [(subject.get(language), value) for subject, value in rows]
    width = max(cell_len(subject) for subject, _ in told)
    for subject, value in told:
        blanks = " " * (width - cell_len(subject) + 2)
        console.print(styled((subject + blanks, "dim"), value), soft_wrap=True)
