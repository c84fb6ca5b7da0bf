"""Archiving, merging, erasing and giving out a customer over the API."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from typing import Any

import pytest

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.customers.models import Customer, Merge
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import cancel_order
from tests.api.conftest import Call, basic, caller
from tests.factories import MOMENT, a_customer, a_warehouse, an_order, lines, stocked


def told(answer: Any) -> tuple[int, int, list[str]]:
    """Status, number and codes of a refusal."""
    body = answer.json()
    return answer.status_code, body["error_code"], [one["code"] for one in body.get("errors", ())]


def ids(answer: Any) -> list[int]:
    return [one["idcustomer"] for one in answer.json()]


def facts() -> list[str]:
    return list(Fact.objects.filter(subject_kind="customer").order_by("pk").values_list("name", flat=True))


def test_archived_customers_are_listed_alone(call: Call) -> None:
    kept, hidden = a_customer("Kade"), a_customer("Haven")
    before = call("GET", f"customers/{hidden.pk}").json()
    for _ in range(2):
        assert call("POST", f"customers/{hidden.pk}/archive").json() == before
    assert facts().count("customer.archived") == 1
    assert ids(call("GET", "customers")) == ids(call("GET", "customers?archived=false")) == [kept.pk]
    assert ids(call("GET", "customers?archived=true")) == [hidden.pk]
    assert ids(call("GET", "customers?archived=true&search=kade")) == []
    assert call("POST", f"customers/{hidden.pk}/unarchive").status_code == 200
    assert ids(call("GET", "customers")) == [kept.pk, hidden.pk]


def test_merging_and_undoing(call: Call) -> None:
    winner = a_customer("Kade", number="K-1")
    loser = a_customer("De Kade", email="kade@x.nl", number="K-2")
    before = [call("GET", f"customers/{one.pk}").json() for one in (winner, loser)]
    merged = call("POST", f"customers/{winner.pk}/merge", {"idcustomer": str(loser.pk)})
    assert merged.status_code == 200
    assert (merged.json()["idcustomer"], merged.json()["name"]) == (winner.pk, "Kade")
    assert merged.json()["emailaddress"] == "kade@x.nl"
    assert call("GET", f"customers/{loser.pk}").json() == merged.json()
    for method in ("PUT", "DELETE"):
        assert call(method, f"customers/{loser.pk}", {"name": "Zee"}).status_code == 404
    for query in ("customerid=K-2", "search=K-2", "search=Kade@X.nl"):
        assert ids(call("GET", f"customers?{query}")) == [winner.pk], query
    undone = call("POST", f"customers/{winner.pk}/undo-merge")
    assert undone.status_code == 200
    assert undone.json() == {"customers": before, "notes": []}
    assert Merge.objects.get().merged_by == "test"
    assert told(call("POST", f"customers/{winner.pk}/undo-merge")) == (404, 20, ["not_found"])


def test_an_undo_tells_what_stayed(call: Call) -> None:
    winner, loser = a_customer("Kade"), a_customer("De Kade", phone="0101234567")
    call("POST", f"customers/{winner.pk}/merge", {"idcustomer": loser.pk})
    call("PUT", f"customers/{winner.pk}", {"telephone": "0207654321"})
    undone = call("POST", f"customers/{winner.pk}/undo-merge").json()
    assert [(one["code"], one["path"]) for one in undone["notes"]] == [("edited_since", ["phone"])]
    assert [one["telephone"] for one in undone["customers"]] == ["0207654321", "0101234567"]


def test_a_merge_keeps_the_values_that_were_chosen(call: Call) -> None:
    winner = a_customer("Kade", number="1", phone="010", remarks="een", discount="5")
    loser = a_customer("De Kade", number="2", phone="020", remarks="twee", discount="7", contact_name="Joke")
    fields = {
        "name": "loser",
        "telephone": "loser",
        "remarks": "both",
        "discount": "winner",
        "contactname": "winner",
    }
    merged = call("POST", f"customers/{winner.pk}/merge", {"idcustomer": loser.pk, "fields": fields}).json()
    assert (merged["name"], merged["customerid"], merged["telephone"]) == ("De Kade", "1", "020")
    assert (merged["remarks"], merged["discount"], merged["contactname"]) == ("een\ntwee", 5, None)
    assert ids(call("GET", "customers?customerid=2")) == [winner.pk]
    call("POST", f"customers/{winner.pk}/undo-merge")
    assert call("GET", f"customers/{winner.pk}").json()["name"] == "Kade"


def test_choices_that_are_none_are_told_all_at_once(call: Call) -> None:
    winner, loser = a_customer("Kade"), a_customer("De Kade")
    fields = {"name": "both", "colour": "loser", "telephone": 7, "language": ["loser"], "remarks": "loser"}
    refused = call("POST", f"customers/{winner.pk}/merge", {"idcustomer": "x", "fields": fields}).json()
    found = {(one["code"], ".".join(one["path"])) for one in refused["errors"]}
    assert found == {
        ("not_found", "idcustomer"),
        ("unknown_side", "fields.name"),
        ("unknown_field", "fields.colour"),
        ("unknown_side", "fields.telephone"),
        ("unknown_side", "fields.language"),
    }
    assert not Merge.objects.exists()
    assert (
        call("POST", f"customers/{winner.pk}/merge", {"idcustomer": loser.pk, "fields": []}).status_code
        == 200
    )


def test_merges_that_are_refused(call: Call) -> None:
    winner = a_customer("Kade")
    route = f"customers/{winner.pk}/merge"
    for body in (None, {}, {"idcustomer": None}, {"idcustomer": ""}):
        assert told(call("POST", route, body)) == (400, 5, ["missing"])
    for nobody in (0, -1, 2**40, 2**63 - 1, 2**63, 10**30, "x", [1], True, 1.5):
        answer = call("POST", route, {"idcustomer": nobody})
        assert told(answer) == (400, 20, ["not_found"])
        assert answer.json()["errors"][0]["path"] == ["idcustomer"]
    assert told(call("POST", route, {"idcustomer": winner.pk})) == (400, 21, ["merge_with_itself"])
    assert call("POST", f"customers/{2**63}/merge", {"idcustomer": winner.pk}).status_code == 404
    assert not Merge.objects.exists()


@pytest.mark.parametrize(
    ("method", "deed"),
    [
        ("POST", "archive"),
        ("POST", "unarchive"),
        ("POST", "merge"),
        ("POST", "undo-merge"),
        ("POST", "erase"),
        ("GET", "export"),
    ],
)
def test_nobody_is_not_found(call: Call, method: str, deed: str) -> None:
    for nobody in (99, 2**63 - 1, 2**63):
        assert call(method, f"customers/{nobody}/{deed}", {}).status_code == 404


def test_erasing(call: Call) -> None:
    stocked(a_warehouse(), A=3)
    person = a_customer("Zwanenhals", email="z@x.nl")
    order = an_order(person, lines=lines(A=1))
    erase = f"customers/{person.pk}/erase"
    refused = call("POST", erase)
    assert told(refused) == (400, 21, ["open_order"])
    assert order.number in refused.json()["error_message"]
    assert Customer.objects.get().name == "Zwanenhals"
    cancel_order(order.pk, by=SYSTEM, now=MOMENT)
    erased = call("POST", erase).json()
    assert [one["code"] for one in erased["notes"]] == ["kept_by_law"]
    assert order.number in erased["notes"][0]["message"]
    assert [(one["idcustomer"], one["name"], one["addresses"]) for one in erased["customers"]] == [
        (person.pk, "…", [])
    ]
    assert "Zwanenhals" not in json.dumps(erased)
    assert told(call("POST", erase)) == (400, 21, ["erased"])
    assert told(call("POST", f"customers/{person.pk}/unarchive")) == (400, 21, ["erased"])
    other = a_customer("Kade")
    merge = call("POST", f"customers/{other.pk}/merge", {"idcustomer": person.pk})
    assert told(merge) == (400, 21, ["erased"])


def test_all_of_one_person_as_a_file(call: Call) -> None:
    person = a_customer("Zwanenhals")
    a_customer("Iemand Anders")
    answer = call("GET", f"customers/{person.pk}/export").json()
    assert answer["filename"] == f"customer-{person.pk}.zip"
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(answer["data"]))) as archive:
        everything = archive.read("person.json").decode()
    assert "Zwanenhals" in everything
    assert "Iemand Anders" not in everything


def test_the_file_as_it_is(client: Any, db: None) -> None:
    _, text = create_api_key("reader", can_write=False, by=SYSTEM, now=MOMENT)
    headers = {"Authorization": basic(text), "Accept": "application/zip"}
    answer = client.get(f"/api/v1/customers/{a_customer().pk}/export", headers=headers)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.content[:2] == b"PK"


def test_changing_customers_is_not_enough(db: None) -> None:
    """Merging, erasing and giving out each ask for their own right."""
    first, second = a_customer("Kade"), a_customer("Haven")
    own = {Right.CUSTOMERS_MERGE, Right.CUSTOMERS_ERASE, Right.CUSTOMERS_EXPORT}
    call = caller(create_api_key("office", rights=ALL_RIGHTS - own, by=SYSTEM, now=MOMENT)[1])
    body = {"idcustomer": second.pk}
    for deed in ("merge", "undo-merge", "erase"):
        assert call("POST", f"customers/{first.pk}/{deed}", body).status_code == 403
    assert call("GET", f"customers/{first.pk}/export").status_code == 403
    assert call("POST", f"customers/{first.pk}/archive").status_code == 200
    assert Customer.objects.filter(erased_at=None).count() == 2


def test_a_merge_sent_again_is_done_once(db: None, client: Any) -> None:
    winner, loser = a_customer("Kade"), a_customer("De Kade")
    _, text = create_api_key("test", by=SYSTEM, now=MOMENT)
    headers = {"Authorization": basic(text), "Idempotency-Key": "merge-1"}
    route, body = f"/api/v1/customers/{winner.pk}/merge", {"idcustomer": loser.pk}
    first, again = (
        client.post(route, json.dumps(body), content_type="application/json", headers=headers)
        for _ in range(2)
    )
    assert first.status_code == again.status_code == 200
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.content == first.content
    assert Merge.objects.count() == 1
