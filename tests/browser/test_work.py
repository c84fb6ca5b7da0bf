"""A day's work in a real browser: log in, a customer, an order, a picklist, out of the door."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from pakhuis.accounts.models import User
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.pricing.actions import set_price
from pakhuis.stock.models import StockLevel
from tests.browser.conftest import DESKTOP, PHONE
from tests.conftest import PASSWORD
from tests.connectors.shop import open_shop
from tests.factories import (
    MOMENT,
    a_connected_webshop,
    a_customer,
    a_price_list,
    a_processed_order,
    a_product,
    a_warehouse,
    an_order,
    lines,
    stocked,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., Page]


def test_logging_in_and_out(open_page: Opener, admin: User) -> None:
    page = open_page(language="nl")
    page.goto("/customers/")
    expect(page).to_have_url(re.compile(r"/login/\?next=/customers/"))
    page.get_by_label("Gebruikersnaam").fill("anna")
    page.get_by_label("Wachtwoord").fill("verkeerd")
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/customers/$"))
    page.locator("details.me summary").click()
    page.get_by_role("button", name=re.compile("Uitloggen|Log out")).click()
    expect(page).to_have_url(re.compile("/login/"))


def test_from_customer_to_delivered_order(open_page: Opener, admin: User) -> None:
    stocked(a_warehouse(), A=6, B=3, C=0)
    page = open_page(admin)
    page.goto("/customers/new/")
    page.locator("[name=name]").fill("Café De Kade")
    page.get_by_label("Discount (%)").fill("10")
    page.get_by_label("Default order remarks").fill("Ring the bell")
    page.locator("[name='addresses.0.line1']").fill("Kade 1")
    page.locator("[name='addresses.0.city']").fill("Delft")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Café De Kade")).to_be_visible()
    page.get_by_role("link", name="New order").first.click()
    expect(page.get_by_label("Discount (%)")).to_have_value("10")
    for number, (code, amount) in enumerate((("A", 4), ("B", 6), ("C", 1))):
        page.locator(f"[name='lines.{number}.product']").fill(code)
        page.locator(f"[name='lines.{number}.amount']").fill(str(amount))
    page.get_by_role("button", name="Place order").click()
    expect(page.get_by_role("heading", name=re.compile("O20"))).to_be_visible()
    expect(page.get_by_text("Ring the bell")).to_be_visible()
    order = Order.objects.get()
    assert order.discount == Decimal(10)
    page.get_by_role("button", name="Process", exact=True).click()
    expect(page.get_by_role("heading", name="Backorders")).to_be_visible()
    page.get_by_role("link", name=re.compile("^P20")).click()
    page.get_by_role("button", name="Pick everything").click()
    page.get_by_role("button", name="Close picklist").click()
    expect(page.get_by_text("Closed").first).to_be_visible()
    assert {one.product.code: one.on_hand for one in StockLevel.objects.select_related("product")} == {
        "A": 2,
        "B": 0,
        "C": 0,
    }
    page.get_by_role("link", name="Café De Kade").first.click()
    page.get_by_role("link", name=re.compile("Backorders")).last.click()
    expect(page.get_by_role("cell", name=re.compile("C"))).not_to_have_count(0)


def test_why_has_this_order_this_value(open_page: Opener, admin: User) -> None:
    stocked(a_warehouse(), A=6)
    order = an_order(a_customer(discount="5"), lines=lines(A=1))
    page = open_page(admin)
    page.goto(f"/orders/{order.pk}/")
    discount = page.locator("dl.terms div", has_text="Discount")
    discount.locator("summary").click()
    expect(discount.get_by_text("customer", exact=False)).to_be_visible()
    page.keyboard.press("Escape")
    expect(discount.locator("details")).not_to_have_attribute("open", "")


def test_slash_finds_anything(open_page: Opener, admin: User) -> None:
    for number in range(30):
        a_customer(f"Klant {number:02}")
    a_customer("Brasserie Ångström", number="K-77")
    page = open_page(admin)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("angstrom")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Brasserie Ångström").first.click()
    expect(page.get_by_role("heading", name="Brasserie Ångström")).to_be_visible()


def test_errors_stand_at_their_fields(open_page: Opener, admin: User) -> None:
    page = open_page(admin)
    page.goto("/customers/new/")
    page.locator("form[data-save]").evaluate("form => form.noValidate = true")
    page.get_by_label("Discount (%)").fill("101")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    expect(page.get_by_label("Discount (%)")).to_have_value("101")
    assert not Customer.objects.exists()


def test_linking_and_testing_a_webshop(open_page: Opener, admin: User) -> None:
    with open_shop() as shop:
        page = open_page(admin)
        page.goto("/webshops/new/woocommerce/")
        page.locator("[name=name]").fill("Onze winkel")
        page.locator("[name=address]").fill(shop.address)
        page.locator("[name=key]").fill("ck_test")
        page.locator("[name=key_secret]").fill("cs_test")
        page.locator("[name=webhook_secret]").fill("a-long-webhook-secret")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="Onze winkel")).to_be_visible()
        page.get_by_role("button", name=re.compile("Test")).click()
        expect(page.locator(".message, [role=status]").first).to_be_visible()
        assert "ck_test" not in page.content()


PAGES = (
    "/",
    "/customers/",
    "/customers/new/",
    "/customers/{customer}/",
    "/customers/{customer}/?tab=addresses",
    "/customers/{customer}/?tab=details",
    "/customers/{customer}/?tab=logbook",
    "/customers/{customer}/edit/",
    "/customers/{customer}/order/",
    "/orders/",
    "/orders/{order}/",
    "/picklists/",
    "/picklists/{picklist}/",
    "/backorders/",
    "/products/",
    "/products/new/",
    "/products/{product}/",
    "/settings/price-lists/{prices}/",
    "/webshops/",
    "/webshops/{webshop}/",
    "/webshops/{webshop}/edit/",
    "/search/?q=kade",
)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_fits(open_page: Opener, admin: User, language: str, size: tuple[int, int]) -> None:
    """Nothing sticks out sideways, the browser has no complaint, and headings are in the right language."""
    stocked(a_warehouse("Hoofdmagazijn van de zeer lange naam"), A=6, B=3)
    long = "Coöperatieve Vereniging van Samenwerkende Horecaondernemers Delft-Westland U.A."
    customer = a_customer(long, discount="12.5", vat_number="NL004495445B01")
    order = a_processed_order(customer, lines=lines(A=4, B=6))
    product, prices = a_product("Z", price="1234567.8901"), a_price_list("Horecaondernemers, groot")
    set_price(prices.pk, product_id=product.pk, price="1234567.89", by=SYSTEM, now=MOMENT)
    ids = {
        "prices": prices.pk,
        "customer": customer.pk,
        "order": order.pk,
        "picklist": order.picklists.get().pk,
        "product": product.pk,
        "webshop": a_connected_webshop("https://shop.example").pk,
    }
    page = open_page(admin, language=language, size=size)
    for path in PAGES:
        page.goto(path.format(**ids))
        assert page.locator("html").get_attribute("lang") == language, path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} sticks out {wide} pixels"
        assert page.locator("h1").count() == 1, path
        unlabelled = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
            ".filter(one => !one.labels.length && !one.ariaLabel).map(one => one.name || one.outerHTML)"
        )
        assert unlabelled == [], path


def test_too_few_is_asked_with_labels_on_the_picklist_too(open_page: Opener, packer: User) -> None:
    stocked(a_warehouse(), MUG=5)
    picklist = a_processed_order(a_customer(), lines=lines(MUG=4)).picklists.get()
    parts = ("label[for^=present]", "input[name=present]", "label[for^=why]", "input[name=reason]")
    for size in (DESKTOP, PHONE):
        page = open_page(packer, size=size)
        page.goto(f"/picklists/{picklist.pk}/")
        page.get_by_text("Too few here?").click()
        boxes = [page.locator(f".missing {one}").bounding_box() for one in parts]
        for above, below in pairwise(one for one in boxes if one):
            assert above["height"] > 10
            assert above["y"] + above["height"] <= below["y"]


def test_pages_work_without_scripts(open_page: Opener, admin: User) -> None:
    stocked(a_warehouse(), A=6)
    order = an_order(a_customer(), lines=lines(A=1))
    page = open_page(admin)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"/orders/{order.pk}/")
    page.get_by_role("button", name="Process", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("^P20"))).to_be_visible()


HEAR = """window.heard = [];
window.AudioContext = class {
  currentTime = 0;
  createGain() { return { gain: {}, connect: (next) => next }; }
  createOscillator() {
    const frequency = { set value(hertz) { window.heard.push(hertz); } };
    return { frequency, connect: (next) => next, start() {}, stop() {} };
  }
};"""
"""Writes down the tones instead of playing them."""
WRONG, RIGHT, ALL = 180, 1040, 880


def test_a_phone_with_a_scanner_picks_a_whole_list(open_page: Opener, packer: User) -> None:
    """Wrong, right, several, undone, too few, closed with a rest: by keyboard, as a scanner types."""
    house = a_warehouse()
    mug = stocked(house, MUG=5, CUP=3)["MUG"]
    update_product(mug.pk, ProductFields(barcode="8712345678906"), by=SYSTEM, now=MOMENT)
    picklist = a_processed_order(a_customer(), lines=lines(MUG=4, CUP=3)).picklists.get()
    page = open_page(packer, size=PHONE)
    page.add_init_script(HEAR)
    page.goto(f"/picklists/{picklist.pk}/scan/")
    answer, field = page.locator(".answer"), page.locator("#scan")

    def scan(code: str, *, said: str, tone: int) -> None:
        expect(field).to_be_focused()
        page.evaluate("window.heard = []")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(answer).to_contain_text(said)
        expect(field).to_have_value("")
        page.wait_for_function("tone => window.heard[0] === tone", arg=tone)

    scan("8719999999990", said="8719999999990", tone=WRONG)
    scan("8712345678906", said="1 × MUG", tone=RIGHT)
    scan("3*MUG", said="3 × MUG", tone=RIGHT)
    scan("MUG", said="MUG", tone=WRONG)
    expect(page.locator(".next .what")).to_contain_text("3 × CUP")
    page.get_by_role("button", name="Undo the last pick").click()
    expect(answer).to_contain_text("Undone: 3 pieces")
    expect(page.locator("#walk .big")).to_contain_text("1 / 7")
    scan("3*MUG", said="3 × MUG", tone=RIGHT)
    page.get_by_text("Too few here?").click()
    page.get_by_label("So many lie here").fill("2")
    page.get_by_role("button", name="Put right").click()
    expect(page.locator(".messages")).to_contain_text("waits as a backorder")
    expect(page.locator(".next .what")).to_contain_text("2 × CUP")
    scan("CUP", said="1 × CUP", tone=RIGHT)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="All buttons").click()
    page.get_by_label("The rest waits as a backorder").check()
    page.get_by_role("button", name="Close with what is picked").click()
    expect(page.locator(".messages")).to_contain_text("The picklist is closed.")
    assert sorted(StockLevel.objects.values_list("product__code", "on_hand", "held", "waiting")) == [
        ("CUP", 1, 1, 1),
        ("MUG", 1, 0, 0),
    ]


def test_the_last_scan_of_all_sounds_otherwise_and_closes_with_a_code(
    open_page: Opener, packer: User
) -> None:
    stocked(a_warehouse(), MUG=1)
    picklist = a_processed_order(a_customer(), lines=lines(MUG=1)).picklists.get()
    page = open_page(packer, size=PHONE)
    page.add_init_script(HEAR)
    page.goto(f"/picklists/{picklist.pk}/scan/")
    page.keyboard.type("MUG")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Everything is picked")).to_be_visible()
    page.wait_for_function("tone => window.heard[0] === tone", arg=ALL)
    page.get_by_label("Tracking codes").fill("3SABC123")
    page.get_by_role("button", name="Close picklist").click()
    expect(page.locator(".messages")).to_contain_text("The picklist is closed.")
    assert picklist.shipments.get().parcels.get().tracking_code == "3SABC123"


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_each_box_of_too_few_stands_apart_below_its_name(
    open_page: Opener, admin: User, size: tuple[int, int]
) -> None:
    stocked(a_warehouse(), A=6)
    picklist = a_processed_order(lines=lines(A=3)).picklists.get()
    page = open_page(admin, size=size)
    page.goto(f"/picklists/{picklist.pk}/")
    page.get_by_text("Too few here?").click()
    below = 0.0
    for name in ("So many lie here", "Reason"):
        for part in (page.get_by_text(name, exact=True), page.get_by_label(name)):
            box = part.bounding_box()
            assert box is not None
            assert box["y"] >= below
            assert box["height"] > 10 < box["width"]
            below = box["y"] + box["height"]
