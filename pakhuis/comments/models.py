"""Comments on anything, and the notices of those who are mentioned."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import User
from pakhuis.kernel.actor import ActorKind


class Comment(models.Model):
    """One comment on a subject (``customer`` 12), as it was written; `author` is empty for an API key.

    The subject is no foreign key, as comments stand below everything that can have them; who deletes a
    subject takes its comments along (`forget_comments`).
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.PositiveBigIntegerField()
    body = models.TextField()
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="comments")
    actor_kind = models.CharField(max_length=20)
    author_label = models.CharField(max_length=200)
    show_at_related = models.BooleanField(default=False, help_text="as a client asked for")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(subject_kind=""), name="comment_subject_given"),
            models.CheckConstraint(condition=~Q(body=""), name="comment_body_given"),
            models.CheckConstraint(condition=Q(actor_kind__in=tuple(ActorKind)), name="comment_actor_known"),
        )
        indexes = (models.Index(fields=("subject_kind", "subject_id", "-id"), name="comment_of_subject"),)

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.pk}"


class Mention(models.Model):
    """Somebody named in a comment: a notice until it is read. `text` is how the comment names them."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, models.CASCADE, related_name="mentions")
    text = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("comment", "user"), name="mention_once"),)
        indexes = (
            models.Index(fields=("user", "-id"), name="mention_of_user"),
            models.Index(fields=("user",), condition=Q(read_at=None), name="mention_unread"),
        )

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.user_id}"
