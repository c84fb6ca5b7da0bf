"""Facts about comments. What was said stays in the comment itself, so that it can be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAdded(Event):
    """Somebody commented on a subject."""

    name: ClassVar[str] = "comment.created"
    kind: ClassVar[str] = "comment"
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDeleted(Event):
    """A comment was deleted."""

    name: ClassVar[str] = "comment.deleted"
    kind: ClassVar[str] = "comment"
    subject_kind: str
    subject_id: int
