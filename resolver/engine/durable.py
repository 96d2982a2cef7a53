"""The engine on durable-rules: the one module that knows `durable_rules_engine`, its part in C.

Used as documented, that module is slow, leaks and can crash (github jruizgit/rules:src/rules).
Here it is used so that none of this can happen: it is called directly, without the threads and
global stacks of its Python part; facts are small whole numbers (see `coding`) and rule sets small
(see `compiler`); a session lives as long as its engine and is lent to one thread at a time; every
match asserts one fact, completes all actions that this starts and retracts the fact.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from operator import itemgetter
from queue import SimpleQueue
from threading import Lock, RLock

import durable_rules_engine

from resolver.engine.base import Rules
from resolver.engine.compiler import SENTINEL, RuleSet, compile_rules
from resolver.engine.plain import PlainEngine
from resolver.errors import EngineError
from resolver.model.facts import Facts

SESSIONS = 2
"""How many matches can be under way at once; further threads wait until one has ended.

More would not be faster, because the C part holds the GIL: with four threads a match takes 80 µs
of processor time whether there are one, two or four sessions (shipped rules). A second one serves
where the GIL went to another thread amid a match. Every session costs memory, 9 kB a rule.
"""

_FACT = "f"  # the id of the one fact of a session; with it, retracting needs nothing else
_MATCHED, _NOT_MATCHED = 0, 1  # what asserting a fact returns

# Creating and deleting rule sets shares tables of the process. Reentrant, because the collector
# may drop an engine, and so delete its rule sets, in a thread that is just creating others.
_life_cycle = RLock()


class DurableEngine:
    """Matches in C, from any thread. It closes itself when nobody refers to it any more."""

    def __init__(self, rules: Rules, sessions: int = SESSIONS) -> None:
        """Compile the rules and open the sessions, one at least.

        Raises:
            EngineError: The C part refuses the rules.
        """
        program = compile_rules(rules)
        self._encoder = program.encoder
        self._always = program.always
        self._plain = PlainEngine(program.left_over)
        self._network = _Network(program.sets, sessions)
        self._release = weakref.finalize(self, self._network.delete)
        self._release.atexit = False  # a process that ends gives everything back anyway
        self._closing = Lock()
        self._idle: SimpleQueue[_Session | None] = SimpleQueue()
        for session in self._network.sessions:
            self._idle.put(session)

    def match(self, facts: Facts) -> frozenset[str]:
        """Return the ids of the rules whose condition is true.

        Raises:
            EngineError: The engine failed or is closed, or a fact is not of the type that a rule
                compares it with. Later matches are not affected.
        """
        fragments = self._encoder.encode(facts)
        session = self._idle.get()
        try:
            if session is None:
                raise EngineError("the rule engine is closed")
            matched = session.match(fragments)
        finally:
            self._idle.put(session)
        return self._always.union(matched, self._plain.match(facts))

    def close(self) -> None:
        """Delete everything in C, after the matches under way. Later matches fail."""
        with self._closing:
            if self._release.alive:
                for _ in self._network.sessions:
                    self._idle.get()
                self._release()
                self._idle.put(None)


class _Network:
    """The rule sets and sessions of one engine in the C part, from their creation to deletion."""

    def __init__(self, sets: Sequence[RuleSet], sessions: int) -> None:
        self._handles: list[int] = []
        self.sessions: list[_Session] = []
        try:
            with _life_cycle:
                self._create(sets, sessions)
        except (durable_rules_engine.error, MemoryError) as error:
            self.delete()
            raise EngineError(f"the rule engine refuses the rules: {error}") from error

    def _create(self, sets: Sequence[RuleSet], sessions: int) -> None:
        for rule_set in sets:
            handle = durable_rules_engine.create_ruleset("rules", rule_set.definition)
            self._handles.append(handle)
        for number in range(sessions):
            session = _Session(str(number), self._handles, sets)
            self.sessions.append(session)
            session.open()

    def delete(self) -> None:
        """Delete the states first: a rule set that is deleted with a state leaks it."""
        with _life_cycle:
            for session in self.sessions:
                session.close()
            while self._handles:
                durable_rules_engine.delete_ruleset(self._handles.pop())


class _Session:
    """One `sid` in every rule set. It holds one fact at most, and only during a match."""

    def __init__(self, sid: str, handles: Sequence[int], sets: Sequence[RuleSet]) -> None:
        self._sid = sid
        self._tail = f'"id":"{_FACT}","sid":"{sid}"}}'
        self._retraction = "{" + self._tail
        self._sets = [
            (handle, itemgetter(*rule_set.slots), rule_set.rules)
            for handle, rule_set in zip(handles, sets, strict=True)
        ]
        self._opened: list[int] = []
        self._in_order = True

    def open(self) -> None:
        """Create the state in every rule set and complete its first action.

        Only then has the C part initialised all of a state, and can delete it without crashing.
        Nothing but this one fact satisfies the sentinel rule, so that matches do not pay for it.
        """
        for handle, _, _ in self._sets:
            _, state = durable_rules_engine.assert_fact(handle, f'{{"{SENTINEL}":1,{self._tail}')
            durable_rules_engine.start_action_for_state(handle, state)
            durable_rules_engine.complete_and_start_action(handle, state)
            durable_rules_engine.retract_fact(handle, self._retraction)
            self._opened.append(handle)

    def close(self) -> None:
        """Delete the states."""
        while self._opened:
            durable_rules_engine.delete_state(self._opened.pop(), self._sid)

    def match(self, fragments: list[str]) -> list[str]:
        """Return the ids of the rules that match, perhaps some of them twice.

        Raises:
            EngineError: The C part failed. The next match begins with new states.
        """
        try:
            if not self._in_order:
                self.close()
                self.open()
            self._in_order = False  # until the last set is done, whatever interrupts
            matched = self._match(fragments)
            self._in_order = True
        except (durable_rules_engine.error, MemoryError) as error:
            raise EngineError(f"the rule engine failed: {error}") from error
        return matched

    def _match(self, fragments: list[str]) -> list[str]:
        matched: list[str] = []
        for handle, read, rules in self._sets:
            fact = "{" + "".join(read(fragments)) + self._tail
            result, state = durable_rules_engine.assert_fact(handle, fact)
            if result == _NOT_MATCHED:  # then it has not kept the fact either
                continue
            if result != _MATCHED:
                raise EngineError(f"the rule engine failed: asserting a fact returned {result}")
            _, message = durable_rules_engine.start_action_for_state(handle, state)
            while message is not None:
                matched += rules[message[2:4]]  # '{"aa":{"m":{...}}}'
                message = durable_rules_engine.complete_and_start_action(handle, state)
            durable_rules_engine.retract_fact(handle, self._retraction)
        return matched
