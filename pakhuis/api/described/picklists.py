"""Picklists and what is on them."""

from __future__ import annotations

from pakhuis.api.described.customers import TAG
from pakhuis.api.described.notation import (
    Field,
    Thing,
    day,
    flag,
    moment,
    nothing,
    number,
    one_of,
    several,
    text,
    whole,
)
from pakhuis.fulfilment.states import PicklistStatus

_FIELDS: dict[str, Field] = {
    "idpicklist": whole("Our id.").made,
    "picklistid": text("The picklist's number.").made,
    "idcustomer": whole("Whose order; null for a guest's.").or_null.made,
    "idorder": whole("Of which order.").made,
    "idreturn": nothing(),
    "idwarehouse": whole("Where it is picked.").made,
    "idtemplate": whole("The order's template.").made,
    "idpicklist_batch": whole("The batch it is picked in.").or_null.made,
    "idshippingprovider_profile": whole("Preferred way of shipping.").or_null,
    "deliveryname": text("From the order.").or_null.made,
    "deliverycontact": text("From the order.").or_null.made,
    "deliveryaddress": text("From the order.").or_null.made,
    "deliveryaddress2": text("From the order.").or_null.made,
    "deliveryzipcode": text("From the order.").or_null.made,
    "deliverycity": text("From the order.").or_null.made,
    "deliveryregion": text("From the order.").or_null.made,
    "deliverycountry": text("From the order.").or_null.made,
    "telephone": text("From the order.").or_null.made,
    "emailaddress": text("From the order.").or_null.made,
    "reference": text("From the order.").or_null.made,
    "assigned_to_iduser": whole("Who picks it.").or_null.made,
    "invoiced": flag("Whether it is invoiced elsewhere."),
    "urgent": flag("Goes first."),
    "preferred_delivery_date": day("From the order.").or_null.made,
    "status": one_of([str(one) for one in PicklistStatus], "Where it stands.").made,
    "totalproducts": whole("Pieces on it.").made,
    "totalpicked": whole("Pieces picked.").made,
    "weight": whole("Grams of all pieces.").made,
    "snoozed_until": moment("When it comes back.").or_null.made,
    "closed_by_iduser": whole("Who closed it.").or_null.made,
    "closed_at": moment("When it was closed.").or_null.made,
    "created": moment("When it was made.").made,
    "updated": moment("When it was changed last.").made,
    "idfulfilment_customer": nothing(),
    "tags": several(TAG.ref, "Tags of the order.").made,
    "comment_count": whole("How many comments there are.").made,
}
PICK_LOCATION = Thing(
    "PickLocation",
    {
        "idpicklist_product_location": whole("Our id.").or_null.made,
        "idlocation": whole("Where it lies.").made,
        "name": text("The location's name.").made,
        "amount": whole("Pieces to take there.").made,
        "amount_picked": whole("Pieces taken.").made,
    },
)
PICKLIST_LINE = Thing(
    "PicklistLine",
    {
        "idpicklist_product": whole("Our id; below zero for a composition, picked as its parts.").made,
        "idproduct": whole("What to pick.").made,
        "idorder_product": whole("For which order line.").or_null.made,
        "idreturn_product_replacement": nothing(),
        "idvatgroup": whole("From the order line.").or_null.made,
        "productcode": text("The product's code.").made,
        "name": text("From the order line.").made,
        "remarks": text("From the order line.").or_null.made,
        "amount": whole("Pieces to pick.").made,
        "amountpicked": whole("Pieces picked.").made,
        "amount_picked": whole("The same under its newer name.").made,
        "price": number("Per piece, excluding VAT.").made,
        "weight": whole("Grams per piece.").made,
        "stocklocation": text("Where it lies.").or_null.made,
        "stock_location": text("The same under its newer name.").or_null.made,
        "partof_idpicklist_product": whole("The composition this is a part of.").or_null.made,
        "has_parts": flag("Whether this is a composition.").made,
        "pick_locations": several(PICK_LOCATION.ref, "Where to take how many.").made,
    },
)
PICKLIST_SUMMARY = Thing("PicklistSummary", _FIELDS)
PICKLIST = Thing("Picklist", {**_FIELDS, "products": several(PICKLIST_LINE.ref, "What to pick.").made})
PICK = Thing(
    "Pick",
    {
        "idpicklist_product": whole("Which line; or give `idproduct`.").hidden,
        "idproduct": whole("Which product.").hidden,
        "product": text("The product's id or code, as older clients send it.").hidden,
        "amount": whole("How many pieces more.").needed,
    },
)
