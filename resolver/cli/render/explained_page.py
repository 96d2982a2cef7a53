"""Why an answer is what it is, as a page for browsers and printers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from functools import partial
from typing import NamedTuple

from resolver.cli.render.console import beijing_minute, percent
from resolver.cli.render.explained import search_result
from resolver.cli.render.explanation import explained_causes, lacking
from resolver.cli.render.html import render
from resolver.cli.render.traces import MARKS
from resolver.cli.render.words import word
from resolver.v1 import answer_pb2 as pb
from resolver.v1.resolver_service_pb2 import ResolveResponse

_STYLES = {pb.TRUTH_TRUE: "for", pb.TRUTH_FALSE: "against", pb.TRUTH_UNKNOWN: "open"}
_WORDS = {pb.TRUTH_TRUE: "holds", pb.TRUTH_FALSE: "fails", pb.TRUTH_UNKNOWN: "unknown"}


class _Truth(NamedTuple):
    mark: str
    style: str
    words: str


def explanation_page(answer: ResolveResponse, wanted: Sequence[str]) -> str:
    """Return a fully explained answer as HTML that needs no other file.

    `wanted` are the ids of the causes to tell the details of; none stands for those of the answer.
    """
    language = answer.language_code
    causes = explained_causes(answer, wanted)
    shown = sum(cause.score.probability for cause in causes)
    judged = beijing_minute(answer.evaluated_at.ToDatetime(UTC)) + word("beijing", language)
    return render(
        "explanation.html",
        language,
        answer=answer,
        causes=causes,
        rest=max(0.0, 1.0 - shown),
        judged=judged,
        truths={
            truth: _Truth(mark, _STYLES[truth], word(_WORDS[truth], language))
            for truth, (mark, _) in MARKS.items()
        },
        word=partial(word, language=language),
        outcome=partial(search_result, language=language),
        percent=percent,
        lacking=lacking,
    )
