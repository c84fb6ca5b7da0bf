"""Forgetting what shops said about a person: the bodies of messages go, that they came stays."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from pakhuis.connectors.models import Delivery


def forget_messages(*, order_ids: Collection[int], texts: Collection[str]) -> int:
    """Empty the messages about these orders, and those without an order in which one of `texts` stands.

    What was wrong goes with them, also of orders that were read and not sent, whose messages have no body.
    """
    about = Q(order_id__in=order_ids)
    for text in texts:
        about |= Q(order=None, body__icontains=text)
        for spelt in _in_json(text):
            about |= Q(order=None, said__icontains=spelt)
    said = Delivery.objects.annotate(said=Cast("problems", TextField()))
    return said.filter(about).exclude(body="", problems=[]).update(body="", problems=[])


def _in_json(text: str) -> tuple[str, str]:
    """How a text stands in a column of JSON: SQLite keeps it in ASCII, PostgreSQL as it is."""
    return json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]
