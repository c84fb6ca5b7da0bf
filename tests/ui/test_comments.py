"""Commenting from the screen, and the bell."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import change_user
from pakhuis.accounts.kinds import KINDS
from pakhuis.accounts.models import User
from pakhuis.api.comments import SUBJECTS as API_SUBJECTS
from pakhuis.comments.actions import add_comment
from pakhuis.comments.models import Comment, Mention
from pakhuis.comments.queries import unread_count
from pakhuis.fulfilment.actions import create_batch
from pakhuis.kernel.actor import SYSTEM
from pakhuis.ui.commenting import SUBJECTS
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db


def seen_by(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_comment_is_added_shown_and_taken_back(clerk: User) -> None:
    customer = a_customer()
    client = seen_by(clerk)
    page = f"/customers/{customer.pk}/?tab=comments"
    answer = client.post(f"/comments/customer/{customer.pk}/", {"body": "<b>Bel</b> @kees"})
    assert answer.headers["Location"] == page
    text = client.get(page).content.decode()
    assert "&lt;b&gt;Bel&lt;/b&gt; <mark>@kees</mark>" in text
    comment = Comment.objects.get()
    assert client.post(f"/comments/{comment.pk}/delete/").headers["Location"] == page
    assert not Comment.objects.exists()


def test_an_empty_comment_is_told(clerk: User) -> None:
    customer = a_customer()
    told = seen_by(clerk).post(f"/comments/customer/{customer.pk}/", {"body": " "}, follow=True)
    assert "This is required." in told.content.decode()


def test_only_who_may_change_it_comments_on_it(clerk: User, packer: User, visitor: User) -> None:
    customer = a_customer()
    for user in (packer, visitor):
        assert seen_by(user).post(f"/comments/customer/{customer.pk}/", {"body": "x"}).status_code == 403
    client = seen_by(clerk)
    assert client.post("/comments/customer/999/", {"body": "x"}).status_code == 404
    assert client.post("/comments/weather/1/", {"body": "x"}).status_code == 404
    assert client.get(f"/comments/customer/{customer.pk}/").status_code == 405
    assert not Comment.objects.exists()


def test_comments_of_others_stay(admin: User, clerk: User) -> None:
    customer = a_customer()
    comment = add_comment("customer", customer.pk, body="x", by=admin.as_actor(), now=MOMENT)
    assert seen_by(clerk).post(f"/comments/{comment.pk}/delete/").status_code == 403
    mine = add_comment("customer", customer.pk, body="y", by=clerk.as_actor(), now=MOMENT)
    assert seen_by(admin).post(f"/comments/{mine.pk}/delete/").status_code == 302
    assert list(Comment.objects.all()) == [comment]


def test_the_bell_counts_and_leads_there(admin: User, clerk: User) -> None:
    customer = a_customer()
    add_comment("customer", customer.pk, body="@kees kijk", by=admin.as_actor(), now=MOMENT)
    client = seen_by(clerk)
    assert 'aria-label="1 unread notice"' in client.get("/").content.decode()
    assert "kijk" in client.get("/notices/").content.decode()
    mention = Mention.objects.get()
    assert seen_by(admin).post(f"/notices/{mention.pk}/").status_code == 404
    answer = client.post(f"/notices/{mention.pk}/")
    assert answer.headers["Location"] == f"/customers/{customer.pk}/?tab=comments"
    assert unread_count(clerk.pk) == 0
    assert 'aria-label="0 unread notices"' in client.get("/").content.decode()


def test_a_notice_of_what_one_may_not_see_says_no_more(admin: User, visitor: User) -> None:
    customer = a_customer()
    add_comment("customer", customer.pk, body="@vera betaalt slecht", by=admin.as_actor(), now=MOMENT)
    mention = Mention.objects.get()
    client = seen_by(visitor)
    told = client.get("/notices/").content.decode()
    assert "something that you may not see" in told
    assert "betaalt" not in told
    assert f"/notices/{mention.pk}/" not in told
    assert client.post(f"/notices/{mention.pk}/").headers["Location"] == "/notices/"
    assert unread_count(visitor.pk) == 0
    change_user(visitor.pk, rights=["customers.see"], by=admin.as_actor(), now=MOMENT)
    assert "betaalt slecht" in client.get("/notices/").content.decode()
    change_user(visitor.pk, rights=["orders.see"], by=admin.as_actor(), now=MOMENT)
    assert "betaalt" not in client.get("/notices/").content.decode()


def test_only_colleagues_who_may_see_it_are_offered(
    admin: User, clerk: User, packer: User, visitor: User
) -> None:
    page = seen_by(admin).get(f"/customers/{a_customer().pk}/?tab=comments").content.decode()
    offered = {name for name in ("anna", "kees", "piet", "vera") if f">@{name}<" in page}
    assert offered == {"anna", "kees"}


@pytest.mark.once
def test_all_that_can_be_commented_on_has_a_page_and_a_right() -> None:
    assert set(SUBJECTS) == set(KINDS) == {kind for kind, _ in API_SUBJECTS.values()}
    assert all(subject.url(12) for subject in SUBJECTS.values())


def test_a_batch_is_commented_on_from_its_page(packer: User) -> None:
    stocked(a_warehouse(), A=2)
    order = a_processed_order(a_customer(), lines=lines(A=1))
    batch = create_batch([order.picklists.get().pk], by=SYSTEM, now=MOMENT)
    client, page = seen_by(packer), f"/batches/{batch.pk}/"
    assert client.post(f"/comments/batch/{batch.pk}/", {"body": "kar 3"}).headers["Location"] == page
    assert "kar 3" in client.get(page).content.decode()


def test_all_at_once(admin: User, clerk: User) -> None:
    for body in ("@kees 1", "@kees 2"):
        add_comment("customer", a_customer(body).pk, body=body, by=admin.as_actor(), now=MOMENT)
    seen_by(clerk).post("/notices/read/")
    assert unread_count(clerk.pk) == 0
    assert "Nobody has mentioned you" in seen_by(admin).get("/notices/").content.decode()


def test_pages_ask_no_more_with_more_comments(admin: User, clerk: User) -> None:
    customer = a_customer()
    client = seen_by(clerk)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    paths = (f"/customers/{customer.pk}/?tab=comments", "/notices/")
    add_comment("customer", customer.pk, body="@kees", by=admin.as_actor(), now=MOMENT)
    few = [asked(path) for path in paths]
    for _ in range(30):
        add_comment("customer", customer.pk, body="@kees", by=admin.as_actor(), now=MOMENT)
    assert [asked(path) for path in paths] == few
    first = client.get(paths[0]).content.decode()
    assert "tab=comments&amp;after=" in first
