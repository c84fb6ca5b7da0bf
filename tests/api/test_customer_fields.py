"""Own fields over the API: the list, values in and out, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.customers.actions import create_own_field, retire_own_field
from pakhuis.customers.intake import GivenChoice, OwnFieldFields
from pakhuis.customers.models import OwnField, OwnValue
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call
from tests.factories import MOMENT


def a_field(title: str, kind: str = "text", *choices: str, required: bool = False) -> OwnField:
    given = tuple(GivenChoice(title=one) for one in choices)
    fields = OwnFieldFields(title=title, kind=kind, is_required=required, choices=given)
    return create_own_field(fields, by=SYSTEM, now=MOMENT)


def test_the_fields_are_listed_as_programs_know_them(call: Call) -> None:
    first = a_field("KvK", required=True)
    second = a_field("Soort", "select", "Kroeg", "Winkel")
    gone = a_field("Oud")
    retire_own_field(gone.pk, is_retired=True, by=SYSTEM, now=MOMENT)
    told = {
        "idcustomerfield": second.pk,
        "title": "Soort",
        "type": "select",
        "values": ["Kroeg", "Winkel"],
        "required": False,
    }
    listed = call("GET", "customerfields").json()
    assert [one["idcustomerfield"] for one in listed] == [first.pk, second.pk]
    assert listed[0] == {
        "idcustomerfield": first.pk,
        "title": "KvK",
        "type": "text",
        "values": [],
        "required": True,
    }
    assert call("GET", f"customerfields/{second.pk}").json() == told
    assert call("GET", f"customerfields/{gone.pk}").status_code == 404
    assert call("GET", f"customerfields/{2**70}").status_code == 404
    assert call("GET", "customerfields?offset=100").json() == []


def test_values_come_back_as_text_in_the_order_of_the_fields(call: Call) -> None:
    number, several, flag = a_field("N", "number"), a_field("S", "multiple", "A", "B"), a_field("F", "yes_no")
    body = {
        "name": "x",
        "customerfields": [
            {"idcustomerfield": several.pk, "value": ["B", "A"]},
            {"idcustomerfield": str(flag.pk), "value": True},
            {"idcustomerfield": number.pk, "value": 1.5},
        ],
    }
    made = call("POST", "customers", body).json()
    expected = [(number, "1.5"), (several, "A;B"), (flag, "yes")]
    assert made["customerfields"] == [
        {"idcustomerfield": field.pk, "title": field.title, "value": value} for field, value in expected
    ]
    path = f"customers/{made['idcustomer']}"
    changed = call("PUT", path, {"customerfields": [{"idcustomerfield": number.pk, "value": None}]}).json()
    assert [one["value"] for one in changed["customerfields"]] == ["A;B", "yes"]
    assert call("PUT", path, {"customerfields": None}).json() == changed
    assert call("PUT", path, changed).json() == changed
    assert call("GET", "customers").json() == [changed]


def test_a_program_may_leave_a_required_field_empty(call: Call) -> None:
    a_field("KvK", required=True)
    assert call("POST", "customers", {"name": "x"}).status_code == 201


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([{"value": "x"}], "unknown_own_field"),
        ([{"idcustomerfield": "abc", "value": "x"}], "unknown_own_field"),
        ([{"idcustomerfield": 2**70, "value": "x"}], "unknown_own_field"),
        ("x", "unknown_own_field"),
        ({"a": 1}, "unknown_own_field"),
        ([None], "unknown_own_field"),
    ],
)
def test_odd_lists_are_refused_in_words(call: Call, given: Any, code: str) -> None:
    answer = call("POST", "customers", {"name": "x", "customerfields": given})
    assert answer.status_code == 400
    assert [one["code"] for one in answer.json()["errors"]] == [code]


def test_a_wrong_value_is_told_at_its_field(call: Call) -> None:
    number = a_field("N", "number")
    body = {"name": "", "customerfields": [{"idcustomerfield": number.pk, "value": {"a": 1}}]}
    assert [one["path"] for one in call("POST", "customers", body).json()["errors"]] == [["name"]]
    body["customerfields"] = [{"idcustomerfield": number.pk, "value": "veel"}]
    answer = call("POST", "customers", body)
    assert [one["path"] for one in answer.json()["errors"]] == [["name"], ["own_fields", number.pk]]
    assert not OwnValue.objects.exists()


def test_a_page_of_customers_asks_no_more_with_more_of_them(call: Call) -> None:
    field = a_field("Regio")
    values = [{"idcustomerfield": field.pk, "value": "Zuid"}]

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            call("GET", "customers")
        return len(captured)

    call("POST", "customers", {"name": "x", "customerfields": values})
    few = asked()
    for number in range(5):
        call("POST", "customers", {"name": f"x{number}", "customerfields": values})
    assert asked() == few
