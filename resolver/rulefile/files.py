"""A rules folder as files: their kinds, the place of each kind, and the bytes of all of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from resolver.errors import RulesUnavailableError
from resolver.rulefile.schema.base import Shape
from resolver.rulefile.schema.calendar import (
    DeadlinesShape,
    HolidaysShape,
    HoursShape,
    LimitsShape,
    StopsShape,
)
from resolver.rulefile.schema.catalogue import CategoriesShape, GenericShape, ProviderShape
from resolver.rulefile.schema.cause import CauseShape
from resolver.rulefile.schema.remedies import ContactsShape, RemediesShape
from resolver.rulefile.schema.scale import DefinitionsShape, ScaleShape
from resolver.rulefile.schema.scenarios import ScenariosShape
from resolver.rulefile.schema.tables import (
    AttributesShape,
    ClientShape,
    FindingsShape,
    InvoiceTypesShape,
    RolesShape,
)

MAX_ENTRIES = 20_000
MAX_FOLDER_BYTES = 64 * 1_048_576

LOCK = "rules.lock"
"""The one file of a rules folder that a command writes and that is no YAML; see `lock`."""

_DEEPEST = 4
_TEST = "_test.yaml"


class Kind(StrEnum):
    """The kinds of rule files. A kind with a fixed place bears it as its value."""

    CAUSE = "<family>/<cause>.yaml"
    SCENARIOS = "<family>/<cause>_test.yaml"
    PROVIDER = "status/<provider>.yaml"
    CATEGORIES = "status/categories.yaml"
    GENERIC = "status/generic.yaml"
    REMEDIES = "remedies.yaml"
    CONTACTS = "contacts.yaml"
    DEFINITIONS = "definitions.yaml"
    SCALE = "scale.yaml"
    INVOICE_TYPES = "invoice_types.yaml"
    FINDINGS = "findings.yaml"
    ROLES = "roles.yaml"
    CLIENT = "client.yaml"
    ATTRIBUTES = "attributes.yaml"
    DEADLINES = "calendar/deadlines.yaml"
    STOPS = "calendar/stops.yaml"
    HOLIDAYS = "calendar/holidays.yaml"
    HOURS = "calendar/hours.yaml"
    LIMITS = "calendar/limits.yaml"


SHAPES: Mapping[Kind, type[Shape]] = {
    Kind.CAUSE: CauseShape,
    Kind.SCENARIOS: ScenariosShape,
    Kind.PROVIDER: ProviderShape,
    Kind.CATEGORIES: CategoriesShape,
    Kind.GENERIC: GenericShape,
    Kind.REMEDIES: RemediesShape,
    Kind.CONTACTS: ContactsShape,
    Kind.DEFINITIONS: DefinitionsShape,
    Kind.SCALE: ScaleShape,
    Kind.INVOICE_TYPES: InvoiceTypesShape,
    Kind.FINDINGS: FindingsShape,
    Kind.ROLES: RolesShape,
    Kind.CLIENT: ClientShape,
    Kind.ATTRIBUTES: AttributesShape,
    Kind.DEADLINES: DeadlinesShape,
    Kind.STOPS: StopsShape,
    Kind.HOLIDAYS: HolidaysShape,
    Kind.HOURS: HoursShape,
    Kind.LIMITS: LimitsShape,
}

REQUIRED = (
    Kind.SCALE,
    Kind.REMEDIES,
    Kind.CATEGORIES,
    Kind.GENERIC,
    Kind.INVOICE_TYPES,
    Kind.FINDINGS,
    Kind.ROLES,
    Kind.CLIENT,
    Kind.HOURS,
    Kind.LIMITS,
)
"""Without these no context can be judged. Any other file may be missing, as if it were empty."""

_FIXED = {kind.value: kind for kind in Kind if "<" not in kind.value}
SCHEMA_FOLDER = "schema"
"""Where a rules folder keeps its JSON Schemas; nothing in it is a rule file."""

RESERVED_FOLDERS = frozenset({"status", "calendar", SCHEMA_FOLDER})
"""Folders that are no family of causes."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for the content of a file that could not be read; `reason` is the system's."""

    reason: str


Files: TypeAlias = Mapping[str, bytes | Unreadable]
"""The files of a rules folder: content by path within the folder, parts divided by `/`."""


def kind_of(path: str) -> Kind | None:
    """Return what a file is by its place in the folder; `None` where it has none."""
    if path in _FIXED:
        return _FIXED[path]
    folder, _, name = path.rpartition("/")
    if not name.endswith(".yaml") or "/" in folder:
        return None
    if folder == "status":
        return Kind.PROVIDER
    if folder in RESERVED_FOLDERS or (
        not folder and name not in {"unknown.yaml", "unknown_test.yaml"}
    ):
        return None
    return Kind.SCENARIOS if name.endswith(_TEST) else Kind.CAUSE


def schema_name(kind: Kind) -> str:
    """Return the name of the schema of a kind of file, without folder: `cause.json`."""
    return f"{kind.name.lower()}.json"


def cause_file_of(scenarios: str) -> str:
    """Return the file of the cause that a file of scenarios stands beside."""
    return scenarios.removesuffix(_TEST) + ".yaml"


def read_folder(directory: Path) -> dict[str, bytes | Unreadable]:
    """Return the content of every rule file, by its path within the folder, in order of path.

    Paths have `/` between their parts. Names that begin with a dot and the folder `schema` are
    passed over. Links are followed, so that a mounted configuration works.

    Raises:
        RulesUnavailableError: There is no such folder, it cannot be read, or it is far too large
            for a rulebook.
    """
    if not directory.is_dir():
        raise RulesUnavailableError(f"no rules folder at {directory}; name an existing folder")
    contents: dict[str, bytes | Unreadable] = {}
    size = 0
    try:
        for path, file in _rule_files(directory):
            contents[path] = content = _read(file)
            size += 0 if isinstance(content, Unreadable) else len(content)
            if size > MAX_FOLDER_BYTES:
                raise RulesUnavailableError(
                    f"{directory} holds more than {MAX_FOLDER_BYTES} bytes"
                )
    except OSError as error:
        raise RulesUnavailableError(
            f"the rules folder {directory} cannot be read: {error}"
        ) from error
    return contents


def is_passed_over(path: str) -> bool:
    """Return whether a file or folder at a path is none of a rulebook's."""
    return path.rsplit("/", 1)[-1].startswith(".") or path == SCHEMA_FOLDER


def is_too_deep(path: str) -> bool:
    """Return whether a folder is deeper than rule files lie, as where a link leads in a circle."""
    return path.count("/") >= _DEEPEST


def is_rule_file(path: str) -> bool:
    """Return whether a file is read, going by its name: every YAML file, and the lock."""
    return path.endswith((".yaml", ".yml")) or path == LOCK


def without_lock(contents: Files) -> dict[str, bytes | Unreadable]:
    """Return rule files as they are looked at before versions are raised."""
    return {path: content for path, content in contents.items() if path != LOCK}


def revision_of(contents: Files) -> str:
    """Return the digest of all rule files: `sha256:` and 64 hexadecimal digits.

    It is over each file in order of path: its path, a zero byte, its content as `normalized`, a
    zero byte. Scenarios, the lock, and files without a place do not count.
    """
    digest = hashlib.sha256()
    for path in sorted(contents):
        content = contents[path]
        if kind_of(path) in {None, Kind.SCENARIOS} or isinstance(content, Unreadable):
            continue
        name = path.encode("utf-8", "surrogateescape")
        digest.update(name + b"\0" + normalized(content) + b"\0")
    return f"sha256:{digest.hexdigest()}"


def normalized(content: bytes) -> bytes:
    """Return a file's content without byte order mark and with the line ends of Unix."""
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def _rule_files(directory: Path) -> list[tuple[str, Path]]:
    """Return path and file of all rule files, in order of path; far too many are no rulebook."""
    found: list[tuple[str, Path]] = []
    waiting = [("", directory)]
    seen = 0
    while waiting:
        prefix, folder = waiting.pop()
        with os.scandir(folder) as listed:
            entries = list(islice(listed, MAX_ENTRIES - seen + 1))
        seen += len(entries)
        if seen > MAX_ENTRIES:
            raise RulesUnavailableError(f"{directory} is too large to be a rules folder")
        for entry in entries:
            path = prefix + entry.name
            if is_passed_over(path):
                continue
            if entry.is_dir():
                if not is_too_deep(path):
                    waiting.append((f"{path}/", Path(entry.path)))
            elif is_rule_file(path):
                found.append((path, Path(entry.path)))
    return sorted(found)


def _read(file: Path) -> bytes | Unreadable:
    try:
        if not file.is_file():
            return Unreadable("not a regular file")
        return file.read_bytes()
    except OSError as error:
        return Unreadable(error.strerror or "unknown error")
