"""What Brouwerij De Linde sells, how much of it comes in, and the prices that were agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from stdnum import ean

from pakhuis.catalogue.actions import create_product
from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.models import Product
from pakhuis.config.demo.places import COMPOSED, places_in
from pakhuis.fulfilment.actions import receive_goods
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.money import PRICE_STEP, round_half_up
from pakhuis.kernel.quantities import Quantities
from pakhuis.pricing.actions import create_price_list, set_price
from pakhuis.pricing.models import PriceList
from pakhuis.stock.models import StockLevel, Warehouse

BEERS = (
    ("BLOND", "Linde Blond", "1.35"),
    ("DUBBEL", "Linde Dubbel", "1.48"),
    ("TRIPEL", "Linde Tripel", "1.62"),
    ("WIT", "Lindewit", "1.29"),
    ("IPA", "Hopveld IPA", "1.74"),
    ("STOUT", "Nachtwacht Stout", "1.79"),
    ("SAISON", "Akker Saison", "1.58"),
    ("PILS", "Linde Pils", "0.98"),
    ("QUAD", "Kloosterquadrupel", "1.95"),
    ("MEI", "Meibok", "1.52"),
)
PACKED = (
    ("33", "fles 33 cl", 1, 560),
    ("24", "krat 24 × 33 cl", 22, 14_800),
    ("F20", "fust 20 liter", 46, 28_500),
)
"""Suffix, how it is packed, how many times the price of a bottle, weight in grams."""
OTHERS = (
    ("VRIJ-33", "Linde Vrij 0,3 % fles 33 cl", "1.15", "9", 555),
    ("VRIJ-24", "Linde Vrij 0,3 % krat 24 × 33 cl", "25.30", "9", 14_700),
    ("LIMO-20", "Lindebloesemlimonade 20 cl", "0.85", "9", 380),
    ("SIROOP", "Hopsiroop 50 cl", "6.95", "9", 900),
    ("MOSTERD", "Biermosterd 200 g", "3.45", "9", 310),
    ("KAAS", "Dubbelkaas 500 g", "8.90", "9", 520),
    ("BROOD", "Bostelcrackers", "2.95", "9", 180),
    ("GLAS-KELK", "Kelkglas De Linde 33 cl", "3.25", "21", 290),
    ("GLAS-TULP", "Tulpglas De Linde 25 cl", "2.95", "21", 240),
    ("GLAS-PINT", "Pintglas De Linde 50 cl", "2.60", "21", 410),
    ("GLAS-6", "Doos 6 kelkglazen", "17.95", "21", 1_900),
    ("GLAS-PROEF", "Proefplankje met 4 glaasjes", "14.50", "21", 1_350),
    ("VILT-100", "Bierviltjes, 100 stuks", "4.10", "21", 450),
    ("DIENBLAD", "Dienblad De Linde", "11.75", "21", 780),
    ("OPENER", "Flesopener, beukenhout", "5.95", "21", 90),
    ("SCHORT", "Schort brouwmeester", "19.50", "21", 340),
    ("SHIRT-M", "T-shirt De Linde maat M", "16.50", "21", 190),
    ("SHIRT-L", "T-shirt De Linde maat L", "16.50", "21", 210),
    ("POSTER", "Poster brouwketel A2", "9.95", "21", 120),
    ("PARASOL", "Parasol De Linde 3 meter", "89.00", "21", 9_600),
    ("PAK-3", "Cadeaupakket 3 bieren", "9.95", "21", 2_150),
    ("PAK-6", "Cadeaupakket 6 bieren en glas", "18.95", "21", 4_300),
    ("PAK-KERST", "Kerstpakket De Linde", "34.50", "21", 6_800),
    ("PAK-PROEF", "Proeverij voor twee", "27.50", "21", 4_900),
    ("PAK-HORECA", "Introductiepakket horeca", "59.00", "21", 18_500),
    ("BON-25", "Brouwerijbon € 25", "25.00", "0", 10),
    ("STG-KRAT", "Statiegeld krat met 24 flesjes", "3.90", "0", 0),
    ("STG-FUST", "Statiegeld fust", "30.00", "0", 0),
    ("TAP-HUUR", "Tapinstallatie, huur per weekend", "75.00", "21", 38_000),
    ("CO2-10", "Koolzuurfles 10 kg", "42.50", "21", 21_000),
)
NEVER_IN_STOCK = frozenset({"PARASOL", "MEI-33", "MEI-24", "MEI-F20", "POSTER", "SHIRT-L", "DIENBLAD"})
OFTEN_SHORT = frozenset({"TRIPEL-24", "QUAD-24", "IPA-F20", "PAK-6", "GLAS-6", "VRIJ-24"})
LATE = {"MEI-24": 24, "SHIRT-L": 12, "DIENBLAD": 18, "TRIPEL-24": 12}
EAN_FOR_OWN_USE = "20"


@dataclass(frozen=True, slots=True)
class Lists:
    """The price lists by name."""

    horeca: PriceList
    dealer: PriceList
    spring: PriceList


def make_products(groups: dict[str, int], *, by: Actor, now: datetime) -> list[Product]:
    """All sixty, with barcodes of the range that every shop may use inside its own walls."""
    rows = [
        (f"{code}-{suffix}", f"{name} {packed}", _price(Decimal(price) * times), "21", weight)
        for code, name, price in BEERS
        for suffix, packed, times, weight in PACKED
    ]
    rows += [(code, name, Decimal(price), vat, weight) for code, name, price, vat, weight in OTHERS]
    return [
        create_product(
            NewProduct(
                code=code,
                name=name,
                price=price,
                vat_group_id=groups[vat],
                barcode=_barcode(place) if weight else "",
                weight=weight,
            ),
            by=by,
            now=now,
        )
        for place, (code, name, price, vat, weight) in enumerate(rows, start=1)
    ]


def _price(exact: Decimal) -> Decimal:
    return round_half_up(exact, step=PRICE_STEP)


def _barcode(place: int) -> str:
    digits = f"{EAN_FOR_OWN_USE}{place:010d}"
    return f"{digits}{ean.calc_check_digit(digits)}"


def make_price_lists(products: Sequence[Product], *, by: Actor, now: datetime) -> Lists:
    """Horeca with steps from 10 and 50 pieces, Dealer below both, and a list of this spring only."""
    names = ("Horeca", "Dealer", "Voorjaarsactie")
    lists = Lists(*(create_price_list(name, by=by, now=now) for name in names))
    last_day = date(now.year, 6, 1) if now.month > 6 else date(now.year - 1, 6, 1)
    for one in products:
        is_beer = one.code.endswith(("-33", "-24", "-F20"))
        if is_beer:
            for amount, part in ((1, "0.95"), (10, "0.90"), (50, "0.84")):
                price = _price(one.price * Decimal(part))
                set_price(lists.horeca.pk, product_id=one.pk, price=price, min_amount=amount, by=by, now=now)
        if is_beer or one.code.startswith("GLAS"):
            price = _price(one.price * Decimal("0.80"))
            set_price(lists.dealer.pk, product_id=one.pk, price=price, by=by, now=now)
        if one.code.startswith(("WIT", "SAISON")):
            set_price(
                lists.spring.pk,
                product_id=one.pk,
                price=_price(one.price * Decimal("0.75")),
                valid_from=last_day - timedelta(days=92),
                valid_until=last_day,
                by=by,
                now=now,
            )
    return lists


def restock(
    products: Sequence[Product], warehouses: Sequence[Warehouse], *, luck: Random, by: Actor, now: datetime
) -> None:
    """A delivery to every warehouse: what is short there is brought up again, in whole boxes of six."""
    levels = StockLevel.objects.values_list("product_id", "warehouse_id", "on_hand")
    shelf = {(product, warehouse): pieces for product, warehouse, pieces in levels}
    for rank, house in enumerate(warehouses):
        pieces: dict[int, int] = {}
        for one in products:
            short = _wanted(one, rank) - shelf.get((one.pk, house.pk), 0)
            if short > 0 and luck.random() < 0.85:
                pieces[one.pk] = -(-short // 6) * 6
        if pieces:
            reason = f"Levering {now:%d-%m-%Y}"
            at = {pk: place for pk, place in places_in(house).items() if pk in pieces}
            receive_goods(house.pk, goods=Quantities(pieces), at=at, reason=reason, by=by, now=now)


def late_delivery(products: Sequence[Product], warehouse: Warehouse, *, by: Actor, now: datetime) -> None:
    """What was sold out for months comes in at last: backorders can go, and nobody has sent them on yet."""
    pieces = {one.pk: LATE[one.code] for one in products if one.code in LATE}
    receive_goods(warehouse.pk, goods=Quantities(pieces), reason="Nalevering", by=by, now=now)


def _wanted(one: Product, rank: int) -> int:
    """How many should lie in the warehouse of this rank; the big things lie in the first only."""
    if one.code in NEVER_IN_STOCK or one.code in COMPOSED:
        return 0
    if one.code in OFTEN_SHORT:
        return 18 if rank == 0 else 0
    if one.code.endswith("-33"):
        return (360, 120, 48)[rank]
    if one.code.endswith(("-24", "-F20")):
        return (90, 36, 0)[rank]
    return (60, 0, 36)[rank]
