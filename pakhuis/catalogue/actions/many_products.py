"""New products by the hundred: checked as one by one, written in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pakhuis.bulk.among import Among
from pakhuis.bulk.writing import insert_each
from pakhuis.catalogue.actions.drafting import drafted, groups_in_use
from pakhuis.catalogue.events import ProductCreated
from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.problems import barcode_taken, code_taken
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Problem

Made = Product | tuple[Problem, ...]
"""A product that was made, or all that was in its way."""


@transaction.atomic
def create_products(wanted: Sequence[NewProduct], *, by: Actor, now: datetime) -> list[Made]:
    """Each of these as a new product, or why it is not; those that can be made are, one fact each.

    Of two with the same code or barcode the first has it. Tags and own fields of `more` are not for here.
    Somebody who takes a code or barcode at this very moment raises `IntegrityError`: try again.
    """
    groups = groups_in_use()
    drafts = [(Checks(), one) for one in wanted]
    products = [drafted(one, checks, groups=groups, now=now) for checks, one in drafts]
    codes = _codes([one.code for one in products])
    owners = barcode_owners([one.barcode for one in products if one.barcode])
    made: list[Made] = []
    for (checks, _), product in zip(drafts, products, strict=True):
        if product.code in codes:
            checks.add(code_taken(product.code))
        if product.barcode in owners:
            checks.add(barcode_taken(product.barcode, owners[product.barcode]))
        if checks.problems:
            made.append(tuple(checks.problems))
            continue
        codes.add(product.code)
        if product.barcode:
            owners[product.barcode] = product.code
        made.append(product)
    new = [one for one in made if isinstance(one, Product)]
    insert_each(new, with_ids=True)
    record([ProductCreated(id=one.pk, code=one.code) for one in new], by=by, now=now)
    return made


def _codes(wanted: Sequence[str]) -> set[str]:
    return set(Product.objects.filter(Among("code", wanted)).values_list("code", flat=True))


def barcode_owners(barcodes: Sequence[str]) -> dict[str, str]:
    """Whose each of these barcodes is."""
    found = Product.objects.exclude(barcode="").filter(Among("barcode", barcodes))
    return dict(found.values_list("barcode", "code"))
