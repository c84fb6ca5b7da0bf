"""Notices: read by the one they are for, and by nobody else."""

from __future__ import annotations

from datetime import datetime

from pakhuis.comments.models import Mention


def mark_read(user_id: int, mention_id: int, *, now: datetime) -> bool:
    """Mark a notice of this user as read; False when there is none such."""
    mine = Mention.objects.filter(pk=mention_id, user_id=user_id)
    mine.filter(read_at=None).update(read_at=now)
    return mine.exists()


def mark_all_read(user_id: int, *, now: datetime) -> int:
    """Mark every notice of this user as read; gives how many were not."""
    return Mention.objects.filter(user_id=user_id, read_at=None).update(read_at=now)
