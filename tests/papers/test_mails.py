"""Mails: noted once with the fact, sent once in the right language, tried again, or the reason why not."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import account_settings, change_settings, change_template, create_template
from pakhuis.accounts.models import Template
from pakhuis.fulfilment.actions import close_picklist, pick_all, process_order
from pakhuis.fulfilment.models import Parcel, Shipment
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused, from_stored
from pakhuis.orders.intake import NewLine
from pakhuis.orders.models import Order
from pakhuis.papers.actions import (
    announce_by_hand,
    cancel_mail,
    confirm_by_hand,
    due_mails,
    left_behind,
    send_again,
    send_mail,
    write_texts,
)
from pakhuis.papers.actions.noting import PATIENCE
from pakhuis.papers.actions.sending import LONGEST, PAUSES
from pakhuis.papers.kinds import MailKind, MailState
from pakhuis.papers.models import Mail
from pakhuis.papers.tasks import tick
from pakhuis.papers.values import told_of
from tests.factories import (
    MOMENT,
    a_composition,
    a_customer,
    a_processed_order,
    a_warehouse,
    an_order,
    lines,
    stocked,
)

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")


@pytest.fixture(autouse=True)
def shop() -> Template:
    """A warehouse with goods, and a default template that sends both mails."""
    stocked(a_warehouse(), A=100, B=1)
    change_settings(company_name="De Linde", company_email="info@linde.example", by=SYSTEM, now=MOMENT)
    return create_template(
        "Standaard",
        is_default=True,
        confirms_orders=True,
        announces_shipments=True,
        sender_name="Brouwerij De Linde",
        by=SYSTEM,
        now=MOMENT,
    )


def processed(email: str = "joke@kade.example", *, language: str = "nl", **given: Any) -> Order:
    customer = a_customer(email=email, language=language)
    return a_processed_order(customer, **{"lines": lines(A=2), **given})


def the_mail(order: Order, kind: MailKind = MailKind.CONFIRMATION) -> Mail:
    return Mail.objects.get(order=order, kind=kind)


def names(order: Order) -> list[str]:
    return [one.name for one in logbook("order", order.pk) if ".mail" in one.name]


def reason(mail: Mail) -> list[str]:
    mail.refresh_from_db()
    return [one.code for one in from_stored(mail.problem)]


class Away(BaseEmailBackend):
    """A mail server that answers as a test wants."""

    error: ClassVar[Exception] = ConnectionRefusedError("nobody there")

    def send_messages(self, messages: Any) -> int:
        raise type(self).error


@pytest.fixture
def away(settings: Any) -> type[Away]:
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    Away.error = ConnectionRefusedError("nobody there")
    return Away


def test_a_processed_order_is_confirmed_once_in_its_language() -> None:
    order = processed(reference="REF-7")
    mail = the_mail(order)
    assert (mail.state, mail.due_at) == (MailState.WAITING, MOMENT)
    assert send_mail(mail.pk, now=MOMENT) == MailState.SENT
    assert send_mail(mail.pk, now=MOMENT) == MailState.SENT
    (sent,) = outbox.outbox
    assert sent.to == ["joke@kade.example"]
    assert sent.subject == f"Bevestiging van je bestelling {order.number}"
    assert sent.from_email == "Brouwerij De Linde <pakhuis@localhost>"
    assert sent.reply_to == ["info@linde.example"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "Jouw referentie: REF-7" in sent.body
    assert "2 x Product A (A)  €\xa020,00" in sent.body
    assert "Btw: €\xa04,20" in sent.body
    assert "Totaal: €\xa024,20" in sent.body
    assert "Café De Kade\nJoke\nKade 1\n2611 AB Delft\nNederland" in sent.body
    assert names(order) == ["order.mail_sent"]
    assert logbook("order", order.pk)[0].data["to"] == "joke@kade.example"


def test_an_own_line_has_no_code_and_no_brackets_for_one() -> None:
    transport = NewLine(is_own=True, name="Bezorging per pallet", amount=1, price="12.5")
    for language in ("nl", "en"):
        send_mail(the_mail(processed(language=language, lines=(*lines(A=2), transport))).pk, now=MOMENT)
    for sent in outbox.outbox:
        assert "2 x Product A (A)  €" in sent.body
        assert "1 x Bezorging per pallet  €" in sent.body


def test_an_english_customer_gets_english() -> None:
    order = processed(language="en")
    send_mail(the_mail(order).pk, now=MOMENT)
    (sent,) = outbox.outbox
    assert sent.subject == f"Confirmation of your order {order.number}"
    assert "Total: €24.20" in sent.body
    assert "Netherlands" in sent.body


def test_what_is_internal_is_in_no_mail() -> None:
    customer = a_customer(email="joke@kade.example", remarks="betaalt slecht", vat_number="NL004495445B01")
    order = a_processed_order(customer, lines=lines(A=1))
    send_mail(the_mail(order).pk, now=MOMENT)
    assert "betaalt slecht" not in outbox.outbox[0].body
    assert "NL004495445B01" not in outbox.outbox[0].body


def test_the_template_decides(shop: Template) -> None:
    other = create_template("Stil", is_default=False, by=SYSTEM, now=MOMENT)
    assert not Mail.objects.filter(order=processed(template_id=other.pk)).exists()
    change_template(shop.pk, confirms_orders=False, by=SYSTEM, now=MOMENT)
    order = processed("b@kade.example")
    assert not Mail.objects.filter(order=order).exists()
    assert names(order) == []


def test_switched_off_meanwhile_is_a_reason(shop: Template) -> None:
    order = processed()
    change_template(shop.pk, confirms_orders=False, by=SYSTEM, now=MOMENT)
    mail = the_mail(order)
    assert send_mail(mail.pk, now=MOMENT) == MailState.NOT_SENT
    assert reason(mail) == ["switched_off"]
    send_again(mail.pk, by=ANNA, now=MOMENT)
    assert send_mail(mail.pk, now=MOMENT) == MailState.SENT, "asked for by hand it is sent all the same"


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("", "no_email"),
        ("geen adres", "unusable_email"),
        ("a@b.example, c@d.example", "unusable_email"),
        ("a@b.example\nBcc: x@y.example", "unusable_email"),
    ],
)
def test_without_a_real_address_the_reason_is_told(email: str, code: str) -> None:
    order = processed()
    Order.objects.filter(pk=order.pk).update(email=email)
    mail = the_mail(order)
    assert send_mail(mail.pk, now=MOMENT) == MailState.NOT_SENT
    assert reason(mail) == [code]
    assert outbox.outbox == []
    assert names(order) == ["order.mail_not_sent"]


def test_no_header_begins_in_a_value() -> None:
    evil = "x\r\nBcc: alle@evil.example"
    order = processed()
    Order.objects.filter(pk=order.pk).update(reference=evil, delivery_contact_name=evil)
    template = Template.objects.get()
    Template.objects.filter(pk=template.pk).update(sender_name=evil)
    texts = {"subject_nl": "Bestelling {{ order.reference }} van {{ order.contact }}"}
    write_texts(template.pk, MailKind.CONFIRMATION, texts, by=ANNA, now=MOMENT)
    assert send_mail(the_mail(order).pk, now=MOMENT) == MailState.SENT
    (sent,) = outbox.outbox
    head, _, _body = sent.message().as_string().partition("\n\n")
    assert not any(line.lower().startswith("bcc") for line in head.splitlines())
    assert sent.recipients() == ["joke@kade.example"]


def test_values_are_plain_text_and_not_read_again() -> None:
    order = processed()
    Order.objects.filter(pk=order.pk).update(reference="{{ company.name }} <b>&amp;</b>")
    send_mail(the_mail(order).pk, now=MOMENT)
    assert "Jouw referentie: {{ company.name }} <b>&amp;</b>" in outbox.outbox[0].body


def test_a_closed_picklist_is_announced_five_minutes_later() -> None:
    order = processed(lines=lines(A=2, B=3))
    picklist = order.picklists.get()
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    mail = the_mail(order, MailKind.SHIPPING)
    assert mail.due_at == MOMENT + PATIENCE
    assert mail.pk not in due_mails(now=MOMENT + PATIENCE - timedelta(seconds=1))
    assert mail.pk in due_mails(now=MOMENT + PATIENCE)
    send_mail(mail.pk, now=MOMENT + PATIENCE)
    (sent,) = outbox.outbox
    assert sent.subject == f"Je bestelling {order.number} is onderweg"
    sent_part, _, later = sent.body.partition("Dit volgt later:")
    assert "2 x Product A (A)" in sent_part
    assert "1 x Product B (B)" in sent_part
    assert "2 x Product B (B)" in later


def test_mails_tell_what_was_sold_and_not_what_it_is_made_up_of() -> None:
    a_composition("KRAT", A=2, B=1)
    order = processed(lines=lines(KRAT=3, A=1))
    assert told_lines(order) == ["3 x KRAT", "1 x A"]
    picklist = order.picklists.get()
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    order.refresh_from_db()
    notice = told_of(order, account_settings(), picklist=picklist).lists
    assert [f"{one['amount']} x {one['code']}" for one in notice["lines"]] == ["1 x KRAT", "1 x A"]
    assert [f"{one['amount']} x {one['code']}" for one in notice["waiting"]] == ["2 x KRAT"]


def told_lines(order: Order) -> list[str]:
    """The lines of a confirmation."""
    lists = told_of(order, account_settings()).lists
    return [f"{one['amount']} x {one['code']}" for one in lists["lines"]]


def test_a_notice_tells_the_parcels_that_are_on_their_way() -> None:
    order = processed()
    picklist = order.picklists.get()
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    times = {"created_at": MOMENT, "updated_at": MOMENT}
    shipments = [
        Shipment(picklist=picklist, order=order, provider_name="PostNL", **times),
        Shipment(picklist=picklist, order=order, provider_name="DHL", cancelled_at=MOMENT, **times),
    ]
    Shipment.objects.bulk_create(shipments)
    link = "https://jouw.postnl.example/3S1"
    Parcel.objects.bulk_create(
        [
            Parcel(shipment=shipments[0], tracking_code="3S1", tracking_url=link),
            Parcel(shipment=shipments[1], tracking_code="JD2"),
        ]
    )
    send_mail(the_mail(order, MailKind.SHIPPING).pk, now=MOMENT + PATIENCE)
    assert f"PostNL 3S1\n{link}" in outbox.outbox[0].body
    assert "JD2" not in outbox.outbox[0].body


def test_a_picklist_that_is_not_closed_any_more_is_not_announced() -> None:
    order = processed()
    picklist = order.picklists.get()
    with pytest.raises(Refused):
        announce_by_hand(picklist.pk, by=ANNA, now=MOMENT)
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    type(picklist).objects.filter(pk=picklist.pk).update(status="new")
    mail = the_mail(order, MailKind.SHIPPING)
    assert send_mail(mail.pk, now=MOMENT + PATIENCE) == MailState.NOT_SENT
    assert reason(mail) == ["not_closed_any_more"]


def test_a_waiting_mail_can_be_stopped_and_still_be_sent_later() -> None:
    mail = the_mail(processed())
    cancel_mail(mail.pk, by=ANNA, now=MOMENT)
    assert send_mail(mail.pk, now=MOMENT) == MailState.CANCELLED
    assert outbox.outbox == []
    with pytest.raises(Refused):
        cancel_mail(mail.pk, by=ANNA, now=MOMENT)
    send_again(mail.pk, by=ANNA, now=MOMENT)
    with pytest.raises(Refused):
        send_again(mail.pk, by=ANNA, now=MOMENT)
    assert send_mail(mail.pk, now=MOMENT) == MailState.SENT
    assert names(mail.order) == ["order.mail_sent", "order.mail_again", "order.mail_cancelled"]


def test_while_the_server_is_away_it_is_tried_again_ever_later(away: type[Away], settings: Any) -> None:
    mail = the_mail(processed())
    at = MOMENT
    for pause in PAUSES:
        assert send_mail(mail.pk, now=at) == MailState.WAITING
        mail.refresh_from_db()
        assert mail.due_at == at + pause
        assert reason(mail) == ["server_away"]
        at = mail.due_at
    assert send_mail(mail.pk, now=at) == MailState.FAILED
    assert names(mail.order) == ["order.mail_not_sent"], "only the end of it is told"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_again(mail.pk, by=ANNA, now=at)
    assert send_mail(mail.pk, now=at) == MailState.SENT
    assert reason(mail) == []


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (TimeoutError("slow"), MailState.WAITING),
        (smtplib.SMTPServerDisconnected("gone"), MailState.WAITING),
        (smtplib.SMTPResponseException(451, b"try later"), MailState.WAITING),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), MailState.WAITING),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such box")}), MailState.FAILED),
        (smtplib.SMTPAuthenticationError(535, b"wrong\r\npassword"), MailState.FAILED),
        (smtplib.SMTPDataError(554, "spam"), MailState.FAILED),
    ],
)
def test_what_the_server_says_decides(away: type[Away], error: Exception, state: MailState) -> None:
    away.error = error
    mail = the_mail(processed())
    assert send_mail(mail.pk, now=MOMENT) == state
    mail.refresh_from_db()
    told = dict(from_stored(mail.problem)[0].params)["answer"]
    assert told
    assert "\n" not in told
    assert "a@b.example" not in told


def test_a_worker_that_stops_half_way_sends_nothing_twice() -> None:
    mail = the_mail(processed())
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, claimed_at=MOMENT)
    assert send_mail(mail.pk, now=MOMENT) == MailState.SENDING
    assert left_behind(now=MOMENT + LONGEST) == 0
    assert left_behind(now=MOMENT + LONGEST + timedelta(seconds=1)) == 1
    assert reason(mail) == ["not_known_whether_sent"]
    assert outbox.outbox == []
    assert names(mail.order) == ["order.mail_not_sent"]


def test_a_text_that_cannot_be_read_is_a_reason(shop: Template) -> None:
    write_texts(shop.pk, MailKind.CONFIRMATION, {"body_nl": "Dag"}, by=ANNA, now=MOMENT)
    shop.mail_texts.update(body="{{ weg }}")
    mail = the_mail(processed())
    assert send_mail(mail.pk, now=MOMENT) == MailState.NOT_SENT
    assert reason(mail) == ["broken_text"]


def test_a_confirmation_by_hand() -> None:
    order = an_order(a_customer(email="joke@kade.example"), lines=lines(A=1))
    first = confirm_by_hand(order.pk, by=ANNA, now=MOMENT)
    assert send_mail(first.pk, now=MOMENT) == MailState.SENT
    again = confirm_by_hand(order.pk, by=ANNA, now=MOMENT + timedelta(hours=1))
    assert (again.pk, Mail.objects.count()) == (first.pk, 1)
    process_order(order.pk, by=SYSTEM, now=MOMENT)
    assert Mail.objects.count() == 1
    for verb, pk in ((confirm_by_hand, 999), (announce_by_hand, 999), (send_again, 999), (cancel_mail, 999)):
        with pytest.raises(Refused) as refused:
            verb(pk, by=ANNA, now=MOMENT)
        assert refused.value.problems[0].code == "not_found"


def test_the_database_keeps_one_confirmation_and_one_notice() -> None:
    order = processed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.bulk_create([Mail(kind="confirmation", order=order, due_at=MOMENT, created_at=MOMENT)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.bulk_create([Mail(kind="shipping", order=order, due_at=MOMENT, created_at=MOMENT)])


def test_what_is_refused_leaves_no_mail() -> None:
    order = an_order(a_customer(email="joke@kade.example"), lines=lines(A=1))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        process_order(order.pk, by=SYSTEM, now=MOMENT)
        raise ZeroDivisionError
    assert not Mail.objects.exists()


def test_the_worker_starts_each_due_mail_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    orders = [processed(f"n{number}@kade.example") for number in range(3)]
    tick(MOMENT)
    tick(MOMENT)
    assert sorted(one.to[0] for one in outbox.outbox) == [f"n{number}@kade.example" for number in range(3)]
    assert {the_mail(order).state for order in orders} == {MailState.SENT}


def test_due_mails_are_told_once_a_while() -> None:
    mail = the_mail(processed())
    assert due_mails(now=MOMENT) == [mail.pk]
    assert due_mails(now=MOMENT) == []
    assert due_mails(now=MOMENT + LONGEST) == [mail.pk]


def test_noting_a_mail_costs_two_queries_for_any_number_of_facts() -> None:
    customer = a_customer(email="joke@kade.example")
    concepts = [an_order(customer, lines=lines(A=1)) for _ in range(2)]
    with CaptureQueriesContext(connection) as with_mail:
        process_order(concepts[0].pk, by=SYSTEM, now=MOMENT)
    Template.objects.update(confirms_orders=False)
    with CaptureQueriesContext(connection) as without:
        process_order(concepts[1].pk, by=SYSTEM, now=MOMENT)
    assert len(with_mail) - len(without) <= 3


def test_texts_are_kept_told_and_given_back(shop: Template) -> None:
    given = {"subject_nl": "Uw {{ order.number }}", "body_nl": "Dag {{ order.contact }}\r\n", "body_en": ""}
    write_texts(shop.pk, MailKind.CONFIRMATION, given, by=ANNA, now=MOMENT)
    order = processed()
    send_mail(the_mail(order).pk, now=MOMENT)
    assert (outbox.outbox[0].subject, outbox.outbox[0].body) == (f"Uw {order.number}", "Dag Joke\n")
    fact = logbook("template", shop.pk)[0]
    assert fact.name == "template.texts_changed"
    assert [one["field"] for one in fact.data["changes"]] == ["subject_nl", "body_nl"]
    write_texts(shop.pk, MailKind.CONFIRMATION, given, by=ANNA, now=MOMENT)
    assert len([one for one in logbook("template", shop.pk) if one.name == fact.name]) == 1
    write_texts(shop.pk, MailKind.CONFIRMATION, {}, by=ANNA, now=MOMENT)
    assert not shop.mail_texts.exists(), "empty ones are ours again"


def test_wrong_texts_are_refused_at_their_place_and_nothing_is_kept(shop: Template) -> None:
    wrong = {"subject_nl": "x" * 201, "body_nl": "a\n{{ nee }}", "body_en": "{% if %}", "subject_en": "ok"}
    with pytest.raises(Refused) as refused:
        write_texts(shop.pk, MailKind.CONFIRMATION, wrong, by=ANNA, now=MOMENT)
    assert [(one.code, one.path) for one in refused.value.problems] == [
        ("too_long", ("subject_nl",)),
        ("unknown_name", ("body_nl",)),
        ("unknown_word", ("body_en",)),
    ]
    assert not shop.mail_texts.exists()
    with pytest.raises(Refused) as refused:
        write_texts(shop.pk, MailKind.CONFIRMATION, {"body_nl": "{{ picklist.number }}"}, by=ANNA, now=MOMENT)
    assert refused.value.problems[0].code == "unknown_name", "a confirmation knows no picklist"
    with pytest.raises(Refused):
        write_texts(999, MailKind.CONFIRMATION, {}, by=ANNA, now=MOMENT)
