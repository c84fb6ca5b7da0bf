"""What a mail may name, and the texts that are used until somebody writes better ones."""

from __future__ import annotations

from pakhuis.kernel.problem import gettext_noop
from pakhuis.papers.kinds import MailKind
from pakhuis.papers.language import Known

VALUES: dict[str, str] = {
    "order.number": gettext_noop("Number of the order"),
    "order.reference": gettext_noop("Reference of the customer"),
    "order.date": gettext_noop("Day of the order"),
    "order.delivery_date": gettext_noop("Preferred delivery date"),
    "order.remarks": gettext_noop("Remarks on the order"),
    "order.status_page": gettext_noop("Address of the status page, empty without one"),
    "order.contact": gettext_noop("Contact person, else the name"),
    "order.discount": gettext_noop("Discount, empty without one"),
    "order.excluding": gettext_noop("Total excluding VAT"),
    "order.vat": gettext_noop("VAT, empty without VAT"),
    "order.total": gettext_noop("Total"),
    "customer.name": gettext_noop("Name of the customer"),
    "customer.number": gettext_noop("Customer number"),
    "company.name": gettext_noop("Name of the company"),
    "company.address": gettext_noop("Address of the company"),
    "company.email": gettext_noop("E-mail of the company"),
    "company.phone": gettext_noop("Telephone of the company"),
    "delivery.name": gettext_noop("Delivery address: name"),
    "delivery.contact": gettext_noop("Delivery address: contact name"),
    "delivery.street": gettext_noop("Delivery address: street"),
    "delivery.zipcode": gettext_noop("Delivery address: postcode"),
    "delivery.city": gettext_noop("Delivery address: city"),
    "delivery.country": gettext_noop("Delivery address: country"),
    "delivery.full": gettext_noop("Delivery address, as it is written on an envelope"),
    "invoice.name": gettext_noop("Invoice address: name"),
    "invoice.full": gettext_noop("Invoice address, as it is written on an envelope"),
}
"""Every single value and what it is."""
OF_SHIPPING: dict[str, str] = {"picklist.number": gettext_noop("Number of the picklist")}
LINE: dict[str, str] = {
    "amount": gettext_noop("Pieces"),
    "code": gettext_noop("Product code, empty on a line without a product"),
    "name": gettext_noop("Name of the product"),
    "remarks": gettext_noop("Remarks on the line"),
    "price": gettext_noop("Price of one"),
    "total": gettext_noop("Total of the line"),
}
PARCEL: dict[str, str] = {
    "carrier": gettext_noop("Who carries it"),
    "code": gettext_noop("Code to follow it by"),
    "link": gettext_noop("Address to follow it at"),
}
LISTS: dict[MailKind, dict[str, dict[str, str]]] = {
    MailKind.CONFIRMATION: {"lines": LINE},
    MailKind.SHIPPING: {"lines": LINE, "parcels": PARCEL, "waiting": LINE},
}
"""The lists of each mail. Of a shipping notice: what was sent, in which parcels, and what still comes."""


def values_of(kind: MailKind) -> dict[str, str]:
    """Every single value of a mail and what it is."""
    return VALUES | OF_SHIPPING if kind is MailKind.SHIPPING else VALUES


def known_to(kind: MailKind) -> Known:
    """What the text of a mail may name."""
    return Known(
        values=frozenset(values_of(kind)),
        lists={name: frozenset(fields) for name, fields in LISTS[kind].items()},
    )


OURS: dict[tuple[MailKind, str], tuple[str, str]] = {
    (MailKind.CONFIRMATION, "nl"): (
        "Bevestiging van je bestelling {{ order.number }}",
        """Beste {{ order.contact }},

Bedankt voor je bestelling. We hebben die ontvangen en gaan ermee aan de slag.

Bestelling: {{ order.number }}
{% if order.reference %}
Jouw referentie: {{ order.reference }}
{% endif %}
{% if order.delivery_date %}
Gewenste leverdatum: {{ order.delivery_date }}
{% endif %}

{% for line in lines %}
{{ line.amount }} x {{ line.name }}{% if line.code %} ({{ line.code }}){% endif %}  {{ line.total }}
{% if line.remarks %}
    {{ line.remarks }}
{% endif %}
{% endfor %}

Totaal exclusief btw: {{ order.excluding }}
{% if order.vat %}
Btw: {{ order.vat }}
{% endif %}
Totaal: {{ order.total }}

We leveren aan:
{{ delivery.full }}
{% if order.status_page %}

Zo staat het ervoor: {{ order.status_page }}
{% endif %}

Met vriendelijke groet,
{{ company.name }}
""",
    ),
    (MailKind.CONFIRMATION, "en"): (
        "Confirmation of your order {{ order.number }}",
        """Dear {{ order.contact }},

Thank you for your order. We have received it and are getting to work.

Order: {{ order.number }}
{% if order.reference %}
Your reference: {{ order.reference }}
{% endif %}
{% if order.delivery_date %}
Preferred delivery date: {{ order.delivery_date }}
{% endif %}

{% for line in lines %}
{{ line.amount }} x {{ line.name }}{% if line.code %} ({{ line.code }}){% endif %}  {{ line.total }}
{% if line.remarks %}
    {{ line.remarks }}
{% endif %}
{% endfor %}

Total excluding VAT: {{ order.excluding }}
{% if order.vat %}
VAT: {{ order.vat }}
{% endif %}
Total: {{ order.total }}

We deliver to:
{{ delivery.full }}
{% if order.status_page %}

See how it stands: {{ order.status_page }}
{% endif %}

Kind regards,
{{ company.name }}
""",
    ),
    (MailKind.SHIPPING, "nl"): (
        "Je bestelling {{ order.number }} is onderweg",
        """Beste {{ order.contact }},

We hebben dit voor je verstuurd:

{% for line in lines %}
{{ line.amount }} x {{ line.name }}{% if line.code %} ({{ line.code }}){% endif %}
{% endfor %}
{% for parcel in parcels %}

{{ parcel.carrier }} {{ parcel.code }}
{{ parcel.link }}
{% endfor %}
{% if waiting %}

Dit volgt later:
{% for line in waiting %}
{{ line.amount }} x {{ line.name }}{% if line.code %} ({{ line.code }}){% endif %}
{% endfor %}
{% endif %}
{% if order.status_page %}

Zo staat het ervoor: {{ order.status_page }}
{% endif %}

Met vriendelijke groet,
{{ company.name }}
""",
    ),
    (MailKind.SHIPPING, "en"): (
        "Your order {{ order.number }} is on its way",
        """Dear {{ order.contact }},

We have sent you:

{% for line in lines %}
{{ line.amount }} x {{ line.name }}{% if line.code %} ({{ line.code }}){% endif %}
{% endfor %}
{% for parcel in parcels %}

{{ parcel.carrier }} {{ parcel.code }}
{{ parcel.link }}
{% endfor %}
{% if waiting %}

This follows later:
{% for line in waiting %}
{{ line.amount }} x {{ line.name }}{% if line.code %} ({{ line.code }}){% endif %}
{% endfor %}
{% endif %}
{% if order.status_page %}

See how it stands: {{ order.status_page }}
{% endif %}

Kind regards,
{{ company.name }}
""",
    ),
}
"""Subject and text of each mail in each language."""
