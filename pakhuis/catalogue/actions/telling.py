"""What stands beside a product and is part of it to others: prices on lists, supplier, pictures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from pakhuis.bulk.among import Among
from pakhuis.catalogue.events import ProductChanged
from pakhuis.catalogue.models import Product
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import possible_ids


def hold_products(product_ids: Collection[int]) -> None:
    """Hold these products until the commit, in the order of their ids.

    Whoever changes what belongs to a product holds it first, before the rows of the list or supplier: so
    does whoever changes the product itself, and nobody waits for each other.
    """
    ids = possible_ids(product_ids)
    if ids:
        wanted = Product.objects.select_for_update(no_key=True).filter(Among("id", ids))
        list(wanted.order_by("pk").values_list("pk"))


def tell_changed(changes: Mapping[int, Sequence[FieldChange]], *, by: Actor, now: datetime) -> None:
    """These products changed by what somebody wrote beside them; two statements, however many they are.

    Belongs in the transaction that wrote it, which holds the products.
    """
    if not changes:
        return
    Product.objects.filter(Among("id", list(changes))).update(updated_at=now)
    facts = [ProductChanged(id=pk, changes=tuple(told)) for pk, told in sorted(changes.items())]
    record(facts, by=by, now=now)
