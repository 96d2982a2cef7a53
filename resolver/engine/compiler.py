"""Rules to definitions that the C engine takes without harm: pure, and bounded in every respect.

Every path of a rule becomes a rule of the engine, equal paths of several rules one. A path is a
conjunction of comparisons of small whole numbers (see `coding`), so that the engine meets neither
`$or` nor `$nex` nor text. Paths that begin alike share nodes and are kept together, at most
`MAX_PATHS` in a rule set. So its limits stay out of reach: 64 nodes pending at once (error 303),
512 children of a node (it hangs), 255 properties of a fact.

A rule that this cannot carry (too many paths, an operand that is NaN) is left to the plain engine,
which is quicker for such a rule anyway: a path costs the engine as much as a simple rule.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product
from string import ascii_letters

from resolver.engine.base import Rules
from resolver.engine.coding import Comparison, Encoder, Property, Scale, scale_of
from resolver.engine.paths import Literal, NoPathsError, Path, PathFinder

MAX_PATHS = 60
MAX_PROPERTIES = 252  # of ours in one fact; the engine adds its own, up to 255
SENTINEL = "!"
"""The property of the fact that opens a session. Every rule set has a rule that it satisfies."""

_ACTIONS = tuple(map("".join, product(ascii_letters, repeat=2)))[:MAX_PATHS]
_RESERVED = (
    *("id", "sid", "$s", "$forward", "$m", "$i", "$time", SENTINEL),
    *("$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$mt", "$imt", "$iall", "$iany", "$ex", "$nex"),
    *("$or", "$and", "$add", "$sub", "$mul", "$div", "$l", "$r"),
)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One rule set of the engine.

    `definition` is its JSON. `slots` are the places of the fragments that it reads. `rules` gives
    the ids of the rules that an action speaks for; names of actions have two letters.
    """

    definition: str
    slots: tuple[int, ...]
    rules: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Program:
    """Rules made ready. `always` are the ids of rules that are true of any facts."""

    encoder: Encoder
    sets: tuple[RuleSet, ...]
    always: frozenset[str]
    left_over: Rules


def compile_rules(rules: Rules) -> Program:
    """Return what the engine needs to match rules. Rules that can never be true are dropped."""
    owners, left_over = _paths_of(rules)
    always = frozenset(owners.pop(frozenset(), ()))
    counts = Counter(literal for path in owners for literal in path)
    ranked = sorted(counts, key=lambda literal: (-counts[literal], *_reading_order(literal)))
    scales = _scales(ranked)
    comparisons = {literal: scales[literal.fact].comparison(literal) for literal in ranked}
    names = _names(comparisons.values())
    writer = _Writer(comparisons, names)
    portions = _portions(_sorted(owners, ranked), comparisons)
    sets = tuple(writer.rule_set(paths, owners) for paths in portions)
    return Program(Encoder(scales, names), sets, always, left_over)


def _paths_of(rules: Rules) -> tuple[dict[Path, list[str]], Rules]:
    finder = PathFinder(MAX_PATHS, MAX_PROPERTIES)
    owners: dict[Path, list[str]] = {}
    left_over = []
    for rule, when in rules:
        try:
            paths = finder.paths(when)
        except (NoPathsError, RecursionError):
            left_over.append((rule, when))
            continue
        for path in paths:
            owners.setdefault(path, []).append(rule)
    return owners, left_over


def _reading_order(literal: Literal) -> tuple[str, str, list[str]]:
    return literal.fact, literal.relation, sorted(map(repr, literal.values))


def _scales(literals: Iterable[Literal]) -> dict[str, Scale]:
    by_fact: dict[str, list[Literal]] = {}
    for literal in literals:
        by_fact.setdefault(literal.fact, []).append(literal)
    return {fact: scale_of(claims) for fact, claims in by_fact.items()}


def _names(comparisons: Iterable[Comparison]) -> dict[Property, str]:
    """Give every property a short name. The engine knows names by hash alone: no two may share."""
    names = _safe_names()
    return {
        property_: next(names)
        for property_ in dict.fromkeys(comparison.property for comparison in comparisons)
    }


def _safe_names() -> Iterator[str]:
    taken = {_hash(name) for name in _RESERVED}
    for length in count(1):
        for letters in product(ascii_letters, repeat=length):
            name = "".join(letters)
            if _hash(name) not in taken:
                taken.add(_hash(name))
                yield name


def _hash(name: str) -> int:
    """Return the hash that the engine computes: 32-bit FNV-1a."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def _sorted(paths: Iterable[Path], ranked: Sequence[Literal]) -> list[list[Literal]]:
    """Order each path by how common its literals are, then the paths, so that they share nodes."""
    rank = {literal: place for place, literal in enumerate(ranked)}
    ordered = [sorted(path, key=rank.__getitem__) for path in paths]
    return sorted(ordered, key=lambda path: [rank[literal] for literal in path])


def _portions(
    paths: Iterable[list[Literal]], comparisons: Mapping[Literal, Comparison]
) -> Iterator[list[list[Literal]]]:
    portion: list[list[Literal]] = []
    properties: set[Property] = set()
    for path in paths:
        more = {comparisons[literal].property for literal in path}
        if len(portion) == MAX_PATHS or len(properties | more) > MAX_PROPERTIES:
            yield portion
            portion, properties = [], set()
        portion.append(path)
        properties |= more
    if portion:
        yield portion


class _Writer:
    """Writes rule sets in the engine's own language."""

    def __init__(
        self, comparisons: Mapping[Literal, Comparison], names: Mapping[Property, str]
    ) -> None:
        self._comparisons = comparisons
        self._names = names
        self._slots = {property_: slot for slot, property_ in enumerate(names)}

    def rule_set(
        self, paths: Sequence[Sequence[Literal]], owners: Mapping[Path, Sequence[str]]
    ) -> RuleSet:
        actions = dict(zip(_ACTIONS, paths, strict=False))
        definitions = {action: self._definition(path) for action, path in actions.items()}
        definitions[SENTINEL] = {"all": [{"m": {SENTINEL: 1}}]}
        literals = (literal for path in paths for literal in path)
        properties = dict.fromkeys(self._comparisons[literal].property for literal in literals)
        return RuleSet(
            definition=json.dumps(definitions, separators=(",", ":")),
            slots=tuple(self._slots[property_] for property_ in properties),
            rules={action: tuple(owners[frozenset(path)]) for action, path in actions.items()},
        )

    def _definition(self, path: Sequence[Literal]) -> dict[str, object]:
        expressions = [self._expression(self._comparisons[literal]) for literal in path]
        whole = {"$and": expressions} if len(expressions) > 1 else expressions[0]
        return {"all": [{"m": whole}]}

    def _expression(self, comparison: Comparison) -> dict[str, object]:
        operands: dict[str, object] = {self._names[comparison.property]: comparison.number}
        return operands if comparison.operator == "$eq" else {comparison.operator: operands}
