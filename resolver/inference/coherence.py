"""Which facts can be true together, so that a supposed change does not contradict itself.

Facts follow from one context: an invoice of one hour is not thirty days old, and a field with a
problem is not sound. The laws say what every derivation keeps; the tests hold them against the
facts of every labelled case and every scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from resolver.model.facts import Facts, FactValue
from resolver.model.rulebook import Rulebook

Changes: TypeAlias = dict[str, FactValue | None]
"""New values of facts; `None` leaves a fact out."""

ALWAYS_KNOWN = frozenset(
    {
        *("status.category", "status.certainty", "status.silent", "status.alleges_forgery"),
        *("calendar.filing_rush", "calendar.off_hours", "calendar.rush_hour", "batch.given"),
    }
)
"""Facts that follow from every context, an empty one included: they are never left out."""

_MOST_STEPS = 64  # laws are few; one that had to be mended so often cannot be
_HOURS_A_DAY = 24
_SLOW_SECONDS = 10  # as the vocabulary says of `timing.slow`
_ROUNDING_HOURS = 0.02
_FIELDS = (
    *("invoice_type", "query_option", "invoice_code", "invoice_number", "issue_date"),
    *("amount", "check_code", "seller_tax_id", "buyer_tax_id"),
)
_PROBLEMS = tuple(f"inputs.{field}.problem" for field in _FIELDS)
_OFFICIAL = frozenset({"official_web", "official_app", "official_api"})
_IN_THE_ADDRESS_BAR = frozenset({"official_web", "unofficial_web"})
_SHEETS = frozenset({"csv", "xlsx", "xls"})


@dataclass(frozen=True, slots=True)
class Law:
    """Facts that bear on one another, and whether given values of them, in order, can be.

    A fact that is unknown is `None`.
    """

    facts: tuple[str, ...]
    fits: Callable[..., bool]

    def holds(self, facts: Facts, changes: Mapping[str, FactValue | None]) -> bool:
        """Return whether facts, some of them changed, keep the law."""
        return self.fits(
            *[changes[name] if name in changes else facts.get(name) for name in self.facts]
        )


class Coherence:
    """The laws of one rulebook's facts, and what has to follow from a change.

    `candidates` are the values to try of each fact that may follow, those named first preferred.
    """

    def __init__(
        self, laws: Sequence[Law], candidates: Mapping[str, Sequence[FactValue | None]]
    ) -> None:
        self._candidates = candidates
        self._laws: dict[str, list[Law]] = {}
        for law in laws:
            for name in law.facts:
                self._laws.setdefault(name, []).append(law)

    def tied_to(self, fact: str) -> frozenset[str]:
        """Return every fact that a change of one can bring along, itself among them."""
        tied, waiting = {fact}, [fact]
        while waiting:
            for law in self._laws.get(waiting.pop(), ()):
                waiting += [name for name in law.facts if name not in tied]
                tied.update(law.facts)
        return frozenset(tied)

    def consequences(self, facts: Facts, chosen: Changes) -> Changes | None:
        """Return chosen changes with those that have to follow; `None` where they cannot be.

        Of each law that is broken, the last fact that was not chosen takes the first value that
        mends it. What was broken before the change is left as it was.
        """
        changes, waiting = dict(chosen), list(chosen)
        for _ in range(_MOST_STEPS):
            if not waiting:
                return changes
            for law in self._laws.get(waiting.pop(0), ()):
                if law.holds(facts, changes) or not law.holds(facts, {}):
                    continue
                mend = self._mend(law, facts, changes, chosen)
                if mend is None:
                    return None
                changes.update(mend)
                waiting += mend
        return None

    def _mend(self, law: Law, facts: Facts, changes: Changes, chosen: Changes) -> Changes | None:
        """Return a change that mends a law, if there is one, at best without breaking another."""
        first = None
        for name in reversed(law.facts):
            for value in self._values(name, facts, changes) if name not in chosen else ():
                mend = {name: value}
                if law.holds(facts, {**changes, **mend}):
                    if self._is_sound(facts, changes, mend):
                        return mend
                    first = first or mend
        return first

    def _is_sound(self, facts: Facts, changes: Changes, more: Changes) -> bool:
        together = {**changes, **more}
        return all(law.holds(facts, together) for name in more for law in self._laws[name])

    def _values(self, name: str, facts: Facts, changes: Changes) -> Iterator[FactValue | None]:
        if name not in self._candidates:
            return
        now = changes.get(name, facts.get(name))
        if isinstance(now, int | float) and not isinstance(now, bool):
            yield from (value for value in (now + 1, now - 1) if value >= 0)
        yield from self._candidates[name]
        if name not in ALWAYS_KNOWN:
            yield None


def laws_of(rulebook: Rulebook) -> tuple[Law, ...]:
    """Return what the facts of every context keep, judged by a rulebook's roles."""
    roles = rulebook.knowledge.roles if rulebook.knowledge else {}
    allowed = {role.value: profile for role, profile in roles.items()}
    flags = [field.name for field in fields(next(iter(roles.values())))[1:]] if roles else []
    return (*_LAWS, *(_role_law(flag, allowed) for flag in flags))


def _role_law(flag: str, profiles: Mapping[str, Any]) -> Law:
    def fits(role: str | None, value: bool | None) -> bool:
        return role is None or value is getattr(profiles.get(role), flag, None)

    return Law(("requester.role", f"requester.{flag}"), fits)


def _agree(yes: str, no: str) -> Law:
    """Return the law that two facts are not both true."""
    return Law((yes, no), lambda one, other: not (one and other))


def _differ(category: object, second: object) -> bool:
    return second is None or category not in {second, "none"}


def _age(hours: float | None, days: int | None) -> bool:
    if hours is None or days is None:
        return True
    return (days - 1) * _HOURS_A_DAY <= hours <= (days + 1) * _HOURS_A_DAY


def _after_sync(hours: float | None, since_sync: float | None, after: bool | None) -> bool:
    if hours is None or since_sync is None or after is None:
        return True
    return (
        hours <= since_sync + _ROUNDING_HOURS if after else hours >= since_sync - _ROUNDING_HOURS
    )


def _counted(*values: Any) -> bool:  # noqa: ANN401 - problems, and then how many there are
    *problems, count = values
    return count is None or count == sum(problem is not None for problem in problems)


def _all_ok(*values: Any) -> bool:  # noqa: ANN401 - problems, and then whether all is well
    *problems, all_ok = values
    found = any(problem is not None for problem in problems)
    return all_ok is None or all_ok is (not found)


def _missing(*values: Any) -> bool:  # noqa: ANN401 - problems, and then whether one is missing
    *problems, missing = values
    return missing is None or missing is ("missing_required" in problems)


def _official(channel: str | None, host: bool | None, official: bool | None) -> bool:
    if channel is None:
        return official is None or bool(host) is official
    by_host = channel in _IN_THE_ADDRESS_BAR and host is not None
    return official is (host if by_host else channel in _OFFICIAL)


_LAWS = (
    # What was answered.
    Law(("status.category", "status.second_category"), _differ),
    Law(("status.category", "status.silent"), lambda is_, silent: is_ == "none" or not silent),
    Law(
        ("status.category", "status.certainty"),
        lambda is_, certainty: is_ != "none" or certainty == "possible",
    ),
    Law(
        ("status.category", "status.alleges_forgery"),
        lambda is_, alleged: is_ != "alleged_forgery" or alleged is not False,
    ),
    Law(
        ("status.provider_kind", "status.provider_known"),
        lambda kind, known: known is None or known is (kind is not None),
    ),
    # What was typed.
    *(
        Law(
            (f"inputs.{field}.problem", f"inputs.{field}.ok"),
            lambda problem, ok: ok is None or ok is (problem is None),
        )
        for field in _FIELDS
    ),
    *(
        Law(
            (f"inputs.{field}.problem", f"inputs.{field}.present"),
            lambda problem, present: problem != "missing_required" or not present,
        )
        for field in _FIELDS
    ),
    Law((*_PROBLEMS, "inputs.missing_required"), _missing),
    Law((*_PROBLEMS, "inputs.problem_count"), _counted),
    Law((*_PROBLEMS, "inputs.all_ok"), _all_ok),
    # When.
    Law(("timing.invoice_age_hours", "timing.invoice_age_days"), _age),
    Law(
        ("timing.window_days", "timing.invoice_age_days", "timing.beyond_window"),
        lambda window, days, beyond: (
            window is None or (beyond is None if days is None else beyond is (days > window))
        ),
    ),
    Law(
        (
            *("timing.invoice_age_hours", "timing.hours_since_last_sync"),
            "timing.issued_after_last_sync",
        ),
        _after_sync,
    ),
    Law(
        ("timing.latency_seconds", "timing.slow"),
        lambda seconds, slow: slow is (None if seconds is None else seconds >= _SLOW_SECONDS),
    ),
    _agree("calendar.off_hours", "calendar.rush_hour"),
    _agree("calendar.announced_stop", "calendar.after_stop"),
    # By whom and how.
    Law(("client.channel", "client.host_official", "client.official_channel"), _official),
    Law(
        ("client.tool_outdated", "client.tool_major_behind"),
        lambda outdated, major: (outdated is None) is (major is None) and (outdated or not major),
    ),
    _agree("client.line_good", "client.line_poor"),
    # In which batch.
    Law(
        ("batch.file_format", "batch.spreadsheet"),
        lambda form, sheet: (
            (form is None) is (sheet is None)
            and (form == "other" or sheet in {None, form in _SHEETS})
        ),
    ),
    Law(
        ("batch.failed_share_percent", "batch.all_failed"),
        lambda share, all_failed: all_failed is None or all_failed is (share == 100),
    ),
    *(
        Law((f"batch.{fact}", "batch.given"), lambda value, given: value is None or bool(given))
        for fact in ("all_failed", "duplicate_row", "file_format")
    ),
    Law(
        ("batch.size", "batch.given"),
        lambda size, given: size is None or given is (size > 1),
    ),
    Law(
        ("batch.size", "batch.failed_share_percent"),
        lambda size, share: share is None or size is not None,
    ),
)
