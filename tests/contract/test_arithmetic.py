"""What an answer says of itself is enough to recompute it, and it is the same every time."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from google.protobuf import json_format

from resolver.runtime.holder import SnapshotHolder
from resolver.service.resolver_servicer import ResolverServicer
from resolver.v1 import answer_pb2, resolver_service_pb2
from tests.support.snapshots import shipped_snapshot

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/data/cases/tuning.jsonl"

_SERIALIZE = """
import sys
from tests.contract.test_arithmetic import answers
digest = __import__("hashlib").sha256()
for answer in answers():
    digest.update(answer.SerializeToString(deterministic=True))
print(digest.hexdigest())
"""


@cache
def answers() -> tuple[resolver_service_pb2.ResolveResponse, ...]:
    """Return what the service says to every third labelled case."""
    servicer = ResolverServicer(SnapshotHolder(shipped_snapshot()))
    found = []
    for line in CASES.read_text("utf-8").splitlines()[::3]:
        row = json.loads(line)
        body = {"context": row["context"], "evaluation_time": row["evaluation_time"]}
        request = json_format.ParseDict(
            {**body, "max_causes": 20}, resolver_service_pb2.ResolveRequest()
        )
        found.append(servicer.Resolve(request, None))  # type: ignore[arg-type]
    return tuple(found)


def _by_hand(cause: answer_pb2.Cause, log_normalizer: float) -> float:
    prior = cause.prior_probability
    log_odds = math.log(prior / (1 - prior)) + sum(item.weight for item in cause.evidence)
    assert cause.log_odds == pytest.approx(log_odds, abs=1e-9)
    return math.exp(log_odds - log_normalizer)


def test_every_probability_can_be_recomputed_from_the_answer() -> None:
    """Prior, weights and normalizer of an answer give its probabilities, by hand."""
    for answer in answers():
        for cause in answer.causes:
            recomputed = _by_hand(cause, answer.log_normalizer)
            assert cause.probability == pytest.approx(recomputed, abs=1e-9)


def test_the_causes_named_and_the_rest_share_one_whole() -> None:
    """What is named never exceeds one, and comes most likely first."""
    for answer in answers():
        shares = [cause.probability for cause in answer.causes]
        assert 0 < sum(shares) <= 1 + 1e-12
        assert shares == sorted(shares, reverse=True)


def test_answers_are_the_same_bytes_in_every_process() -> None:
    """Neither the order of sets nor another process changes a byte."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", _SERIALIZE],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
