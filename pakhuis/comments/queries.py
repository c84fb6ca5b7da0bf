"""Reading comments: of a subject, how many there are of many, who can be mentioned, what is unread."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Q, QuerySet

from pakhuis.accounts.models import User, UserRight
from pakhuis.accounts.rights import Right
from pakhuis.comments.events import CommentAdded
from pakhuis.comments.models import Comment, Mention
from pakhuis.comments.rules import Person
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import Actor, ActorKind


def comments_on(kind: str, subject_id: int) -> QuerySet[Comment]:
    """The comments on one subject with their authors, to be put in order by the caller."""
    return Comment.objects.filter(subject_kind=kind, subject_id=subject_id).select_related("author")


def is_by(comment: Comment, actor: Actor) -> bool:
    """Whether this actor wrote the comment; of who is no person the logbook knows it (one query)."""
    if actor.kind is ActorKind.PERSON:
        return comment.author_id == actor.id
    written = Fact.objects.filter(name=CommentAdded.name, subject_kind="comment", subject_id=comment.pk)
    return written.filter(actor_kind=actor.kind, actor_id=actor.id).exists()


def comment_counts(kind: str, subject_ids: Collection[int]) -> Mapping[int, int]:
    """How many comments there are on each of these subjects; those without are left out."""
    rows = Comment.objects.filter(subject_kind=kind, subject_id__in=subject_ids).order_by()
    return dict(rows.values_list("subject_id").annotate(count=Count("pk")))


def commented_by(kind: str, subject_ids: Collection[int]) -> Mapping[int, str]:
    """Who commented last on each of these subjects; those without comments are left out."""
    rows = Comment.objects.filter(subject_kind=kind, subject_id__in=subject_ids).order_by("pk")
    return dict(rows.values_list("subject_id", "author_label"))


def people(*, with_gone: bool = False, with_any: Collection[Right] | None = None) -> list[Person]:
    """Everybody who can be mentioned: by the full name, or by the login name.

    `with_any` leaves only those who have one of these rights.
    """
    users = User.objects.all() if with_gone else User.objects.filter(is_active=True)
    if with_any is not None:
        granted = UserRight.objects.filter(right__in=with_any)
        users = users.filter(Q(is_superuser=True) | Q(pk__in=granted.values("user")))
    found = users.only("pk", "username", "first_name", "last_name").order_by("pk")
    return [Person(one.pk, tuple(dict.fromkeys((one.full_name, one.username)))) for one in found]


def unread_count(user_id: int) -> int:
    """How many notices wait for this user."""
    return Mention.objects.filter(user_id=user_id, read_at=None).count()


def notices_of(user_id: int) -> QuerySet[Mention]:
    """Every mention of this user, with the comment and its author."""
    return Mention.objects.filter(user_id=user_id).select_related("comment", "comment__author")
