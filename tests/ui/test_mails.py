"""Screens of templates and mails: written, looked at, saved; sent again and stopped from the order."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from pakhuis.accounts.actions import create_template, create_user
from pakhuis.accounts.models import Template, User
from pakhuis.accounts.rights import Right
from pakhuis.kernel.actor import SYSTEM
from pakhuis.papers.actions import send_mail
from pakhuis.papers.models import Mail
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, lines, stocked


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def shop(db: None) -> Template:
    stocked(a_warehouse(), A=100)
    return create_template("Standaard", is_default=True, confirms_orders=True, by=SYSTEM, now=MOMENT)


def page(client: Client, path: str, **sent: Any) -> str:
    answer = client.post(path, sent, follow=True) if sent else client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_template_is_made_changed_and_retired(client: Client, shop: Template) -> None:
    text = page(client, "/settings/templates/new/", name="Horeca", reply_to="x", sender_name="De Linde")
    assert 'id="f-reply_to-error"' in text
    page(client, "/settings/templates/new/", name="Horeca", announces_shipments="on")
    template = Template.objects.get(name="Horeca")
    assert (template.confirms_orders, template.announces_shipments) == (False, True)
    page(client, f"/settings/templates/{template.pk}/", name="Horeca", reply_to="horeca@linde.example")
    template.refresh_from_db()
    assert (template.reply_to, template.announces_shipments) == ("horeca@linde.example", False)
    customer = a_customer(template_id=template.pk)
    assert "customers: 1" in page(client, f"/settings/templates/{template.pk}/active/", active="")
    customer.template = None
    customer.save()
    assert "Retired" in page(client, f"/settings/templates/{template.pk}/active/", active="")
    assert f'value="{template.pk}"' not in page(client, "/customers/new/").split('name="template"')[1][:300]


def test_a_text_is_looked_at_before_it_is_saved(client: Client, shop: Template) -> None:
    path = f"/settings/templates/{shop.pk}/mail/confirmation/"
    assert "made-up order" in page(client, path)
    order = a_processed_order(a_customer(email="j@kade.example"), lines=lines(A=2))
    texts = {
        "subject_nl": "Uw {{ order.number }}",
        "body_nl": "Dag {{ order.contact }}",
        "subject_en": "Your {{ order.number }}",
        "body_en": "Hello {{ order.contact }}",
    }
    text = page(client, path, look="yes", **texts)
    assert f"Uw {order.number}" in text
    assert "<pre>Hello Joke</pre>" in text
    assert not shop.mail_texts.exists()
    other = a_processed_order(a_customer("Ander"), lines=lines(A=1))
    assert f"Your {order.number}" in page(client, path, look="yes", order=order.number, **texts)
    assert f"Your {other.number}" in page(client, path, look="yes", order="bestaat niet", **texts)
    assert "Saved." in page(client, path, **texts)
    assert shop.mail_texts.count() == 2
    assert "Hello {{ order.contact }}" in page(client, path)


def test_what_is_wrong_with_a_text_stands_at_it(client: Client, shop: Template) -> None:
    path = f"/settings/templates/{shop.pk}/mail/shipping/"
    wrong = {
        "subject_nl": "a",
        "body_nl": "a\n{{ nee }}",
        "subject_en": "{% x %}",
        "body_en": "<b>{{ company.name }}",
    }
    for how in ({}, {"look": "yes"}):
        text = page(client, path, **wrong, **how)
        assert 'id="f-body_nl-error"' in text
        assert "Line 2: there is no “nee” here." in text
        assert 'id="f-subject_en-error"' in text
    assert not shop.mail_texts.exists()
    assert client.get(f"/settings/templates/{shop.pk}/mail/nonsense/").status_code == 404


def test_of_two_texts_the_one_with_a_fault_says_so_in_its_own_place(client: Client, shop: Template) -> None:
    path = f"/settings/templates/{shop.pk}/mail/confirmation/"
    order = a_processed_order(a_customer(email="j@kade.example", language="nl"), lines=lines(A=2))
    shown = page(
        client,
        path,
        look="yes",
        order=order.number,
        subject_nl="a",
        body_nl="{{ nee }}",
        subject_en="Your {{ order.number }}",
        body_en="Hello",
    )
    dutch, english = shown.split('id="look"')[1].split("<article")[1:3]
    assert "<h3>Dutch</h3>" in dutch
    assert "This text has a fault" in dutch
    assert "<h3>English</h3>" in english
    assert f"Your {order.number}" in english


def test_markup_in_a_text_is_only_shown(client: Client, shop: Template) -> None:
    path = f"/settings/templates/{shop.pk}/mail/shipping/"
    text = page(
        client, path, look="yes", subject_nl="x", body_nl="<script>1</script>", subject_en="", body_en=""
    )
    assert "<script>1" not in text
    assert "&lt;script&gt;1" in text


def test_who_may_not_see_orders_looks_at_a_made_up_one(shop: Template) -> None:
    order = a_processed_order(a_customer(email="j@kade.example"), lines=lines(A=2))
    keeper = create_user(
        "kim", password=PASSWORD, rights=(Right.SETTINGS_CHANGE,), language="en", by=SYSTEM, now=MOMENT
    )
    client = Client()
    client.force_login(keeper)
    path = f"/settings/templates/{shop.pk}/mail/confirmation/"
    assert order.number not in page(client, path)
    assert "made-up order" in page(client, path, look="yes", order=order.number, body_en="{{ order.total }}")


def test_the_order_shows_its_mails_and_sends_them_again(client: Client, shop: Template) -> None:
    order = a_processed_order(a_customer(email="j@kade.example"), lines=lines(A=2))
    mail = Mail.objects.get()
    text = page(client, f"/orders/{order.pk}/")
    assert "Order confirmation" in text
    assert "Do not send" in text
    assert "Stopped" in page(client, f"/mails/{mail.pk}/stop/", sure="yes")
    page(client, f"/mails/{mail.pk}/again/", sure="yes")
    send_mail(mail.pk, now=MOMENT)
    text = page(client, f"/orders/{order.pk}/")
    assert "Send again" in text
    assert "Order confirmation j@kade.example" in text, "the logbook says to whom"
    assert len(outbox.outbox) == 1


def test_a_mail_that_was_not_sent_says_why(client: Client, shop: Template) -> None:
    order = a_processed_order(a_customer(email=""), lines=lines(A=2))
    send_mail(Mail.objects.get().pk, now=MOMENT)
    assert page(client, f"/orders/{order.pk}/").count("The order has no e-mail address.") == 2


def test_mails_by_hand_from_the_order(client: Client, shop: Template) -> None:
    Template.objects.update(confirms_orders=False)
    order = a_processed_order(a_customer(email="j@kade.example"), lines=lines(A=2))
    assert "Send the order confirmation" in page(client, f"/orders/{order.pk}/")
    assert "will be sent in a moment" in page(client, f"/orders/{order.pk}/confirm/", sure="yes")
    picklist = order.picklists.get()
    assert "not possible" in page(client, f"/picklists/{picklist.pk}/announce/", sure="yes")
    page(client, f"/picklists/{picklist.pk}/pick-all/", sure="yes")
    page(client, f"/picklists/{picklist.pk}/close/", sure="yes")
    assert f"Send the shipping notice of {picklist.number}" in page(client, f"/orders/{order.pk}/")
    page(client, f"/picklists/{picklist.pk}/announce/", sure="yes")
    assert Mail.objects.count() == 2


@pytest.mark.parametrize("path", ["mails/9/again/", "mails/9/stop/", "picklists/9/announce/"])
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    assert client.post(f"/{path}").status_code == 404
    assert client.get(f"/{path}").status_code == 405
