"""Candidate rule files of a request: what is accepted, and the folder that they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from resolver.errors import FieldViolation
from resolver.rulefile.files import MAX_FOLDER_BYTES, Files, is_passed_over, is_rule_file
from resolver.service import checks
from resolver.service.validation import (
    RULES_OPTIONS,
    context_violations,
    option_violations,
    refuse,
    too_many,
)
from resolver.service.violations import Problem, violation
from resolver.v1 import rulebook_service_pb2 as pb

MAX_FILES = 2000
MAX_LOOKUPS = 200
"""Two answers to each, with their texts, stay below the 4 MiB that clients read by default."""

_LONGEST_PATH = 256
_PATH = re.compile(r"[^/\\]+(?:/[^/\\]+)*")
_CANDIDATE = {"base": checks.number_of(pb.CandidateBase.DESCRIPTOR)}
_LOOKUP = {"evaluation_time": checks.judging_moment}


def candidate_files(
    request: pb.CheckRulesRequest | pb.RehearseRulesRequest, active: Files
) -> Files:
    """Return the files that a request wants judged; `active` are those of the active rulebook.

    Raises:
        InvalidContextError: With every violation of the request, in the order of the fields.
    """
    candidate = request.candidate
    base = {} if candidate.base == pb.CANDIDATE_BASE_EMPTY else active
    violations = option_violations(request, RULES_OPTIONS)
    violations += _candidate_violations(candidate, base)
    if isinstance(request, pb.RehearseRulesRequest):
        violations += _lookup_violations(request)
    refuse(violations)
    removed = set(candidate.removed_paths)
    kept = {path: content for path, content in base.items() if path not in removed}
    return dict(sorted({**kept, **{file.path: file.content for file in candidate.files}}.items()))


def _candidate_violations(candidate: pb.RuleCandidate, base: Files) -> list[FieldViolation]:
    found = option_violations(candidate, _CANDIDATE, "candidate.")
    if len(candidate.files) > MAX_FILES:
        return [*found, too_many("candidate.files", "TOO_MANY", len(candidate.files), MAX_FILES)]
    if not candidate.files and candidate.base == pb.CANDIDATE_BASE_EMPTY:
        found.append(violation("candidate.files", Problem("NO_FILES")))
    size = sum(len(file.content) for file in candidate.files)
    if size > MAX_FOLDER_BYTES:
        limit = {"size": size, "limit": MAX_FOLDER_BYTES}
        found.append(violation("candidate.files", Problem("TOO_LARGE", limit)))
    return [*found, *_path_violations(candidate, base)]


def _path_violations(candidate: pb.RuleCandidate, base: Files) -> Iterator[FieldViolation]:
    named = Counter([*(file.path for file in candidate.files), *candidate.removed_paths])
    for place, file in enumerate(candidate.files):
        path = f"candidate.files[{place}].path"
        if not _is_rule_path(file.path):
            yield violation(path, Problem("NOT_A_RULE_PATH"))
        elif named[file.path] > 1:
            yield violation(path, Problem("DUPLICATE_PATH"))
    for place, name in enumerate(candidate.removed_paths):
        if name not in base:
            yield violation(f"candidate.removed_paths[{place}]", Problem("NO_SUCH_FILE"))


def _is_rule_path(path: str) -> bool:
    """Return whether a rules folder would be read for a file of this path."""
    if len(path) > _LONGEST_PATH or not path.isprintable() or not _PATH.fullmatch(path):
        return False
    parts = path.split("/")
    folders = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    return is_rule_file(path) and not any(is_passed_over(folder) for folder in folders)


def _lookup_violations(request: pb.RehearseRulesRequest) -> Iterator[FieldViolation]:
    if len(request.lookups) > MAX_LOOKUPS:
        yield too_many("lookups", "TOO_MANY", len(request.lookups), MAX_LOOKUPS)
        return
    for place, lookup in enumerate(request.lookups):
        yield from context_violations(lookup.context, f"lookups[{place}].context")
        yield from option_violations(lookup, _LOOKUP, f"lookups[{place}].")
