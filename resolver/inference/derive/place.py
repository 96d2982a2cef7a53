"""Which province issued an invoice, and how that relates to requester and seller."""

from __future__ import annotations

from resolver.inference.derive.provinces import BEIJING, provinces
from resolver.inference.derive.sheet import InputsReading
from resolver.inference.derive.tax_id import read_tax_id
from resolver.inference.derive.typing_traces import cut
from resolver.model.answer import Derivation
from resolver.model.context import InvoiceInputs, Requester


def derive_place(
    reading: InputsReading, requester: Requester, inputs: InvoiceInputs, draft: Derivation
) -> None:
    """Write the facts of place.

    A seller registered in another province than the number names is common (a head office with
    branches), so that is a fact and never a finding.
    """
    province = reading.province
    if province is None:
        return
    draft.facts["place.invoice_province"] = province
    draft.facts["place.is_beijing_invoice"] = province == BEIJING
    home = (requester.region or "")[:2]
    if home in provinces():
        draft.facts["place.other_province"] = home != province
    if inputs.seller_tax_id is not None:
        seller = read_tax_id(cut(inputs.seller_tax_id)).province
        if seller is not None:
            draft.facts["place.seller_elsewhere"] = seller != province
