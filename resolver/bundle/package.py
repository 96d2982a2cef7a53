"""Rule files and manifest to the bytes of a bundle, and back, every check in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resolver import __version__
from resolver.bundle.archive import pack, unpack
from resolver.bundle.keys import Signature, SigningKey, VerifyingKey
from resolver.bundle.manifest import Manifest, read_manifest, sha256
from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from resolver.model.texts import Text
from resolver.rulefile.files import revision_of

RULES = "rules/"
"""The folder of the archive that holds the rule files."""

_MANIFEST = "manifest.json"
_SIGNATURE = "signature.json"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that has been verified.

    `files` are rule files by their path within a rules folder; `signer` is the id of the key that
    it says signed it, empty if none, and `verified` tells whether that signature was required and
    is right.
    """

    manifest: Manifest
    files: Mapping[str, bytes]
    signer: str
    verified: bool


def write_bundle(
    manifest: Manifest, files: Mapping[str, bytes], key: SigningKey | None = None
) -> bytes:
    """Return the bytes of a bundle. The same arguments always give the same bytes."""
    told = manifest.to_bytes()
    entries = {_MANIFEST: told}
    if key is not None:
        entries[_SIGNATURE] = key.sign(told).to_bytes()
    return pack(entries | {RULES + path: files[path] for path in sorted(files)})


def open_bundle(
    data: bytes, keys: Sequence[VerifyingKey] = (), version: str = __version__
) -> Bundle:
    """Return a bundle that is whole, fits this version, and is signed by one of the keys, if any.

    The form of the archive comes first, then the signature, and only then what the manifest says.

    Raises:
        BundleError: For the first of these that does not hold.
    """
    entries = unpack(data)
    _check_order(list(entries))
    told = entries.pop(_MANIFEST)
    signature = _signature(entries.pop(_SIGNATURE, None))
    files = {path.removeprefix(RULES): content for path, content in entries.items()}
    if keys:
        _require_signature(signature, told, keys)
    manifest = read_manifest(told, version)
    _check_files(manifest, files)
    return Bundle(manifest, files, signature.key_id if signature else "", bool(keys))


def _check_order(names: list[str]) -> None:
    first = [_MANIFEST, _SIGNATURE] if _SIGNATURE in names else [_MANIFEST]
    rules = names[len(first) :]
    strangers = [name for name in rules if not name.startswith(RULES)]
    if names[: len(first)] != first or rules != sorted(rules) or strangers:
        raise BundleError(
            Reason.MALFORMED,
            Text(
                "规则包里的条目或次序与 bundle build 写出的不同，请重新获取",
                "the entries or their order are not as `bundle build` writes them; get it anew",
            ),
        )


def _signature(data: bytes | None) -> Signature | None:
    if data is None:
        return None
    try:
        return Signature.from_bytes(data)
    except ValueError as error:
        raise BundleError(
            Reason.SIGNATURE_WRONG,
            Text("规则包的签名无法读取，请重新获取", "the signature cannot be read; get it anew"),
        ) from error


def _require_signature(
    signature: Signature | None, told: bytes, keys: Sequence[VerifyingKey]
) -> None:
    if signature is None:
        raise BundleError(
            Reason.UNSIGNED,
            Text(
                "规则包没有签名，而这里要求签名；请用 bundle build --sign 打包",
                "the bundle is not signed, and here it must be; build it with --sign",
            ),
        )
    key = next((key for key in keys if key.id == signature.key_id), None)
    if key is None:
        raise BundleError(
            Reason.KEY_UNKNOWN,
            Text(
                f"签名用的密钥 {signature.key_id} 不在所给公钥之中",
                f"it is signed by key {signature.key_id}, which is none of the keys given",
            ),
        )
    if not key.verifies(signature, told):
        raise BundleError(
            Reason.SIGNATURE_WRONG,
            Text(
                "签名与清单不符：规则包签名后被改动过，不要使用",
                "the signature is not that of the manifest: the bundle was altered after it was "
                "signed; do not use it",
            ),
        )


def _check_files(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    listed = {entry.path: entry for entry in manifest.files}
    for path in sorted(listed.keys() | files.keys()):
        if path not in files:
            raise _file_error(Reason.FILE_MISSING, path, "缺少", "is missing")
        if path not in listed:
            raise _file_error(Reason.FILE_UNLISTED, path, "不在清单中", "is not in the manifest")
        entry, content = listed[path], files[path]
        if (entry.size, entry.sha256) != (len(content), sha256(content)):
            raise _file_error(Reason.FILE_ALTERED, path, "与清单不符", "is not as in the manifest")
    if revision_of(files) != manifest.revision:
        raise BundleError(
            Reason.REVISION_WRONG,
            Text(
                "规则的版本摘要与清单不符，请重新打包",
                "the rules have another revision than the manifest says; build the bundle anew",
            ),
        )


def _file_error(reason: Reason, path: str, zh: str, en: str) -> BundleError:
    return BundleError(
        reason, Text(f"文件 {path} {zh}，请重新获取规则包", f"{path} {en}; get the bundle anew")
    )
