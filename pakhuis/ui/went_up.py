"""Pages of a customer that went up in another meanwhile: they lead to the other, and say so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pakhuis.customers.models import Customer
from pakhuis.customers.queries import current_id

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def leads_on(view: View[P]) -> View[P]:
    """A page about the customers that its address names. Where one is not there any more since a merge,
    nothing is done, and the reader comes to the customer that is left."""

    @wraps(view)
    def led(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            left = _left([pk for name, pk in kwargs.items() if name in NAMES and isinstance(pk, int)])
            if left is None:
                raise
            told = _("Somebody merged this customer into “%(name)s” meanwhile: look whether all is right.")
            messages.warning(request, told % {"name": left.name})
            return redirect("customer", left.pk)

    return led


NAMES = ("customer_id", "winner_id", "loser_id")


def _left(ids: list[int]) -> Customer | None:
    """The customer that one of these went up in."""
    others = [standing for pk in ids if (standing := current_id(pk)) != pk]
    return Customer.objects.filter(pk__in=others).first()
