"""By what e-mails and telephones a person was ever known here, so that messages that name them are found."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.customers.models import Customer, CustomerAlias, CustomerIdentity, IdentityKind, Merge

SHORTEST = 6
"""Letters of the shortest e-mail (a@b.nl): what is shorter, such as an extension, names nobody."""


def ways_to_reach(ids: Collection[int]) -> list[str]:
    """E-mails and telephones of these customers, now, at webshops, and before they went up in each other.

    `ids` is one customer and all that went up in it. Four queries, whatever their number.
    """
    found = {
        text for pair in Customer.objects.filter(pk__in=ids).values_list("email", "phone") for text in pair
    }
    found.update(CustomerAlias.objects.filter(customer_id__in=ids).values_list("email", flat=True))
    known = CustomerIdentity.objects.filter(customer_id__in=ids, kind=IdentityKind.EMAIL)
    found.update(known.values_list("value", flat=True))
    for record in Merge.objects.filter(winner_id__in=ids, undone_at=None).values_list("record", flat=True):
        for side in ("before", "after", "loser"):
            kept = record.get(side, {})
            found.update(str(kept.get(name) or "") for name in ("email", "phone"))
    return sorted(text for text in found if len(text) >= SHORTEST)
