"""Answers what requests.yaml asks and writes the corpus: `python -m tests.conformance.record`.

Do this when the contract, the texts of errors or the tiny rules have changed, and read the
difference: it is what every client out there will see.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from typing import Any

import yaml

from resolver.v1 import resolver_service_pb2, rulebook_service_pb2
from tests.conformance.compare import canonical
from tests.conformance.corpus import CORPUS, FOLDER, Json, write_corpus
from tests.conformance.python_client import replay
from tests.conformance.server import TOKEN, corpus_server

EVALUATION_TIME = "2026-03-12T06:30:00Z"
"""Where a lookup names no other, so that no answer depends on the day."""

_LEVELS = ("EXPLAIN_LEVEL_SUMMARY", "EXPLAIN_LEVEL_FULL")
_TIMED = ("Resolve", "BatchResolve", "StreamResolve")
_SERVICES = {
    method.name: service.full_name
    for file in (resolver_service_pb2, rulebook_service_pb2)
    for service in file.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}


def main() -> int:
    """Record every call and return the exit code: 1, with nothing written, after a surprise."""
    recorded: dict[str, Json] = {}
    surprises = []
    with corpus_server() as connection:
        for case in _asked():
            call = _call(case, recorded)
            outcome = canonical(call["method"], replay(connection.channel, call))
            recorded[case["name"]] = call | {"recorded": _what_counts(call, outcome)}
            if outcome["code"] != case.get("code", "OK"):
                surprises.append(f"{case['name']}: {outcome}")
    if surprises:
        print("not recorded, another code was expected of:", *surprises, sep="\n  ")
        return 1
    write_corpus(recorded.values())
    print(f"{len(recorded)} calls recorded in {CORPUS}")
    return 0


def _asked() -> Iterator[Json]:
    """Yield the cases: each lookup in both languages and at both levels, then the others."""
    asked = yaml.safe_load((FOLDER / "requests.yaml").read_text("utf-8"))
    for name, context in asked["lookups"].items():
        for language in ("zh-CN", "en"):
            for level in _LEVELS:
                options = {"language_code": language, "explain_level": level}
                yield {
                    "name": f"{name}/{language}/{level.rpartition('_')[2].lower()}",
                    "method": "Resolve",
                    "request": {"context": context, **options},
                }
    yield from asked["cases"]


def _what_counts(call: Json, outcome: Json) -> Json:
    """Return what every client must get, whoever ended the call."""
    if "deadline_seconds" in call:  # client and server see it pass at the same time
        return {key: outcome[key] for key in ("code", "answers")}
    if "details" not in outcome:
        outcome.pop("message", None)  # the words of the client's library
    return outcome


def _call(case: Json, recorded: dict[str, Json]) -> Json:
    method = case["method"]
    requests = case["requests"] if "requests" in case else [case["request"]]
    token = case.get("token", TOKEN)
    call = {
        "name": case["name"],
        "method": f"{_SERVICES[method]}/{method}",
        "metadata": {"x-request-id": f"conformance/{case['name']}"}
        | ({"authorization": f"Bearer {token}"} if token else {}),
        "requests": [_spelt_out(case, dict(one), recorded) for one in requests],
    }
    return call | {key: case[key] for key in ("deadline_seconds",) if key in case}


def _spelt_out(case: Json, request: Json, recorded: dict[str, Json]) -> Json:
    """Return a request with what requests.yaml has only in short."""
    if case["method"] in _TIMED:
        request.setdefault("evaluation_time", EVALUATION_TIME)
    if "after" in case:
        (page,) = recorded[case["after"]]["recorded"]["answers"]
        request["page_token"] = page["next_page_token"]
    if long := case.get("long"):
        *parents, field = long["path"].split(".")
        place: Any = request
        for parent in parents:
            place = place.setdefault(parent, {})
        place[field] = long.get("of", "9") * long["characters"]
    if many := case.get("many"):
        request[many["path"]] = [{}] * many["count"]
    for file in request.get("candidate", {}).get("files", ()):
        if "text" in file:
            file["content"] = base64.b64encode(file.pop("text").encode()).decode()
    return request


if __name__ == "__main__":
    sys.exit(main())
