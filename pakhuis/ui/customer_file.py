"""Customers as a file, CSV or XLSX, written while they are read: as much memory for ten as for a million."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from pakhuis.accounts.models import Tag
from pakhuis.customers.models import Address, Customer, CustomerTag
from pakhuis.customers.own_queries import own_field_specs, own_values_of
from pakhuis.kernel.cells import safe
from pakhuis.kernel.listed import listed
from pakhuis.kernel.text import key
from pakhuis.ownfields.values import OwnFieldKind, OwnFieldSpec, OwnText
from pakhuis.pricing.models import CustomerPriceList, PriceList
from pakhuis.ui.workbook import workbook

AT_A_TIME = 1_000
COLUMNS = (
    "number",
    "name",
    "contact_name",
    "email",
    "phone",
    "language",
    "discount",
    "vat_number",
    "vat_state",
    "calculate_vat",
    "autosplit",
    "template__name",
    "remarks",
    "default_order_remarks",
    "created_at",
    "last_order_at",
    "archived_at",
)
FURTHER = 2
"""So many addresses of a customer have columns of their own, besides the default ones."""
NO_DEFAULT = Q(is_default_invoice=False, is_default_delivery=False)
ADDRESS_COLUMNS = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")


class Names(NamedTuple):
    """The names there are, in their form for comparing: an import takes the longest of them that it finds."""

    tags: Container[str]
    lists: Container[str]
    choices: Mapping[int, Container[str]]


def as_csv(rows: QuerySet[Customer]) -> StreamingHttpResponse:
    """Semicolons and a byte order mark, so that a spreadsheet of these parts opens it by a double click."""
    answer = StreamingHttpResponse(_csv_parts(table(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="customers.csv"'
    return answer


def as_xlsx(rows: QuerySet[Customer]) -> FileResponse:
    """Every cell is text, so that no number loses its zeros."""
    return workbook(table(rows), name="customers.xlsx")


def table(rows: QuerySet[Customer]) -> Iterator[Sequence[str]]:
    """Headings, then a row per customer in the order they were made; six queries a thousand at most.

    The words are looked up now: when the rows are read the language of the request is forgotten.
    """
    specs = own_field_specs(with_retired=False)
    further = FURTHER if Address.objects.filter(NO_DEFAULT).exists() else 0
    heads = [*_headings(further), *(spec.title for spec in specs)]
    return chain([heads], _read(rows, specs, further, yes=_("yes"), no=_("no")))


def _read(
    rows: QuerySet[Customer], specs: Sequence[OwnFieldSpec], further: int, *, yes: str, no: str
) -> Iterator[Sequence[str]]:
    known = Names(
        tags=set(map(key, Tag.objects.values_list("title", flat=True))),
        lists=set(map(key, PriceList.objects.values_list("name", flat=True))),
        choices={spec.id: {key(one.title) for one in spec.choices} for spec in specs},
    )
    last = 0
    while True:
        some = list(rows.filter(pk__gt=last).order_by("pk").values("pk", *COLUMNS)[:AT_A_TIME])
        if not some:
            return
        last = some[-1]["pk"]
        yield from _rows(some, specs, known, further=further, words={True: yes, False: no})


def _csv_parts(cells: Iterable[Sequence[str]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    buffer.write("\ufeff")
    for row in cells:
        writer.writerow([safe(text) for text in row])
        if buffer.tell() > 64_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _headings(further: int) -> list[str]:
    own = [_("Customer number"), _("Name"), _("Contact name"), _("E-mail"), _("Telephone"), _("Language")]
    own += [_("Discount"), _("VAT number"), _("VAT state"), _("Calculate VAT"), _("Autosplit"), _("Template")]
    own += [_("Remarks"), _("Default order remarks"), _("Since"), _("Last order"), _("Archived")]
    parts = [_("name"), _("contact name"), _("address"), _("address line 2"), _("postcode"), _("city")]
    parts += [_("region"), _("country")]
    more = (_("Second address"), _("Third address"))[:further]
    kinds = (_("Invoice address"), _("Delivery address"), *more)
    return [*own, _("Tags"), _("Price lists"), *(f"{kind}: {part}" for kind in kinds for part in parts)]


def _rows(
    some: Sequence[dict[str, Any]],
    specs: Sequence[OwnFieldSpec],
    known: Names,
    *,
    further: int,
    words: Mapping[bool, str],
) -> Iterator[Sequence[str]]:
    ids = [row["pk"] for row in some]
    tags = _titles(CustomerTag.objects.filter(customer_id__in=ids), "tag__title")
    lists = _titles(CustomerPriceList.objects.filter(customer_id__in=ids), "price_list__name")
    books = {flag: _addresses(ids, flag) for flag in ("is_default_invoice", "is_default_delivery")}
    own = own_values_of(ids) if specs else {}
    others = _further(ids, further) if further else {}
    empty = [""] * len(ADDRESS_COLUMNS)
    for row in some:
        pk = row["pk"]
        filled = own.get(pk, {})
        yield [
            *(_text(row[name], words) for name in COLUMNS),
            listed(tags[pk], known.tags),
            listed(lists[pk], known.lists),
            *(text for book in books.values() for text in book.get(pk, empty)),
            *others.get(pk, empty * further),
            *(_own_text(spec, filled.get(spec.id, ()), known) for spec in specs),
        ]


def _own_text(spec: OwnFieldSpec, values: Sequence[OwnText], known: Names) -> str:
    """What stands in an own field: only several choices have anything between them."""
    texts = [one.text for one in values]
    return listed(texts, known.choices[spec.id]) if spec.kind is OwnFieldKind.MULTIPLE else "".join(texts)


def _titles(links: QuerySet[Any], title: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for customer_id, text in links.order_by(title).values_list("customer_id", title):
        found[customer_id].append(text)
    return found


def _addresses(ids: Sequence[int], flag: str) -> dict[int, list[str]]:
    found = Address.objects.filter(customer_id__in=ids, **{flag: True})
    return {row[0]: list(row[1:]) for row in found.values_list("customer_id", *ADDRESS_COLUMNS)}


def _further(ids: Sequence[int], most: int) -> dict[int, list[str]]:
    """The first addresses of each customer that are no default, one behind the other."""
    width = most * len(ADDRESS_COLUMNS)
    texts: dict[int, list[str]] = defaultdict(list)
    found = Address.objects.filter(NO_DEFAULT, customer_id__in=ids).order_by("pk")
    for customer_id, *parts in found.values_list("customer_id", *ADDRESS_COLUMNS):
        texts[customer_id] += parts
    return {pk: (some + [""] * width)[:width] for pk, some in texts.items()}


def _text(value: Any, words: Mapping[bool, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return words[value]
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if hasattr(value, "hour") else str(value)
