"""Finding products: by what a scanner or a person says, and what compositions are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, Value
from django.db.models.functions import Upper

from pakhuis.accounts.rows import rows
from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.fragments.asking import is_exactly
from pakhuis.kernel.quantities import Quantities
from pakhuis.kernel.text import clean


def scanned(text: str) -> Product | None:
    """The product that a scanner or keyboard means: by barcode, else by code, else by code in any case.

    A code that differs from another's in case only must be typed as it is.
    """
    wanted = clean(text)[:100]
    if not wanted:
        return None
    spelled = Product.objects.annotate(any_case=Upper("code"))
    found = list(spelled.filter(is_exactly("barcode", wanted) | Q(any_case=Upper(Value(wanted)))))
    alike = [one for one in found if one.barcode != wanted]
    exact = [one for one in found if one.barcode == wanted] + [one for one in alike if one.code == wanted]
    best = exact or (alike if len(alike) == 1 else [])
    return best[0] if best else None


def parts_of(product_ids: Collection[int]) -> dict[int, Quantities[int]]:
    """Of those of these products that are compositions: how many of which go into one piece. One query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for one in rows(ProductPart, main_id=set(product_ids)):
        found[one.main_id][one.part_id] = one.amount
    return {main: Quantities(parts) for main, parts in found.items()}
