"""Archiving, merging, erasing and giving out a customer: what these routes take and give."""

from __future__ import annotations

from pakhuis.api.described.customers import CUSTOMER
from pakhuis.api.described.notation import Route, Thing, keyed, several, text, whole
from pakhuis.api.described.reference import PROBLEM

MERGING = Thing(
    "Merging",
    {
        "idcustomer": whole("The customer that goes up in this one.").needed,
        "fields": keyed(
            {"type": "string", "enum": ["winner", "loser", "both"]},
            "By field of a customer whose value is kept (`winner` is the customer of the path); `both` for "
            "remarks alone. Fields that are not named get the usual one.",
        ).hidden,
    },
)
DEED = Thing(
    "CustomerDeed",
    {
        "customers": several(CUSTOMER.ref, "The customers it was about, as they are now.").made,
        "notes": several(PROBLEM.ref, "What could not be done, and why.").made,
    },
)
PERSON_FILE = Thing(
    "PersonFile",
    {
        "filename": text("A name to keep it under.").made,
        "data": text("The ZIP in base64; as it is for who accepts `application/zip` alone.").made,
    },
)
DEED_THINGS: tuple[Thing, ...] = (MERGING, DEED, PERSON_FILE)

_ONE = "/customers/{customer_id}"
DEED_ROUTES: dict[tuple[str, str], Route] = {
    (f"{_ONE}/archive", "POST"): Route(answer=CUSTOMER),
    (f"{_ONE}/unarchive", "POST"): Route(answer=CUSTOMER),
    (f"{_ONE}/merge", "POST"): Route(answer=CUSTOMER, body=MERGING),
    (f"{_ONE}/undo-merge", "POST"): Route(answer=DEED),
    (f"{_ONE}/erase", "POST"): Route(answer=DEED),
    (f"{_ONE}/export", "GET"): Route(answer=PERSON_FILE),
}
