"""How a command ends: its exit code, and the error that says which."""

from __future__ import annotations

from enum import IntEnum

from resolver.errors import ResolverError
from resolver.model.texts import Text


class ExitCode(IntEnum):
    """Every exit code of every command. `docs/commands.md` lists them for users."""

    FINE = 0
    """Done, and nothing was found wrong."""

    FAILED = 1
    """What was asked about is not in order.

    Rules have mistakes, a scenario failed, a limit was missed, a server does not serve.
    """

    UNUSABLE = 2
    """The command cannot be carried out as given: wrong usage, settings or unreadable input."""

    UNREACHABLE = 3
    """No server answered at that address in time, or a database cannot be used."""

    RULES_REFUSED = 4
    """The rules that the command needs have mistakes, or their bundle is refused; it is told."""

    INTERNAL = 5
    """The product itself failed. That is a bug worth a report."""

    INTERRUPTED = 130
    """The user pressed Ctrl-C."""

    PIPE_CLOSED = 141
    """Whoever read the output stopped reading."""


class CommandError(ResolverError):
    """A command cannot go on. `text` tells the user why, in both languages."""

    def __init__(self, text: Text, code: ExitCode = ExitCode.UNUSABLE) -> None:
        self.text = text
        self.code = code
        super().__init__(text.en)
