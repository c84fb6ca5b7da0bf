"""What the demonstration buys in: suppliers, and a purchase order in each state."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

from pakhuis.catalogue.models import Product
from pakhuis.config.demo.world import World
from pakhuis.kernel.actor import Actor
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.purchasing.actions import (
    complete_receipt,
    create_purchase,
    create_receipt,
    create_supplier,
    mark_purchased,
    receive_all,
    receive_arrived,
    set_supplier_product,
)
from pakhuis.purchasing.intake import (
    Arrived,
    NewPurchaseLine,
    PurchaseFields,
    SupplierFields,
    SupplierProductFields,
)
from pakhuis.purchasing.models import PurchaseOrder, Supplier

SUPPLIERS = (
    ("Glasfabriek Leerdam", "Inkoop: Wim Kristal", "Leerdam", ("GLAS", "DIENBLAD"), "0.45", 24),
    ("Drukkerij De Viltstift", "Saskia", "Gouda", ("VILT", "SHIRT", "SCHORT", "OPENER"), "0.55", 10),
    (
        "Kaasmakerij Het Groene Hart",
        "Familie Blom",
        "Woerden",
        ("KAAS", "MOSTERD", "BROOD", "SIROOP"),
        "0.60",
        6,
    ),
)
"""Name, contact, town, beginnings of what they sell, part of our price they ask, and in what quantity."""


def buy_in(world: World, now: datetime) -> None:
    """Suppliers with what they sell; orders received, half received, late, awaited, and a concept."""
    office, packer = world.account.clerk.as_actor(), world.account.packer.as_actor()
    long_ago = now - timedelta(days=60)
    glass, print_, cheese = (_supplier(world, row, by=office, now=long_ago) for row in SUPPLIERS)
    done = _ordered(world, glass, on=now - timedelta(days=30), by=office, now=now - timedelta(days=40))
    receipt = create_receipt(done.pk, by=packer, now=now - timedelta(days=29))
    receive_all(receipt.pk, by=packer, now=now - timedelta(days=29))
    complete_receipt(receipt.pk, by=packer, now=now - timedelta(days=29))
    half = _ordered(world, cheese, on=now + timedelta(days=1), by=office, now=now - timedelta(days=6))
    receipt = create_receipt(half.pk, remarks="Rest volgt morgen", by=packer, now=now - timedelta(hours=2))
    first = half.lines.order_by("pk")[0]
    came = Arrived(line_id=first.pk, amount=max(1, first.amount - 2))
    receive_arrived(receipt.pk, [came], by=packer, now=now - timedelta(hours=2))
    _ordered(world, print_, on=now - timedelta(days=2), by=office, now=now - timedelta(days=12))
    _for_who_waits(world, by=office, now=now)
    create_purchase(PurchaseFields(supplier_id=glass.pk, remarks="Voor de feestdagen"), by=office, now=now)


def _supplier(
    world: World, row: tuple[str, str, str, tuple[str, ...], str, int], *, by: Actor, now: datetime
) -> Supplier:
    name, contact, town, codes, part, quantity = row
    fields = SupplierFields(name=name, contact_name=contact, city=town, line1="Industrieweg 4", country="NL")
    supplier = create_supplier(fields, by=by, now=now)
    for place, product in enumerate(_sold(world, codes), start=1):
        terms = SupplierProductFields(
            code=f"{name[:3].upper()}-{place:03}",
            price=product.price * Decimal(part),
            order_quantity=quantity,
        )
        set_supplier_product(supplier.pk, product_id=product.pk, fields=terms, by=by, now=now)
    return supplier


def _sold(world: World, codes: tuple[str, ...]) -> list[Product]:
    return [one for one in world.products if one.code.startswith(codes) and not one.parts.exists()]


def _ordered(world: World, supplier: Supplier, *, on: datetime, by: Actor, now: datetime) -> PurchaseOrder:
    rows = supplier.products.order_by("pk")[:4]
    lines = [NewPurchaseLine(product_id=one.product_id, amount=one.order_quantity) for one in rows]
    fields = PurchaseFields(
        supplier_id=supplier.pk, warehouse_id=world.account.warehouses[0].pk, expected_on=on.date()
    )
    made = create_purchase(fields, lines, by=by, now=now)
    return mark_purchased(made.pk, by=by, now=now)


def _for_who_waits(world: World, *, by: Actor, now: datetime) -> None:
    """What most customers wait for is on its way from a brewery of which only the name is known."""
    short = Counter[int]()
    for wait in Backorder.objects.filter(state=BackorderState.OPEN).order_by("pk"):
        short[wait.product_id] += wait.amount - wait.available
    asked = [(product, pieces) for product, pieces in short.most_common(3) if pieces]
    if not asked:
        return
    lines = [NewPurchaseLine(product_id=product, amount=pieces) for product, pieces in asked]
    fields = PurchaseFields(
        supplier_name="Brouwerij Kompaan (bevriend)",
        warehouse_id=world.account.warehouses[0].pk,
        expected_on=(now + timedelta(days=6)).date(),
    )
    made = create_purchase(fields, lines, by=by, now=now - timedelta(days=1))
    mark_purchased(made.pk, by=by, now=now - timedelta(days=1))
