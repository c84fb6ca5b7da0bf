"""Telling bol.com how much is free: by its Offer API, which finds an offer by our own reference."""

from __future__ import annotations

import json

from pakhuis.connectors.bol.client import call
from pakhuis.connectors.calls import safe
from pakhuis.connectors.contract import Access, PermanentFailure, TemporaryFailure
from pakhuis.connectors.problems import nonsense_answer, not_known_there
from pakhuis.connectors.reading import mappings, text_at

ACCEPT = "application/vnd.retailer.v11+json"
MOST = 999
"""More pieces bol.com does not let a retailer have."""
BY_BOL = "FBB"


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The stock of every offer with this reference whose goods lie here, not at bol.com.

    We say what is free, so bol.com is told that we take off ourselves what its open orders ask for.
    """
    answer = call(access, "/retailer/offers", params={"reference": sku}, accept=ACCEPT).data
    if not isinstance(answer, dict):
        raise TemporaryFailure(nonsense_answer())
    named = [one for one in mappings(answer.get("offers")) if text_at(one, "reference") in ("", sku)]
    ours = [one for one in named if text_at(one, "fulfilment", "method") != BY_BOL]
    if not ours:
        raise PermanentFailure(not_known_there(sku))
    body = json.dumps({"stock": {"amount": min(free, MOST), "managedByRetailer": True}}).encode()
    for one in ours:
        path = f"/retailer/offers/{safe(text_at(one, 'offerId'))}"
        call(access, path, method="PATCH", body=body, accept=ACCEPT)
