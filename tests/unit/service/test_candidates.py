"""Tests of the files that a request wants judged."""

from __future__ import annotations

import pytest

from resolver.errors import InvalidContextError
from resolver.service.candidates import MAX_FILES, MAX_LOOKUPS, candidate_files
from resolver.v1 import context_pb2
from resolver.v1 import rulebook_service_pb2 as pb

ACTIVE = {"input/amount.yaml": b"old", "scale.yaml": b"scale"}


def asked(**candidate: object) -> pb.CheckRulesRequest:
    """Return a request to check a candidate."""
    return pb.CheckRulesRequest(candidate=pb.RuleCandidate(**candidate))


def files(*paths: str) -> list[pb.RuleFile]:
    """Return files of the same content."""
    return [pb.RuleFile(path=path, content=b"new") for path in paths]


def violated(request: pb.CheckRulesRequest | pb.RehearseRulesRequest) -> dict[str, str]:
    """Return why a request is refused, by field."""
    with pytest.raises(InvalidContextError) as caught:
        candidate_files(request, ACTIVE)
    return {item.field_path: item.reason for item in caught.value.violations}


def test_one_file_is_laid_over_the_active_ones() -> None:
    """Whoever edits one file sends that one."""
    request = asked(files=files("input/amount.yaml", "timing/late.yaml"))
    assert candidate_files(request, ACTIVE) == {
        "input/amount.yaml": b"new",
        "scale.yaml": b"scale",
        "timing/late.yaml": b"new",
    }


def test_files_may_be_a_whole_folder_of_their_own() -> None:
    """Then nothing of the active rulebook is in it."""
    request = asked(base=pb.CANDIDATE_BASE_EMPTY, files=files("scale.yaml"))
    assert candidate_files(request, ACTIVE) == {"scale.yaml": b"new"}


def test_file_can_be_left_out() -> None:
    """And an empty candidate is the active rulebook as it is."""
    assert list(candidate_files(asked(removed_paths=["scale.yaml"]), ACTIVE)) == [
        "input/amount.yaml"
    ]
    assert candidate_files(asked(), ACTIVE) == ACTIVE


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd.yaml", "../../etc/passwd", "input/../scale.yaml", "./scale.yaml"),
        *("input//amount.yaml", "input\\amount.yaml", "scale.yaml/", "a\0b.yaml", "a\nb.yaml"),
        *("README.md", ".hidden/scale.yaml", "schema/cause.yaml", "x" * 300 + ".yaml"),
    ],
)
def test_path_that_no_folder_would_be_read_for_is_refused(path: str) -> None:
    """A change that would be passed over must not look as if it had been checked."""
    assert violated(asked(files=files("scale.yaml", path))) == {
        "candidate.files[1].path": "NOT_A_RULE_PATH"
    }


def test_every_violation_is_named_at_once() -> None:
    """In the order of the fields."""
    request = pb.RehearseRulesRequest(
        language_code="x" * 2000,
        candidate=pb.RuleCandidate(
            base=7,
            files=files("a.yaml", "a.yaml", "scale.yaml"),
            removed_paths=["scale.yaml", "b"],
        ),
        lookups=[
            pb.RehearsalLookup(),
            pb.RehearsalLookup(
                context=context_pb2.LookupContext(lookup_id="x" * 2000),
                evaluation_time={"seconds": 1},
            ),
        ],
    )
    assert list(violated(request).items()) == [
        ("language_code", "TOO_LONG"),
        ("candidate.base", "UNKNOWN_ENUM_VALUE"),
        ("candidate.files[0].path", "DUPLICATE_PATH"),
        ("candidate.files[1].path", "DUPLICATE_PATH"),
        ("candidate.files[2].path", "DUPLICATE_PATH"),
        ("candidate.removed_paths[1]", "NO_SUCH_FILE"),
        ("lookups[1].context.lookup_id", "TOO_LONG"),
        ("lookups[1].evaluation_time", "NOT_A_DAY_OF_RULES"),
    ]


def test_numbers_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files, their bytes, and lookups."""
    many = asked(files=files(*(f"a/{number}.yaml" for number in range(MAX_FILES + 1))))
    assert violated(many) == {"candidate.files": "TOO_MANY"}
    lookups = [pb.RehearsalLookup()] * (MAX_LOOKUPS + 1)
    assert violated(pb.RehearseRulesRequest(lookups=lookups)) == {"lookups": "TOO_MANY"}
    monkeypatch.setattr("resolver.service.candidates.MAX_FOLDER_BYTES", 2)
    assert violated(asked(files=files("a.yaml"))) == {"candidate.files": "TOO_LARGE"}


def test_nothing_to_check_is_refused() -> None:
    """An empty folder is probably a mistake of the client."""
    request = asked(base=pb.CANDIDATE_BASE_EMPTY)
    assert violated(request) == {"candidate.files": "NO_FILES"}
