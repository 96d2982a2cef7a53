"""A clock that jumps by a day, forwards and back.

Done: the server runs under libfaketime, and its clock is set to tomorrow, today, yesterday and
today while callers go on; after each jump rules are exchanged and a token of an hour is shown.
Promised: answers with a moment of their own stay the same, no call is lost, changed rules are
loaded, and a token counts by the clock as it is. Broken, if anything waited for the old time.

Batches are left out: libfaketime 0.9.10 makes `time.sleep`, by which they give way to single
calls, fail with EINVAL now and then once the clock has jumped back, which no real clock does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import grpc

from drills.callers import Callers
from drills.calm import Question, calm_questions, either
from drills.outcome import Extent, Outcome, Skipped
from drills.reloads import point
from drills.stage import Stage, stage
from tests.support.access import bearer
from tests.support.frames import RESOLVE
from tests.support.jwts import AUDIENCE, ISSUER, Signer, es256, jwks, now
from tests.support.rulefolders import TINY_RULES, edition

LIBRARY = "libfaketimeMT.so.1"
CLOCKS = {"+1d": False, "+0d": True, "-1d": True, "+0s": True}
"""Where the clock is set to, one after the other, and whether the token is good then."""


def run(outcome: Outcome, extent: Extent) -> None:  # noqa: ARG001 - as long as it takes
    """Hold it."""
    library = next(Path("/usr/lib").glob(f"**/{LIBRARY}"), None)
    if library is None:
        raise Skipped("libfaketime is not there: apt-get install libfaketime")
    signer = es256()
    with tempfile.TemporaryDirectory() as name:
        clock, link = Path(name, "clock"), Path(name, "rules")
        clock.write_text("+0d\n", "ascii")
        books = [edition(TINY_RULES, Path(name), number) for number in range(2)]
        link.symlink_to(books[0])
        with stage(link, **_under(library, clock), **_tokens(Path(name), signer)) as server:
            asked = either(*(calm_questions(book) for book in books))
            questions = [one for one in asked if one.method == RESOLVE]
            lasting = bearer(signer.token(exp=now() + timedelta(days=3), iat=None))
            callers = Callers(
                outcome, questions, server.connect, pause_seconds=0.005, metadata=lasting
            )
            hour = signer.token()
            with callers.calling():
                for place, (setting, good) in enumerate(CLOCKS.items(), start=1):
                    clock.write_text(setting + "\n", "ascii")
                    seconds = point(link, books[place % 2], server, succeeds=True)
                    taken = _is_taken(server, questions, hour)
                    outcome.promise(taken is good, f"at {setting} a token counts by the clock")
                    outcome.remark(f"at {setting} changed rules were loaded in {seconds:.1f} s")


def _under(library: Path, clock: Path) -> dict[str, str]:
    """Return the environment of a process whose clock is what a file says."""
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "RESOLVER_RELOAD_SECONDS": "0.1",
    }


def _tokens(folder: Path, signer: Signer) -> dict[str, str]:
    return {
        "RESOLVER_JWT_KEYS": str(jwks(folder, signer.public)),
        "RESOLVER_JWT_ISSUER": ISSUER,
        "RESOLVER_JWT_AUDIENCE": AUDIENCE,
    }


def _is_taken(server: Stage, questions: Sequence[Question], token: str) -> bool:
    one = questions[0]
    with server.connect() as channel:
        try:
            channel.unary_unary(one.method)(one.request, timeout=30, metadata=bearer(token))
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.UNAUTHENTICATED:
                raise
            return False
    return True
