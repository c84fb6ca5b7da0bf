"""What Pakhuis gives out goes in again without changing anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_tag, create_template, create_user
from pakhuis.accounts.models import Tag, User
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.customers.actions import create_customer, create_own_field
from pakhuis.customers.intake import BookAddress, CustomerFields, GivenChoice, NewAddress, OwnFieldFields
from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import own_field_specs
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Subject
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.pricing.actions import attach_to_many, create_price_list, set_price
from tests.conftest import MOMENT, PASSWORD
from tests.factories import a_price_list, a_product
from tests.imports.running import counts, imported, rows, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def taken(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    file = getattr(answer, "file_to_stream", None)
    if file is not None:
        file.close()
    return content


def test_a_result_file_goes_in_again_unchanged(anna: Client) -> None:
    """With the same columns chosen by themselves: the added ones are recognised or skipped."""
    content = "Klantnummer;Naam;Plaats;Adres\n00123;Café De Kade;Epe;Kade 1\n7;+31 bar;Ede;=Laan 2\n"
    run = imported(content)
    again = uploaded(taken(anna, f"/imports/{run.pk}/result/"))
    assert again.mapping["columns"][:4] == ["number", "name", "address.city", "address.line1"]
    assert set(again.mapping["columns"][4:]) == {""}
    done = imported(taken(anna, f"/imports/{run.pk}/result/"))
    assert counts(done) == (2, 0, 0, 2, 0, 0)
    assert Customer.objects.get(number="7").addresses.get().line1 == "=Laan 2"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_export_of_customers_goes_in_again_unchanged(
    anna: Client, admin: User, kind: str, language: str
) -> None:
    address = f"/customers/export/?format={kind}"
    User.objects.filter(pk=admin.pk).update(language=language)
    create_template("Zakelijk", is_default=False, by=SYSTEM, now=MOMENT)
    create_tag("vip", color="#112233", inherit=False, by=SYSTEM, now=MOMENT)
    home = NewAddress(name="Kade", line1="Kade 1", zipcode="1011 AB", city="Epe", country="NL")
    away = NewAddress(name="Loods", line1="Laan 2", zipcode="9000", city="Gent", country="BE")
    book = (
        BookAddress(address=home, is_default_invoice=True),
        BookAddress(address=away, is_default_delivery=True),
    )
    tags = tuple(Tag.objects.values_list("pk", flat=True))
    fields = CustomerFields(
        number="00123", name="Kade", email="a@example.com", discount="2.5", addresses=book, tag_ids=tags
    )
    create_customer(fields, by=SYSTEM, now=MOMENT)
    facts = Fact.objects.count()
    run = imported(taken(anna, address))
    assert run.read == run.unchanged > 0, ImportRun.objects.get(pk=run.pk).mapping
    assert Fact.objects.count() == facts


@pytest.mark.parametrize("language", ["nl", "en"])
def test_further_addresses_go_out_and_in_again_unchanged(anna: Client, admin: User, language: str) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    one, two, three, four = (
        NewAddress(
            name=f"Kade {n}",
            contact_name="Jan",
            line1=f"Kade {n}",
            line2="hek",
            zipcode="1011 AB",
            city="Epe",
            region="Veluwe",
            country="NL",
        )
        for n in range(4)
    )
    both = BookAddress(address=one, is_default_invoice=True, is_default_delivery=True)
    for number, book in (
        ("1", (both, BookAddress(address=two), BookAddress(address=three), BookAddress(address=four))),
        ("2", (BookAddress(address=two), BookAddress(address=three))),
        ("3", (both,)),
        ("4", ()),
    ):
        create_customer(CustomerFields(number=number, name="Kade", addresses=book), by=SYSTEM, now=MOMENT)
    facts, file = Fact.objects.count(), taken(anna, "/customers/export/?format=csv")
    for text in ("Kade 0", "Kade 1", "Kade 2"):
        assert text.encode() in file
    run = imported(file)
    assert counts(run) == (4, 0, 0, 4, 0, 0), [row.changes for row in rows(run)]
    assert Fact.objects.count() == facts
    Customer.objects.filter(number="1").delete()
    imported(file)
    lines = (
        Customer.objects.get(number="1").addresses.order_by("pk").values_list("line1", "is_default_invoice")
    )
    assert list(lines) == [("Kade 0", True), ("Kade 1", False), ("Kade 2", False)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_names_that_hold_commas_and_apostrophes_go_in_again_unchanged(anna: Client, kind: str) -> None:
    choices = tuple(GivenChoice(title=one) for one in ("Pils, blond", "Tripel; zwaar", 'Stout "x"'))
    create_own_field(OwnFieldFields(title="Bier", kind="multiple", choices=choices), by=SYSTEM, now=MOMENT)
    create_own_field(OwnFieldFields(title="Motto", kind="text"), by=SYSTEM, now=MOMENT)
    bier, motto = own_field_specs()
    given = (
        GivenOwnValue(field_id=bier.id, value=tuple(one.title for one in bier.choices)),
        GivenOwnValue(field_id=motto.id, value="Proost, zei Jan"),
    )
    titles = ("Horeca, groot", "Horeca", "groot; zwaar", "a|b")
    tags = tuple(create_tag(one, color="#112233", inherit=False, by=SYSTEM, now=MOMENT).pk for one in titles)
    lists = frozenset(create_price_list(one, by=SYSTEM, now=MOMENT).pk for one in titles)
    names = ("'70s Bar", "'t Hof", "＝Laan", "=1+1", "'s-Heeren Loo", "@home")
    for place, name in enumerate(names):
        fields = CustomerFields(
            number=f"N{place}", name=name, own_fields=given, tag_ids=tags[: place + 1], template_id=None
        )
        made = create_customer(fields, by=SYSTEM, now=MOMENT)
        attach_to_many({made.pk: lists if place else frozenset()}, by=SYSTEM, now=MOMENT)
    facts = Fact.objects.count()
    run = imported(taken(anna, f"/customers/export/?format={kind}"))
    assert counts(run) == (len(names), 0, 0, len(names), 0, 0), [row.changes for row in rows(run)]
    assert Fact.objects.count() == facts
    assert Tag.objects.count() == len(titles)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_export_of_products_goes_in_again_unchanged(anna: Client, admin: User, language: str) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    for code, price, fields in (
        ("00123", "1.5", {"barcode": "0087123", "weight": 1500}),
        ("=A+1", "1234.125", {"name": 'Pils; "blond"\nkrat'}),
        ("K9", "0.0005", {}),
    ):
        product = a_product(code, price=price)
        update_product(product.pk, ProductFields(**fields), by=SYSTEM, now=MOMENT)
    off = a_product("OUD")
    update_product(off.pk, ProductFields(active=False), by=SYSTEM, now=MOMENT)
    facts = Fact.objects.count()
    for address, read in (("/products/export/", 3), ("/products/export/?show=retired", 1)):
        run = imported(taken(anna, address), subject=Subject.PRODUCTS)
        assert "" not in run.mapping["columns"]
        assert counts(run) == (read, 0, 0, read, 0, 0), [row.problems for row in rows(run)]
    assert Fact.objects.count() == facts
    run = imported(taken(anna, "/products/export/?q=K9"), subject=Subject.PRODUCTS)
    assert [row.subject_label for row in rows(run)] == ["K9"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_export_of_a_price_list_goes_in_again_unchanged(anna: Client, admin: User, language: str) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    made = a_price_list("Horeca, groot", A=[("8.1255", 1), ("7", 10)], B=[("1234.5", 1)])
    set_price(
        made.pk,
        product_id=Product.objects.get(code="A").pk,
        price="6",
        valid_from=date(2026, 12, 1),
        valid_until=date(2026, 12, 31),
        by=SYSTEM,
        now=MOMENT,
    )
    facts = Fact.objects.count()
    run = imported(taken(anna, f"/settings/price-lists/{made.pk}/export/"), subject=Subject.PRICES)
    assert "" not in run.mapping["columns"]
    assert counts(run) == (4, 0, 0, 4, 0, 0), [row.problems for row in rows(run)]
    assert Fact.objects.count() == facts


def test_exports_ask_for_the_right_of_what_they_show(db: None) -> None:
    made = a_price_list("Horeca", A=[("8", 1)])
    create_user("kees", password=PASSWORD, rights=(Right.CUSTOMERS_SEE,), by=SYSTEM, now=MOMENT)
    client = Client()
    client.force_login(User.objects.get(username="kees"))
    for address in ("/products/export/", f"/settings/price-lists/{made.pk}/export/"):
        assert client.get(address).status_code == 403
