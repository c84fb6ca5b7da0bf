"""Picklists and packing slips as PDF: what stands on them, in which language, and that text stays text."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from pakhuis.accounts.actions import change_settings
from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import (
    assign_batch,
    cancel_picklist,
    change_picklist,
    create_batch,
    report_missing,
    split_picklist,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import change_order, create_order_field, retire_order_field
from pakhuis.orders.intake import NewLine, OrderChange, OrderFieldFields
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.papers.sheets import batch_pdf, packing_slip_pdf, picklist_pdf
from pakhuis.papers.typesetting import LONGEST_WORD, Sheet, bars, pdf_of
from pakhuis.stock.models import Location, LocationStock, Warehouse
from tests.factories import (
    MOMENT,
    STREET,
    a_composition,
    a_customer,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
    stocked,
)

WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
NASTY = "#set page(fill: red) $x^2$ \\ *bold* _it_ <label> @ref `raw` [x] // no 🍺 Ωμέγα Łódź 'q' \"q\""


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its spaces made single and places for breaking a word left out."""
    reader = PdfReader(BytesIO(pdf))
    return [" ".join((one.extract_text() or "").replace("\u200b", "").split()) for one in reader.pages]


def text_of(pdf: bytes) -> str:
    return " ".join(pages(pdf))


@pytest.fixture
def house(db: None) -> Warehouse:
    return a_warehouse("Hoofdmagazijn")


def a_list(house: Warehouse, customer: Customer | None = None, **given: Any) -> Picklist:
    stocked(house, A=6, B=3)
    order = a_processed_order(
        customer or a_customer(remarks="Betaalt nooit op tijd"), **{"lines": lines(A=4, B=6), **given}
    )
    return order.picklists.get()


def test_the_picklist_says_what_it_weighs_and_the_day_is_that_of_the_account(house: Warehouse) -> None:
    change_settings(time_zone="Pacific/Pago_Pago", **WHO)
    a_product("A")
    Product.objects.update(weight=1250)
    picklist = a_list(house, a_customer(language="en"))
    paper = text_of(picklist_pdf(picklist.pk))
    assert "Weight 5 kg" in paper
    local = MOMENT.astimezone(ZoneInfo("Pacific/Pago_Pago"))
    assert local.date() != MOMENT.date(), "else this tests nothing"
    assert f"Ordered on {local.day} {local:%B} {local.year}" in paper
    stocked(house, C=1)
    Product.objects.filter(code="C").update(weight=40)
    light = a_processed_order(a_customer(language="nl"), lines=lines(C=1)).picklists.get()
    assert "Gewicht 0,04 kg" in text_of(picklist_pdf(light.pk))
    assert "kg" not in text_of(packing_slip_pdf(light.pk))


def test_what_was_bought_as_one_stands_above_its_parts(house: Warehouse) -> None:
    stocked(house, MUG=9, BEER=4)
    a_composition("BOX", MUG=1, BEER=2)
    order = a_processed_order(lines=lines(BOX=3, MUG=2), autosplit=True)
    picklist = order.picklists.get()
    slip = text_of(packing_slip_pdf(picklist.pk))
    inside = "MUG Product MUG 2 BOX Product BOX 2 MUG – Product MUG 2 BEER – Product BEER 4"
    assert inside in slip.replace("Code Product Aantal ", "")
    batch = create_batch([picklist.pk], **WHO)
    assert inside in pages(batch_pdf(batch.pk, language="nl", with_picklists=False))[1]
    assert "BOX" not in text_of(picklist_pdf(picklist.pk)), "nobody picks it"


def test_the_picklist_says_where_and_how_many(house: Warehouse) -> None:
    picklist = a_list(
        house,
        reference="Inkoop 77",
        remarks="Achterom bezorgen",
        preferred_delivery_date=(MOMENT + timedelta(days=2)).date(),
    )
    location = Location.objects.create(warehouse=house, name="A-01-3")
    product = Product.objects.get(code="A")
    LocationStock.objects.create(product=product, location=location, warehouse=house, on_hand=6)
    change_picklist(picklist.pk, urgent=True, **WHO)
    (text,) = pages(picklist_pdf(picklist.pk))
    for told in (
        picklist.number,
        picklist.order.number,
        "Picklijst",
        "Spoed",
        "Hoofdmagazijn",
        "A-01-3",
        "Product A",
        "Inkoop 77",
        "Achterom bezorgen",
        "25 november 2026",
        "Café De Kade",
        "2611 AB",
        "Nederland",
        "Pagina 1 / 1",
    ):
        assert told in text, told
    assert text.index("A-01-3") < text.index("Product B")


def test_the_packing_slip_says_what_is_inside_and_what_follows(house: Warehouse) -> None:
    picklist = a_list(house, remarks="Bel even")
    text = text_of(packing_slip_pdf(picklist.pk))
    assert "Pakbon" in text
    inside, later = text.split("Dit volgt later")
    assert "Product A 4" in inside
    assert "Product B 3" in inside
    assert "Product B 3" in later
    assert "Bel even" in inside


def test_the_packing_slip_says_where_it_comes_from_and_the_picklist_does_not(house: Warehouse) -> None:
    change_settings(
        company_address="Brouwerskade 3\n2613 XS Delft\n", company_email="vraag@linde.example", **WHO
    )
    picklist = a_list(house)
    slip, paper = text_of(packing_slip_pdf(picklist.pk)), text_of(picklist_pdf(picklist.pk))
    for line in ("Brouwerskade 3", "2613 XS Delft", "vraag@linde.example"):
        assert line in slip
        assert line not in paper


def test_a_slip_of_everything_says_nothing_of_later(house: Warehouse) -> None:
    picklist = a_list(house, lines=lines(A=1))
    assert "Dit volgt later" not in text_of(packing_slip_pdf(picklist.pk))


def test_what_is_on_another_picklist_follows_too(house: Warehouse) -> None:
    other = a_warehouse("Tweede", priority=2)
    stocked(house, A=2)
    stocked(other, B=5)
    order = a_processed_order(a_customer(), lines=lines(A=2, B=5))
    first = order.picklists.get(warehouse=house)
    later = text_of(packing_slip_pdf(first.pk)).split("Dit volgt later")[1]
    assert "Product B 5" in later
    cancel_picklist(order.picklists.get(warehouse=other).pk, **WHO)
    later = text_of(packing_slip_pdf(first.pk)).split("Dit volgt later")[1]
    assert later.count("Product B 5") == 1


def test_what_waits_and_what_is_on_another_picklist_is_one_line_of_what_follows(house: Warehouse) -> None:
    stocked(house, A=9)
    order = a_processed_order(a_customer(), lines=lines(A=9), autosplit=True)
    first = order.picklists.get()
    second = split_picklist(first.pk, pieces={first.lines.get().pk: "3"}, **WHO)
    report_missing(second.lines.get().pk, present=1, reason="weg", **WHO)
    later = text_of(packing_slip_pdf(first.pk)).split("Dit volgt later")[1]
    assert later.count("Product A ") == 1
    assert "Product A 3" in later


def test_internal_remarks_are_on_no_paper(house: Warehouse) -> None:
    customer = a_customer(remarks="GEHEIM-INTERN", default_order_remarks="Met vork lossen")
    picklist = a_list(house, customer)
    for pdf in (picklist_pdf(picklist.pk), packing_slip_pdf(picklist.pk)):
        text = text_of(pdf)
        assert "GEHEIM" not in text
        assert "Met vork lossen" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ("Pakbon", "Afleveradres", "Aantal")), ("en", ("Packing slip", "Delivery address", "Amount"))],
)
def test_the_customer_reads_it_in_their_language(
    house: Warehouse, language: str, words: tuple[str, ...]
) -> None:
    picklist = a_list(house, a_customer(language=language))
    text = text_of(packing_slip_pdf(picklist.pk))
    assert all(word in text for word in words)
    assert ("Netherlands" if language == "en" else "Nederland") in text


def test_text_is_never_markup(house: Warehouse) -> None:
    product = a_product("N")
    Product.objects.filter(pk=product.pk).update(name=NASTY)
    stocked(house, N=2)
    order = a_processed_order(
        a_customer(),
        lines=(NewLine(product_code="N", amount=2, remarks=NASTY),),
        delivery=STREET._replace(name=NASTY),
        remarks=f"{NASTY}\n= Heading\n#panic()",
        reference=NASTY[:100],
    )
    picklist = order.picklists.get()
    for pdf in (picklist_pdf(picklist.pk), packing_slip_pdf(picklist.pk)):
        text = text_of(pdf)
        for told in (
            "#set page(fill: red) $x^2$",
            "\\ *bold* _it_ <label> @ref `raw` [x]",
            "Ωμέγα Łódź",
            "#panic()",
        ):
            assert told in text, told


def test_very_long_names_stay_on_the_paper(house: Warehouse) -> None:
    product = a_product("N")
    Product.objects.filter(pk=product.pk).update(name="W" * 300)
    stocked(house, N=1)
    order = a_processed_order(
        a_customer(), lines=lines(N=1), delivery=STREET._replace(name="ß" * 300, line1="x y " * 70)
    )
    text = text_of(packing_slip_pdf(order.picklists.get().pk)).replace(" ", "")
    assert "W" * 300 in text
    assert "ß" * 300 in text


def test_two_hundred_lines_go_over_several_pages(house: Warehouse) -> None:
    codes = {f"L{n:03}": 1 for n in range(200)}
    stocked(house, **codes)
    picklist = a_processed_order(a_customer(), lines=lines(**codes)).picklists.get()
    for pdf in (picklist_pdf(picklist.pk), packing_slip_pdf(picklist.pk)):
        found = pages(pdf)
        assert len(found) > 3
        assert all(f"Product {code}" in " ".join(found) for code in codes)
        for number, page in enumerate(found, start=1):
            assert f"Pagina {number} / {len(found)}" in page
            assert "Aantal" in page


def test_a_batch_is_one_pdf_with_the_walk_first(house: Warehouse, packer: Any) -> None:
    picklists = [
        a_list(house, a_customer("Een", language="nl"), lines=lines(A=1)),
        a_list(house, a_customer("Two", language="en"), lines=lines(A=2, B=1)),
    ]
    batch = create_batch([one.pk for one in picklists], **WHO)
    assign_batch(batch.pk, user_id=packer.pk, **WHO)
    found = pages(batch_pdf(batch.pk, language="nl"))
    assert len(found) == 5
    assert batch.number in found[0]
    assert all(one.number in found[0] for one in picklists)
    assert "piet" in found[0]
    assert "Picklijst" in found[1]
    assert "Pakbon" in found[2]
    assert "Packing slip" in found[4]
    assert f"{batch.number} · Box 2" in found[3]
    assert len(pages(batch_pdf(batch.pk, language="en", with_slips=False))) == 3
    assert len(pages(batch_pdf(batch.pk, language="en", with_picklists=False, with_slips=False))) == 1


def test_a_large_batch_asks_no_more_than_a_small_one(house: Warehouse) -> None:
    asked = []
    for size in (2, 8):
        made = [a_list(house, a_customer(), lines=lines(A=1)).pk for _ in range(size)]
        batch = create_batch(made, **WHO)
        with CaptureQueriesContext(connection) as queries:
            batch_pdf(batch.pk, language="nl")
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.once
def test_the_bars_are_code_128() -> None:
    made = bars("P2026-1001")
    assert set(made) == {"0", "1"}
    assert made.startswith("11010010000")
    assert made.endswith("1100011101011")
    assert bars("Ω-1") == ""


@pytest.mark.once
def test_control_characters_and_numbers_without_bars_do_no_harm() -> None:
    sheet = Sheet(
        number="Ω\x07 1",
        title="\x00T\x1b",
        address_title="",
        address=(),
        facts=(("a\x02", "b" * (LONGEST_WORD * 5)),),
        remarks_title="",
        remarks=(),
        head=("x", "y", "z"),
        wide=(False, True, False),
        rows=(),
    )
    made = pdf_of([sheet], title="\x01", company="C", language="en", page="Page")
    assert "Page 1 / 1" in text_of(made)


def filled_in(house: Warehouse, **language: Any) -> Picklist:
    """An order with a field for the picker, one for the office, and one that is not in use any more."""
    picklist = a_list(house, **language)
    titles = {"Tijdvak": True, "Kostenplaats": False, "Vroeger": True, "Uiterlijk": True}
    kinds = {"Uiterlijk": "date"}
    fields = {
        title: create_order_field(
            OrderFieldFields(title=title, kind=kinds.get(title, "long_text"), on_picklist=shown), **WHO
        )
        for title, shown in titles.items()
    }
    texts = {
        "Tijdvak": "Ochtend\nof avond",
        "Kostenplaats": "K-77",
        "Vroeger": "oud",
        "Uiterlijk": "2026-12-24",
    }
    own = tuple(GivenOwnValue(field_id=fields[title].pk, value=text) for title, text in texts.items())
    change_order(picklist.order_id, OrderChange(own_values=own), **WHO)
    retire_order_field(fields["Vroeger"].pk, is_retired=True, **WHO)
    return picklist


def test_order_fields_for_the_picker_are_on_the_picklist_alone(house: Warehouse) -> None:
    picklist = filled_in(house)
    text = text_of(picklist_pdf(picklist.pk))
    assert "Tijdvak Ochtend, of avond" in text
    assert "Uiterlijk 24 dec 2026" in text
    for hidden in ("Kostenplaats", "K-77", "Vroeger", "verouderd"):
        assert hidden not in text
    slip = text_of(packing_slip_pdf(picklist.pk))
    assert "Tijdvak" not in slip
    assert "Ochtend" not in slip


def test_order_fields_are_worded_in_the_language_of_the_paper(house: Warehouse) -> None:
    picklist = filled_in(house, language="en")
    batch = create_batch([picklist.pk], **WHO)
    text = text_of(batch_pdf(batch.pk, language="nl", with_slips=False))
    assert "Uiterlijk 24 Dec 2026" in text
    assert "Kostenplaats" not in text
