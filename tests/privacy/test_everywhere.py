"""A person of whom something stands wherever it can stand is erased: every text column is looked through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from pakhuis.accounts.actions import change_settings, create_api_key, forget_answers_with
from pakhuis.accounts.models import KeptAnswer
from pakhuis.comments.actions import add_comment
from pakhuis.comments.models import Comment
from pakhuis.customers.actions import create_own_field, merge_customers, undo_merge, update_customer
from pakhuis.customers.events import VatNumberChecked
from pakhuis.customers.intake import BookAddress, CustomerFields, OwnFieldFields
from pakhuis.customers.models import Customer, Merge, VatCheck
from pakhuis.customers.queries import former_ids, parted_ids
from pakhuis.fulfilment.actions import (
    close_picklist,
    pause_picklist,
    pick_all,
    process_order,
    resume_picklist,
)
from pakhuis.fulfilment.models import Parcel, Shipment, ShippingProfile, ShippingProvider, ShippingWish
from pakhuis.hooks.actions import create_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Message
from pakhuis.journal.actions import record
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import create_order_field, note_on_order
from pakhuis.orders.intake import NewLine, OrderFieldFields
from pakhuis.orders.models import Order, OrderLine
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.papers.actions import confirm_by_hand, send_mail
from pakhuis.papers.models import Mail
from pakhuis.privacy.actions import erase_person
from pakhuis.privacy.export import everything_of
from pakhuis.returns.models import Return
from tests.api.conftest import basic
from tests.factories import MOMENT, STREET, a_customer, a_warehouse, an_order, lines, stocked
from tests.privacy.places import LONG_AGO, SECRET_WORD, places_of
from tests.returns.making import a_return

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
HOME = STREET._replace(
    name=SECRET_WORD, contact_name=SECRET_WORD, line1=f"{SECRET_WORD} 1", line2=SECRET_WORD
)
MAIL = f"{SECRET_WORD}@x.nl"


def the_person() -> Customer:
    """Every field of a customer filled in, with an own field, evidence, a comment and a changed field."""
    note = create_own_field(OwnFieldFields(title="Bijnaam", kind="text"), **WHO)
    customer = a_customer(
        SECRET_WORD,
        contact_name=SECRET_WORD,
        number=SECRET_WORD,
        email=MAIL,
        phone="0101234567",
        vat_number=f"NL{SECRET_WORD}",
        remarks=SECRET_WORD,
        default_order_remarks=SECRET_WORD,
        addresses=(BookAddress(address=HOME, is_default_invoice=True, is_default_delivery=True),),
    )
    own = (GivenOwnValue(field_id=note.pk, value=SECRET_WORD),)
    update_customer(customer.pk, CustomerFields(name=f"{SECRET_WORD} BV", own_fields=own), **WHO)
    told = {"name": SECRET_WORD, "address": SECRET_WORD, "raw": SECRET_WORD}
    VatCheck.objects.create(
        customer=customer, number=f"NL{SECRET_WORD}", state="valid", at=MOMENT, request_id="W1", **told
    )
    record([VatNumberChecked(id=customer.pk, number=f"NL{SECRET_WORD}", state="valid")], **WHO)
    add_comment("customer", customer.pk, body=f"{SECRET_WORD} belt liever.", **WHO)
    return customer


def the_order(customer: Customer) -> Order:
    """Delivered long ago, with everything that can be said of an order, its picklist, parcels and mails."""
    field = create_order_field(OrderFieldFields(title="Kaartje", kind="text"), **WHO)
    order = an_order(
        customer,
        lines=(NewLine(product_code="A", amount=1, remarks=SECRET_WORD),),
        reference=SECRET_WORD,
        remarks=SECRET_WORD,
        phone=SECRET_WORD,
        pickup_point={"name": SECRET_WORD},
        own_values=(GivenOwnValue(field_id=field.pk, value=SECRET_WORD),),
    )
    process_order(order.pk, **WHO)
    note_on_order(order.pk, note=SECRET_WORD, **WHO)
    picklist = order.picklists.get()
    pause_picklist(picklist.pk, reason=f"{SECRET_WORD} is ziek", **WHO)
    resume_picklist(picklist.pk, **WHO)
    send_mail(confirm_by_hand(order.pk, **WHO).pk, now=MOMENT)
    pick_all(picklist.pk, **WHO)
    close_picklist(picklist.pk, **WHO)
    shipment = Shipment.objects.create(picklist=picklist, order=order, created_at=MOMENT, updated_at=MOMENT)
    link = f"https://carrier.example/{SECRET_WORD}"
    Parcel.objects.create(shipment=shipment, tracking_code=SECRET_WORD, tracking_url=link)
    add_comment("order", order.pk, body=SECRET_WORD, **WHO)
    add_comment("picklist", picklist.pk, body=SECRET_WORD, **WHO)
    Mail.objects.filter(order=order).update(problem=[{"code": "x", "text": SECRET_WORD, "path": []}])
    return order


def told_elsewhere() -> None:
    """Every message of the person to another program was sent and answered with the name in it."""
    others = Customer.objects.filter(name="Kade").values("pk")
    messages = Message.objects.exclude(subject_kind="customer", subject_id__in=others)
    messages.update(body=f'{{"name":"{SECRET_WORD}"}}', answer=SECRET_WORD, problems=[SECRET_WORD])


@pytest.fixture
def person(client: Any) -> Customer:
    """Somebody known everywhere: customer, order, mails, webhooks, kept answers, and a merge taken apart."""
    change_settings(company_name="De Linde", company_email="info@linde.example", **WHO)
    stocked(a_warehouse(), A=9)
    events = ("customers.created", "orders.created", "picklists.created", "comments.created")
    for event in events:
        create_hook(NewHook(name=event, event=event, address="https://shop.example/in"), **WHO)
    customer = the_person()
    order = the_order(customer)
    other = a_customer("Kade", email="joke@kade.example")
    undo_merge(merge_customers(other.pk, customer.pk, **WHO).pk, **WHO)
    _, key = create_api_key("shop", **WHO)
    headers = {"Authorization": basic(key), "Idempotency-Key": "again"}
    path = f"/api/v1/customers/{customer.pk}/addresses"
    body = {"name": SECRET_WORD, "country": "NL"}
    assert client.post(path, body, content_type="application/json", headers=headers).status_code == 201
    headers["Idempotency-Key"] = "unarchive"
    client.post(f"/api/v1/customers/{customer.pk}/unarchive", headers=headers)
    told_elsewhere()
    Order.objects.filter(pk=order.pk).update(created_at=LONG_AGO, completed_at=LONG_AGO)
    customer.refresh_from_db()
    return customer


def test_every_text_is_gone(person: Customer) -> None:
    before = places_of(SECRET_WORD)
    assert before >= {
        "accounts.KeptAnswer.body",
        "comments.Comment.body",
        "customers.Address.name",
        "customers.Merge.record",
        "customers.OwnValue.text",
        "customers.VatCheck.address",
        "customers.VatCheck.name",
        "customers.VatCheck.raw",
        "fulfilment.Parcel.tracking_code",
        "fulfilment.Parcel.tracking_url",
        "hooks.Message.answer",
        "hooks.Message.body",
        "journal.Fact.data",
        "orders.Order.pickup_point",
        "orders.OrderFieldValue.text",
        "orders.OrderLine.remarks",
        "papers.Mail.problem",
    }
    sent = Fact.objects.get(name="order.mail_sent")
    assert sent.data["to"] == MAIL
    assert erase_person(person.pk, **WHO) == ()
    assert places_of(SECRET_WORD) == set()
    sent.refresh_from_db()
    assert (sent.data["to"], sent.data["mail"]) == ("", "confirmation")


def test_what_the_books_need_is_still_there(person: Customer) -> None:
    line = OrderLine.objects.get()
    facts = Fact.objects.count()
    erase_person(person.pk, **WHO)
    after = OrderLine.objects.get()
    assert (after.price, after.amount, after.name) == (line.price, line.amount, line.name)
    assert Fact.objects.count() == facts + 1
    assert (Parcel.objects.count(), Mail.objects.filter(state="sent").count()) == (1, 1)
    placed = Fact.objects.get(name="order.placed")
    assert placed.data["number"] == Order.objects.get().number


def test_a_file_of_a_person_holds_every_place_where_the_name_stands(person: Customer) -> None:
    """But answers kept for programs, which tell the same, and what a merge that was undone remembers."""
    order = Order.objects.get()
    times = {"created_at": MOMENT, "updated_at": MOMENT}
    post = ShippingProvider.objects.create(name="Post", carrier="other", **times)
    profile = ShippingProfile.objects.create(provider=post, name="Brievenbus")
    ShippingWish.objects.create(order=order, profile=profile)
    Return.objects.filter(pk=a_return(person, A=1).pk).update(tracking_code=SECRET_WORD)
    told_elsewhere()
    told = everything_of(person.pk)
    cells = (
        (f"{table}.{name}", value) for table in told for row in told[table] for name, value in row.items()
    )
    found = {place for place, value in cells if SECRET_WORD.lower() in str(value).lower()}
    assert places_of(SECRET_WORD) - found == {"accounts.KeptAnswer.body", "customers.Merge.record"}
    assert {"fulfilment.Parcel.tracking_code", "returns.Return.tracking_code", "hooks.Message.body"} <= found
    assert {"fulfilment.PicklistLine", "fulfilment.ShippingWish", "returns.ReturnLine"} <= set(told)
    other = Customer.objects.get(name="Kade")
    assert all(row["id"] != other.pk for row in told["customers.Customer"])


def test_nothing_of_somebody_else_is_touched(person: Customer) -> None:
    """The other side of a merge that was taken apart is a customer like any other."""
    other = Customer.objects.get(name="Kade")
    order = an_order(other, lines=lines(A=1), remarks="Bellen")
    add_comment("customer", other.pk, body="Aardig", **WHO)
    add_comment("order", order.pk, body="Bellen", **WHO)
    Message.objects.filter(subject_kind="order", subject_id=order.pk).update(body="kept")
    created = Fact.objects.get(name="customer.created", subject_id=other.pk)
    erase_person(person.pk, **WHO)
    other.refresh_from_db()
    created_after = Fact.objects.get(pk=created.pk)
    assert (other.name, other.email, created_after.data) == ("Kade", "joke@kade.example", created.data)
    assert set(Comment.objects.values_list("body", flat=True)) == {"Aardig", "Bellen"}
    assert Message.objects.filter(body="kept").exists()


def test_a_kept_order_loses_what_is_no_book(person: Customer) -> None:
    young = an_order(person, lines=lines(A=1))
    Order.objects.filter(pk=young.pk).update(status="cancelled")
    add_comment("order", young.pk, body=SECRET_WORD, **WHO)
    told_elsewhere()
    notes = erase_person(person.pk, **WHO)
    assert [one.code for one in notes] == ["kept_by_law"]
    assert {one.split(".")[1] for one in places_of(SECRET_WORD)} <= {"Order", "Fact"}


def test_an_answer_asked_for_again_names_nobody(person: Customer, client: Any) -> None:
    """The request is not done a second time either: that would bring the person back."""
    _, key = create_api_key("shop", **WHO)
    headers = {"Authorization": basic(key), "Idempotency-Key": "made"}
    route, body = "/api/v1/customers", {"name": SECRET_WORD}
    made = client.post(route, body, content_type="application/json", headers=headers).json()
    erase_person(made["idcustomer"], **WHO)
    again = client.post(route, body, content_type="application/json", headers=headers)
    assert (again.status_code, again.json(), again.headers["Idempotency-Replayed"]) == (201, {}, "true")
    assert Customer.objects.filter(name=SECRET_WORD).count() == 0


def test_answers_about_others_stay(person: Customer) -> None:
    def bodies() -> QuerySet[KeptAnswer, Any]:
        return KeptAnswer.objects.order_by("pk").values_list("body", flat=True)

    key, _ = create_api_key("shop", **WHO)
    near = [f'{{"idcustomer":{person.pk}7}}', f'{{"idcustomer":{person.pk}7,"x":1}}']
    for place, body in enumerate(near):
        KeptAnswer.objects.create(key=key, name=f"n{place}", digest="0", status=200, body=body, at=MOMENT)
    erase_person(person.pk, **WHO)
    assert list(bodies())[-2:] == near
    assert forget_answers_with([]) == 0
    assert forget_answers_with([f"nothing like it {n}" for n in range(1_500)] + [":"]) == 2


def test_who_went_up_in_whom() -> None:
    first, second, third, other = (a_customer(name) for name in ("Een", "Twee", "Drie", "Vier"))
    merge_customers(second.pk, third.pk, **WHO)
    merge_customers(first.pk, second.pk, **WHO)
    merge = merge_customers(first.pk, other.pk, **WHO)
    assert former_ids(first.pk) == [second.pk, other.pk, third.pk]
    undo_merge(merge.pk, now=MOMENT + timedelta(days=1), by=SYSTEM)
    assert former_ids(first.pk) == [second.pk, third.pk]
    assert former_ids(other.pk) == []
    assert parted_ids([first.pk]) == [other.pk]
    assert parted_ids([other.pk]) == [first.pk]


def test_a_file_holds_nothing_of_who_was_parted_again() -> None:
    first, other = a_customer("Kade"), a_customer(SECRET_WORD, email=MAIL)
    undo_merge(merge_customers(first.pk, other.pk, **WHO).pk, **WHO)
    told = everything_of(first.pk)
    assert "customers.Merge" not in told
    assert {one["subject_id"] for one in told["journal.Fact"]} == {first.pk}
    assert not Merge.objects.filter(undone_at=None).exists()
