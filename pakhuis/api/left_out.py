"""Resources that clients may know and Pakhuis has not: answered plainly, with 501 and code 8."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import Router

from pakhuis.api.answers import error

METHODS = ["GET", "POST", "PUT", "DELETE"]

LEFT_OUT = {
    "companies": "accounts are made on the machine itself",
    "fulfilment": "Pakhuis serves one company, not the customers of a fulfilment company",
    "location_stock_counts": "counts are corrections with a reason",
    "movements": "moves between locations stand in `location-stock-history`",
    "packingstations": "there are no packing stations",
    "picking-containers": "there are no containers",
    "productfields": "products have no own fields yet",
    "tasks": "there is no list of tasks",
    "webshop_orders": "see the page of a webshop",
}
"""First part of the path, and why. `docs/api.md` lists the same."""


def not_here(request: HttpRequest) -> HttpResponse:
    """501, for whoever has a key that may do such things."""
    return error(501, 8, "This is not part of Pakhuis.")


def nothing_below(request: HttpRequest, rest: str) -> HttpResponse:
    """The same for whatever stands below it."""
    return not_here(request)


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """404 as the API says it, for an address that no resource has."""
    return error(404, 20, "There is no such address.")


BELOW = {
    "/returns/{int:return_id}/replacement_products": "an order is placed for what is sent instead",
}
"""Parts of resources that are here, and why they are not."""


def nothing_of(request: HttpRequest, return_id: int) -> HttpResponse:
    """The same for a part of something."""
    return not_here(request)


def nothing_below_it(request: HttpRequest, return_id: int, rest: str) -> HttpResponse:
    """The same for whatever stands below that."""
    return not_here(request)


router = Router()
for path in BELOW:
    router.add_api_operation(path, METHODS, nothing_of, include_in_schema=False)
    router.add_api_operation(f"{path}/{{path:rest}}", METHODS, nothing_below_it, include_in_schema=False)
for name in LEFT_OUT:
    router.add_api_operation(f"/{name}", METHODS, not_here, include_in_schema=False)
    router.add_api_operation(f"/{name}/{{path:rest}}", METHODS, nothing_below, include_in_schema=False)
