"""Whether buyer and seller look swapped, by where the two are registered."""

from __future__ import annotations

from resolver.inference.derive.tax_id import read_tax_id
from resolver.inference.derive.typing_traces import cut
from resolver.model.answer import Derivation, Finding
from resolver.model.context import InvoiceInputs

_ABOUT_PARTIES = frozenset({"invalid_tax_id", "title_mismatch"})


def derive_parties(inputs: InvoiceInputs, category: str, doubted: bool, draft: Derivation) -> None:
    """Write whether the two look swapped, after the facts of place: only the buyer is at home.

    Right values may look like that (a head office may issue through a branch near the buyer), so
    it is a finding only where it would explain the answer: one whose `category` is about tax ids,
    or which has `doubted` the values of a type that is matched on the seller's id.
    """
    facts = draft.facts
    elsewhere = facts.get("place.seller_elsewhere")
    buyer = read_tax_id(cut(inputs.buyer_tax_id or "")).province
    if elsewhere is None or buyer is None:
        return
    swapped = elsewhere is True and buyer == facts["place.invoice_province"]
    facts["place.parties_swapped"] = swapped
    matched_on = facts.get("inputs.seller_tax_id.matters") is True
    if swapped and (category in _ABOUT_PARTIES or (doubted and matched_on)):
        values = {"value": (inputs.seller_tax_id or "").strip()}
        draft.findings.append(Finding("inputs.seller_tax_id", "parties_swapped", values))
