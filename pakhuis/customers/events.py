"""Facts about customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from pakhuis.journal.events import Event, FieldChange, Links


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEvent(Event):
    """Something that happened to a customer."""

    kind: ClassVar[str] = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCreated(CustomerEvent):
    """A customer was made; `how` says by which step of recognition when a webshop order made it."""

    name: ClassVar[str] = "customer.created"
    customer: str
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChange:
    """An address of a book before and after, part by part; None where there was (or is) none."""

    id: int
    old: dict[str, Any] | None
    new: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanged(CustomerEvent):
    """Fields of a customer changed.

    An import also tells each address, of each field who wrote it before and when, and what template and tags
    it pointed to, so that it can be undone.
    """

    name: ClassVar[str] = "customer.changed"
    changes: tuple[FieldChange, ...]
    addresses: tuple[AddressChange, ...] = ()
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDeleted(CustomerEvent):
    """A customer without orders was deleted."""

    name: ClassVar[str] = "customer.deleted"
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLinked(CustomerEvent):
    """A webshop's key was linked to a customer, so that its next order finds it."""

    name: ClassVar[str] = "customer.linked"
    webshop_id: int
    identity: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUnlinked(CustomerEvent):
    """A webshop's key was cut from a customer, or moved to another one."""

    name: ClassVar[str] = "customer.unlinked"
    webshop_id: int
    identity: str
    moved_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressAdded(CustomerEvent):
    """A webshop order brought an address that was not in the book yet."""

    name: ClassVar[str] = "customer.address_added"
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VatNumberAsked(CustomerEvent):
    """Somebody wanted the register of VAT numbers asked again."""

    name: ClassVar[str] = "customer.vat_asked"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VatNumberChecked(CustomerEvent):
    """The register of VAT numbers was asked, and what is known of the number changed."""

    name: ClassVar[str] = "customer.vat_checked"
    number: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldEvent(Event):
    """Something that happened to an own field of customers."""

    kind: ClassVar[str] = "own_field"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldCreated(OwnFieldEvent):
    """An own field was made."""

    name: ClassVar[str] = "own_field.created"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldChanged(OwnFieldEvent):
    """An own field was renamed, required, moved, retired, or its possible values changed."""

    name: ClassVar[str] = "own_field.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldDeleted(OwnFieldEvent):
    """An own field in which nobody had a value was deleted."""

    name: ClassVar[str] = "own_field.deleted"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMerged(CustomerEvent):
    """Another customer went up in this one."""

    name: ClassVar[str] = "customer.merged"
    customer: str
    loser_id: int
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWentUp(CustomerEvent):
    """This customer went up in another one."""

    name: ClassVar[str] = "customer.went_up"
    customer: str
    winner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMergeUndone(CustomerEvent):
    """A merge with the other customer was taken apart; `kept` says what stayed as it had become."""

    name: ClassVar[str] = "customer.merge_undone"
    customer: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerArchived(CustomerEvent):
    """A customer was hidden from lists and pick-boxes."""

    name: ClassVar[str] = "customer.archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUnarchived(CustomerEvent):
    """An archived customer is shown again."""

    name: ClassVar[str] = "customer.unarchived"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerErased(CustomerEvent):
    """Names and contact data of a person were blanked; nothing of them stands in this fact."""

    name: ClassVar[str] = "customer.erased"
