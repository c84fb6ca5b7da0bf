"""The ways orders come in that are measured, three lines each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from tests.bench.base import Shop

LINES = 3


@dataclass(frozen=True, slots=True)
class Draw:
    """From what an order is drawn: `number` is new for every order of a run."""

    shop: Shop
    size: int
    luck: Random

    def lines(self, *, price: int | None = None) -> tuple[NewLine, ...]:
        chosen = self.luck.sample(self.shop.product_ids, k=LINES)
        return tuple(NewLine(product_id=pk, amount=self.luck.randint(1, 12), price=price) for pk in chosen)

    def known(self) -> int:
        """The place of a customer who is there already."""
        return self.luck.randrange(self.size)

    def from_shop(self, number: int, person: ShopPerson) -> NewOrder:
        origin = FromWebshop(webshop_id=self.shop.webshop.pk, external_id=f"m{number}", person=person)
        return NewOrder(webshop=origin, lines=self.lines(price=7))


def by_hand(draw: Draw, number: int) -> NewOrder:
    """At the desk: the customer is chosen, terms and price lists apply."""
    customer = draw.shop.first_customer + draw.known()
    return NewOrder(customer_id=customer, lines=draw.lines(), reference=f"R{number}")


def by_known_buyer(draw: Draw, number: int) -> NewOrder:
    """Webshop: recognised by the shop's own customer id, at the address that is in the book."""
    place = draw.known()
    address = NewAddress(name="Buyer", line1="Kade 1", zipcode="1011 AB", city="Amsterdam", country="NL")
    person = ShopPerson(
        external_id=f"c{place}",
        name="Buyer" if not place else f"Buyer {place}",
        email=f"buyer{place}@example.com",
        invoice=address,
    )
    return draw.from_shop(number, person)


def by_new_buyer(draw: Draw, number: int) -> NewOrder:
    """Webshop: nobody knows this buyer, a customer is made."""
    address = NewAddress(
        name=f"New {number}", line1=f"Laan {number}", zipcode="3511 CD", city="Utrecht", country="NL"
    )
    person = ShopPerson(
        external_id=f"n{number}", name=f"New {number}", email=f"new{number}@example.com", invoice=address
    )
    return draw.from_shop(number, person)


ROUTES: dict[str, Callable[[Draw, int], NewOrder]] = {
    "by hand": by_hand,
    "webshop, known": by_known_buyer,
    "webshop, new": by_new_buyer,
}
