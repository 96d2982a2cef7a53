"""When a rules folder counts as changed."""

from __future__ import annotations

from resolver.runtime.fingerprint import Fingerprint
from resolver.runtime.watch import Watch


def watch(*looks: str) -> Watch:
    """Return a watch from `a` on of a folder that looks like this, one look after the other."""
    waiting = iter(looks)

    def look() -> Fingerprint:
        return ((next(waiting),),)

    return Watch(look, (("a",),))


def test_change_has_settled_when_it_is_seen_twice() -> None:
    """A file that is being written is let be."""
    folder = watch("b", "c", "c")
    assert [folder.has_settled() for _ in range(3)] == [False, False, True]


def test_folder_that_was_taken_is_known() -> None:
    """Until it changes again."""
    folder = watch("b", "b", "b", "b", "a", "a")
    assert [folder.has_settled() for _ in range(2)] == [False, True]
    assert folder.take()
    assert [folder.has_settled() for _ in range(3)] == [False, False, True]


def test_folder_that_changed_meanwhile_is_not_taken() -> None:
    """What was read may be a mixture of both."""
    folder = watch("b", "b", "c", "c")
    assert [folder.has_settled() for _ in range(2)] == [False, True]
    assert not folder.take()
    assert folder.has_settled()
