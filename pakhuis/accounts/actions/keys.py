"""API keys: made, shown once, looked up by their hash, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from pakhuis.accounts.actions.granting import check_may_grant, checked_rights
from pakhuis.accounts.events import ApiKeyChanged, ApiKeyCreated, ApiKeyRevoked
from pakhuis.accounts.models import ApiKey, ApiKeyRight
from pakhuis.accounts.rights import Right
from pakhuis.accounts.rows import rows
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Refused

NOTE_USE_EVERY = timedelta(minutes=1)


def _digest(text: str) -> str:
    """Keys are 32 random bytes, so one round of SHA-256 is enough: there is nothing to guess."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def create_api_key(
    name: str,
    *,
    by: Actor,
    now: datetime,
    can_write: bool = True,
    rights: Collection[Right | str] | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its text, which is nowhere kept and cannot be shown again; `rights` None: all of them."""
    checks = Checks()
    name = checks.text(("name",), name, limit=100, required=True)
    granted = checked_rights(rights or (), checks)
    check_may_grant(by, granted, checks, is_admin=rights is None)
    checks.refuse_if_any()
    text = f"pk_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        name=name,
        start=text[:8],
        digest=_digest(text),
        can_write=can_write,
        has_all_rights=rights is None,
        created_at=now,
    )
    ApiKeyRight.objects.bulk_create(ApiKeyRight(key=key, right=right) for right in sorted(granted))
    record([ApiKeyCreated(id=key.pk, label=name)], by=by, now=now)
    return key, text


@transaction.atomic
def change_api_key(
    key_id: int,
    *,
    name: str,
    can_write: bool,
    rights: Collection[Right | str] | None,
    by: Actor,
    now: datetime,
) -> ApiKey:
    """Give a working key another name or other rights (`rights` None: all); its text stays the same."""
    key = ApiKey.objects.select_for_update().filter(pk=key_id, revoked_at=None).first()
    if key is None:
        raise Refused([not_found("API key")])
    checks = Checks()
    name = checks.text(("name",), name, limit=100, required=True)
    granted = checked_rights(rights or (), checks)
    had = frozenset(Right(one) for one in key.rights.values_list("right", flat=True))
    before = key.granted_rights()
    check_may_grant(by, granted - before, checks, is_admin=rights is None and not key.has_all_rights)
    checks.refuse_if_any()
    changes = put(key, {"name": name, "can_write": can_write, "has_all_rights": rights is None})
    if granted != had:
        ApiKeyRight.objects.filter(key=key).exclude(right__in=granted).delete()
        ApiKeyRight.objects.bulk_create(ApiKeyRight(key=key, right=one) for one in sorted(granted - had))
        changes += (FieldChange(field="rights", old=", ".join(sorted(had)), new=", ".join(sorted(granted))),)
    if changes:
        key.save(update_fields=["name", "can_write", "has_all_rights"])
        record([ApiKeyChanged(id=key.pk, label=name, changes=changes)], by=by, now=now)
    return key


@transaction.atomic
def revoke_api_key(key_id: int, *, by: Actor, now: datetime) -> None:
    """Stop a key from working, for good; doing it twice changes nothing."""
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=now):
        label = ApiKey.objects.values_list("name", flat=True).get(pk=key_id)
        record([ApiKeyRevoked(id=key_id, label=label)], by=by, now=now)


def api_key_for(text: str, *, now: datetime) -> ApiKey | None:
    """The working key with this text, found by its digest; notes its use at most once a minute."""
    digest = _digest(text)
    key = next(iter(rows(ApiKey, digest=digest)), None)
    if key is None or key.revoked_at or not secrets.compare_digest(key.digest, digest):
        return None
    if key.last_used_at is None or now - key.last_used_at > NOTE_USE_EVERY:
        unused = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTE_USE_EVERY)
        ApiKey.objects.filter(unused, pk=key.pk).update(last_used_at=now)
    return key
