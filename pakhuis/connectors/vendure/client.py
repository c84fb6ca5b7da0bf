"""Asking a Vendure shop: signed in once, then orders by what was changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.calls import forget_token, send_json, token
from pakhuis.connectors.contract import Access, OrderGone, Page, Payload, PermanentFailure, TemporaryFailure
from pakhuis.connectors.problems import gone, nonsense_answer, wrong_keys
from pakhuis.connectors.reading import at, mappings, money, text_at

KIND = "Vendure"
PER_PAGE = 100
SESSION = 1800.0
"""For how long a session is used again, in seconds; Vendure itself keeps one for a year."""
_ADDRESS = "{fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber}"
_ORDER = f"""id code state createdAt updatedAt orderPlacedAt currencyCode subTotal subTotalWithTax
 customer{{id title firstName lastName emailAddress phoneNumber user{{id}}}}
 billingAddress{_ADDRESS} shippingAddress{_ADDRESS} taxSummary{{taxRate taxTotal}}
 lines{{id quantity unitPrice unitPriceWithTax proratedLinePrice linePrice taxRate
  productVariant{{id sku name}}}}"""
_LOGIN = (
    "mutation Login($name: String!, $password: String!)"
    " {login(username: $name, password: $password) {__typename}}"
)


def fetch(access: Access, order_id: str) -> Payload:
    query = f"query One($id: ID!) {{order(id: $id) {{{_fields(access)}}}}}"
    found = at(_ask(access, query, {"id": order_id}), "order")
    if not isinstance(found, Mapping):
        raise OrderGone(gone())
    return found


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    begin = int(start or 0)
    query = (
        "query Changed($options: OrderListOptions)"
        f" {{orders(options: $options) {{totalItems items{{{_fields(access)}}}}}}}"
    )
    options: dict[str, Any] = {"take": PER_PAGE, "skip": begin, "sort": {"updatedAt": "ASC"}}
    if since is not None:
        options["filter"] = {"updatedAt": {"after": since.astimezone(UTC).isoformat()}}
    answer = at(_ask(access, query, {"options": options}), "orders")
    total = money(at(answer, "totalItems"))
    if total is None:
        raise TemporaryFailure(nonsense_answer())
    more = str(begin + PER_PAGE) if begin + PER_PAGE < total else ""
    return Page(orders=mappings(at(answer, "items")), next=more)


def _fields(access: Access) -> str:
    """What is asked of an order; custom fields only by the names that the settings give, as each is typed."""
    given = ",".join(access[name] for name in ("vat_fields", "remark_fields", "language_fields"))
    known = [one.strip() for one in given.split(",") if one.strip().isidentifier()]
    return f"{_ORDER} customFields{{{' '.join(dict.fromkeys(known))}}}" if known else _ORDER


def _ask(access: Access, query: str, variables: dict[str, Any]) -> Any:
    """The data of an answer; a session that has ended is begun anew, once."""
    try:
        return _asked(access, query, variables)
    except PermanentFailure as failure:
        if failure.problem.code != "wrong_keys":
            raise
    forget_token(_names(access))
    return _asked(access, query, variables)


def _asked(access: Access, query: str, variables: dict[str, Any]) -> Any:
    session = token(_names(access), lambda: _session(access))
    return _post(access, query, variables, {"Authorization": f"Bearer {session}"})[0]


def _names(access: Access) -> tuple[str, ...]:
    return (KIND, access.address, access["user"], access["password"])


def _session(access: Access) -> tuple[str, float]:
    """The token of a session: Vendure gives it in a header of its answer."""
    given = {"name": access["user"], "password": access["password"]}
    answer, headers = _post(access, _LOGIN, given, {})
    if text_at(answer, "login", "__typename") != "CurrentUser":
        raise PermanentFailure(wrong_keys())
    found = headers.get("vendure-auth-token", "")
    if not found:
        raise TemporaryFailure(nonsense_answer())
    return found, SESSION


def _post(
    access: Access, query: str, variables: dict[str, Any], headers: dict[str, str]
) -> tuple[Any, Mapping[str, str]]:
    value = {"query": query, "variables": variables}
    channel = {"vendure-token": access["channel"]} if access["channel"] else {}
    reply = send_json(access, "/admin-api", kind=KIND, value=value, headers={**channel, **headers})
    answer = reply.data
    codes = {text_at(one, "extensions", "code") for one in mappings(at(answer, "errors"))}
    if codes & {"FORBIDDEN", "UNAUTHORIZED"}:
        raise PermanentFailure(wrong_keys())
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
        raise TemporaryFailure(nonsense_answer())
    return answer["data"], reply.headers
