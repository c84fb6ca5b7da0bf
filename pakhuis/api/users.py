"""People who log in, for programs that assign work to them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import ApiKey, User
from pakhuis.accounts.rights import Right
from pakhuis.api.answers import LocalTime, answer, or_null
from pakhuis.api.body import flag
from pakhuis.api.keys import rights_of
from pakhuis.api.lists import given, page_of
from pakhuis.kernel.numbers import HIGHEST_ID

router = Router(tags=["users"])


@router.get("/users")
def list_users(request: HttpRequest) -> HttpResponse:
    """Filter: `active`."""
    rows = User.objects.all()
    is_active = flag(given(request, "active"))
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    time = LocalTime(account_settings().time_zone)
    ids = page_of(rows, request)
    return answer([_shape(one, time) for one in User.objects.filter(pk__in=ids).order_by("pk")])


@router.get("/users/me")
def get_me(request: HttpRequest) -> HttpResponse:
    """Who calls: a key belongs to no user, so it is shown as one with its own name and rights."""
    key = getattr(request, "auth", None)
    assert isinstance(key, ApiKey)
    time = LocalTime(account_settings().time_zone)
    shape = {
        **_named(key.name, "", "", key.name),
        "iduser": None,
        "emailaddress": None,
        "language": None,
        "admin": key.has_all_rights,
        "active": True,
        "last_login_at": time(key.last_used_at),
        "created_at": time(key.created_at),
        "updated_at": None,
        "rights": _rights(rights_of(request)),
    }
    return answer(shape)


@router.get("/users/{int:user_id}")
def get_user(request: HttpRequest, user_id: int) -> HttpResponse:
    """One user with its rights."""
    user = User.objects.filter(pk=min(user_id, HIGHEST_ID)).first()
    if user is None:
        raise Http404
    time = LocalTime(account_settings().time_zone)
    return answer(_shape(user, time) | {"rights": _rights(user.granted_rights())})


def _shape(user: User, time: LocalTime) -> dict[str, Any]:
    return {
        **_named(user.username, user.first_name, user.last_name, user.full_name),
        "iduser": user.pk,
        "emailaddress": or_null(user.email),
        "language": or_null(user.language),
        "admin": user.is_superuser,
        "active": user.is_active,
        "last_login_at": time(user.last_login),
        "created_at": time(user.date_joined),
        "updated_at": None,
    }


def _named(username: str, first: str, last: str, full: str) -> dict[str, Any]:
    """The names in both spellings that clients read."""
    return {
        "idpacking_station": None,
        "username": username,
        "firstname": first,
        "first_name": first,
        "lastname": last,
        "last_name": last,
        "full_name": full,
    }


def _rights(granted: frozenset[Right]) -> list[dict[str, Any]]:
    return [{"right": right.value, "granted": right in granted} for right in Right]
