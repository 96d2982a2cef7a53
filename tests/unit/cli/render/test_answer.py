"""An answer as a table."""

from __future__ import annotations

import io

import pytest

from resolver.cli.render.answer import print_answer
from resolver.cli.render.console import console_on
from resolver.cli.render.words import ACTIONS, ACTORS
from resolver.model.rulebook import Actor, RemedyAction
from resolver.service.convert.answer import write_answer
from resolver.v1.resolver_service_pb2 import ResolveResponse
from tests.support.answers import an_answer


def response(language: str = "zh-CN") -> ResolveResponse:
    """Return an answer in which every field says something."""
    wire = ResolveResponse()
    write_answer(an_answer("A-1", language=language), "0123", wire)
    return wire


def printed(answer: ResolveResponse, encoding: str = "utf-8", **options: bool) -> str:
    """Return what is printed of an answer."""
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding=encoding, errors="replace")
    print_answer(answer, console_on(stream), **options)
    stream.flush()
    return data.getvalue().decode(encoding)


def test_everything_an_answer_says_is_printed() -> None:
    """Remedy with actor, steps, moment, caution, contact and fields; disposition; findings."""
    text = printed(response())
    for part in (
        "A-1  对方答复：查验不一致",
        "1  █████████     75%  金额有误  input.amount",
        "25%  其余原因",
        "+2.7 金额口径不符",
        "核对金额（您自己，几分钟）  最早 2025-03-14 12:00（北京时间）",
        "1. 看票面",
        "2. 改金额",
        "注意：每天最多五次",
        "联系：12366",
        "要改的字段：inputs.amount",
        "更正录入 (CORRECT_INPUT)，不要重试，最早 2025-03-14 12:00（北京时间）",
        "先改金额",
        "inputs.amount  口径不符",
        "填不含税金额",
        "何时开具？  timing.issued_at, 0.40 比特",
        "结论编号 0123",
    ):
        assert part in text


@pytest.mark.parametrize("columns", ["40", "60", "80", "200"])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """Half a screen beside an editor will do."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = printed(response("en")).splitlines()
    assert max(map(len, lines)) <= min(int(columns), 120)


def test_unlikely_cause_is_named_and_no_more() -> None:
    """Its explanation would only distract."""
    answer = response()
    answer.causes.add(
        rank=2, cause_id="input.tax_id", title="税号有误", explanation="讲解", probability=0.01
    )
    assert "讲解" not in printed(answer)


def test_cause_without_evidence_says_so() -> None:
    """Its probability is its prior's."""
    answer = response()
    del answer.causes[0].evidence[:]
    assert "没有针对它的依据" in printed(answer)


def test_bar_is_drawn_with_what_the_encoding_has() -> None:
    """A bar on an old console is still a bar."""
    assert "#########... 75%" in printed(response("en"), encoding="ascii").replace("  75%", " 75%")


def test_certainty_is_never_rounded_up_to_all() -> None:
    """100% would be a lie."""
    answer = response()
    answer.causes[0].probability = 0.99997
    assert "  99.9%  " in printed(answer)


def test_every_actor_and_action_has_words() -> None:
    """Nothing of the contract is printed as a bare name."""
    assert set(ACTORS) == {actor.value for actor in Actor}
    assert set(ACTIONS) == {action.value for action in RemedyAction}
