"""One context laid over another: what a variant of a scenario changes."""

from __future__ import annotations


def overlaid(base: object, change: object) -> object:
    """Return plain data with a change laid over it, key by key and as deep as both are mappings.

    `None` in the change takes a key away; any other value, a list too, stands in place of the
    base's. Neither is altered. Keys that the base has keep their place, new ones come last.
    """
    if not isinstance(change, dict):
        return change
    merged = dict(base) if isinstance(base, dict) else {}
    for key, value in change.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = overlaid(merged.get(key), value)
    return merged
