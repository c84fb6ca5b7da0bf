"""Products of a file that nobody has yet: made all at once, and their opening stock with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pakhuis.catalogue.actions import create_products
from pakhuis.catalogue.models import Product
from pakhuis.imports.actions.engine import Parsed, Settled
from pakhuis.imports.actions.product_values import FIELDS, OPENING, checked, given_by, new_product, told
from pakhuis.imports.states import Outcome
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.stock.actions import open_stock


class Made(NamedTuple):
    """What became of a row: the product it made, and the warehouse its opening stock came to."""

    settled: Settled
    product: Product | None = None
    house: int | None = None


def make_all(rows: Sequence[Parsed], *, houses: Sequence[int], by: Actor, now: datetime) -> list[Made]:
    """What became of these rows, each with a code of its own.

    `houses`: the warehouses stock may come to, the usual one first.
    """
    refused: dict[int, Sequence[Problem]] = {}
    wanted = []
    for place, one in enumerate(rows):
        given = given_by(one)
        try:
            checked(one, given, is_new=True, has_warehouse=bool(houses))
        except Refused as wrong:
            refused[place] = wrong.problems
        else:
            wanted.append((place, new_product(given)))
    made = create_products([new for _, new in wanted], by=by, now=now)
    products = dict(zip((place for place, _ in wanted), made, strict=True))
    done: list[Made] = []
    pieces: dict[tuple[int, int], int] = {}
    for place, one in enumerate(rows):
        product = products.get(place, ())
        if not isinstance(product, Product):
            problems = refused.get(place, product)
            done.append(Made(Settled(one.row, Outcome.REFUSED, one.key, problems, label=one.key)))
            continue
        changes = [(name, "", text) for name in FIELDS if (text := told(getattr(product, name)))]
        amount = as_decimal(one.draft.fields.get("stock"))
        house = one.draft.fields.get("warehouse_id") or houses[0] if amount else None
        if amount and house:
            pieces[product.pk, house] = int(amount)
            changes.append(("stock", "0", told(amount)))
        settled = Settled(
            one.row, Outcome.CREATED, one.key, changes=changes, subject_id=product.pk, label=product.code
        )
        done.append(Made(settled, product, house))
    open_stock(pieces, reason=OPENING, by=by, now=now)
    return done
