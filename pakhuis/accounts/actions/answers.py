"""Keeping answers: looked up under a claim, so that the same request twice at once is done once."""

from __future__ import annotations

from datetime import datetime, timedelta

from pakhuis.accounts.actions.claims import claim
from pakhuis.accounts.models import ApiKey, KeptAnswer

KEEP_FOR = timedelta(hours=24)


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
