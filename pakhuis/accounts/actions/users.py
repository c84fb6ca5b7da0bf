"""People who log in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pakhuis.accounts.events import UserCreated
from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import User, UserRight
from pakhuis.accounts.problems import name_taken, weak_password
from pakhuis.accounts.rights import Right
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Refused


@transaction.atomic
def create_user(
    username: str,
    *,
    password: str,
    by: Actor,
    now: datetime,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    is_admin: bool = False,
    language: str = "",
    rights: Collection[Right] = (),
) -> User:
    """A new user; a taken name and a weak password are refused together."""
    checks = Checks()
    username = checks.text(("username",), username, limit=150, required=True)
    if User.objects.filter(username__iexact=username).exists():
        checks.add(name_taken(username, "username"))
    try:
        validate_password(password)
    except ValidationError as error:
        for reason in error.messages:
            checks.add(weak_password(reason))
    checks.refuse_if_any()
    user = User(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        is_superuser=is_admin,
        language=language if language in LANGUAGES else "",
        date_joined=now,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused([name_taken(username, "username")]) from None
    UserRight.objects.bulk_create(UserRight(user=user, right=right) for right in rights)
    record([UserCreated(id=user.pk, label=username)], by=by, now=now)
    return user


def set_language(user_id: int, *, language: str) -> None:
    """The language a user reads the screens in; an unknown one changes nothing."""
    if language in LANGUAGES:
        User.objects.filter(pk=user_id).update(language=language)
