"""Logs of decisions to write to and read from in tests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import zstandard

from resolver.cli.wire import write_context
from resolver.rulefile.contexts import read_context
from resolver.runtime.decisions.claims import Claim, claim
from resolver.runtime.decisions.disk import Disk, SystemDisk
from resolver.runtime.decisions.erasing import eraser
from resolver.runtime.decisions.journal import Journal, Kept, Manner
from resolver.runtime.decisions.keys import LogKeys
from resolver.runtime.decisions.log import DecisionLog
from resolver.runtime.decisions.searching import Findings, search
from resolver.runtime.decisions.segments import DECISION, OUTCOME, chains_of, lines_of, segments_of
from resolver.runtime.decisions.subjects import Kind, Subject
from resolver.runtime.decisions.verify import Fault, verify
from resolver.runtime.holder import SnapshotHolder
from resolver.runtime.settings import read_settings
from resolver.runtime.snapshot import build_snapshot
from resolver.service.resolver_servicer import ResolverServicer
from resolver.v1 import resolver_service_pb2 as pb
from tests.support.cli import AT
from tests.support.rulefolders import TINY_RULES


def a_journal(
    log: Path,
    manner: Manner | None = None,
    disk: Disk | None = None,
    **told: object,
) -> tuple[Journal, Claim]:
    """Return a journal of a chain of its own, and the claim to it.

    `told` is what each segment tells of its writer.
    """
    claimed = claim(log)
    return Journal(claimed.folder, claimed.head, manner or Manner(), disk, lambda: told), claimed


def a_body(word: str) -> Kept:
    """Return a decision that says nothing but a word, as journals take it."""
    return Kept(f',"word":{json.dumps(word)}}}'.encode())


def decisions(log: Path) -> list[dict[str, Any]]:
    """Return what was written, chain by chain, each with its outcome, without looking at links."""
    found, outcomes = [], {}
    for line in _lines(log):
        told = json.loads(line)
        if line.startswith(OUTCOME):
            outcomes[told["outcome"]] = told
        elif line.startswith(DECISION):
            found.append(outcomes.get(told.get("outcome"), {}) | told)
    return found


def _lines(log: Path) -> Iterator[bytes]:
    for folder in chains_of(log):
        for segment in segments_of(folder):
            yield from (line for line in lines_of(segment) if line.endswith(b"\n"))


def a_decision_about(user: str, resolution_id: str) -> Kept:
    """Return a decision about a lookup of a user, whose id is kept as it is."""
    told = {"id": resolution_id, "context": {"requester.user_id": user}, "word": resolution_id}
    return Kept(b",%b" % json.dumps(told).encode()[1:])


def words(log: Path) -> list[str]:
    """Return the words of all decisions."""
    return [decision["word"] for decision in decisions(log)]


def erased_from(log: Path, user: str, disk: Disk | None = None) -> Findings:
    """Erase the decisions about a user from a log that keeps users as they are."""
    subject = Subject(Kind.USER_ID, user, LogKeys())
    with eraser(log, disk or SystemDisk()) as one:
        findings = search(log, subject, one.held)
        one.erase(findings, subject.kind, "asked for")
    return findings


def bytes_of(log: Path) -> bytes:
    """Return all that the files of a log hold, unpacked, leftovers included."""
    return b"".join(
        zstandard.ZstdDecompressor().decompressobj().decompress(file.read_bytes())
        if file.suffix == ".zst"
        else file.read_bytes()
        for file in log.rglob("*")
        if file.is_file()
    )


def faults(log: Path) -> list[Fault]:
    """Return what is wrong with a log."""
    return [found.fault for report in verify(log) for found in report.faults]


def a_request(data: dict[str, object]) -> pb.ResolveRequest:
    """Return the request to resolve a context of commands at the moment `AT`."""
    request = pb.ResolveRequest()
    write_context(read_context(data).context, request.context)
    request.evaluation_time.FromJsonString(AT)
    return request


def id_of(log: Path, lookup_id: str) -> str:
    """Return the id of the one answer to a lookup."""
    (found,) = [one["id"] for one in decisions(log) if one["lookup_id"] == lookup_id]
    return str(found)


def a_log(tmp_path: Path, requests: Sequence[pb.ResolveRequest], masks: str = "") -> Path:
    """Return a log of the answers that the tiny rules give, written as a server writes it."""
    key = tmp_path / "decisions.key"
    key.write_text("0123456789abcdef0123456789abcdef", "utf-8")
    environment = {
        "RESOLVER_DECISION_LOG": "group",
        "RESOLVER_DECISION_LOG_FOLDER": str(tmp_path / "log"),
        "RESOLVER_DECISION_LOG_KEY": str(key),
        "RESOLVER_DECISION_LOG_MASKS": masks,
    }
    log, snapshot = DecisionLog(read_settings(environment)), build_snapshot(TINY_RULES)
    log.keep_rulebook(snapshot)
    servicer = ResolverServicer(SnapshotHolder(snapshot), decisions=log)
    for request in requests:
        servicer.Resolve(request, SimpleNamespace())
    log.close()
    snapshot.engine.close()
    return tmp_path / "log"
