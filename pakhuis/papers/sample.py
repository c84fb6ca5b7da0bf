"""An order that never was, for looking at a text before there is a real one."""

from __future__ import annotations

from pakhuis.papers.texts import LINE, OF_SHIPPING, PARCEL, VALUES
from pakhuis.papers.values import Told

_VALUES = {
    "order.number": "O2026-1042",
    "order.reference": "REF-77",
    "order.contact": "Joke de Vries",
    "order.status_page": "https://pakhuis.example.nl/s/1042.voorbeeld",
    "order.discount": "5 %",
    "customer.name": "Café De Kade",
    "customer.number": "K00042",
    "delivery.name": "Café De Kade",
    "delivery.contact": "Joke de Vries",
    "delivery.street": "Kade 1",
    "delivery.zipcode": "2611 AB",
    "delivery.city": "Delft",
    "invoice.name": "Café De Kade",
    "picklist.number": "P2026-1289",
}
_WORDS = {
    "nl": {
        "order.date": "23 november 2026",
        "order.delivery_date": "27 november 2026",
        "order.remarks": "Graag achterom leveren",
        "order.excluding": "€ 52,00",
        "order.vat": "€ 10,92",
        "order.total": "€ 62,92",
        "delivery.country": "Nederland",
        "price": "€ 2,60",
    },
    "en": {
        "order.date": "23 November 2026",
        "order.delivery_date": "27 November 2026",
        "order.remarks": "Please deliver at the back door",
        "order.excluding": "€52.00",
        "order.vat": "€10.92",
        "order.total": "€62.92",
        "delivery.country": "Netherlands",
        "price": "€2.60",
    },
}


def sample(language: str, company: dict[str, str]) -> Told:
    """Every value and list there is, filled with something; the company as it is."""
    words = _WORDS[language]
    full = f"Café De Kade\nJoke de Vries\nKade 1\n2611 AB Delft\n{words['delivery.country']}"
    values = dict.fromkeys((*VALUES, *OF_SHIPPING), "") | _VALUES | words | company
    values |= {"delivery.full": full, "invoice.full": full}
    line = dict.fromkeys(LINE, "") | {
        "amount": "20",
        "code": "LT-33",
        "name": "Linde Tripel 33 cl",
        "price": words["price"],
        "total": words["order.excluding"],
    }
    later = line | {"amount": "4", "code": "LB-33", "name": "Linde Blond 33 cl"}
    parcel = dict.fromkeys(PARCEL, "") | {
        "carrier": "PostNL",
        "code": "3SABCD0123456789",
        "link": "https://example.nl/3SABCD0123456789",
    }
    return Told(values, {"lines": [line], "waiting": [later], "parcels": [parcel]})
