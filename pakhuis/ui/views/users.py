"""People who log in, and one's own name, language and password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from pakhuis.accounts.actions import change_own, change_own_password, change_user, create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page, user_of
from pakhuis.ui.choices import language_choices
from pakhuis.ui.doing import Initial, edited
from pakhuis.ui.entered import flag, text

NAMES = ("first_name", "last_name", "email")


@page(Right.USERS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    users = list(User.objects.order_by("-is_active", "first_name", "username").prefetch_related("rights"))
    context = {
        "users": [one for one in users if one.is_active],
        "retired": [one for one in users if not one.is_active],
    }
    return render(request, "ui/users.html", context)


@page(Right.USERS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    def save(values: QueryDict) -> User:
        return create_user(
            text(values, "username"),
            password=values.get("password", ""),
            is_admin=flag(values, "is_admin"),
            language=text(values, "language"),
            rights=values.getlist("rights"),
            **_names(values),
            by=actor_of(request),
            now=now(),
        )

    return _form(request, None, {"rights": ()}, save)


@page(Right.USERS_CHANGE)
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(User, pk=user_id)
        return {
            **{name: getattr(one, name) for name in ("username", "language", *NAMES)},
            "is_admin": one.is_superuser,
            "active": one.is_active,
            "rights": list(one.rights.values_list("right", flat=True)),
        }

    def save(values: QueryDict) -> User:
        return change_user(
            user_id,
            username=text(values, "username"),
            password=values.get("password", ""),
            is_admin=flag(values, "is_admin"),
            active=flag(values, "active"),
            language=text(values, "language"),
            rights=values.getlist("rights"),
            **_names(values),
            by=actor_of(request),
            now=now(),
        )

    return _form(request, user, standing, save)


def _form(request: HttpRequest, user: User | None, initial: Initial, save: Any) -> HttpResponse:
    return edited(
        request,
        "ui/user_form.html",
        initial=initial,
        save=save,
        then=reverse("users"),
        context={
            "one": user,
            "languages": language_choices(),
            "facts": logbook("user", user.pk) if user else (),
        },
    )


def _names(values: QueryDict) -> dict[str, str]:
    return {name: text(values, name) for name in NAMES}


@page()
def me(request: HttpRequest) -> HttpResponse:
    """One's own names and language."""
    user = user_of(request)

    def standing() -> dict[str, Any]:
        one = User.objects.get(pk=user.pk)
        return {name: getattr(one, name) for name in ("language", *NAMES)}

    return edited(
        request,
        "ui/me.html",
        initial=standing,
        save=lambda values: change_own(
            user.pk, language=text(values, "language"), **_names(values), by=actor_of(request), now=now()
        ),
        then=reverse("me"),
        context={"languages": language_choices()},
    )


@page()
def my_password(request: HttpRequest) -> HttpResponse:
    """A new password of one's own; this session goes on, all others end."""

    def save(values: QueryDict) -> User:
        user = change_own_password(
            user_of(request).pk,
            old=values.get("old_password", ""),
            new=values.get("password", ""),
            by=actor_of(request),
            now=now(),
        )
        update_session_auth_hash(request, user)
        return user

    return edited(
        request,
        "ui/my_password.html",
        initial={},
        save=save,
        then=reverse("me"),
        context={},
    )
