"""Facts of the person or program that asked: what the role may do, and what was granted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from resolver.model.answer import Derivation
from resolver.model.conditions import Truth
from resolver.model.context import InvoiceInputs, Requester, Role
from resolver.model.facts import FactValue
from resolver.model.knowledge import RoleProfile

_MOST_PERMISSIONS = 200
_LONGEST_NAME = 200
"""Lists and names beyond these bounds are read up to them."""


class RequesterReader:
    """Reads the requester by the rulebook's roles and lookup permissions."""

    def __init__(
        self, roles: Mapping[Role, RoleProfile], lookup_permissions: Iterable[str]
    ) -> None:
        self._roles = {role: _role_facts(profile) for role, profile in roles.items()}
        self._permissions = LookupPermissions(lookup_permissions)

    def derive(self, requester: Requester, inputs: InvoiceInputs, draft: Derivation) -> None:
        """Add the facts of the requester."""
        facts = draft.facts
        if requester.role is not None:
            facts["requester.role"] = requester.role.value
            facts.update(self._roles.get(requester.role, {}))
        if requester.authenticated is not None:
            facts["requester.authenticated"] = requester.authenticated
        granted = self._permissions.granted(requester.permissions)
        facts["requester.permissions_told"] = granted is not None
        if granted is not None:
            facts["requester.has_lookup_permission"] = granted
        party = _is_party(requester.tax_id, inputs)
        if party is not None:
            facts["requester.is_party"] = party


class LookupPermissions:
    """Knows which permissions let their holder look invoices up."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._listed = tuple(tuple(_plain(name).split("*")) for name in listed)
        self._granted = lru_cache(maxsize=1024)(self._read)

    def granted(self, permissions: tuple[str, ...]) -> Truth:
        """Return whether one of the permissions grants lookups; `None` where none was told.

        A permission may be a wildcard itself: `ocr:*` grants a listed `ocr:VerifyVATInvoice`.
        """
        if not permissions:
            return None
        bounded = permissions[:_MOST_PERMISSIONS]
        return self._granted(tuple(name[:_LONGEST_NAME] for name in bounded))

    def _read(self, permissions: tuple[str, ...]) -> Truth:
        names = [name for name in map(_plain, permissions) if name]
        return any(map(self._grants, names)) if names else None

    def _grants(self, name: str) -> bool:
        if any(_fits(name, parts) for parts in self._listed):
            return True
        if not name.endswith("*"):
            return False
        prefix = name.rstrip("*")
        return not prefix.strip("*:/.") or any(
            len(parts) == 1 and parts[0].startswith(prefix) for parts in self._listed
        )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _fits(name: str, parts: tuple[str, ...]) -> bool:
    """Return whether a name consists of the parts in order, with any text between them."""
    if len(parts) == 1:
        return name == parts[0]
    first, *middle, last = parts
    if not name.startswith(first):
        return False
    place = len(first)
    for part in middle:
        place = name.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return name.endswith(last) and len(name) - len(last) >= place


def _role_facts(profile: RoleProfile) -> dict[str, FactValue]:
    return {
        "requester.may_look_up": profile.may_look_up,
        "requester.may_grant": profile.may_grant,
        "requester.limited_scope": profile.limited_scope,
        "requester.unattended": profile.unattended,
    }


def _is_party(tax_id: str | None, inputs: InvoiceInputs) -> Truth:
    """Return whether the requester is buyer or seller of the invoice.

    Where only one of them is known, and another company, the requester may still be the other.
    """
    own = _tax_id(tax_id)
    if not own:
        return None
    parties = (_tax_id(inputs.buyer_tax_id), _tax_id(inputs.seller_tax_id))
    if own in parties:
        return True
    return False if all(parties) else None


def _tax_id(text: str | None) -> str:
    if not text:
        return ""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).upper()
