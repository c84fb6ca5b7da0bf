"""The public status page of an order: for whoever has the address, in the order's language."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from pakhuis.fulfilment.status_queries import standing_of
from pakhuis.kernel.clock import now
from pakhuis.orders.status_key import order_of
from pakhuis.ui.language import account_of, language_for
from pakhuis.ui.status_words import STAGE, steps


@require_safe
def status_page(request: HttpRequest, key: str) -> HttpResponse:
    """How an order stands, part by part. One answer for a wrong key and for a page that is closed."""
    account = account_of(request)
    order_id = order_of(key) if account.shows_status_pages else None
    standing = standing_of(order_id, now=now()) if order_id is not None else None
    language = standing.order.language if standing else language_for(request)
    with timezone.override(ZoneInfo(account.time_zone)), translation.override(language):
        context = {
            "company": account,
            "order": standing.order if standing else None,
            "color": standing.order.template.color if standing else "",
            "parts": [
                {"part": one, "words": STAGE[one.stage], "steps": steps(one.stage)} for one in standing.parts
            ]
            if standing
            else [],
        }
        response = render(request, "ui/status_page.html", context, status=200 if standing else 404)
    return _unlisted(response, language)


def _unlisted(response: HttpResponse, language: str) -> HttpResponse:
    """Kept out of search engines and caches, and told to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["Content-Language"] = language
    return response
