"""Every field of a customer with its value in words and where that came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _

from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import own_field_specs, own_values_of
from pakhuis.ownfields.values import OwnFieldSpec
from pakhuis.ownfields.words import own_text
from pakhuis.ui.entered import amount_text
from pakhuis.ui.field_sources import Source, sources_of
from pakhuis.ui.words import FIELD, LANGUAGE


@dataclass(frozen=True, slots=True)
class Detail:
    """One field: what it is called, its value (safe to show), its last source, and whether it is retired."""

    label: str
    value: str
    source: Source | None
    is_retired: bool = False


TEXTS = ("name", "number", "contact_name", "email", "phone")
LONG_TEXTS = ("default_order_remarks", "remarks")


def details_of(customer: Customer, *, tags: Iterable[Any], price_lists: Iterable[Any]) -> list[Detail]:
    """All fields in the order of the form, own fields last; those that were retired only with a value."""
    sources = sources_of(customer)
    values = {
        **{name: getattr(customer, name) for name in TEXTS},
        "language": _language(customer),
        "vat_number": customer.vat_number,
        "discount": f"{amount_text(customer.discount)} %",
        "template_id": customer.template.name if customer.template else "",
        "price_lists": ", ".join(one.name for one in price_lists),
        "autosplit": autosplit_words(customer.autosplit),
        "calculate_vat": _("yes") if customer.calculate_vat else _("no"),
        "tags": ", ".join(one.title for one in tags),
        **{name: getattr(customer, name) for name in LONG_TEXTS},
    }
    own_fields = [
        Detail(str(FIELD[name]), linebreaksbr(value) if value else "—", sources.get(name))
        for name, value in values.items()
    ]
    return own_fields + _own(customer, sources)


def _own(customer: Customer, sources: dict[str, Source]) -> list[Detail]:
    values = own_values_of([customer.pk])[customer.pk]

    def detail(spec: OwnFieldSpec) -> Detail:
        shown = own_text(spec, values.get(spec.id, ()))
        return Detail(
            spec.title, linebreaksbr(shown) or "—", sources.get(f"own:{spec.id}"), is_retired=spec.is_retired
        )

    return [detail(spec) for spec in own_field_specs() if values.get(spec.id) or not spec.is_retired]


def autosplit_words(autosplit: bool | None) -> str:  # noqa: FBT001 - the three states are the subject
    """The three states of autosplit."""
    if autosplit is None:
        return _("As set for the account")
    return _("On") if autosplit else _("Off")


def _language(customer: Customer) -> str:
    word = str(LANGUAGE.get(customer.language, customer.language))
    return f"{word} ({customer.locale})" if customer.locale else word
