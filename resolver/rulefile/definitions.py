"""definitions.yaml: named conditions that may refer to each other, without cycles.

Each is read once, after those it refers to, so that a mistake is told where it stands and nowhere
else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from resolver.rulefile.codes import Code
from resolver.rulefile.conditions import read_condition
from resolver.rulefile.names import Definition, Names
from resolver.rulefile.problems import Path, Problem

_BROKEN = Definition(None)


def read_definitions(
    data: Mapping[str, object], names: Names
) -> tuple[Mapping[str, Definition], tuple[Problem, ...]]:
    """Return every definition and all problems, by paths below the mapping of definitions.

    Of `names` everything but the definitions is used.
    """
    references = {name: dict(_references(body, ())) for name, body in data.items()}
    problems: list[Problem] = []
    known: dict[str, Definition] = dict.fromkeys(data, _BROKEN)
    scope = replace(names, definitions=known)
    ordered, cyclic = _dependencies_first(
        {n: set(r.values()) & data.keys() for n, r in references.items()}
    )
    for name in (*ordered, *cyclic):
        reading = read_condition(data[name], scope)
        problems.extend(problem.under(name) for problem in reading.problems)
        known[name] = Definition(reading.condition, reading.size, reading.depth)
    problems.extend(_cycles(cyclic, references))
    return known, tuple(problems)


def _references(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every `is` of a condition: where it stands and the name it gives."""
    if isinstance(data, list):
        for place, item in enumerate(data):
            yield from _references(item, (*path, place))
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "is" and isinstance(value, str):
                yield (*path, "is"), value
            elif isinstance(key, str):
                yield from _references(value, (*path, key))


def _dependencies_first(references: Mapping[str, set[str]]) -> tuple[list[str], list[str]]:
    """Return the names, each after those it refers to, and the names that no order can serve."""
    waiting = {name: set(others) for name, others in references.items()}
    users: dict[str, list[str]] = {}
    for name, others in references.items():
        for other in others:
            users.setdefault(other, []).append(name)
    ordered: list[str] = []
    ready = [name for name, others in waiting.items() if not others]
    while ready:
        done = ready.pop()
        ordered.append(done)
        for user in users.get(done, ()):
            waiting[user].discard(done)
            if not waiting[user]:
                ready.append(user)
    settled = set(ordered)
    return ordered, [name for name in references if name not in settled]


def _cycles(cyclic: list[str], references: Mapping[str, Mapping[Path, str]]) -> Iterator[Problem]:
    """Yield one problem for each knot of definitions that lead back to themselves."""
    order = {name: place for place, name in enumerate(cyclic)}
    graph = {name: set(references[name].values()) & order.keys() for name in cyclic}
    for knot in _knots(graph):
        name = min(knot, key=order.__getitem__)
        chain = _way_back(name, {member: graph[member] & knot for member in knot})
        path = next(path for path, other in references[name].items() if other == chain[1])
        yield Problem((name, *path), Code.DEFINITION_CYCLE, {"chain": " → ".join(chain)})


def _knots(graph: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """Yield the sets of names each of which leads to all others of its set, and to itself."""
    users: dict[str, set[str]] = {name: set() for name in graph}
    for name, others in graph.items():
        for other in others:
            users[other].add(name)
    left = set(graph)
    for name in reversed(_by_end(graph)):
        if name in left:
            knot = _reached(name, users, left)
            left -= knot
            if len(knot) > 1 or name in graph[name]:
                yield knot


def _by_end(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the names in the order in which a search that goes deep first is done with them."""
    done: list[str] = []
    seen: set[str] = set()
    for start in graph:
        stack = [] if start in seen else [(start, iter(graph[start]))]
        seen.add(start)
        while stack:
            name, others = stack[-1]
            other = next((other for other in others if other not in seen), None)
            if other is None:
                done.append(name)
                stack.pop()
            else:
                seen.add(other)
                stack.append((other, iter(graph[other])))
    return done


def _reached(start: str, graph: Mapping[str, set[str]], within: set[str]) -> set[str]:
    reached = {start}
    waiting = [start]
    while waiting:
        for other in graph[waiting.pop()]:
            if other in within and other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


def _way_back(name: str, graph: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the shortest way from a name to itself, with it at both ends."""
    came_from: dict[str, str] = {}
    queue = [name]
    for step in queue:
        for other in sorted(graph[step]):
            if other not in came_from:
                came_from[other] = step
                queue.append(other)
        if name in came_from:
            break
    way = [name, came_from[name]]
    while way[-1] != name:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
