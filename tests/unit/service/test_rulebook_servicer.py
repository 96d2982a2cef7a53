"""Tests of telling which rules decide, with the rules that the product ships."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from resolver.model.beijing import BEIJING
from resolver.runtime.edition import Origin, ReloadAttempt
from resolver.runtime.holder import SnapshotHolder
from resolver.service.rulebook_servicer import RulebookServicer
from resolver.v1 import rulebook_service_pb2 as pb
from tests.support.servers import WARNING
from tests.support.snapshots import shipped_snapshot

CALL = SimpleNamespace()


@pytest.fixture
def servicer() -> RulebookServicer:
    """The service on a fixed day."""
    moment = datetime(2025, 10, 9, tzinfo=BEIJING)
    return RulebookServicer(SnapshotHolder(shipped_snapshot()), now=lambda: moment)


def test_every_rule_is_on_one_page(servicer: RulebookServicer) -> None:
    """Following the tokens lists each shipped rule once, in the order of the rulebook."""
    listed: list[str] = []
    request = pb.ListRulesRequest(page_size=50)
    while not listed or request.page_token:
        page = servicer.ListRules(request, CALL)
        listed += [rule.rule_id for rule in page.rules]
        request.page_token = page.next_page_token
    assert listed == [rule.id for rule in shipped_snapshot().rulebook.rules()]
    assert len(listed) == page.total_size


def test_counts_agree_with_the_catalogue(servicer: RulebookServicer) -> None:
    """What is counted can be listed."""
    counts = servicer.GetRulebook(pb.GetRulebookRequest(), CALL).counts
    catalogue = servicer.ListCauses(pb.ListCausesRequest(), CALL)
    assert counts.causes == len(catalogue.causes)
    assert counts.remedies == len(catalogue.remedies)
    assert 0 < counts.rules_in_force <= counts.rules
    assert counts.status_codes > counts.providers > 0


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_catalogue_is_complete_in_each_language(servicer: RulebookServicer, language: str) -> None:
    """No text is missing and every remedy that a cause names is listed."""
    catalogue = servicer.ListCauses(pb.ListCausesRequest(language_code=language), CALL)
    assert all(cause.title and cause.explanation and cause.owner for cause in catalogue.causes)
    assert all(remedy.title and remedy.steps for remedy in catalogue.remedies)
    named = {remedy for cause in catalogue.causes for remedy in cause.remedy_ids}
    assert named <= {remedy.remedy_id for remedy in catalogue.remedies}


def test_last_reload_is_told_once_there_was_one() -> None:
    """Until then it is absent; a failure comes with reason and remarks in one language."""
    holder = SnapshotHolder(shipped_snapshot())
    servicer = RulebookServicer(holder)
    assert not servicer.GetRulebook(pb.GetRulebookRequest(), CALL).HasField("last_reload")
    moment = datetime(2025, 3, 14, 4, 0, 0, 250_000, tzinfo=UTC)
    holder.last_reload = ReloadAttempt(moment, "RULES_REJECTED", (WARNING,))
    told = servicer.GetRulebook(pb.GetRulebookRequest(language_code="en"), CALL).last_reload
    assert told.attempted_at.ToJsonString() == "2025-03-14T04:00:00.250Z"
    assert (told.succeeded, told.reason) == (False, "RULES_REJECTED")
    assert [item.message for item in told.diagnostics] == ["the wording repeats itself"]


def test_bundle_is_told_where_the_rules_came_from_one(servicer: RulebookServicer) -> None:
    """Whose it is, which edition, and whether it is the copy on disk; of a folder nothing."""
    assert not servicer.GetRulebook(pb.GetRulebookRequest(), CALL).HasField("bundle")
    origin = Origin("sha256:1", "sha256:2", 3, "abc", from_cache=True)
    snapshots = SnapshotHolder(replace(shipped_snapshot(), origin=origin))
    told = RulebookServicer(snapshots).GetRulebook(pb.GetRulebookRequest(), CALL).bundle
    assert told == pb.Bundle(
        digest="sha256:1", key_id="sha256:2", serial=3, source="abc", from_cache=True
    )
