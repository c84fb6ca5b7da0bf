"""What the customer overview shows, read from the address: for the page, its bulk deeds and its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from django.db.models import FilteredRelation, Q, QuerySet
from django.http import QueryDict

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import with_own_value
from pakhuis.customers.search import former_owners, found_by, having, speaking
from pakhuis.kernel.text import clean
from pakhuis.pricing.models import CustomerPriceList
from pakhuis.ui.keyset import Sort

SORTS: Mapping[str, Sort] = {
    "name": Sort("name_key"),
    "number": Sort("number_key", nullable=True),
    "newest": Sort(is_descending=True),
    "last_order": Sort("last_order_at", is_descending=True, nullable=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFilter:
    """Every choice as text, empty for none; nonsense in the address counts as none."""

    q: str = ""
    tag: str = ""
    price_list: str = ""
    language: str = ""
    state: str = ""
    field: str = ""
    value: str = ""
    sort: str = "name"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was chosen."""
        return any(getattr(self, one.name) for one in fields(self) if one.name not in ("sort", "field"))

    @property
    def order(self) -> Sort:
        """Customers of one tag are met along the index of the tag."""
        return replace(SORTS[self.sort], beside="tagged__") if self.tag else SORTS[self.sort]

    def rows(self) -> QuerySet[Customer]:
        """All customers that fit, also by their words, in no order."""
        return found_by(self.q, self._among(by_name=False), also=former_owners(self.q))

    def among(self) -> QuerySet[Customer]:
        """Those that fit by everything but words; archived ones only where asked for."""
        return self._among(by_name=self.sort == "name" and not self.tag)

    def _among(self, *, by_name: bool) -> QuerySet[Customer]:
        rows = Customer.objects.all()
        if self.state == "archived":
            rows = rows.filter(archived_at__isnull=False)
        elif self.state != "all":
            rows = rows.filter(archived_at=None)
        if self.state == "incomplete":
            rows = rows.filter(is_incomplete=True)
        if self.language:
            rows = speaking(rows, self.language, by_name=by_name)
        if self.tag:
            this = Q(customer_tags__tag_id=int(self.tag))
            rows = rows.alias(tagged=FilteredRelation("customer_tags", condition=this))
            rows = rows.filter(tagged__tag_id=int(self.tag))
        if self.price_list:
            rows = having(rows, CustomerPriceList.objects.filter(price_list_id=int(self.price_list)))
        if self.field:
            rows = with_own_value(rows, int(self.field), self.value)
        return rows


def filter_of(given: QueryDict) -> CustomerFilter:
    """The choices that stand in an address."""
    sort = given.get("sort", "")
    language, state = given.get("language", ""), given.get("state", "")
    return CustomerFilter(
        q=clean(given.get("q", ""))[:100],
        tag=_id(given.get("tag", "")),
        price_list=_id(given.get("price_list", "")),
        language=language if language in LANGUAGES else "",
        state=state if state in ("archived", "incomplete", "all") else "",
        field=_id(given.get("field", "")),
        value=clean(given.get("value", ""))[:200],
        sort=sort if sort in SORTS else "name",
    )


def _id(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 19 else ""
