"""Buying in on the screens: a buyer orders, somebody in the warehouse scans what comes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pakhuis.accounts.actions import change_user, create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.kernel.actor import SYSTEM
from pakhuis.purchasing.models import PurchaseOrder, Receipt, ReceivedGoods, Supplier
from pakhuis.stock.models import LocationStock
from tests.conftest import PASSWORD
from tests.factories import (
    MOMENT,
    a_customer,
    a_location,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
)
from tests.purchasing.making import (
    WHO,
    a_concept,
    a_purchase,
    a_receipt,
    a_supplier,
    purchase_by_lines,
    sold_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(db: None, client: Client) -> User:
    """Buys, and sees products and orders."""
    rights = (Right.PURCHASING_WORK, Right.PRODUCTS_SEE, Right.ORDERS_SEE, Right.CUSTOMERS_SEE)
    user = create_user("bart", password=PASSWORD, rights=rights, language="en", **WHO)
    client.force_login(user)
    return user


def shown(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_supplier_is_made_with_what_it_sells(client: Client, buyer: User) -> None:
    a_product("MOUT")
    form = {"name": "Mouterij Noord", "language": "nl", "country": "NL", "email": "ans@noord.example"}
    assert client.post(reverse("supplier-new"), form).status_code == 302
    supplier = Supplier.objects.get()
    path = reverse("supplier-product", args=(supplier.pk,))
    client.post(
        path, {"product": "MOUT — Product MOUT", "code": "M-25", "price": "18,50", "order_quantity": "4"}
    )
    page = shown(client, "supplier", supplier.pk)
    assert "M-25" in page
    assert "18.50" in page
    wrong = client.post(path, {"product": "NOPE", "price": "1"})
    assert "There is no product “NOPE”." in wrong.content.decode()
    client.post(path, {"remove": supplier.products.get().product_id})
    assert not supplier.products.exists()
    client.post(reverse("supplier-active", args=(supplier.pk,)), {})
    assert "Retired" in shown(client, "supplier", supplier.pk)
    assert "Mouterij Noord" not in shown(client, "suppliers")


def test_a_form_with_mistakes_says_all_of_them_at_their_fields(client: Client, buyer: User) -> None:
    a_warehouse()
    form = {"new.0.product": "NOPE", "new.0.amount": "x", "expected_on": "soon", "language": "nl"}
    page = client.post(reverse("purchase-new"), form).content.decode()
    for sentence in ("There is no product NOPE.", "This is not a number.", "“soon” is not a date."):
        assert sentence in page
    assert page.count('aria-invalid="true"') >= 3
    assert not PurchaseOrder.objects.exists()


def test_from_the_form_to_what_a_customer_is_told(client: Client, buyer: User) -> None:
    house, supplier = a_warehouse(), a_supplier()
    sold_by(supplier, "A", price="2")
    customer = a_customer()
    order = a_processed_order(customer, lines=lines(A=3))
    form = {
        "supplier": str(supplier.pk),
        "warehouse": str(house.pk),
        "expected_on": "2026-12-01",
        "new.0.product": "A",
        "new.0.amount": "3",
    }
    answer = client.post(reverse("purchase-new"), form)
    purchase = PurchaseOrder.objects.get()
    assert answer.headers["Location"] == reverse("purchase", args=(purchase.pk,))
    assert "from purchase orders" not in shown(client, "order", order.pk)
    client.post(reverse("purchase-move", args=(purchase.pk, "purchase")))
    page = shown(client, "order", order.pk)
    assert "1 Dec 2026" in page
    assert "from purchase orders" in page
    tab = client.get(reverse("customer", args=(customer.pk,)) + "?tab=backorders").content.decode()
    assert "1 Dec 2026" in tab
    product = shown(client, "product", order.lines.get().product_id)
    assert purchase.number in product
    assert purchase.number in client.get(f"/search/?q={purchase.number}").content.decode()


def test_editing_changes_head_and_lines_at_once(client: Client, buyer: User) -> None:
    order = a_concept(A=4, B=1)
    a, b = order.lines.order_by("pk")
    page = shown(client, "purchase-edit", order.pk)
    assert f'name="line.{a.pk}.amount"' in page
    form = {
        "supplier": str(order.supplier_id),
        "warehouse": str(order.warehouse_id),
        "expected_on": "2026-12-24",
        "language": "nl",
        f"line.{a.pk}.amount": "0",
        f"line.{a.pk}.price": "1,25",
        f"line.{b.pk}.amount": "1",
        f"line.{b.pk}.price": "1",
        f"line.{b.pk}.remove": "on",
    }
    wrong = client.post(reverse("purchase-edit", args=(order.pk,)), form)
    assert "This must be between 1 and" in wrong.content.decode()
    form[f"line.{a.pk}.amount"] = "6"
    assert client.post(reverse("purchase-edit", args=(order.pk,)), form).status_code == 302
    order.refresh_from_db()
    assert [(one.code, one.amount, str(one.price)) for one in order.lines.all()] == [("A", 6, "1.2500")]
    client.post(reverse("purchase-move", args=(order.pk, "cancel")))
    assert client.get(reverse("purchase-edit", args=(order.pk,))).status_code == 302
    assert client.post(reverse("purchase-move", args=(order.pk, "nonsense"))).status_code == 404


@pytest.fixture
def scanning(client: Client, packer: User) -> Client:
    client.force_login(packer)
    return client


def test_somebody_in_the_warehouse_scans_a_place_and_then_goods(scanning: Client) -> None:
    shelf = a_location(a_warehouse(), "A-01")
    order = a_purchase(A=3)
    path = reverse("purchase-receive", args=(order.pk,))
    quick = {"HX-Request": "true"}
    told = [
        scanning.post(path, {"code": code}, headers=quick).content.decode()
        for code in ("a-01", "A", "3*A", "NOPE")
    ]
    assert "Goods go on A-01 now." in told[0]
    assert "2 still to come" in told[1]
    assert "1 more than ordered" in told[2]
    assert 'data-sound="bad"' in told[3]
    assert (LocationStock.objects.get().location, LocationStock.objects.get().on_hand) == (shelf, 4)
    page = scanning.get(reverse("purchase", args=(order.pk,))).content.decode()
    assert "more than ordered" in page
    assert "€" not in page, "who receives is not told what it costs"


def test_what_a_scan_says_is_dutch_on_a_dutch_screen(scanning: Client, packer: User) -> None:
    change_user(packer.pk, language="nl", by=SYSTEM, now=MOMENT)
    path = reverse("purchase-receive", args=(a_purchase(A=3).pk,))
    told = [
        scanning.post(path, {"code": code}, headers={"HX-Request": "true"}).content.decode()
        for code in ("A", "2*A", "4*A")
    ]
    assert "er komen er nog 2" in told[0]
    assert "compleet" in told[1]
    assert "4 meer dan besteld" in told[2]


def test_a_product_on_two_lines_is_told_of_as_a_whole(scanning: Client) -> None:
    order = purchase_by_lines(5, 5)
    path = reverse("purchase-receive", args=(order.pk,))
    told = [
        scanning.post(path, {"code": code}, headers={"HX-Request": "true"}).content.decode()
        for code in ("6*A", "4*A", "2*A")
    ]
    assert "6 × A Product A: 4 still to come" in told[0]
    assert "4 × A Product A: complete" in told[1]
    assert "2 × A Product A: 2 more than ordered" in told[2]
    assert list(order.lines.order_by("pk").values_list("received", flat=True)) == [5, 7]


def test_without_scripts_a_scan_leads_back_to_the_page(scanning: Client) -> None:
    order = a_purchase(A=3)
    path = reverse("purchase-receive", args=(order.pk,))
    answer = scanning.post(path, {"code": "A"}, follow=True)
    assert answer.redirect_chain[0][0] == path
    assert "sound-good" in answer.content.decode()


def test_a_line_received_by_somebody_else_meanwhile_is_refused(scanning: Client) -> None:
    order = a_purchase(A=3)
    (line,) = order.lines.all()
    path = reverse("purchase-receive", args=(order.pk,))
    form = {"line": line.pk, "amount": "3", "seen": "0", "location": ""}
    scanning.post(path, form)
    late = scanning.post(path, form, follow=True).content.decode()
    assert "Somebody else has received this meanwhile: 3 pieces are in now." in late
    scanning.post(path, {**form, "seen": "3", "location": "NOPE"})
    assert ReceivedGoods.objects.count() == 1


def test_everything_at_once_taken_back_and_completed(scanning: Client) -> None:
    order = a_purchase(A=3, B=1)
    scanning.post(reverse("purchase-receive", args=(order.pk,)), {"all": "on"})
    receipt = Receipt.objects.get()
    path = reverse("receipt-move", args=(receipt.pk,))
    goods = receipt.goods.order_by("pk")[0]
    back = scanning.post(path, {"revert": goods.pk, "then": "https://evil.example/"})
    assert back.headers["Location"] == reverse("receipt", args=(receipt.pk,))
    scanning.post(reverse("receipt", args=(receipt.pk,)), {"remarks": "Doos nat"})
    scanning.post(path, {"complete": "on"})
    receipt.refresh_from_db()
    goods.refresh_from_db()
    assert (receipt.status, receipt.remarks, goods.kept) == ("completed", "Doos nat", 0)
    assert "Doos nat" in scanning.get(reverse("receipt", args=(receipt.pk,))).content.decode()
    assert receipt.number in scanning.get(reverse("receipts")).content.decode()


def test_an_empty_receipt_is_thrown_away_and_nothing_more_is_received_after_closing(scanning: Client) -> None:
    order = a_purchase(A=3)
    receipt = a_receipt(order)
    scanning.post(reverse("receipt-move", args=(receipt.pk,)), {"remove": "on"})
    assert not Receipt.objects.exists()
    assert scanning.post(reverse("purchase-move", args=(order.pk, "close"))).status_code == 403
    concept = a_concept(A=1)
    assert scanning.get(reverse("purchase-receive", args=(concept.pk,))).status_code == 302
