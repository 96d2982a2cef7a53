"""Evidence in words has the values of its own context, however often it was written before."""

from __future__ import annotations

from resolver.inference.statements import EvidenceWriter
from resolver.inference.wording import Wording
from resolver.model.texts import Text
from tests.support.rulebooks import cause, fact_is, rule, rulebook

AGE = "timing.invoice_age_hours"
SEEN = rule(
    "a.x/seen",
    fact_is("batch.given"),
    because=Text(f"开票 {{{AGE}}} 小时", f"issued {{{AGE}}} h ago"),
)


def _writer() -> EvidenceWriter:
    book = rulebook([cause("a.x", [SEEN])])
    return EvidenceWriter(book, Wording(book.vocabulary))


def test_a_statement_follows_a_fact_that_its_condition_does_not_read() -> None:
    """The facts told are those read; the text may name others."""
    writer = _writer()
    for hours in (3, 4, 3):
        view = writer.write(SEEN, {"batch.given": True, AGE: hours}, "en")
        assert view.statement == f"issued {hours} h ago"
        assert view.facts == (("batch.given", "yes"),)


def test_languages_and_unknown_values_are_kept_apart() -> None:
    """The same values in another language are another text."""
    writer = _writer()
    assert writer.write(SEEN, {AGE: 3}, "en").statement == "issued 3 h ago"
    assert writer.write(SEEN, {AGE: 3}, "zh-CN").statement == "开票 3 小时"
    assert writer.write(SEEN, {}, "en").statement == "issued unknown h ago"
