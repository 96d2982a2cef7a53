"""Bundles: one form for one content, and every way to tamper with one has its own reason."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from resolver.bundle.archive import pack, unpack
from resolver.bundle.keys import VerifyingKey
from resolver.bundle.manifest import Manifest
from resolver.bundle.package import open_bundle, write_bundle
from resolver.bundle.reasons import Reason
from resolver.errors import BundleError
from tests.support.bundles import (
    EDITED,
    KEY,
    OTHER_KEY,
    flipped,
    packed,
    tiny_bundle,
    tiny_contents,
    tiny_manifest,
)

KEYS = (KEY.public,)
FLIPS = 400


def refusal(data: bytes, keys: tuple[VerifyingKey, ...] = KEYS, version: str = "0.1.0") -> str:
    """Return the reason why a bundle is refused; both languages say it."""
    with pytest.raises(BundleError) as caught:
        open_bundle(data, keys, version)
    assert caught.value.text.zh != caught.value.text.en
    return caught.value.reason


def rewritten(change: Callable[[dict[str, object]], object]) -> bytes:
    """Return a bundle whose manifest was changed and signed again."""
    told = json.loads(tiny_manifest().to_bytes())
    change(told)
    text = json.dumps(told, sort_keys=True, indent=2) + "\n"
    return packed(text.encode(), tiny_contents())


def test_bundle_opens_to_what_it_was_made_of() -> None:
    """Files, manifest and signer."""
    bundle = open_bundle(tiny_bundle(serial=7), KEYS)
    assert (bundle.files, bundle.manifest.serial) == (tiny_contents(), 7)
    assert (bundle.signer, bundle.verified) == (KEY.public.id, True)


def test_same_content_gives_same_bytes_in_whatever_order() -> None:
    """Nothing of time, user or order shows."""
    files = dict(reversed(tiny_contents().items()))
    assert write_bundle(tiny_manifest(files), files, KEY) == tiny_bundle()


def test_without_keys_a_signature_is_told_but_not_vouched_for() -> None:
    """And a bundle without one will do."""
    signed = open_bundle(tiny_bundle(key=OTHER_KEY))
    assert (signed.signer, signed.verified) == (OTHER_KEY.public.id, False)
    assert not open_bundle(tiny_bundle(key=None)).signer


def test_any_of_several_keys_will_do() -> None:
    """So a key can be replaced: servers trust both for a while."""
    assert open_bundle(tiny_bundle(), (OTHER_KEY.public, KEY.public)).verified


def test_every_flipped_byte_is_refused() -> None:
    """Wherever it is: headers, manifest, signature, files, padding."""
    data = tiny_bundle()
    signature = data.index(b"signature.json")
    chosen = [
        *random.Random(9).sample(range(len(data)), FLIPS),
        *range(signature, signature + 1024),
    ]
    reasons = {refusal(flipped(data, at)) for at in chosen}
    assert {Reason.MALFORMED, Reason.SIGNATURE_WRONG, Reason.FILE_ALTERED} <= reasons


def test_signature_decides_before_the_manifest_is_read() -> None:
    """Without one, by another key, or of another manifest: each is its own reason."""
    entries = unpack(tiny_bundle())
    other = unpack(tiny_bundle(EDITED))
    assert refusal(tiny_bundle(key=None)) == Reason.UNSIGNED
    assert refusal(tiny_bundle(key=OTHER_KEY)) == Reason.KEY_UNKNOWN
    swapped = pack(entries | {"signature.json": other["signature.json"]})
    assert refusal(swapped) == Reason.SIGNATURE_WRONG
    assert refusal(pack(entries | {"signature.json": b"{}"})) == Reason.SIGNATURE_WRONG
    nonsense = packed(b"nonsense", {}, OTHER_KEY)
    assert refusal(nonsense) == Reason.KEY_UNKNOWN


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_signature_has_one_spelling(bits: int) -> None:
    """The last letter of base64 has four bits that stand for nothing: they must be 0."""
    entries = unpack(tiny_bundle())
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    told = entries["signature.json"]
    at = told.index(b"==")
    other = bytes([letters[letters.index(told[at - 1]) ^ bits]])
    spelt = told[: at - 1] + other + told[at:]
    assert refusal(pack(entries | {"signature.json": spelt})) == Reason.SIGNATURE_WRONG


def test_signature_by_another_key_under_the_name_of_the_owner_is_refused() -> None:
    """The name of a key proves nothing."""
    manifest = tiny_manifest().to_bytes()
    forged = OTHER_KEY.sign(manifest).model_copy(update={"key_id": KEY.public.id})
    entries = unpack(tiny_bundle()) | {"signature.json": forged.to_bytes()}
    assert refusal(pack(entries)) == Reason.SIGNATURE_WRONG


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(extra=1),
        lambda told: told.pop("revision"),
        lambda told: told.update(serial=-1),
        lambda told: told.update(serial="1"),
        lambda told: told.update(kind="something else"),
        lambda told: told.update(requires="any"),
        lambda told: told.update(revision="sha256:0"),
    ],
)
def test_manifest_of_another_shape_is_refused(change: Callable[[dict[str, object]], None]) -> None:
    """Signed or not: unknown keys are no manifest of this format."""
    assert refusal(rewritten(change)) == Reason.MANIFEST_WRONG


def test_manifest_in_another_form_is_refused() -> None:
    """Doubled keys or other blanks would let two readers differ."""
    told = tiny_manifest().to_bytes()
    doubled = told.replace(b'  "serial": 0,\n', b'  "serial": 9,\n  "serial": 0,\n')
    assert refusal(packed(doubled, tiny_contents())) == Reason.MANIFEST_WRONG
    assert refusal(packed(told + b"\n", tiny_contents())) == Reason.MANIFEST_WRONG
    assert refusal(packed(b"[" * 100_000, {})) == Reason.MANIFEST_WRONG


@pytest.mark.parametrize("version", ["0.0.9", "0.2.0", "1.1.0"])
def test_other_version_of_the_product_is_told(version: str) -> None:
    """With the range that would do."""
    with pytest.raises(BundleError, match=r">=0\.1,<0\.2") as caught:
        open_bundle(tiny_bundle(), KEYS, version)
    assert caught.value.reason == Reason.ENGINE_UNFIT


def test_other_format_is_told() -> None:
    """A format of rules, or of bundles, that is yet to come."""
    assert refusal(tiny_bundle(rule_format=2)) == Reason.ENGINE_UNFIT
    assert refusal(rewritten(lambda told: told.update(format=2, news=1))) == Reason.ENGINE_UNFIT


def test_each_difference_from_the_manifest_has_its_reason() -> None:
    """A file more, a file less, another file, by an owner's own mistake even."""
    files, told = dict(tiny_contents()), tiny_manifest().to_bytes()
    fewer = {path: data for path, data in files.items() if path != "scale.yaml"}
    assert refusal(packed(told, fewer)) == Reason.FILE_MISSING
    assert refusal(packed(told, files | {"more.yaml": b""})) == Reason.FILE_UNLISTED
    longer = files | {"scale.yaml": files["scale.yaml"] + b"#"}
    assert refusal(packed(told, longer)) == Reason.FILE_ALTERED
    swapped = files | {"scale.yaml": files["roles.yaml"], "roles.yaml": files["scale.yaml"]}
    assert refusal(packed(told, swapped)) == Reason.FILE_ALTERED


def test_revision_is_computed_and_not_believed() -> None:
    """Answers name it: it has to be that of the rules."""
    assert refusal(tiny_bundle(revision=f"sha256:{'0' * 64}")) == Reason.REVISION_WRONG


def test_order_of_entries_is_fixed() -> None:
    """Manifest, signature, rules by path, and nothing beside them."""
    entries = unpack(tiny_bundle())
    assert refusal(pack(dict(reversed(entries.items())))) == Reason.MALFORMED
    assert refusal(pack(entries | {"README.md": b""})) == Reason.MALFORMED
    assert refusal(pack({k: v for k, v in entries.items() if k != "manifest.json"})) == (
        Reason.MALFORMED
    )
    assert refusal(pack({})) == Reason.MALFORMED


def test_digest_covers_everything_but_the_signature() -> None:
    """Who signs makes no other bundle; what is signed does."""
    digests = {
        open_bundle(data).manifest.digest
        for data in (tiny_bundle(), tiny_bundle(key=None), tiny_bundle(key=OTHER_KEY))
    }
    assert len(digests) == 1
    assert tiny_manifest(serial=1).digest not in digests


def test_manifest_is_canonical() -> None:
    """What is written is read, and written the same."""
    data = tiny_manifest(source="提交 abc").to_bytes()
    assert data.isascii()
    assert Manifest.from_bytes(data).to_bytes() == data
