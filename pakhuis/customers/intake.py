"""What others hand in about a customer: frozen, not yet checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.ownfields.values import OwnText


class NewAddress(NamedTuple):
    """An address as handed in; `country` is an ISO 3166 code of two letters, in any case."""

    name: str = ""
    contact_name: str = ""
    line1: str = ""
    line2: str = ""
    zipcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces was given."""
        parts = (self.name, self.contact_name, self.line1, self.line2, self.zipcode, self.city, self.region)
        return not any(part.strip() for part in (*parts, self.country))


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAddress:
    """An address for the address book, with what it is the default for."""

    address: NewAddress
    is_default_invoice: bool = False
    is_default_delivery: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChange:
    """What changes of one address of the book; what is not given stays."""

    name: str | NotGiven = NOT_GIVEN
    contact_name: str | NotGiven = NOT_GIVEN
    line1: str | NotGiven = NOT_GIVEN
    line2: str | NotGiven = NOT_GIVEN
    zipcode: str | NotGiven = NOT_GIVEN
    city: str | NotGiven = NOT_GIVEN
    region: str | NotGiven = NOT_GIVEN
    country: str | NotGiven = NOT_GIVEN
    is_default_invoice: bool | NotGiven = NOT_GIVEN
    is_default_delivery: bool | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenChoice:
    """A possible value of an own field; without `id` it is new. A retired one is offered no more."""

    title: str
    id: int | None = None
    is_retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldFields:
    """An own field as a whole: what it is called, what it holds, whether people must fill it in."""

    title: str
    kind: str
    is_required: bool = False
    choices: tuple[GivenChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFields:
    """What can be written on a customer; what is not given is left as it is (on a new one: the default).

    `language` empty stands for the account's, `autosplit` None for "the account's setting". Own fields that
    `own_fields` does not name are left as they are, too.
    """

    number: str | NotGiven = NOT_GIVEN
    name: str | NotGiven = NOT_GIVEN
    contact_name: str | NotGiven = NOT_GIVEN
    email: str | NotGiven = NOT_GIVEN
    phone: str | NotGiven = NOT_GIVEN
    language: str | NotGiven = NOT_GIVEN
    locale: str | NotGiven = NOT_GIVEN
    discount: RawNumber | NotGiven = NOT_GIVEN
    template_id: int | NotGiven | None = NOT_GIVEN
    autosplit: bool | NotGiven | None = NOT_GIVEN
    calculate_vat: bool | NotGiven = NOT_GIVEN
    vat_number: str | NotGiven = NOT_GIVEN
    remarks: str | NotGiven = NOT_GIVEN
    default_order_remarks: str | NotGiven = NOT_GIVEN
    tag_ids: tuple[int, ...] | NotGiven = NOT_GIVEN
    addresses: tuple[BookAddress, ...] | NotGiven = NOT_GIVEN
    own_fields: tuple[GivenOwnValue, ...] | NotGiven = NOT_GIVEN


class BulkAddress(NamedTuple):
    """A checked address of a book that is read or written in bulk; `id` None: not yet written."""

    id: int | None
    address: NewAddress
    is_default_invoice: bool = False
    is_default_delivery: bool = False

    @property
    def zipcode(self) -> str:
        return self.address.zipcode

    @property
    def city(self) -> str:
        return self.address.city

    @property
    def country(self) -> str:
        return self.address.country


NOTHING: Mapping[Any, Any] = MappingProxyType({})
Source = tuple[str, str]
"""Who wrote a field (``webshop:3``), and when, as `field_sources` and `field_dates` have it."""


class BulkCustomer(NamedTuple):
    """A customer to be made (no id) or changed in bulk, all of it checked by the rules for people.

    `fields` by name as `check_fields` cleans them; `book` and `tag_ids` (with their titles) are the whole
    book and all tags, None for "as they are". Own fields that `own` does not name stay as they are.
    `sources` are to stand for these fields instead of whoever writes now; None: nobody filled them in.
    """

    customer_id: int | None
    fields: Mapping[str, Any]
    book: tuple[BulkAddress, ...] | None = None
    tag_ids: Mapping[int, str] | None = None
    own: Mapping[int, tuple[OwnText, ...]] = NOTHING
    sources: Mapping[str, Source | None] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPerson:
    """Who ordered, as a webshop tells it.

    `external_id` is the shop's customer id, empty for a guest. `locale` is as the shop spells it.
    `is_masked` says that the e-mail is not the buyer's own and never matches.
    `calculate_vat` is the shop's explicit word on this buyer, None when it says nothing.
    """

    external_id: str = ""
    number: str = ""
    name: str = ""
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    vat_number: str = ""
    remarks: str = ""
    calculate_vat: bool | None = None
    is_masked: bool = False
    invoice: NewAddress | None = None
    delivery: NewAddress | None = None
