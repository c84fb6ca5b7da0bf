"""Who may see a page: checked on the server, for every page, in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.kernel.actor import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def rights_of(request: HttpRequest) -> frozenset[Right]:
    """The rights of whoever asks, looked up once per request."""
    known = getattr(request, "pakhuis_rights", None)
    if known is None:
        known = user_of(request).granted_rights() if request.user.is_authenticated else frozenset()
        cast(Any, request).pakhuis_rights = known
    return cast("frozenset[Right]", known)


def user_of(request: HttpRequest) -> User:
    """The logged-in user."""
    assert isinstance(request.user, User)
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """The logged-in user as an actor."""
    return user_of(request).as_actor()


def page(*rights: Right, also: Right | None = None) -> Callable[[View[P]], View[P]]:
    """A page for people who are logged in and have one of these rights (none named: everybody).

    `also` is needed beside it, where the page shows what only that right lets one see.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                # What was sent is lost with the session: its address alone shows nothing.
                sent = request.method not in ("GET", "HEAD")
                return redirect_to_login(reverse("dashboard") if sent else request.get_full_path())
            if rights and not rights_of(request) & set(rights):
                raise PermissionDenied
            if also is not None and also not in rights_of(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        cast(Any, guarded).needed_rights, cast(Any, guarded).also_needed = rights, also
        return guarded

    return decorate
