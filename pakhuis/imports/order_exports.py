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
_OF_ORDERS = frozenset(
    words("tags|remarks|default_order_remarks|discount|price_lists|template_id|calculate_vat")
)
"""What is the order's, unless its header says that it is the customer's."""
_PLAIN_NUMBERS = UNSURE | {"ref"}
_PLAIN_NAMES = frozenset(words("name|naam|nom|title|titel"))


def without_orders(
    told: Sequence[Meaning], folded: Sequence[str], texts: Sequence[Sequence[str]], *, names: frozenset[str]
) -> list[Meaning]:
    """The meanings, without those of columns that are of the order or what was ordered.

    A plain `Name` in such a file is the item's where others of the targets that are `names` tell of a person.
    """
    has_items = any(map(_ITEMS.match, folded))
    is_of_orders = any(_NUMBERS.intersection((one, one.removeprefix("full "))) for one in folded)
    if not is_of_orders and not (has_items and any(map(_are_orders, texts))):
        return list(told)
    others = sum(1 for place, (target, _) in enumerate(told) if target in names and texts[place])

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
