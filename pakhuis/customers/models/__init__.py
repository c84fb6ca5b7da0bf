"""Tables of customers."""

from pakhuis.customers.models.addresses import Address
from pakhuis.customers.models.bulk_deeds import BulkDeed
from pakhuis.customers.models.customers import Customer, CustomerTag
from pakhuis.customers.models.doubles import LikelyDouble
from pakhuis.customers.models.identities import CustomerIdentity, ErasedIdentity, IdentityKind
from pakhuis.customers.models.merges import CustomerAlias, Merge
from pakhuis.customers.models.own_fields import OwnField, OwnFieldChoice, OwnValue
from pakhuis.customers.models.vat_checks import VatCheck

__all__ = [
    "Address",
    "BulkDeed",
    "Customer",
    "CustomerAlias",
    "CustomerIdentity",
    "CustomerTag",
    "ErasedIdentity",
    "IdentityKind",
    "LikelyDouble",
    "Merge",
    "OwnField",
    "OwnFieldChoice",
    "OwnValue",
    "VatCheck",
]
