"""Tables of customers."""

from pakhuis.customers.models.addresses import Address
from pakhuis.customers.models.customers import Customer, CustomerTag
from pakhuis.customers.models.identities import CustomerIdentity, IdentityKind

__all__ = ["Address", "Customer", "CustomerIdentity", "CustomerTag", "IdentityKind"]
