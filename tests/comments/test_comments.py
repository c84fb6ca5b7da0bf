"""Comments and notices: said, mentioned, read, taken back, moved and forgotten."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import User
from pakhuis.comments.actions import (
    add_comment,
    delete_comment,
    forget_comments,
    mark_all_read,
    mark_read,
    move_comments,
)
from pakhuis.comments.models import Comment, Mention
from pakhuis.comments.queries import comment_counts, comments_on, notices_of, people, unread_count
from pakhuis.customers.actions import delete_customer
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_customer

pytestmark = pytest.mark.django_db
KEY = Actor(ActorKind.API_KEY, 3, "Koppeling")


def say(body: str, by: Actor = KEY, subject: int = 1) -> Comment:
    return add_comment("customer", subject, body=body, by=by, now=MOMENT)


def test_a_comment_is_kept_with_its_author(admin: User) -> None:
    mine = say("  Bel eerst\nop ", by=admin.as_actor())
    theirs = say("van buiten")
    assert (mine.body, mine.author, mine.author_label) == ("Bel eerst\nop", admin, "anna")
    assert (theirs.author, theirs.actor_kind, theirs.author_label) == (None, "api_key", "Koppeling")
    fact = Fact.objects.filter(name="comment.created").latest("pk")
    assert (fact.subject_kind, fact.subject_id) == ("comment", theirs.pk)
    assert fact.data == {"subject_kind": "customer", "subject_id": 1}


@pytest.mark.parametrize(("body", "code"), [("", "missing"), (" \n", "missing"), ("x" * 10_001, "too_long")])
def test_empty_and_endless_comments_are_refused(body: str, code: str) -> None:
    with pytest.raises(Refused) as error:
        say(body)
    assert [(one.code, one.path) for one in error.value.problems] == [(code, ("body",))]
    assert not Comment.objects.exists()
    assert not Fact.objects.exists()


def test_who_is_mentioned_gets_a_notice(admin: User, clerk: User, visitor: User) -> None:
    User.objects.filter(pk=visitor.pk).update(is_active=False)
    comment = say("@kees en @anna en @vera", by=admin.as_actor())
    assert set(comment.mentions.values_list("user_id", "text")) == {
        (clerk.pk, "@kees"),
        (admin.pk, "@anna"),
    }
    assert (unread_count(clerk.pk), unread_count(admin.pk)) == (1, 0)
    assert [one.comment for one in notices_of(clerk.pk)] == [comment]


def test_full_names_are_found_before_login_names(admin: User, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(first_name="Kees", last_name="de Boer")
    assert say("@Kees de Boer kijk").mentions.get().text == "@Kees de Boer"
    assert [one.names for one in people()] == [("anna",), ("Kees de Boer", "kees")]


def test_a_notice_is_read_by_its_owner_only(admin: User, clerk: User) -> None:
    say("@kees")
    mention = Mention.objects.get()
    assert not mark_read(admin.pk, mention.pk, now=MOMENT)
    assert unread_count(clerk.pk) == 1
    assert mark_read(clerk.pk, mention.pk, now=MOMENT)
    assert mark_read(clerk.pk, mention.pk, now=MOMENT)
    assert unread_count(clerk.pk) == 0
    say("@kees weer")
    say("@kees en weer")
    assert mark_all_read(clerk.pk, now=MOMENT) == 2
    assert mark_all_read(clerk.pk, now=MOMENT) == 0


def test_taking_back_takes_the_notice_along(clerk: User) -> None:
    comment = say("@kees")
    delete_comment(comment.pk, by=SYSTEM, now=MOMENT)
    assert unread_count(clerk.pk) == 0
    assert Fact.objects.latest("pk").name == "comment.deleted"
    with pytest.raises(Refused):
        delete_comment(comment.pk, by=SYSTEM, now=MOMENT)


def test_comments_go_with_a_deleted_customer() -> None:
    customer, other = a_customer("a"), a_customer("b")
    say("x", subject=customer.pk)
    kept = say("y", subject=other.pk)
    delete_customer(customer.pk, by=SYSTEM, now=MOMENT)
    assert list(Comment.objects.all()) == [kept]


def test_comments_move_and_are_forgotten() -> None:
    moved, stays = say("a", subject=1), say("b", subject=1)
    move_comments("customer", comment_ids=[moved.pk], to=2)
    assert comment_counts("customer", [1, 2, 3]) == {1: 1, 2: 1}
    move_comments("order", comment_ids=[stays.pk], to=2)
    assert list(comments_on("customer", 1)) == [stays]
    forget_comments("order", [1])
    assert Comment.objects.count() == 2
    forget_comments("customer", [1, 2])
    assert not Comment.objects.exists()


def test_a_comment_asks_the_database_a_fixed_number_of_times(admin: User) -> None:
    def asked(body: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            say(body)
        return len(captured)

    assert asked("x") + 2 >= asked("@anna")
    assert asked("@anna " * 50) == asked("@anna")


def test_the_database_keeps_the_promises(admin: User) -> None:
    comment = say("@anna")
    for wrong in ({"body": ""}, {"subject_kind": ""}, {"actor_kind": "robot"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(comment=comment, user=admin, text="@anna")
