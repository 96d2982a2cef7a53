"""How many first causes a change may flip, as options of a command say it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from resolver.cli.exits import CommandError
from resolver.cli.usage import unfit
from resolver.inference.impact import Impact
from resolver.model.texts import Text
from resolver.rulefile.problems import suggest


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit of flips: of one cause, or of all where `cause` is empty.

    `limit` is a number of contexts or, if `is_share`, a share of all contexts within 0 and 1.
    """

    cause: str
    limit: float
    is_share: bool

    def spent(self, impact: Impact) -> int:
        """Return how many contexts have another first cause that this budget is about."""
        return impact.flips_of(self.cause) if self.cause else impact.flipped

    def is_exceeded(self, impact: Impact) -> bool:
        """Return whether there are more of them than allowed."""
        allowed = self.limit * impact.contexts if self.is_share else self.limit
        return self.spent(impact) > allowed

    def __str__(self) -> str:
        """Return the budget as it is written."""
        limit = f"{self.limit * 100:g}%" if self.is_share else f"{self.limit:g}"
        return f"{self.cause}={limit}" if self.cause else limit


def budget(text: str) -> Budget:
    """Read `N`, `P%`, `CAUSE=N` or `CAUSE=P%`, for an option."""
    cause, _, limit = text.rpartition("=")
    number = limit.removesuffix("%")
    is_share = number != limit
    try:
        value = float(number) if is_share else int(number)
    except ValueError:
        value = -1
    if not 0 <= value <= (100 if is_share else 10**12) or ("=" in text and not cause):
        raise unfit(
            f"{text!r} 不是限额：写成 N、P%、CAUSE=N 或 CAUSE=P%",
            f"{text!r} is no limit of flips: write N, P%, CAUSE=N or CAUSE=P%",
        )
    return Budget(cause, value / 100 if is_share else value, is_share)


def check_causes(budgets: Iterable[Budget], causes: Collection[str]) -> None:
    """Refuse a budget of a cause that neither rulebook has.

    Raises:
        CommandError: There is one, with the name that was probably meant.
    """
    for one in budgets:
        if one.cause and one.cause not in causes:
            hint = suggest(one.cause, causes)
            raise CommandError(
                Text(
                    f"--max-flips {one}：没有原因 {one.cause}；{hint.zh}",
                    f"--max-flips {one}: there is no cause {one.cause}; {hint.en}",
                )
            )


def exceeded(budgets: Iterable[Budget], impact: Impact) -> Iterator[Budget]:
    """Yield the budgets that a change exceeds."""
    return (one for one in budgets if one.is_exceeded(impact))
