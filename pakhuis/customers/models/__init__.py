"""Tables of customers."""

from pakhuis.customers.models.addresses import Address
from pakhuis.customers.models.customers import Customer, CustomerTag
from pakhuis.customers.models.identities import CustomerIdentity, IdentityKind
from pakhuis.customers.models.own_fields import OwnField, OwnFieldChoice, OwnValue
from pakhuis.customers.models.vat_checks import VatCheck

__all__ = [
    "Address",
    "Customer",
    "CustomerIdentity",
    "CustomerTag",
    "IdentityKind",
    "OwnField",
    "OwnFieldChoice",
    "OwnValue",
    "VatCheck",
]
