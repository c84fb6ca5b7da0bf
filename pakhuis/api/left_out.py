"""Resources that clients may know and Pakhuis has not: answered plainly, with 501 and code 8."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import Router

from pakhuis.api.answers import answer, error

METHODS = ["GET", "POST", "PUT", "DELETE"]

LEFT_OUT = {
    "companies": "accounts are made on the machine itself",
    "fulfilment": "Pakhuis serves one company, not the customers of a fulfilment company",
    "location_stock_counts": "counts are corrections with a reason",
    "packingstations": "there are no packing stations",
    "tasks": "there is no list of tasks",
}
"""First part of the path, and why. `docs/api.md` lists the same."""


def not_here(request: HttpRequest) -> HttpResponse:
    """501, for whoever has a key."""
    return error(501, 8, "This is not part of Pakhuis.")


def nothing_below(request: HttpRequest, rest: str) -> HttpResponse:
    """The same for whatever stands below it."""
    return not_here(request)


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """404 as the API says it, for an address that no resource has."""
    return error(404, 20, "There is no such address.")


BELOW = {
    "/returns/{int:one_id}/replacement_products": "an order is placed for what is sent instead",
    "/returns/{int:one_id}/replacement_products/{int:two_id}": "the same",
    "/products/{int:one_id}/warehouses/{int:two_id}": "there are no stock levels to order at",
    "/products/{int:one_id}/produce": "compositions have no stock of their own",
    "/picklists/{int:one_id}/packaging-advice": "nobody advises on packagings",
    "/picklists/{int:one_id}/products/{int:two_id}/pick_locations": "where to pick follows from the shelves",
    "/locationtypes/{int:one_id}/default": "there are two types, and places are made to be picked from",
    "/locations/{int:one_id}/products/{int:two_id}/intent": "a product is put on a location or taken off it",
}
"""Parts of resources that are here, and why they are not."""


def nothing_of(request: HttpRequest, one_id: int) -> HttpResponse:
    """The same for a part of something."""
    return not_here(request)


def nothing_of_two(request: HttpRequest, one_id: int, two_id: int) -> HttpResponse:
    """The same for a part of a part."""
    return not_here(request)


router = Router()


@router.get("/fulfilment/customers", include_in_schema=False)
def list_fulfilment_customers(request: HttpRequest) -> HttpResponse:
    """There are none: clients that fill a list to choose from are content with an empty one."""
    return answer([])


router.add_api_operation("/fulfilment/customers", METHODS[1:], not_here, include_in_schema=False)
for path in BELOW:
    view = nothing_of_two if "two_id" in path else nothing_of
    router.add_api_operation(path, METHODS, view, include_in_schema=False)
for name in LEFT_OUT:
    router.add_api_operation(f"/{name}", METHODS, not_here, include_in_schema=False)
    router.add_api_operation(f"/{name}/{{path:rest}}", METHODS, nothing_below, include_in_schema=False)
