"""A deed on more customers than one waits for: in the background, batch by batch, stopped, gone on with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from pakhuis.accounts.actions import change_tag, create_tag, create_user
from pakhuis.accounts.models import Tag, User
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import BulkDeed, Customer
from pakhuis.customers.states import DeedState
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import create_price_list
from pakhuis.ui import bulk_deeds
from pakhuis.ui.tasks import carry_out
from pakhuis.ui.views import customer_bulk
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer

pytestmark = pytest.mark.django_db
MANY = 7


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three at once, two in a batch: seven customers are a long deed."""
    monkeypatch.setattr(customer_bulk, "AT_ONCE", 3)
    monkeypatch.setattr(bulk_deeds, "AT_A_TIME", 2)
    yield


@pytest.fixture
def client(admin: User) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


@pytest.fixture
def tag() -> Tag:
    return create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)


@pytest.fixture
def crowd() -> list[Customer]:
    return [a_customer(f"Kade {number}") for number in range(MANY)]


def begun(client: Client, query: str = "", **given: object) -> BulkDeed:
    """The deed that a person began on all of a filter."""
    answer = client.post(f"/customers/bulk/?{query}", {"all": "on", **given})
    deed = BulkDeed.objects.latest("pk")
    assert answer.headers["Location"] == f"/customers/bulk/{deed.pk}/"
    return deed


def carried_out(deed: BulkDeed) -> BulkDeed:
    while bulk_deeds.work_a_while(deed.pk, seconds=0):
        pass
    deed.refresh_from_db()
    return deed


def test_all_of_a_filter_and_nobody_else(
    client: Client, admin: User, tag: Tag, crowd: list[Customer]
) -> None:
    other = a_customer("Zee")
    deed = begun(client, "q=kade", deed="tag", tag=tag.pk)
    assert "0 customers changed" in client.get(f"/customers/bulk/{deed.pk}/").content.decode()
    later = a_customer("Kade later")
    assert carried_out(deed).state == DeedState.DONE
    assert set(tag.customers.all()) == set(crowd)
    assert {other, later}.isdisjoint(tag.customers.all())
    assert (deed.changed, deed.query) == (MANY, "")
    facts = Fact.objects.filter(name="customer.changed", subject_kind="customer", actor_id=admin.pk)
    assert facts.count() == MANY
    text = client.get(f"/customers/bulk/{deed.pk}/").content.decode()
    assert f"{MANY} customers changed" in text
    assert "Put a tag on: Horeca" in text
    assert "hx-trigger" not in text.split('id="progress"')[1]


def test_a_deed_that_takes_customers_out_of_its_filter_reaches_all(
    client: Client, tag: Tag, crowd: list[Customer]
) -> None:
    """Who is archived or loses the tag fits the filter no more: the rest is still reached."""
    carried_out(begun(client, deed="tag", tag=tag.pk))
    assert carried_out(begun(client, f"tag={tag.pk}", deed="untag", tag=tag.pk)).changed == MANY
    assert not tag.customers.exists()
    assert carried_out(begun(client, deed="archive")).changed == MANY
    assert not Customer.objects.filter(archived_at=None).exists()
    assert carried_out(begun(client, "state=archived", deed="unarchive")).changed == MANY
    assert crowd[0].pk in Customer.objects.filter(archived_at=None).values_list("pk", flat=True)


def test_price_lists_come_and_go(client: Client, crowd: list[Customer]) -> None:
    listed = create_price_list("Dealer", by=SYSTEM, now=MOMENT)
    assert carried_out(begun(client, deed="add_list", price_list=listed.pk)).changed == MANY
    assert listed.customer_price_lists.count() == len(crowd)
    deed = carried_out(begun(client, deed="remove_list", price_list=listed.pk))
    assert not listed.customer_price_lists.exists()
    assert "Dealer" in client.get(f"/customers/bulk/{deed.pk}/").content.decode()


def test_it_is_stopped_between_batches_and_begins_no_more(
    client: Client, tag: Tag, crowd: list[Customer]
) -> None:
    deed = begun(client, deed="tag", tag=tag.pk)
    assert bulk_deeds.work_a_while(deed.pk, seconds=-1)
    part = client.get(f"/customers/bulk/{deed.pk}/?part=progress", headers={"HX-Request": "true"})
    assert "2 customers changed" in part.content.decode()
    assert "<html" not in part.content.decode()
    client.post(f"/customers/bulk/{deed.pk}/stop/")
    assert carried_out(deed).state == DeedState.STOPPED
    assert tag.customers.count() == 2
    client.post(f"/customers/bulk/{deed.pk}/stop/")
    deed.refresh_from_db()
    assert (deed.state, deed.percent < 100) == (DeedState.STOPPED, True)
    assert len(crowd) == MANY


def test_the_worker_goes_on_where_one_was_killed(client: Client, tag: Tag, crowd: list[Customer]) -> None:
    """The task runs twice, the second time with nothing left: nothing is done twice."""
    deed = begun(client, deed="tag", tag=tag.pk)
    bulk_deeds.work_a_while(deed.pk, seconds=-1)
    assert carry_out.func(deed.pk) is False
    assert carry_out.func(deed.pk) is False
    deed.refresh_from_db()
    assert (deed.state, deed.changed, tag.customers.count()) == (DeedState.DONE, MANY, len(crowd))


def test_what_is_refused_half_way_is_told(client: Client, tag: Tag, crowd: list[Customer]) -> None:
    deed = begun(client, deed="tag", tag=tag.pk)
    bulk_deeds.work_a_while(deed.pk, seconds=-1)
    change_tag(tag.pk, active=False, by=SYSTEM, now=MOMENT)
    assert carried_out(deed).state == DeedState.REFUSED
    assert (deed.changed, len(crowd)) == (2, MANY)
    assert "There is no such tag." in client.get(f"/customers/bulk/{deed.pk}/").content.decode()


def test_who_lost_the_right_changes_nothing_more(tag: Tag, crowd: list[Customer]) -> None:
    rights = (Right.CUSTOMERS_SEE, Right.CUSTOMERS_CHANGE)
    clerk = create_user("karin", password=PASSWORD, rights=rights, by=SYSTEM, now=MOMENT)
    browser = Client()
    browser.force_login(clerk)
    deed = begun(browser, deed="tag", tag=tag.pk)
    clerk.rights.filter(right=Right.CUSTOMERS_CHANGE).delete()
    assert carried_out(deed).state == DeedState.REFUSED
    assert not tag.customers.exists()
    assert browser.get(f"/customers/bulk/{deed.pk}/").status_code == 403
    assert browser.post(f"/customers/bulk/{deed.pk}/stop/").status_code == 403
    assert len(crowd) == MANY


def test_ticked_ones_are_changed_at_once_however_many(
    client: Client, tag: Tag, crowd: list[Customer]
) -> None:
    ticked = [one.pk for one in crowd[:5]]
    answer = client.post("/customers/bulk/", {"deed": "tag", "tag": tag.pk, "ids": ticked})
    assert answer.headers["Location"] == "/customers/?"
    assert not BulkDeed.objects.exists()
    assert set(tag.customers.values_list("pk", flat=True)) == set(ticked)


def test_a_form_opened_before_is_late_after_the_deed(client: Client, tag: Tag, crowd: list[Customer]) -> None:
    one = crowd[0]
    carried_out(begun(client, deed="tag", tag=tag.pk))
    form = {"name": one.name, "language": "nl", "discount": "0", "version": one.version}
    assert client.post(f"/customers/{one.pk}/edit/", form).status_code == 409
    assert one.pk in tag.customers.values_list("pk", flat=True)


def test_unknown_deeds_are_not_there(client: Client) -> None:
    assert client.get("/customers/bulk/99/").status_code == 404
    assert client.post("/customers/bulk/99/stop/").status_code == 404
    assert client.get("/customers/bulk/99/stop/").status_code == 405
