"""Comments: said, taken back, moved along with what they are about."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction

from pakhuis.comments.events import CommentAdded, CommentDeleted
from pakhuis.comments.models import Comment, Mention
from pakhuis.comments.queries import people
from pakhuis.comments.rules import LONGEST_BODY, mentioned
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Refused


@transaction.atomic
def add_comment(
    kind: str,
    subject_id: int,
    *,
    body: str,
    by: Actor,
    now: datetime,
    show_at_related: bool = False,
    is_news: bool = True,
    hold: Callable[[int], object] | None = None,
) -> Comment:
    """Comment on a subject that the caller has seen to exist; everyone named with `@` gets a notice.

    `hold` keeps the subject as it is until the commit, or refuses: whose kind it is knows of what nothing
    may be said any more.
    Nobody gets a notice of what they say themselves, nor of what is no news: said long ago, elsewhere.
    """
    checks = Checks()
    text = checks.text(("body",), body, limit=LONGEST_BODY, required=True)
    checks.refuse_if_any()
    if hold is not None:
        hold(subject_id)
    author_id = by.id if by.kind is ActorKind.PERSON else None
    comment = Comment.objects.create(
        subject_kind=kind,
        subject_id=subject_id,
        body=text,
        author_id=author_id,
        actor_kind=by.kind,
        author_label=by.label[:200],
        show_at_related=show_at_related,
        created_at=now,
    )
    named = mentioned(text, people()) if "@" in text else {}
    Mention.objects.bulk_create(
        Mention(
            comment=comment,
            user_id=user_id,
            text=name[:200],
            read_at=now if user_id == author_id or not is_news else None,
        )
        for user_id, name in named.items()
    )
    record([CommentAdded(id=comment.pk, subject_kind=kind, subject_id=subject_id)], by=by, now=now)
    return comment


@transaction.atomic
def delete_comment(comment_id: int, *, by: Actor, now: datetime) -> None:
    """Take a comment away with its notices; of two who do so at once the second is told."""
    comment = Comment.objects.select_for_update().filter(pk=comment_id).first()
    if comment is None:
        raise Refused([not_found("comment")])
    fact = CommentDeleted(id=comment_id, subject_kind=comment.subject_kind, subject_id=comment.subject_id)
    comment.delete()
    record([fact], by=by, now=now)


def forget_comments(kind: str, subject_ids: Collection[int]) -> None:
    """Remove what was said about subjects that are deleted or erased, in the transaction that does so."""
    Comment.objects.filter(subject_kind=kind, subject_id__in=subject_ids).delete()


def move_comments(kind: str, *, comment_ids: Collection[int], to: int) -> None:
    """Put these comments on another subject of the same kind: for merging two, and for undoing that."""
    Comment.objects.filter(subject_kind=kind, pk__in=comment_ids).update(subject_id=to)
