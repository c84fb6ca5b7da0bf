"""Schemathesis over our own description: whatever fits it is answered as described, and never with a fault.

`PAKHUIS_FUZZ=100 python -m pytest tests/contracts/test_schemathesis.py` tries a hundred for each route.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from pakhuis.accounts.actions import create_api_key
from pakhuis.api.described.routes import ROUTES
from pakhuis.api.left_out import LEFT_OUT
from pakhuis.config.wsgi import application
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import basic
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, an_order, lines, stocked

EXAMPLES = int(os.environ.get("PAKHUIS_FUZZ", "1"))
"""Requests of each route: in the suite one, which takes some ten seconds for all of them."""
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.mark.django_db(transaction=True)
def test_whatever_fits_the_description_is_answered_as_described(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    stocked(a_warehouse(), A=3)
    customer = a_customer()
    an_order(customer, lines=lines(A=1))
    a_processed_order(customer, lines=lines(A=9))
    headers = {"Authorization": basic(create_api_key("schemathesis", by=SYSTEM, now=MOMENT)[1])}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=headers)
    operations: Any = schema.get_all_operations()
    tried = [attacked(found.ok(), headers) for found in operations]
    assert len(tried) == len(ROUTES)
    assert min(tried) >= 1


def attacked(operation: Any, headers: dict[str, str]) -> int:
    """Try requests of one route; gives how many. A fault or an answer that is not described is raised."""
    tried = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def attack(case: Any) -> None:
        nonlocal tried
        tried += 1
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    attack()
    return tried


def test_a_breach_is_seen() -> None:
    """The checks are those that find a fault of ours: a planted one is found."""

    def broken(environ: Any, start: Any) -> list[bytes]:
        start("500 Oops", [("Content-Type", "text/html")])
        return [b"Oops"]

    told = {
        "openapi": "3.1.0",
        "info": {"title": "Planted", "version": "1"},
        "paths": {"/x": {"get": {"responses": {"200": {"description": "Fine."}}}}},
    }
    schema = schemathesis.openapi.from_dict(told)
    schema.app = broken
    operations: Any = schema.get_all_operations()
    (found,) = operations
    with pytest.raises(BaseExceptionGroup):
        attacked(found.ok(), {})


def test_what_is_left_out_is_not_described() -> None:
    assert [path for path, _ in ROUTES if path.split("/")[1] in LEFT_OUT] == []
