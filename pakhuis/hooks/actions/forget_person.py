"""Forgetting what was told to other programs about a person; that it was told stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from pakhuis.hooks.models import Message


def forget_bodies(subjects: Mapping[str, Collection[int]]) -> int:
    """Empty the messages about these subjects by kind, and the answers they got."""
    about = Q(pk=None)
    for kind, ids in subjects.items():
        about |= Q(subject_kind=kind, subject_id__in=ids)
    return Message.objects.filter(about).update(body="", answer="", problems=[])
