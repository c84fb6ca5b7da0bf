"""What can be chosen in forms, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection

from babel import Locale
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Tag, Template, User
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import VatGroup
from pakhuis.fulfilment.models import Batch, ShippingProfile
from pakhuis.fulfilment.states import BatchStatus
from pakhuis.kernel.countries import COUNTRY_CODES
from pakhuis.kernel.numbers import as_whole, possible_ids
from pakhuis.pricing.models import PriceList
from pakhuis.stock.models import Warehouse
from pakhuis.ui.words import LANGUAGE

Choices = list[tuple[str, str]]
NEAR = ("NL", "BE", "DE")
"""Countries that stand first."""
MOST_BATCHES = 50


def country_choices() -> Choices:
    """Every country by its name, the near ones first."""
    names = Locale.parse(get_language() or "nl").territories
    sorted_codes = sorted(COUNTRY_CODES - set(NEAR), key=lambda code: str(names.get(code, code)))
    return [(code, str(names.get(code, code))) for code in (*NEAR, *sorted_codes)]


def language_choices() -> Choices:
    return [(code, str(LANGUAGE[code])) for code in LANGUAGES]


def three_way_choices(empty: str) -> Choices:
    """On, off, or as set elsewhere."""
    return [("", empty), ("yes", _("On")), ("no", _("Off"))]


def tag_choices(keep: Collection[object] = ()) -> Choices:
    """Every tag in use, and of the retired ones those that stay where they are."""
    return [(str(one.pk), one.title) for one in Tag.objects.filter(_in_use_or(keep))]


def template_choices(keep: Collection[object] = ()) -> Choices:
    """Every template in use, and of the retired ones those that stay where they are."""
    return [(str(one.pk), one.name) for one in Template.objects.filter(_in_use_or(keep)).order_by("name")]


def price_list_choices(keep: Collection[object] = ()) -> Choices:
    """Every price list in use, and of the retired ones those that stay where they are."""
    return [(str(one.pk), one.name) for one in PriceList.objects.filter(_in_use_or(keep))]


def vat_group_choices(keep: Collection[object] = ()) -> Choices:
    """Every VAT group in use, the standard one first, and of the retired ones those that stay."""
    groups = VatGroup.objects.filter(_in_use_or(keep)).order_by("-is_standard", "name")
    return [(str(one.pk), one.name) for one in groups]


def warehouse_choices(keep: Collection[object] = ()) -> Choices:
    """Every warehouse in use, as they get orders, and of the retired ones those that stay."""
    houses = Warehouse.objects.filter(_in_use_or(keep)).order_by("priority", "pk")
    return [(str(one.pk), one.name) for one in houses]


def picker_choices(keep: Collection[object] = ()) -> Choices:
    """Everybody who may pick, and who is chosen already."""
    may = Q(is_superuser=True) | Q(rights__right=Right.PICKLISTS_WORK)
    kept = Q(pk__in=possible_ids(as_whole(one) for one in keep))
    people = User.objects.filter(Q(may, is_active=True) | kept).distinct().order_by("username")
    return [(str(one.pk), one.full_name) for one in people]


def _in_use_or(keep: Collection[object]) -> Q:
    return Q(active=True) | Q(pk__in=possible_ids(as_whole(one) for one in keep))


def everybody() -> Choices:
    """Every person there was, also those who may not log in any more."""
    people = User.objects.order_by("-is_active", "username")
    return [(str(one.pk), one.full_name) for one in people]


def open_batches(*, warehouse_id: int | None = None) -> list[tuple[int, str]]:
    """The batches that more picklists can be put into, the newest first, of this warehouse or of all."""
    found = Batch.objects.filter(status=BatchStatus.OPEN)
    if warehouse_id is not None:
        found = found.filter(warehouse=warehouse_id)
    newest = found.order_by("-pk").values_list("pk", "number", "warehouse__name")[:MOST_BATCHES]
    return [(pk, f"{number} · {house}") for pk, number, house in newest]


def profile_choices(keep: int | None) -> list[tuple[int, str]]:
    """Every way to ship that is in use, and the one chosen already."""
    in_use = Q(active=True, provider__active=True) | Q(pk=keep)
    found = ShippingProfile.objects.filter(in_use).order_by("provider__name", "name")
    return [
        (pk, f"{carrier} · {name}") for pk, carrier, name in found.values_list("pk", "provider__name", "name")
    ]
