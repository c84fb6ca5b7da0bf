"""What is on picklists as the API gives it out: the pieces to pick, and above parts their composition.

Nobody picks a composition, so that no row of ours stands for it on a picklist; it is made up here from its
parts, with an id below zero that can never be one of a row: that of its first part, negative.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from pakhuis.api.answers import or_null, plain
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.fulfilment.shares import Asked
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.fulfilment.walk import in_words, taken_by_line
from pakhuis.orders.models import OrderLine
from pakhuis.stock.rules import Taken

Row = Mapping[str, Any]
_SAID = ("product_id", "vat_group_id", "code", "name", "remarks", "price", "weight")
_OF_PART = {"main": F("order_line__part_of"), "each": F("order_line__part_amount")}


def products_on(picklist_ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """By picklist; a composition stands before the first of its parts."""
    rows = _rows(picklist_ids)
    parts: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row["main"] is not None:
            parts[row["picklist_id"], row["main"]].append(row)
    mains = _mains({main for _, main in parts})
    taken = taken_by_line([_asked(row) for row in rows])
    shown: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        siblings = parts.get((row["picklist_id"], row["main"]), [])
        if siblings and siblings[0] is row:
            shown[row["picklist_id"]].append(_composition(row["main"], mains[row["main"]], siblings))
        above = _id_above(siblings) if siblings else None
        shown[row["picklist_id"]].append(_line(row, taken[row["id"]], part_of=above))
    return shown


def _rows(picklist_ids: Sequence[int]) -> list[dict[str, Any]]:
    of_line = {f"line_{name}": F(f"order_line__{name}") for name in _SAID}
    rows = PicklistLine.objects.filter(picklist_id__in=picklist_ids).order_by("pk")
    fields = ("id", "picklist_id", "product_id", "order_line_id", "amount", "picked")
    of_picklist = {name: F(f"picklist__{name}") for name in ("warehouse_id", "batch_id", "box", "status")}
    return list(rows.values(*fields, **of_line, **_OF_PART, **of_picklist))


def _asked(row: Row) -> Asked:
    return Asked(
        line=row["id"],
        picklist=row["picklist_id"],
        product=row["product_id"],
        warehouse=row["warehouse_id"],
        pieces=row["amount"],
        batch=row["batch_id"],
        box=row["box"],
        is_open=row["status"] in OPEN_STATUSES,
    )


def _mains(line_ids: set[int]) -> dict[int, Row]:
    """The order's lines of compositions; nothing is asked where there are none."""
    if not line_ids:
        return {}
    rows = OrderLine.objects.filter(pk__in=line_ids).values(*_SAID, "id")
    return {row["id"]: {f"line_{name}": row[name] for name in _SAID} for row in rows}


def _id_above(parts: Sequence[Row]) -> int:
    return -int(parts[0]["id"])


def _composition(line_id: int, said: Row, parts: Sequence[Row]) -> dict[str, Any]:
    """As many as its parts here make up, and as many picked as lie complete in the box."""
    pieces, picked = Counter[int](), Counter[int]()
    each = {one["order_line_id"]: int(one["each"]) for one in parts}
    for one in parts:
        pieces[one["order_line_id"]] += one["amount"]
        picked[one["order_line_id"]] += one["picked"]
    counted = {
        "id": _id_above(parts),
        "product_id": said["line_product_id"],
        "order_line_id": line_id,
        "amount": min(pieces[line] // one for line, one in each.items()),
        "picked": min(picked[line] // one for line, one in each.items()),
    }
    return {**_line({**said, **counted}, ()), "has_parts": True}


def _line(row: Row, taken: Sequence[Taken], *, part_of: int | None = None) -> dict[str, Any]:
    where = or_null(in_words(taken))
    return {
        "idpicklist_product": row["id"],
        "idproduct": row["product_id"],
        "idorder_product": row["order_line_id"],
        "idreturn_product_replacement": None,
        "idvatgroup": row["line_vat_group_id"],
        "productcode": row["line_code"],
        "name": row["line_name"],
        "remarks": or_null(row["line_remarks"]),
        "amount": row["amount"],
        "amountpicked": row["picked"],
        "amount_picked": row["picked"],
        "price": plain(row["line_price"]),
        "weight": row["line_weight"],
        "stocklocation": where,
        "stock_location": where,
        "partof_idpicklist_product": part_of,
        "has_parts": False,
        "pick_locations": _pick_locations(taken, picked=row["picked"]),
    }


def _pick_locations(taken: Sequence[Taken], *, picked: int) -> list[dict[str, Any]]:
    """Where to take how many; what is picked counts for the first places first."""
    shown = []
    for one in taken:
        done = min(one.pieces, picked)
        picked -= done
        shown.append(
            {
                "idpicklist_product_location": None,
                "idlocation": one.place.location,
                "name": one.place.name,
                "amount": one.pieces,
                "amount_picked": done,
            }
        )
    return shown
