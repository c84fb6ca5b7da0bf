"""What is done to a customer as a whole over the API: archive, merge, undo, erase, give out all of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, file_answer, told
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, identifier
from pakhuis.api.customers import customer_exists, one_customer
from pakhuis.api.keys import actor_of
from pakhuis.customers.actions import archive_customers, merge_customers, unarchive_customers, undo_merge
from pakhuis.customers.merge_problems import unknown_field, unknown_side
from pakhuis.customers.merge_rules import JOINED, Side
from pakhuis.customers.models import Customer
from pakhuis.customers.problems import erased_already
from pakhuis.customers.queries import last_merge
from pakhuis.kernel.checking import Checks, missing, not_found
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.privacy.actions import erase_person
from pakhuis.privacy.export import person_file

router = Router(tags=["customers"])
CHOICES = {
    "customerid": "number",
    "name": "name",
    "contactname": "contact_name",
    "emailaddress": "email",
    "telephone": "phone",
    "language": "language",
    "discount": "discount",
    "idtemplate": "template_id",
    "auto_split": "autosplit",
    "calculatevat": "calculate_vat",
    "vatnumber": "vat_number",
    "remarks": "remarks",
    "default_order_remarks": "default_order_remarks",
}
"""The fields a merge can be told whose value to keep of, as the API calls them."""


@router.post("/customers/{int:customer_id}/archive")
def post_archive(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Hides the customer from lists and finders; its orders stay. Twice changes nothing."""
    customer_exists(customer_id)
    archive_customers([customer_id], by=actor_of(request), now=now())
    return answer(one_customer(customer_id))


@router.post("/customers/{int:customer_id}/unarchive")
def post_unarchive(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Shows the customer again; refused (code 21) for a person whose data were erased."""
    customer_exists(customer_id)
    unarchive_customers([customer_id], by=actor_of(request), now=now())
    if Customer.objects.filter(pk=customer_id, erased_at__isnull=False).exists():
        raise Refused([erased_already()])
    return answer(one_customer(customer_id))


@router.post("/customers/{int:customer_id}/merge")
def post_merge(request: HttpRequest, customer_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idcustomer` goes up in this customer, with everything it has; the answer is the one that is left.

    `fields` says per field whose value is kept; of others it is the usual one: this customer's, unless empty.
    """
    customer_exists(customer_id)
    given = fields_of(body)
    checks = Checks()
    loser_id = identifier(given.get("idcustomer"))
    if loser_id is None:
        checks.add(missing(("idcustomer",)))
    elif not _is_somebody(loser_id):
        checks.add(not_found("customer", ("idcustomer",)))
    sides = _sides(given.get("fields"), checks)
    checks.refuse_if_any()
    merge_customers(customer_id, loser_id or NO_ID, sides=sides, by=actor_of(request), now=now())
    return answer(one_customer(customer_id))


@router.post("/customers/{int:customer_id}/undo-merge")
def post_undo_merge(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Takes the last merge of this customer apart; 404 without one. `notes` tell what stayed with it."""
    customer_exists(customer_id)
    merge = last_merge(customer_id)
    if merge is None:
        raise Refused([not_found("merge")])
    notes = undo_merge(merge.pk, by=actor_of(request), now=now())
    return answer(_done([customer_id, merge.loser_id], notes))


@router.post("/customers/{int:customer_id}/erase")
def post_erase(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Blanks everything that names the person, for good; refused (code 21) while an order is open.

    `notes` name each order that the books must keep, with its last day.
    """
    customer_exists(customer_id)
    return answer(_done([customer_id], erase_person(customer_id, by=actor_of(request), now=now())))


@router.get("/customers/{int:customer_id}/export")
def get_export(request: HttpRequest, customer_id: int) -> HttpResponse:
    """All that is kept of one person: a ZIP in base64; as it is for who accepts `application/zip` alone."""
    customer_exists(customer_id)
    name = f"customer-{customer_id}.zip"
    return file_answer(request, person_file(customer_id), name=name, kind="application/zip")


def _sides(given: object, checks: Checks) -> dict[str, Side]:
    """Whose value of which field is kept; what is no field or no side becomes a problem at its place."""
    wanted = given if isinstance(given, Mapping) else {}
    sides = {}
    for name, value in wanted.items():
        field, place = CHOICES.get(str(name)), ("fields", str(name))
        if field is None:
            checks.add(unknown_field(place))
        elif value not in tuple(Side) or (value == Side.BOTH and field not in JOINED):
            checks.add(unknown_side(place))
        else:
            sides[field] = Side(value)
    return sides


def _is_somebody(customer_id: int) -> bool:
    possible = customer_id != NO_ID and customer_id <= HIGHEST_ID
    return possible and Customer.objects.filter(pk=customer_id).exists()


def _done(customer_ids: Collection[int], notes: Collection[Problem]) -> dict[str, Any]:
    return {"customers": [one_customer(one) for one in customer_ids], "notes": told(notes)}
