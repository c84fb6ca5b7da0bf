"""A product's prices on lists, as they come inside its own body: each with `idpricelist` and `price`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from pakhuis.accounts.rights import Right
from pakhuis.api.body import NO_ID, first, identifier, number
from pakhuis.api.keys import MissingRightError, actor_of, rights_of
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.pricing.actions import set_price
from pakhuis.pricing.models import PriceListEntry

MOST = 200


def put_prices(product_id: int, fields: Mapping[str, Any], request: HttpRequest) -> None:
    """Put the prices of the body on their lists; those of lists that are not mentioned stay.

    What is as it was asks for no right: clients send a whole product back. Everything that is wrong is
    refused at once, at its place.
    """
    given = fields.get("pricelists")
    rows = list(given.values() if isinstance(given, Mapping) else given if isinstance(given, list) else ())
    if not rows:
        return
    present = PriceListEntry.objects.filter(product=product_id, min_amount=1)
    standing = set(present.values_list("price_list_id", "price"))
    wanted = []
    for place, row in enumerate(rows[:MOST]):
        one = row if isinstance(row, Mapping) else {}
        list_id, price = identifier(first(one, "idpricelist")) or NO_ID, number(first(one, "price"))
        if (list_id, as_decimal(price)) not in standing:
            wanted.append((place, list_id, price))
    if wanted and Right.PRICES_CHANGE not in rights_of(request):
        raise MissingRightError(frozenset({Right.PRICES_CHANGE}))
    problems: list[Problem] = []
    for place, list_id, price in wanted:
        try:
            set_price(list_id, product_id=product_id, price=price, by=actor_of(request), now=now())
        except Refused as refused:
            problems += [replace(one, path=("pricelists", place, *one.path)) for one in refused.problems]
    if problems:
        raise Refused(problems)
