"""The names that rule files may refer to, gathered from all files before any is checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from resolver.model.conditions import Condition
from resolver.model.facts import Vocabulary


@dataclass(frozen=True, slots=True)
class Definition:
    """A named condition as far as it can be read.

    `condition` is absent where it is wrong, which is told once, at the definition itself. `size`
    counts the comparisons it makes, `depth` the levels it has, both with every definition within
    it written out.
    """

    condition: Condition | None
    size: int = 1
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that can be named.

    `None` stands for a file that cannot be read: then no name is refused. `terms` are fragments of
    patterns, written out.
    """

    vocabulary: Vocabulary
    definitions: Mapping[str, Definition] | None = field(default_factory=dict)
    remedies: Collection[str] | None = ()
    contacts: Collection[str] | None = ()
    categories: Collection[str] | None = ()
    findings: Collection[str] | None = ()
    strengths: Collection[str] | None = ()
    priors: Collection[str] | None = ()
    providers: Collection[str] | None = ()
    terms: Mapping[str, str] | None = field(default_factory=dict)
    causes: Collection[str] | None = ()
    rules: Collection[str] | None = ()

    @property
    def instants(self) -> Collection[str]:
        """The moments that a `not_before` may name."""
        return self.vocabulary.instants
