"""Picking further than picking: moves of picklists, batches, shipments, carriers, packagings."""

from __future__ import annotations

from pakhuis.api.described.notation import (
    Field,
    Route,
    Schema,
    Thing,
    flag,
    moment,
    nothing,
    one_of,
    several,
    text,
    whole,
)
from pakhuis.api.described.picklists import PICKLIST
from pakhuis.api.described.products import PRODUCT_FIELD_VALUE
from pakhuis.fulfilment.states import BatchKind, BatchStatus, PicklistStatus

_USER: Schema = {
    "type": ["object", "null"],
    "properties": {
        "iduser": {"type": "integer"},
        "full_name": {"type": "string"},
        "username": {"type": "string"},
    },
    "required": ["iduser", "full_name", "username"],
    "additionalProperties": False,
}
_WHOLES: Schema = {"type": "integer"}
_IDS: Schema = {"type": ["array", "null"], "items": {"type": ["integer", "string", "object", "null"]}}
ASSIGNMENT = Thing("Assignment", {"iduser": whole("Who picks it.").or_null.hidden})
SNOOZE = Thing(
    "Snooze",
    {
        "snooze_until": Field(
            {"type": ["string", "null"]}, "Until when, `2026-11-25 10:05:00`; null brings it back now."
        ).hidden
    },
)
PICKLIST_PAUSE = Thing("PicklistPause", {"reason": text("Why, in a person's words.").needed})
PAPER = Thing(
    "Paper",
    {
        "filename": text("A name to keep it under.").made,
        "data": text("The PDF in base64; as it is for who accepts `application/pdf` alone.").made,
    },
)
PARCEL = Thing(
    "Parcel",
    {
        "idparcel": whole("Our id.").made,
        "idshipment_parcel": whole("The same under its other name.").made,
        "idpackaging": whole("What it is packed in.").or_null,
        "weight": whole("Grams.").or_null,
        "tracking_code": text("By which it can be followed.").or_null,
        "trackingcode": text("The same under its other name.").or_null,
        "tracking_url": text("Where it can be followed.").or_null.made,
    },
)
SHIPMENT = Thing(
    "Shipment",
    {
        "idshipment": whole("Our id.").made,
        "idpicklist": whole("Of which picklist.").made,
        "idorder": whole("Of which order.").made,
        "idreturn": nothing(),
        "idshippingprofile": whole("With which profile; else the wished or the standard one.").hidden,
        "idpackaging": whole("What it is packed in, where no parcels are sent.").hidden,
        "idshippingprovider": whole("With whom.").or_null.made,
        "idcompany_shippingprovider": whole("The same under its other name.").or_null.made,
        "idcompany_shippingprovider_profile": whole("With which profile.").or_null.made,
        "provider": text("Which carrier, such as `postnl`.").or_null.made,
        "providername": text("What it was called then.").or_null.made,
        "public_providername": text("The same.").or_null.made,
        "profile_name": text("What the profile was called then.").or_null.made,
        "carrier_key": text("Which carrier.").or_null.made,
        "labelurl": nothing(),
        "labelurl_pdf": nothing(),
        "labelurl_zpl": nothing(),
        "trackingcode": text("Of the first parcel.").or_null,
        "trackingurl": text("Where the first parcel can be followed.").or_null.made,
        "tracktraceurl": text("The same under its older name.").or_null.made,
        "weight": whole("Grams of all of it.").or_null,
        "created_by_iduser": whole("Who noted it.").or_null.made,
        "cancelled": flag("Whether it was called off.").made,
        "parcels": several(PARCEL.ref, "The boxes.", taken={"type": ["object", "null"]}),
        "created": moment("When it was noted.").made,
        "updated": moment("When it was changed last.").made,
    },
)
METHOD = Thing(
    "ShippingMethod",
    {
        "idshippingprovider_profile": whole("The profile.").made,
        "name": text("Carrier and profile.").made,
        "provider": text("Which carrier.").made,
        "selected": flag("Whether it is the one to be taken.").made,
        "extra_fields": several(PRODUCT_FIELD_VALUE.ref, "Values of its own fields.").made,
    },
)
PROFILE = Thing(
    "ShippingProfile",
    {
        "idshippingprovider_profile": whole("Our id.").made,
        "name": text("What it is called.").made,
        "active": flag("Whether it is in use.").made,
        "standard": flag("Whether it is the usual one.").made,
    },
)
PROVIDER = Thing(
    "ShippingProvider",
    {
        "idshippingprovider": whole("Our id.").made,
        "name": text("What it is called here.").made,
        "provider": text("Which carrier.").made,
        "active": flag("Whether it is in use.").made,
        "created": moment("When it was made.").made,
        "updated": moment("When it was changed last.").made,
        "profiles": several(PROFILE.ref, "The ways it carries.").made,
    },
)
PACKAGING = Thing(
    "Packaging",
    {
        "idpackaging": whole("Our id.").made,
        "name": text("What it is called.").needed,
        "barcode": text("On the box.").or_null,
        "length": whole("Millimetres.").or_null,
        "width": whole("Millimetres.").or_null,
        "height": whole("Millimetres.").or_null,
        "use_in_auto_advice": flag("Not kept; always false.").made,
        "active": flag("Whether it is in use."),
    },
)
_BATCH: dict[str, Field] = {
    "idpicklist_batch": whole("Our id.").made,
    "picklist_batchid": text("The batch's number.").made,
    "idwarehouse": whole("Where it is picked.").made,
    "type": one_of([str(one) for one in BatchKind], "Single pieces, or any.").made,
    "status": one_of([str(one) for one in BatchStatus], "Where it stands.").made,
    "assigned_to": Field(_USER, "Who walks.").made,
    "completed_by": Field(_USER, "Who closed the last of it.").made,
    "total_products": whole("Pieces in it.").made,
    "total_picklists": whole("Picklists in it.").made,
    "completed_at": moment("When the last was closed.").or_null.made,
    "created_at": moment("When it was made.").made,
    "updated_at": moment("When it was changed last.").made,
    "idfulfilment_customer": nothing(),
    "comment_count": whole("How many comments there are.").made,
}
BATCH_PICKLIST = Thing(
    "BatchPicklist",
    {
        "idpicklist": whole("Our id.").made,
        "picklistid": text("Its number.").made,
        "reference": text("From the order.").or_null.made,
        "status": one_of([str(one) for one in PicklistStatus], "Where it stands.").made,
        "alias": text("Its box.").made,
        "picking_container": Field({"type": "object"}, "Its `name`; null: in none.").or_null.made,
        "total_products": whole("Pieces on it.").made,
        "delivery_name": text("From the order.").made,
        "total_collected": whole("Pieces picked.").made,
        "has_notes": flag("Not kept; always false.").made,
        "has_customer_remarks": flag("Whether the order has remarks.").made,
        "customer_remarks": text("The order's remarks.").or_null.made,
        "created_at": moment("When it was made.").made,
    },
)
BATCH_AMOUNT = Thing(
    "BatchAmount",
    {
        "idpicklist": whole("For which picklist.").made,
        "amount": whole("Pieces to pick.").made,
        "amount_picked": whole("Pieces picked.").made,
        "amount_collected": whole("The same under its other name.").made,
    },
)
BATCH_PRODUCT = Thing(
    "BatchProduct",
    {
        "idproduct": whole("What to pick.").made,
        "name": text("Its name.").made,
        "productcode": text("Its code.").made,
        "productcode_supplier": text("The supplier's code for it.").or_null.made,
        "image": text("Path of its first picture, below the address of this installation.").or_null.made,
        "barcodes": several({"type": "string"}, "Its barcodes.").made,
        "productfields": several(PRODUCT_FIELD_VALUE.ref, "Values of its own fields.").made,
        "stock_location": text("Where it lies.").or_null.made,
        "picklists": several(BATCH_AMOUNT.ref, "How many for which picklist.").made,
    },
)
BATCH_SUMMARY = Thing("BatchSummary", _BATCH)
BATCH = Thing(
    "Batch",
    {
        **_BATCH,
        "picklists": several(BATCH_PICKLIST.ref, "What is picked, in the order of the boxes.").made,
        "products": several(BATCH_PRODUCT.ref, "What to take, along the walk.").made,
    },
)
_PICKLISTS = {"idpicklists": several(_WHOLES, "Ids of picklists.", taken=_IDS["items"]).hidden}
BATCH_CONTENTS = Thing("BatchContents", _PICKLISTS)
NEW_BATCH = Thing(
    "NewBatch",
    {
        **_PICKLISTS,
        "idpicklist_batch_preset": whole("In their place: the preset that says which.").or_null.hidden,
    },
)
SHIPPING_THINGS: tuple[Thing, ...] = (
    ASSIGNMENT,
    SNOOZE,
    PICKLIST_PAUSE,
    PAPER,
    PARCEL,
    SHIPMENT,
    METHOD,
    PROFILE,
    PROVIDER,
    PACKAGING,
    BATCH_PICKLIST,
    BATCH_AMOUNT,
    BATCH_PRODUCT,
    BATCH_SUMMARY,
    BATCH,
    BATCH_CONTENTS,
    NEW_BATCH,
)
SHIPPING_QUERY: dict[str, str] = {
    "urgent": "Only urgent ones (1), or only others (0).",
    "idpicklist_batch": "Only of this batch.",
    "type": "Only of this kind.",
}
_PAGES = ("offset",)
_LIST, _BATCHES = "/picklists/{picklist_id}", "/picklists/batches"
_ONE = f"{_BATCHES}/{{batch_id}}"
SHIPPING_ROUTES: dict[tuple[str, str], Route] = {
    (_LIST, "PUT"): Route(answer=PICKLIST, body=PICKLIST),
    (f"{_LIST}/assign", "POST"): Route(answer=PICKLIST, body=ASSIGNMENT),
    (f"{_LIST}/unassign", "POST"): Route(answer=PICKLIST),
    (f"{_LIST}/snooze", "POST"): Route(answer=PICKLIST, body=SNOOZE),
    (f"{_LIST}/unsnooze", "POST"): Route(answer=PICKLIST),
    (f"{_LIST}/pause", "POST"): Route(answer=PICKLIST, body=PICKLIST_PAUSE),
    (f"{_LIST}/resume", "POST"): Route(answer=PICKLIST),
    (f"{_LIST}/cancel", "POST"): Route(answer=PICKLIST),
    (f"{_LIST}/picklistpdf", "GET"): Route(answer=PAPER),
    (f"{_LIST}/packinglistpdf", "GET"): Route(answer=PAPER),
    (f"{_LIST}/shippingmethods", "GET"): Route(answer=METHOD, is_list=True, query=("offset",)),
    (f"{_LIST}/shipments", "GET"): Route(answer=SHIPMENT, is_list=True, query=_PAGES),
    (f"{_LIST}/shipments", "POST"): Route(answer=SHIPMENT, status=201, body=SHIPMENT),
    (f"{_LIST}/shipments/{{shipment_id}}", "DELETE"): Route(status=204),
    ("/shipments", "GET"): Route(
        answer=SHIPMENT, is_list=True, query=("search", "sincedate", "untildate", "offset")
    ),
    ("/shipments/{shipment_id}", "GET"): Route(answer=SHIPMENT),
    ("/shippingproviders", "GET"): Route(answer=PROVIDER, is_list=True, query=_PAGES),
    ("/packagings", "GET"): Route(answer=PACKAGING, is_list=True, query=("inactive", "offset")),
    ("/packagings", "POST"): Route(answer=PACKAGING, status=201, body=PACKAGING),
    ("/packagings/{packaging_id}", "GET"): Route(answer=PACKAGING),
    ("/packagings/{packaging_id}", "PUT"): Route(answer=PACKAGING, body=PACKAGING),
    (_BATCHES, "GET"): Route(
        answer=BATCH_SUMMARY,
        is_list=True,
        query=("status", "type", "idwarehouse", "assigned_to_iduser", "offset"),
    ),
    (_BATCHES, "POST"): Route(answer=BATCH, status=201, body=NEW_BATCH),
    (_ONE, "GET"): Route(answer=BATCH),
    (_ONE, "DELETE"): Route(status=204),
    (f"{_ONE}/assign", "POST"): Route(answer=BATCH, body=ASSIGNMENT),
    (f"{_ONE}/picklists", "POST"): Route(answer=BATCH, body=BATCH_CONTENTS),
    (f"{_ONE}/picklists", "DELETE"): Route(answer=BATCH, body=BATCH_CONTENTS),
    (f"{_ONE}/pdf", "GET"): Route(
        answer=PAPER, about="`includePicklists=1` and `includePackinglists=1` add the papers of each box."
    ),
}
