"""What the demonstration knows while it is being lived through, and the agenda it lives by."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from pakhuis.catalogue.models import Product
from pakhuis.config.demo.account import Account
from pakhuis.config.demo.goods import Lists
from pakhuis.customers.intake import ShopPerson

Deed = Callable[[datetime], None]


class Agenda:
    """Deeds with their moment, done in order of time; what lies after `until` is left undone."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def at(self, when: datetime, deed: Deed) -> None:
        """Do this then; a deed may put new ones on the agenda."""
        heapq.heappush(self._deeds, (when, next(self._order), deed))

    def live(self) -> None:
        """Do everything up to `until`."""
        while self._deeds and self._deeds[0][0] <= self.until:
            when, _, deed = heapq.heappop(self._deeds)
            deed(when)


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """As much of a customer as someone at the telephone has in mind."""

    id: int
    kind: str
    name: str
    email: str


@dataclass
class World:
    """The shop so far. `luck` is seeded: the same demonstration every time, but for the dates."""

    account: Account
    products: list[Product]
    lists: Lists
    agenda: Agenda
    luck: Random
    customers: list[KnownCustomer] = field(default_factory=list)
    buyers: list[ShopPerson] = field(default_factory=list)
    orders: int = 0

    def chance(self, part: float) -> bool:
        return self.luck.random() < part

    def later(self, when: datetime, *, hours: tuple[float, float]) -> datetime:
        """Some time after `when`, between so many hours."""
        return when + timedelta(hours=self.luck.uniform(*hours))
