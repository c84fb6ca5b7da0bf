"""The door for webhooks: signature first, then store, then 2xx, whatever the message says."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pakhuis.connectors.actions import access_for_webhook, receive_webhook
from pakhuis.connectors.contract import Access
from pakhuis.connectors.registry import connectors
from pakhuis.kernel.clock import now

UNKNOWN = Access(address="")
"""Checked against when there is no such shop, so that the answer takes as long."""


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, kind: str, webshop_id: int) -> HttpResponse:
    """401 for an unknown shop and a wrong signature alike, so that nobody learns which shops there are.

    For the same reason a ping is answered whichever shop it names.
    """
    connector = connectors().get(kind)
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    if connector is not None and connector.ping is not None and connector.ping.fullmatch(body):
        return HttpResponse(status=200)
    headers = {name.lower(): value for name, value in request.headers.items()}
    access = access_for_webhook(webshop_id, kind=kind) if connector and webshop_id < 2**63 else None
    known = access if access is not None else UNKNOWN
    if connector is None or not connector.verify(body, headers, known) or access is None:
        return HttpResponse(status=401)
    receive_webhook(webshop_id, kind=kind, body=body, headers=headers, now=now())
    return HttpResponse(status=204)
