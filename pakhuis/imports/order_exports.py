"""Files of orders that are taken in for whom they are of: what in them is of the order. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pakhuis.imports.columns.contract import words
from pakhuis.imports.header_words import NOTHING, OWNERS, UNSURE, Meaning

ORDER = re.compile(r"#\d+")
_NUMBERS = frozenset(
    words(
        "order id|order number|order no|order nr|orderid|ordernumber|ordernummer|ordernr|bestelnummer|"
        "bestelnr|bestellingnummer|bestelling id|bestellnummer|auftragsnummer|numero de commande|n commande"
    )
)
_ITEMS = re.compile(r"(line ?item|item|product|artikel|sku)(?: |$)|.* sku$")
"""How headers begin, or end, that tell what was ordered."""
_SIGNS = frozenset(
    words(
        "financial status|fulfillment status|order status|orderstatus|bestelstatus|order date|"
        "orderdatum|besteldatum|bestelldatum|purchase date|paid at|fulfilled at|grand total|subtotal|"
        "order total|order total amount|order subtotal|order subtotal amount|ordertotaal|order key|ordered at"
    )
)
"""Headers of which no list of customers has two."""
_OF_ORDERS = frozenset(
    words("tags|remarks|default_order_remarks|discount|price_lists|template_id|calculate_vat")
)
"""What is the order's, unless its header says that it is the customer's."""
_PLAIN_NUMBERS = UNSURE | {"ref"}
_PLAIN_NAMES = frozenset(words("name|naam|nom|title|titel"))


def tells_orders(folded: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    """Whether a file has a row for each order, or for each thing that was ordered, by its folded headers."""
    if len(_SIGNS.intersection(folded)) > 1:
        return True
    is_numbered = any(_NUMBERS.intersection((one, one.removeprefix("full "))) for one in folded)
    return is_numbered or (any(map(_ITEMS.match, folded)) and any(map(_are_orders, texts)))


def without_orders(
    told: Sequence[Meaning], folded: Sequence[str], texts: Sequence[Sequence[str]], *, names: frozenset[str]
) -> list[Meaning]:
    """The meanings, without those of columns that are of the order or what was ordered.

    A plain `Name` in such a file is the item's where others of the targets that are `names` tell of a person.
    """
    if not tells_orders(folded, texts):
        return list(told)
    has_items = any(map(_ITEMS.match, folded))
    others = sum(
        1
        for place, (target, _) in enumerate(told)
        if target in names and not target.endswith("company") and texts[place]
    )

    def is_of_the_order(place: int) -> bool:
        target, name = told[place][0], folded[place]
        if target == "number":
            return name in _PLAIN_NUMBERS
        if target == "name":
            return has_items and name in _PLAIN_NAMES and others > 1
        return target in _OF_ORDERS and OWNERS.isdisjoint(name.split())

    return [NOTHING if is_of_the_order(place) else one for place, one in enumerate(told)]


def _are_orders(texts: Sequence[str]) -> bool:
    return bool(texts) and all(map(ORDER.fullmatch, texts))
