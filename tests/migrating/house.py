"""`python -m tests.migrating.house SIZE`: fills an empty database with some of everything; says a key."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import django
from django.db import transaction

from pakhuis.kernel.quantities import Quantities

django.setup()

# Models can be imported only now that Django is awake.
from pakhuis.accounts.actions import create_api_key, create_tag, create_template, create_user  # noqa: E402
from pakhuis.accounts.models import Tag, Template, User  # noqa: E402
from pakhuis.catalogue.actions import PRODUCT_FIELDS, add_image, update_product  # noqa: E402
from pakhuis.catalogue.intake import ProductFieldFields, ProductFields  # noqa: E402
from pakhuis.catalogue.models import Product, ProductField  # noqa: E402
from pakhuis.comments.actions import add_comment  # noqa: E402
from pakhuis.customers.actions import archive_customers, create_customer, create_own_field  # noqa: E402
from pakhuis.customers.intake import (  # noqa: E402
    BookAddress,
    CustomerFields,
    GivenChoice,
    OwnFieldFields,
)
from pakhuis.customers.models import Customer, OwnField  # noqa: E402
from pakhuis.fulfilment.actions import (  # noqa: E402
    close_picklist,
    pause_order,
    pick_all,
    pick_line,
    receive_goods,
)
from pakhuis.kernel.actor import SYSTEM  # noqa: E402
from pakhuis.orders.actions import create_order_field  # noqa: E402
from pakhuis.orders.intake import NewLine, OrderFieldFields  # noqa: E402
from pakhuis.orders.models import Order, OrderField  # noqa: E402
from pakhuis.ownfields.intake import GivenOwnValue  # noqa: E402
from pakhuis.pricing.actions import attach_price_lists, set_price  # noqa: E402
from pakhuis.purchasing.actions import close_purchase, create_supplier, prefer_supplier, update_supplier  # noqa: E402
from pakhuis.purchasing.intake import SupplierFields  # noqa: E402
from pakhuis.purchasing.models import Supplier  # noqa: E402
from pakhuis.stock.actions import correct_stock, place_product  # noqa: E402
from pakhuis.stock.models import Warehouse  # noqa: E402
from tests.catalogue.test_images import picture  # noqa: E402
from tests.factories import (  # noqa: E402
    MOMENT,
    SHED,
    STREET,
    a_composition,
    a_location,
    a_price_list,
    a_processed_order,
    a_vat_group,
    a_warehouse,
    an_order,
    lines,
    stocked,
)
from tests.purchasing.making import a_concept, a_purchase, a_receipt  # noqa: E402


def settings() -> None:
    """What everything else points to."""
    a_vat_group()
    a_vat_group("9", is_standard=False)
    create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)
    create_tag("Breekbaar", color="#ffcc00", inherit=False, by=SYSTEM, now=MOMENT)
    create_template("Standaard", is_default=True, by=SYSTEM, now=MOMENT)
    create_template("Groothandel", is_default=False, by=SYSTEM, now=MOMENT)
    create_user("anna", password="hop-en-gist-2026", is_admin=True, by=SYSTEM, now=MOMENT)
    choices = tuple(GivenChoice(title=one) for one in ("Laag", "Midden", "Hoog"))
    create_own_field(
        OwnFieldFields(title="Omzet", kind="select", is_required=True, choices=choices), by=SYSTEM, now=MOMENT
    )
    create_own_field(OwnFieldFields(title="Relatie sinds", kind="date"), by=SYSTEM, now=MOMENT)
    create_own_field(OwnFieldFields(title="Dagen", kind="multiple", choices=choices), by=SYSTEM, now=MOMENT)
    window = OrderFieldFields(title="Tijdvak", kind="radio", on_picklist=True, choices=("Ochtend", "Avond"))
    create_order_field(window, by=SYSTEM, now=MOMENT)
    stored = ProductFieldFields(title="Bewaren", kind="select", on_picklist=True, choices=("Koel", "Droog"))
    PRODUCT_FIELDS.create(stored, by=SYSTEM, now=MOMENT)


def goods() -> None:
    """Two houses, five products and a composition; a list with steps and days; something on a location."""
    first, second = a_warehouse("Delft", priority=1), a_warehouse("Schiedam", priority=2)
    a_warehouse("Toonzaal", priority=9, accepts_orders=False)
    made = stocked(first, A=20, B=6, C=30, D=0)
    stocked(second, A=4, B=50)
    place = a_location(first, "A-01", remarks="boven")
    a_location(first, "Z-99", is_bulk=True)
    place_product(made["A"].pk, location_id=place.pk, preferred=True, note="links", by=SYSTEM, now=MOMENT)
    correct_stock(
        made["A"].pk,
        warehouse_id=first.pk,
        location_id=place.pk,
        amount=7,
        reason="Geteld",
        by=SYSTEM,
        now=MOMENT,
    )
    a_composition("BOX", A=1, C=2)
    tag = Tag.objects.get(title="Breekbaar").pk
    more = ProductFields(tag_ids=(tag,), length=12, barcode="8712345678906", description="Mok & schotel")
    update_product(made["B"].pk, more, by=SYSTEM, now=MOMENT)
    stored = GivenOwnValue(field_id=ProductField.objects.get().pk, value="Droog")
    update_product(made["A"].pk, ProductFields(own_values=(stored,)), by=SYSTEM, now=MOMENT)
    north = SupplierFields(name="Mouterij Noord", city="Delft", email="ans@noord.example", language="en")
    maker = create_supplier(north, by=SYSTEM, now=MOMENT)
    prefer_supplier(made["A"].pk, maker.pk, by=SYSTEM, now=MOMENT)
    gone = create_supplier(SupplierFields(name="Weg BV"), by=SYSTEM, now=MOMENT)
    update_supplier(gone.pk, SupplierFields(active=False), by=SYSTEM, now=MOMENT)
    add_image(made["A"].pk, picture(), by=SYSTEM, now=MOMENT)
    update_product(made["D"].pk, ProductFields(active=False, price="3.3333"), by=SYSTEM, now=MOMENT)
    horeca = a_price_list("Horeca", A=[("9.5", 1), ("8.25", 10)], B=[("7", 1)])
    set_price(
        horeca.pk,
        product_id=made["C"].pk,
        price="1.2345",
        valid_from=date(2027, 1, 1),
        valid_until=date(2027, 2, 1),
        by=SYSTEM,
        now=MOMENT,
    )


def people(size: int) -> None:
    """So many customers: one with everything, one archived, the others with what they have."""
    field = {one.title: one.pk for one in OwnField.objects.all()}
    book = (
        BookAddress(address=STREET, is_default_invoice=True),
        BookAddress(address=SHED, is_default_delivery=True),
    )
    create_customer(
        CustomerFields(
            number="C-001",
            name="Café De Kade",
            contact_name="Joke",
            email="Joke@Kade.example",
            phone="015-1234567",
            language="en",
            discount="2.5",
            template_id=Template.objects.get(name="Groothandel").pk,
            autosplit=False,
            calculate_vat=False,
            vat_number="NL123456789B01",
            remarks="Belt altijd eerst",
            default_order_remarks="Achterom leveren",
            tag_ids=(Tag.objects.get(title="Horeca").pk,),
            addresses=book,
            own_fields=(
                GivenOwnValue(field_id=field["Omzet"], value="Hoog"),
                GivenOwnValue(field_id=field["Relatie sinds"], value="2019-04-01"),
                GivenOwnValue(field_id=field["Dagen"], value=("Laag", "Hoog")),
            ),
        ),
        by=SYSTEM,
        now=MOMENT,
    )
    first = Customer.objects.get().pk
    attach_price_lists(first, price_list_ids=_lists(), by=SYSTEM, now=MOMENT)
    for number in range(2, size + 1):
        own = STREET._replace(name=f"Klant {number}", line1=f"Laan {number}", contact_name="")
        given = CustomerFields(
            number="" if number % 10 == 0 else f"C-{number:03}",
            name=f"Klant {number}",
            email=f"k{number}@example.nl",
            addresses=(BookAddress(address=own, is_default_invoice=True),) if number % 3 else (),
        )
        create_customer(given, by=SYSTEM, now=MOMENT)
    archive_customers([Customer.objects.latest("pk").pk], by=SYSTEM, now=MOMENT)


def _lists() -> tuple[int, ...]:
    return (Product.objects.get(code="B").price_list_entries.get().price_list_id,)


def orders() -> None:
    """An order in every state that is moved, and some that are not."""
    kade = Customer.objects.get(number="C-001")
    field = OrderField.objects.get()
    own = NewLine(is_own=True, name="Transport", amount=1, price="12.5")
    an_order(
        kade,
        lines=(*lines(A=2, B=1), own),
        reference="PO 7",
        remarks="Voor tien uur",
        preferred_delivery_date="2026-12-24",
        own_values=(GivenOwnValue(field_id=field.pk, value="Avond"),),
        tag_ids=(Tag.objects.get(title="Breekbaar").pk,),
        warehouse_ids=(Warehouse.objects.get(name="Schiedam").pk,),
    )
    an_order(kade, lines=lines(C=3), expected=True, allocate=True)
    an_order(lines=lines(B=1), pickup_point={"carrier": "postnl", "id": "171"}, email="gast@example.nl")
    a_processed_order(lines=lines(A=1)).picklists.get()
    partly = a_processed_order(kade, lines=lines(B=40, C=40), autosplit=True)
    for picklist in partly.picklists.order_by("pk")[:1]:
        pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
        close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    for picklist in partly.picklists.filter(status="new"):
        pick_line(picklist.lines.order_by("pk")[0].pk, amount=1, by=SYSTEM, now=MOMENT)
    receive_goods(
        Warehouse.objects.get(name="Delft").pk,
        goods=Quantities({Product.objects.get(code="C").pk: 9}),
        by=SYSTEM,
        now=MOMENT,
    )
    boxes = a_processed_order(lines=lines(BOX=2), autosplit=True, reference="Dozen")
    assert boxes.lines.count() > 1
    later = MOMENT + timedelta(minutes=1)
    paused = a_processed_order(lines=lines(A=2, D=1), autosplit=True, now=later)
    pause_order(paused.pk, reason="Wacht op betaling", by=SYSTEM, now=MOMENT)
    done = a_processed_order(lines=lines(A=1))
    for picklist in done.picklists.all():
        pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
        close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)


def purchases() -> None:
    """A concept, one that came in in part, from a supplier that is out of use now, and one that is done."""
    delft, schiedam = Warehouse.objects.get(name="Delft"), Warehouse.objects.get(name="Schiedam")
    north, gone = Supplier.objects.get(name="Mouterij Noord"), Supplier.objects.get(name="Weg BV")
    a_concept(house=schiedam, on=None, supplier=north, B=5)
    update_supplier(gone.pk, SupplierFields(active=True), by=SYSTEM, now=MOMENT)
    partly = a_purchase(house=delft, supplier=gone, E=9, F=4, D=2)
    a_receipt(partly, E=3, F=4)
    update_supplier(gone.pk, SupplierFields(active=False), by=SYSTEM, now=MOMENT)
    done = a_purchase(house=delft, supplier=north, F=1)
    a_receipt(done, F=1)
    close_purchase(done.pk, by=SYSTEM, now=MOMENT)
    by = User.objects.get().as_actor()
    add_comment("purchase", partly.pk, body="Rest volgt dinsdag", by=by, now=MOMENT)


def comments() -> None:
    """Something is said about a customer, an order and a product, once with somebody mentioned."""
    by = User.objects.get().as_actor()
    said = (
        ("customer", Customer.objects.get(number="C-001").pk, "Belt liever, @anna"),
        ("order", Order.objects.order_by("pk")[0].pk, "Past niet in één doos"),
        ("product", Product.objects.get(code="A").pk, "Wordt blauw"),
    )
    for place, (kind, subject, body) in enumerate(said):
        add_comment(kind, subject, body=body, by=by, now=MOMENT + timedelta(hours=place))


def main(size: int) -> None:
    with transaction.atomic():
        settings()
        goods()
        people(size)
        orders()
        purchases()
        comments()
    print(create_api_key("mover", can_write=False, by=SYSTEM, now=MOMENT)[1])


if __name__ == "__main__":
    main(int(sys.argv[1]))
