"""The REST API that existing Picqer clients use unchanged: routes, keys, errors, limits."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from pakhuis.api import (
    addresses,
    backorders,
    batches,
    comments,
    customer_deeds,
    customer_fields,
    customers,
    hooks,
    left_out,
    list_prices,
    location_types,
    locations,
    movements,
    order_extras,
    order_fields,
    order_lines,
    order_moves,
    orders,
    picking_containers,
    picklists,
    product_facts,
    product_fields,
    product_images,
    product_parts,
    product_places,
    product_stock,
    products,
    purchase_lines,
    purchases,
    receipts,
    return_lines,
    returns,
    shipments,
    small,
    stats,
    stock_history,
    suppliers,
    tag_routes,
    users,
    webshop_orders,
)
from pakhuis.api.answers import busy, error, refused_answer, too_large
from pakhuis.api.body import LenientParser, NotJsonError
from pakhuis.api.described.openapi import completed
from pakhuis.api.keys import KeyAuth, LimitReachedError, MissingRightError, ReadOnlyKeyError
from pakhuis.kernel.problem import Refused


class DescribedAPI(NinjaAPI):
    """Knows of every route what `described` says of it."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        completed(schema)
        return schema


logger = logging.getLogger("pakhuis.api")
api = DescribedAPI(
    title="Pakhuis",
    version="1",
    description="Order fulfilment that knows its customers. Names and codes are those of Picqer's API v1.",
    auth=KeyAuth(),
    parser=LenientParser(),
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
for module in (
    customers,
    customer_deeds,
    addresses,
    customer_fields,
    comments,
    orders,
    order_moves,
    order_lines,
    order_extras,
    batches,
    order_fields,
    picklists,
    picking_containers,
    shipments,
    backorders,
    products,
    product_stock,
    product_parts,
    product_places,
    product_facts,
    product_fields,
    product_images,
    locations,
    location_types,
    stock_history,
    small,
    tag_routes,
    users,
    list_prices,
    hooks,
    stats,
    suppliers,
    purchases,
    purchase_lines,
    receipts,
    returns,
    return_lines,
    webshop_orders,
    movements,
    left_out,
):
    api.add_router("", module.router)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, exception: Any) -> HttpResponse:
    return refused_answer(exception, request.path_info, request.method or "")


@api.exception_handler(OperationalError)
def on_busy(request: HttpRequest, exception: Any) -> HttpResponse:
    logger.warning("The database could not be had for %s %s: %s", request.method, request.path, exception)
    return busy()


@api.exception_handler(AuthenticationError)
def on_unknown_key(request: HttpRequest, exception: Any) -> HttpResponse:
    answer = error(401, 0, "The API key is missing, wrong or revoked.")
    answer["WWW-Authenticate"] = 'Basic realm="Pakhuis", charset="UTF-8"'
    return answer


@api.exception_handler(ReadOnlyKeyError)
def on_read_only_key(request: HttpRequest, exception: Any) -> HttpResponse:
    return error(403, 0, "This API key may only read.")


@api.exception_handler(MissingRightError)
def on_missing_right(request: HttpRequest, exception: Any) -> HttpResponse:
    return error(403, 0, f"This API key lacks the right {exception}.")


@api.exception_handler(LimitReachedError)
def on_limit(request: HttpRequest, exception: Any) -> HttpResponse:
    answer = error(429, 28, "Too many requests: wait until the minute is over.")
    answer["Retry-After"] = str(exception.seconds)
    return answer


@api.exception_handler(NotJsonError)
def on_not_json(request: HttpRequest, exception: Any) -> HttpResponse:
    return error(400, 22, "The body is not valid JSON.")


@api.exception_handler(RequestDataTooBig)
def on_too_big(request: HttpRequest, exception: Any) -> HttpResponse:
    return too_large()


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, exception: Any) -> HttpResponse:
    return error(400, 22, "The body must be a JSON object.")


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, exception: Any) -> HttpResponse:
    return error(404, 20, "There is nothing with this id.")


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, exception: Any) -> HttpResponse:
    return error(exception.status_code, 22, str(exception))
