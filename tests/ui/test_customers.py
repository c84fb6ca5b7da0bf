"""The customer overview and what can be done from it: filters, bulk deeds, files, merging, the finder."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pakhuis.accounts.actions import create_tag
from pakhuis.accounts.models import Tag, User
from pakhuis.customers.actions.archive import archive_customers
from pakhuis.customers.actions.doubles import look_for_doubles
from pakhuis.customers.models import Customer, LikelyDouble, Merge
from pakhuis.fulfilment.actions import create_batch
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.cells import safe
from pakhuis.pricing.actions import attach_price_lists, create_price_list
from tests.factories import (
    MOMENT,
    a_customer,
    a_picklist,
    a_product,
    a_warehouse,
    an_order,
    lines,
    stocked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(admin: User) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


@pytest.fixture
def tag() -> Tag:
    return create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)


def shown(client: Client, query: str) -> list[str]:
    return [one.name for one in client.get(f"/customers/?{query}").context["page"].rows]


def test_filters_stand_in_the_address(client: Client, tag: Tag) -> None:
    listed = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    kade = a_customer("Kade", tag_ids=(tag.pk,), language="en", number="9")
    zee = a_customer("Zee", number="10")
    oud = a_customer("Oud", number="11")
    attach_price_lists(zee.pk, price_list_ids=[listed.pk], by=SYSTEM, now=MOMENT)
    archive_customers([oud.pk], by=SYSTEM, now=MOMENT)
    Customer.objects.filter(pk=zee.pk).update(is_incomplete=True)
    assert shown(client, "") == ["Kade", "Zee"]
    assert shown(client, "state=archived") == ["Oud"]
    assert shown(client, "state=all") == ["Kade", "Oud", "Zee"]
    assert shown(client, "state=incomplete") == ["Zee"]
    assert (
        shown(client, f"tag={tag.pk}") == shown(client, "language=en") == shown(client, "q=kad") == ["Kade"]
    )
    assert shown(client, f"price_list={listed.pk}") == ["Zee"]
    assert shown(client, f"price_list={listed.pk}&tag={tag.pk}") == []
    assert shown(client, "sort=newest") == ["Zee", "Kade"]
    assert shown(client, "sort=number") == ["Zee", "Kade"]
    assert shown(client, "tag=x&sort=%00&state=%F0&language=fr&field=1&after=x&price_list=-1") == [
        "Kade",
        "Zee",
    ]
    Customer.objects.filter(pk=kade.pk).update(last_order_at=MOMENT)
    assert shown(client, "sort=last_order") == ["Kade", "Zee"]


@pytest.mark.parametrize("sort", ["name", "number", "newest", "last_order"])
def test_pages_show_everybody_once(client: Client, sort: str) -> None:
    for number in range(120):
        a_customer(f"Klant {number % 7}", number=f"{number}" if number % 3 else "", addresses=())
    some = Customer.objects.filter(pk__in=Customer.objects.values("pk")[:40])
    some.update(last_order_at=MOMENT)
    seen: list[int] = []
    query = f"sort={sort}"
    while query:
        page = client.get(f"/customers/?{query}").context["page"]
        seen += [one.pk for one in page.rows]
        query = page.next_query
    assert len(seen) == len(set(seen)) == 120


def test_the_overview_asks_as_often_for_many_as_for_few(client: Client, tag: Tag) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/customers/?tag={tag.pk}&q=klant").status_code == 200
        return len(asked)

    a_customer("Klant", tag_ids=(tag.pk,))
    few = cost()
    for _ in range(9):
        a_customer("Klant", tag_ids=(tag.pk,))
    assert cost() == few


def test_deeds_on_the_ticked_and_on_all(client: Client, tag: Tag) -> None:
    kade, zee, oud = (a_customer(name) for name in ("Kade", "Zee", "Oud"))
    listed = create_price_list("Lijst", by=SYSTEM, now=MOMENT)

    def deed(query: str = "", **given: Any) -> None:
        answer = client.post(f"/customers/bulk/?{query}", given)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/customers/?{query}"

    deed(deed="tag", tag=tag.pk, ids=[kade.pk, zee.pk])
    assert set(tag.customers.all()) == {kade, zee}
    deed("q=kade", deed="untag", tag=tag.pk, all="on")
    assert set(tag.customers.all()) == {zee}
    deed(deed="add_list", price_list=listed.pk, all="on")
    assert listed.customer_price_lists.count() == 3
    deed(deed="remove_list", price_list=listed.pk, ids=[oud.pk])
    assert listed.customer_price_lists.count() == 2
    deed(deed="archive", ids=[oud.pk])
    assert shown(client, "") == ["Kade", "Zee"]
    deed("state=archived", deed="unarchive", all="on")
    assert shown(client, "") == ["Kade", "Oud", "Zee"]
    for wrong in (
        {},
        {"deed": "tag", "ids": [kade.pk]},
        {"deed": "tag", "tag": 2**60, "ids": [kade.pk]},
        {"deed": "archive"},
        {"deed": "explode", "all": "on"},
        {"deed": "tag", "tag": "x"},
    ):
        deed(**wrong)
    assert Customer.objects.filter(archived_at=None).count() == 3


def test_bulk_asks_for_the_right_of_each_deed(clerk: User) -> None:
    """Who may change but not export gets no file, and the other way round."""
    browser = Client()
    browser.force_login(clerk)
    kade = a_customer("Kade")
    assert browser.post("/customers/bulk/", {"deed": "csv", "ids": [kade.pk]}).status_code == 403
    assert browser.get("/customers/export/").status_code == 403
    clerk.rights.all().delete()
    clerk.rights.create(right="customers.export")
    browser.force_login(User.objects.get(pk=clerk.pk))
    assert browser.post("/customers/bulk/", {"deed": "csv", "ids": [kade.pk]}).status_code == 200
    assert browser.post("/customers/bulk/", {"deed": "archive", "ids": [kade.pk]}).status_code == 403
    assert browser.post(f"/customers/{kade.pk}/merge/{kade.pk}/").status_code == 403


def test_the_csv_holds_everything_and_no_formula(client: Client, tag: Tag) -> None:
    a_customer("=1+1", number="00123", phone="+31 6 12345678", tag_ids=(tag.pk,), remarks='a;"b"\nc')
    a_customer("Zee", addresses=())
    text = b"".join(client.get("/customers/export/?q=%3D1").streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    heads, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    told = dict(zip(heads, row, strict=True))
    assert (told["Customer number"], told["Name"], told["Telephone"]) == ("00123", "'=1+1", "+31 6 12345678")
    assert (told["Tags"], told["Remarks"]) == ("Horeca", 'a;"b"\nc')
    assert (told["Invoice address: city"], told["Delivery address: country"]) == ("Delft", "NL")


def test_the_xlsx_holds_text_only(client: Client, tmp_path: Any) -> None:
    a_customer("=1+1", number="00123", phone="+31 6 12345678")
    answer = client.post("/customers/bulk/", {"deed": "xlsx", "all": "on"})
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    heads, row = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    told = dict(zip(heads, row, strict=True))
    assert (told["Customer number"], told["Name"], told["Telephone"]) == ("00123", "=1+1", "+31 6 12345678")


def test_a_file_asks_five_queries_a_thousand(client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            b"".join(client.get("/customers/export/").streaming_content)  # type: ignore[attr-defined]
        return len(asked)

    a_customer("Kade")
    few = cost()
    for _ in range(9):
        a_customer("Kade")
    assert cost() == few


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Kade", "Kade"), ("", ""), ("+31 6 12345678", "+31 6 12345678"), ("+31 (0)6-1234", "+31 (0)6-1234"),
        ("+1-2", "'+1-2"), ("+1 / (2) ", "'+1 / (2) "), ("+31-20-1234567", "'+31-20-1234567"),
        ("+31 20-1234567", "+31 20-1234567"), ("-5", "-5"), ("-5,25", "-5,25"), ("=1", "'=1"), ("@x", "'@x"),
        ("+A1", "'+A1"), ("-1+1", "'-1+1"),
        ("\t=1", "'\t=1"), (" =1", "' =1"), ("＝1", "'＝1"), ("+1+x|' /C'!A0", "'+1+x|' /C'!A0"),
    ],
)  # fmt: skip
def test_cells_are_no_formulas(text: str, kept: str) -> None:
    assert safe(text) == kept


@pytest.mark.once
@given(st.text())
def test_no_cell_begins_dangerously(text: str) -> None:
    cell = safe(text)
    assert cell in (text, f"'{text}")
    assert not cell.lstrip().startswith(("=", "@"))


def test_compare_merge_and_undo_on_screen(client: Client) -> None:
    kade, zee = a_customer("Kade", number="7"), a_customer("De Kade", number="8", phone="0152123456")
    assert "De Kade" in client.get(f"/customers/{kade.pk}/merge/?q=de+kade").content.decode()
    page = client.get(f"/customers/{kade.pk}/merge/{zee.pk}/").content.decode()
    assert 'name="phone" value="loser" checked' in page
    assert 'name="name" value="winner" checked' in page
    done = client.post(f"/customers/{kade.pk}/merge/{zee.pk}/", {"name": "loser", "phone": "nonsense"})
    assert done.headers["Location"] == f"/customers/{kade.pk}/merges/"
    kade.refresh_from_db()
    assert (kade.name, kade.phone) == ("De Kade", "0152123456")
    assert client.get(f"/customers/{zee.pk}/").headers["Location"] == f"/customers/{kade.pk}/"
    assert shown(client, "q=8") == shown(client, "q=7") == ["De Kade"]
    assert "1 customer was merged" in client.get(f"/customers/{kade.pk}/").content.decode()
    merge = Merge.objects.get()
    undone = client.post(f"/customers/{kade.pk}/merges/{merge.pk}/undo/", follow=True)
    assert "The merge is undone." in undone.content.decode()
    again = client.post(f"/customers/{kade.pk}/merges/{merge.pk}/undo/", follow=True)
    assert "This merge was undone already." in again.content.decode()
    assert Customer.objects.count() == 2
    assert client.post(f"/customers/{zee.pk}/merges/{merge.pk}/undo/").status_code == 404
    assert client.get(f"/customers/{2**70}/").status_code == 404


def test_the_queue_of_doubles_on_screen(client: Client) -> None:
    a_customer("Kade", email="a@x.nl")
    a_customer("Zee", email="a@x.nl")
    assert "No likely doubles" in client.get("/customers/doubles/").content.decode()
    look_for_doubles(now=MOMENT)
    text = client.get("/customers/doubles/").content.decode()
    assert "same e-mail" in text
    pair = LikelyDouble.objects.get()
    client.post(f"/customers/doubles/{pair.pk}/different/")
    assert "No likely doubles" in client.get("/customers/doubles/").content.decode()
    again = client.post(f"/customers/doubles/{pair.pk}/different/", follow=True)
    assert "There is no such pair." in again.content.decode()


def test_archive_and_show_again_on_screen(client: Client) -> None:
    kade = a_customer("Kade")
    client.post(f"/customers/{kade.pk}/archive/")
    assert shown(client, "") == []
    assert "Archived" in client.get(f"/customers/{kade.pk}/").content.decode()
    client.post(f"/customers/{kade.pk}/archive/", {"show": "on"})
    assert shown(client, "") == ["Kade"]


def test_the_finder_answers_while_one_types(client: Client) -> None:
    stocked(a_warehouse(), KADEBIER=9)
    order = an_order(a_customer("Kade"), lines=lines(KADEBIER=1))
    text = client.get("/search/?q=kade", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert text.count('role="option"') == 2
    typed = client.get(f"/search/?q={order.number[:6].lower()}", headers={"HX-Request": "true"})
    assert f'href="/orders/{order.pk}/"' in typed.content.decode()
    assert client.get(f"/search/?q={order.number.lower()}").headers["Location"] == f"/orders/{order.pk}/"
    for odd in ("%", "'", '"', "\\", "%00", "🍺", "k", "ka", "x" * 300):
        assert client.get(f"/search/?q={odd}", headers={"HX-Request": "true"}).status_code == 200


def test_an_address_that_no_mail_can_go_to_is_marked(client: Client) -> None:
    customer = a_customer("Kade", email="jan@kade.example")
    page = f"/customers/{customer.pk}/"
    assert 'href="mailto:jan@kade.example"' in client.get(page).content.decode()
    Customer.objects.filter(pk=customer.pk).update(email="jan@zwaantje")
    a_product("A")
    order = an_order(Customer.objects.get(), lines=lines(A=1))
    for shown in (page, f"/orders/{order.pk}/"):
        text = client.get(shown).content.decode()
        assert 'jan@zwaantje <span class="badge badge-malformed">No e-mail address</span>' in text
    form = client.get(f"/returns/new/?order={order.pk}").content.decode()
    assert "jan@zwaantje" not in form


def test_the_finder_knows_picklists_and_batches_by_their_numbers(client: Client, visitor: User) -> None:
    picklist = a_picklist(A=1)
    batch = create_batch([picklist.pk], by=SYSTEM, now=MOMENT)
    for found, place in ((picklist, "picklists"), (batch, "batches")):
        for typed in (found.number, found.number.lower(), found.number[:4]):
            for headers in ({}, {"HX-Request": "true"}):
                text = client.get("/search/", {"q": typed}, headers=headers).content.decode()
                assert f'href="/{place}/{found.pk}/"' in text
    browser = Client()
    browser.force_login(visitor)
    assert (
        "/picklists/"
        not in browser.get("/search/", {"q": picklist.number}).content.decode().split("<main")[1]
    )


def test_the_finder_shows_only_what_one_may_see(packer: User) -> None:
    browser = Client()
    browser.force_login(packer)
    a_customer("Kade")
    a_product("KADE")
    text = browser.get("/search/?q=kade", headers={"HX-Request": "true"}).content.decode()
    assert text.count('role="option"') == 1
