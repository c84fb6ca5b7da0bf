"""Keeping answers: looked up under a claim, so that the same request twice at once is done once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from pakhuis.accounts.actions.claims import claim
from pakhuis.accounts.models import ApiKey, KeptAnswer

KEEP_FOR = timedelta(hours=24)
AT_ONCE = 200
"""Texts looked for in one question: SQLite reads no longer ones."""


def kept_answer(key: ApiKey, name: str) -> KeptAnswer | None:
    """The answer to this request if it was given already.

    In a transaction: whoever asks for the same one waits until this transaction has ended.
    """
    claim(f"answer:{key.pk}:{name}")
    return KeptAnswer.objects.filter(key=key, name=name).first()


def keep_answer(key: ApiKey, name: str, *, digest: str, status: int, body: str, now: datetime) -> KeptAnswer:
    """Keep an answer, in the transaction of what it tells."""
    return KeptAnswer.objects.create(key=key, name=name, digest=digest, status=status, body=body, at=now)


def forget_answers(*, now: datetime) -> int:
    """Remove answers that nobody will ask for again."""
    return KeptAnswer.objects.filter(at__lt=now - KEEP_FOR).delete()[0]


def forget_answers_with(texts: Sequence[str]) -> int:
    """Empty the answers in which one of these stands, when a person is erased.

    They are kept as answered: sent again, the request is still not done again.
    """
    return sum(_emptied(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE))


def _emptied(texts: Sequence[str]) -> int:
    about = Q()
    for text in texts:
        about |= Q(body__icontains=text)
    return KeptAnswer.objects.filter(about).update(body="{}")
