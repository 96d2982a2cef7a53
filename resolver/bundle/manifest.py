"""The manifest of a bundle: what is in it, who can read it, and how it was checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from resolver.bundle.reasons import Reason
from resolver.bundle.versions import RULE_FORMAT, EngineRange
from resolver.errors import BundleError
from resolver.model.texts import Text

FORMAT = 1
"""Counts up when the layout of the archive or of the manifest changes."""

MAX_SERIAL = 2**53 - 1
"""The largest whole number that every JSON reader keeps."""

NAME_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}$"
MAX_SOURCE = 200
DIGEST_PATTERN = r"^sha256:[0-9a-f]{64}$"

Digest = Annotated[str, StringConstraints(pattern=DIGEST_PATTERN)]
"""`sha256:` and 64 hexadecimal digits."""

Count = Annotated[int, Field(ge=0, le=MAX_SERIAL)]

_Shape = TypeVar("_Shape", bound="CanonicalJson")


class CanonicalJson(BaseModel):
    """JSON with one possible form for its values: sorted keys, two blanks, ASCII."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def to_bytes(self) -> bytes:
        """Return the canonical form."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, indent=2)
        return f"{text}\n".encode("ascii")

    @classmethod
    def from_bytes(cls: type[_Shape], data: bytes) -> _Shape:
        """Read the canonical form.

        Raises:
            ValueError: It is of another shape, or in another form.
        """
        found = cls.model_validate_json(data)
        if found.to_bytes() != data:
            raise ValueError("not in canonical form")
        return found


class FileEntry(CanonicalJson):
    """One rule file: its path within the rules folder, and what its content must be."""

    path: str
    sha256: Digest
    size: Count


class Counts(CanonicalJson):
    """How much is in the rulebook."""

    causes: Count
    rules: Count
    remedies: Count
    scenarios: Count


class Manifest(CanonicalJson):
    """All that is said of a bundle, and signed.

    Attributes:
        kind: Tells a signature of a bundle from one of anything else.
        format: The layout of archive and manifest; see `FORMAT`.
        name: What the bundle is called.
        revision: The digest of its rules, as answers name it.
        serial: The owner's number of this edition; 0 for none. See docs/decisions.
        source: Where the rules came from, such as a git commit; may be empty.
        built_by: Version of the product that built it.
        requires: Versions of the product that can read it, as `EngineRange` writes it.
        rule_format: The form of the rule files; see `RULE_FORMAT`.
        scenarios_passed: How many scenarios were run, and passed; absent if they were not run.
        counts: How much is in it.
        files: Every rule file and scenario file, in order of path.
    """

    kind: Literal["invoice-status-resolver/bundle"] = "invoice-status-resolver/bundle"
    format: Literal[1] = 1
    name: Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
    revision: Digest
    serial: Count
    source: Annotated[str, StringConstraints(max_length=MAX_SOURCE)]
    built_by: Annotated[str, StringConstraints(max_length=40)]
    requires: Annotated[str, StringConstraints(max_length=40)]
    rule_format: Count
    scenarios_passed: Count | None
    counts: Counts
    files: tuple[FileEntry, ...]

    @property
    def digest(self) -> str:
        """The digest of the manifest, and so of all that is in the bundle but its signature."""
        return sha256(self.to_bytes())


class _Head(BaseModel):
    """What every format of a manifest begins with, those to come included."""

    kind: Literal["invoice-status-resolver/bundle"]
    format: int


def sha256(data: bytes) -> str:
    """Return a digest as manifests write it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def entries_of(files: Mapping[str, bytes]) -> tuple[FileEntry, ...]:
    """Return the entries of rule files, in order of path."""
    return tuple(
        FileEntry(path=path, sha256=sha256(content), size=len(content))
        for path, content in sorted(files.items())
    )


def read_manifest(data: bytes, version: str) -> Manifest:
    """Return the manifest of a bundle that a version of the product can read.

    Raises:
        BundleError: It is no manifest, or one for another version.
    """
    try:
        if _Head.model_validate_json(data).format != FORMAT:
            raise _unfit(
                Text("格式更新", "has a newer format"), Text("请升级服务", "upgrade the service")
            )
        manifest = Manifest.from_bytes(data)
        required = EngineRange.parse(manifest.requires)
    except (ValidationError, ValueError) as error:
        raise BundleError(
            Reason.MANIFEST_WRONG,
            Text("规则包的清单无法读取，请重新获取", "the manifest cannot be read; get it anew"),
        ) from error
    if not required.admits(version) or manifest.rule_format != RULE_FORMAT:
        raise _unfit(
            Text(
                f"适用于 {required}（规则格式 {manifest.rule_format}），"
                f"本程序是 {version}（规则格式 {RULE_FORMAT}）",
                f"is for versions {required} with rule format {manifest.rule_format}; "
                f"this is {version} with rule format {RULE_FORMAT}",
            ),
            Text("请用本版本重新打包，或换用相应版本", "build it anew, or use a fitting version"),
        )
    return manifest


def _unfit(what: Text, mend: Text) -> BundleError:
    return BundleError(
        Reason.ENGINE_UNFIT,
        Text(f"规则包{what.zh}；{mend.zh}", f"the bundle {what.en}; {mend.en}"),
    )
