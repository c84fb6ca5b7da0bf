"""Hashes of what a shop said, so that an edit in the shop is told from one that was made here. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from pakhuis.connectors.reading import fingerprint
from pakhuis.connectors.told import Told
from pakhuis.kernel.numbers import as_decimal
from pakhuis.orders.intake import NewLine, NewOrder

ROUNDING = {"nl": "Afronding", "en": "Rounding"}
"""What the line is called, in the language of the account."""


def goods_print(lines: Iterable[tuple[str, object]]) -> str:
    """Of the goods by code and pieces, in whatever order they stand."""
    pieces: dict[str, str] = {}
    for code, amount in lines:
        pieces[code] = str((as_decimal(pieces.get(code, "0")) or 0) + (as_decimal(amount) or 0))
    found = ((code, str(as_decimal(one) or 0)) for code, one in pieces.items())
    return fingerprint(sorted(one for one in found if one[1] != "0"))


def goods_of(new: NewOrder) -> str:
    return goods_print(
        (line.product_code, _left(line))
        for line in new.lines
        if not is_rounding(line.product_code, line.name)
    )


def chosen_print(lines: Iterable[tuple[str, str]]) -> str:
    """Of what was chosen or written with the goods, by code; of how many pieces says the other."""
    return fingerprint(sorted({(code, said.strip()) for code, said in lines if said.strip()}))


def chosen_of(new: NewOrder) -> str:
    return chosen_print((line.product_code, line.remarks) for line in new.lines)


def whole_of(told: Told) -> str:
    """Of all that is followed here, as the shop says it: two changes within one second are told apart by it.

    Left out is what changes without the order: a product's own number, a customer's e-mail; and so is what
    depends on settings or links here, but for the stage, as a payment may be told nowhere else.
    """
    lines = [
        (
            line.key or line.sku or line.name,
            str(as_decimal(line.amount)),
            line.cancelled,
            line.delivered,
            *filter(None, (line.remarks,)),
        )
        for line in told.lines
    ]
    places = [tuple(one) if one else () for one in (told.invoice, told.delivery, *told.others)]
    return fingerprint([told.fingerprint, told.status, told.stage, told.remarks, places, sorted(lines)])


def _left(line: NewLine) -> object:
    """Pieces that were not taken back."""
    amount = as_decimal(line.amount)
    return line.amount if amount is None else amount - (as_decimal(line.cancelled) or 0)


def is_rounding(code: str, name: str) -> bool:
    """Whether a line only carries the cent that prices without VAT left."""
    return not code and name in ROUNDING.values()


def terms_of(new: NewOrder) -> str:
    """Of where it goes and what is said with it."""
    person = new.webshop.person if new.webshop else None
    addresses = [tuple(one) if one else () for one in (person.invoice, person.delivery)] if person else []
    points = [new.pickup_point] if new.pickup_point else []
    return fingerprint([addresses, new.remarks, new.email, new.phone, *points])
