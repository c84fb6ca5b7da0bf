"""People who log in: made, changed, switched off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pakhuis.accounts.actions.claims import claim
from pakhuis.accounts.actions.granting import check_may_grant, check_may_stand_for, checked_rights
from pakhuis.accounts.events import PasswordChanged, UserChanged, UserCreated
from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.mail_names import checked_email
from pakhuis.accounts.models import User, UserRight
from pakhuis.accounts.problems import (
    bad_setting,
    common_password,
    last_admin,
    name_taken,
    short_password,
    unknown_setting,
    weak_password,
    wrong_password,
)
from pakhuis.accounts.rights import Right
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Problem, Refused

TEXTS = {"username": 150, "first_name": 150, "last_name": 150}


@transaction.atomic
def create_user(
    username: str,
    *,
    password: str,
    by: Actor,
    now: datetime,
    is_admin: bool = False,
    language: str = "",
    rights: Collection[Right | str] = (),
    **names: str,
) -> User:
    """A new user; `names` are `first_name`, `last_name`, `email`. All that is wrong is refused together."""
    checks = Checks()
    known = language if language in LANGUAGES else ""
    checked = _checked({"username": username, "language": known, **names}, checks)
    if User.objects.filter(username__iexact=checked["username"]).exists():
        checks.add(name_taken(checked["username"], "username"))
    _check_password(password, checks)
    granted = checked_rights(rights, checks)
    check_may_grant(by, granted, checks, is_admin=is_admin)
    checks.refuse_if_any()
    user = User(is_superuser=is_admin, date_joined=now, **checked)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused([name_taken(user.username, "username")]) from None
    UserRight.objects.bulk_create(UserRight(user=user, right=right) for right in sorted(granted))
    record([UserCreated(id=user.pk, label=user.username)], by=by, now=now)
    return user


@transaction.atomic
def change_user(
    user_id: int,
    *,
    by: Actor,
    now: datetime,
    rights: Collection[Right | str] | None = None,
    password: str = "",
    **fields: Any,
) -> User:
    """Change a user: names, e-mail, language, `is_admin`, `active`, rights, and a new password when given.

    Another's user name or password only for who has all rights of that person: with them one comes in.
    There is always an administrator: who would take away the last one waits for everybody else who
    tries the same, and is refused.
    """
    claim("administrators")
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Refused([not_found("user")])
    checks = Checks()
    checked = _checked(fields, checks)
    if "username" in checked and _is_taken(checked["username"], user):
        checks.add(name_taken(checked["username"], "username"))
    if password:
        _check_password(password, checks)
    had = frozenset(Right(one) for one in user.rights.values_list("right", flat=True))
    granted = had if rights is None else checked_rights(rights, checks)
    touches_admin = user.is_superuser or bool(checked.get("is_superuser"))
    check_may_grant(by, granted - had, checks, is_admin=touches_admin)
    if (by.kind, by.id) != (ActorKind.PERSON, user.pk):
        check_may_stand_for(by, had, checks, given=_ways_in(user, checked, password))
    if _takes_last_admin(user, checked):
        checks.add(last_admin())
    checks.refuse_if_any()
    changes = put(user, checked)
    if password:
        user.set_password(password)
    if changes or password:
        user.save(update_fields=[*checked, "password"])
    if granted != had:
        UserRight.objects.filter(user=user).exclude(right__in=granted).delete()
        UserRight.objects.bulk_create(UserRight(user=user, right=one) for one in sorted(granted - had))
        changes += (FieldChange(field="rights", old=", ".join(sorted(had)), new=", ".join(sorted(granted))),)
    _tell(user, changes, password=password, by=by, now=now)
    return user


def change_own(user_id: int, *, by: Actor, now: datetime, **fields: Any) -> User:
    """Change one's own names, e-mail and language: everything else is for who may change users."""
    own = {"first_name", "last_name", "email", "language"}
    strange = [unknown_setting(name) for name in fields if name not in own]
    checks = Checks()
    checked = _checked({name: value for name, value in fields.items() if name in own}, checks)
    problems = [*strange, *checks.problems]
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        changes = put(user, checked)
        if changes:
            user.save(update_fields=list(checked))
        _tell(user, changes, password="", by=by, now=now)
    return user


@transaction.atomic
def change_own_password(user_id: int, *, old: str, new: str, by: Actor, now: datetime) -> User:
    """A new password for who knows the old one; everywhere else that person is logged out."""
    user = User.objects.select_for_update().get(pk=user_id)
    checks = Checks()
    if not user.check_password(old):
        checks.add(wrong_password())
    _check_password(new, checks)
    checks.refuse_if_any()
    user.set_password(new)
    user.save(update_fields=["password"])
    _tell(user, (), password=new, by=by, now=now)
    return user


def set_language(user_id: int, *, language: str) -> None:
    """The language a user reads the screens in; an unknown one changes nothing."""
    if language in LANGUAGES:
        User.objects.filter(pk=user_id).update(language=language)


def _ways_in(user: User, checked: dict[str, Any], password: str) -> list[str]:
    """What of a change lets somebody log in as this person."""
    is_renamed = checked.get("username", user.username) != user.username
    return [name for name, given in (("username", is_renamed), ("password", password)) if given]


def _tell(user: User, changes: tuple[FieldChange, ...], *, password: str, by: Actor, now: datetime) -> None:
    """The facts of a change; of a password only that there is a new one."""
    facts: list[UserChanged | PasswordChanged] = []
    if changes:
        facts.append(UserChanged(id=user.pk, label=user.username, changes=changes))
    if password:
        facts.append(PasswordChanged(id=user.pk, label=user.username))
    if facts:
        record(facts, by=by, now=now)


def _takes_last_admin(user: User, checked: dict[str, Any]) -> bool:
    if not (user.is_superuser and user.is_active):
        return False
    stays = checked.get("is_superuser", True) and checked.get("is_active", True)
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return not stays and not others.exists()


def _is_taken(username: str, user: User) -> bool:
    return User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists()


def _check_password(password: str, checks: Checks) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        for one in error.error_list:
            checks.add(_weakness(one))


def _weakness(error: ValidationError) -> Problem:
    """What is weak, in a sentence of ours: Django's of today has no Dutch one."""
    if error.code == "password_too_short" and error.params:
        return short_password(error.params["min_length"])
    if error.code == "password_too_common":
        return common_password()
    return weak_password(" ".join(error.messages))


def _checked(fields: dict[str, Any], checks: Checks) -> dict[str, Any]:
    """The values by column; `is_admin` and `active` are kept in Django's own columns."""
    columns = {"is_admin": "is_superuser", "active": "is_active"}
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        if name in TEXTS:
            checked[name] = checks.text((name,), value, limit=TEXTS[name], required=name == "username")
        elif name == "email":
            checked[name] = checked_email(checks, (name,), value)
        elif name in columns:
            checked[columns[name]] = bool(value)
        elif name == "language" and value in ("", *LANGUAGES):
            checked[name] = value
        else:
            checks.add(bad_setting(name, value) if name == "language" else unknown_setting(name))
    return checked
