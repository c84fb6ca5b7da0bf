"""Orders, their lines, backorders."""

from __future__ import annotations

from pakhuis.api.described.customers import LANGUAGE, TAG
from pakhuis.api.described.notation import (
    Field,
    Thing,
    day,
    flag,
    keyed,
    moment,
    nothing,
    number,
    one_of,
    several,
    text,
    whole,
)
from pakhuis.api.described.picklists import PICKLIST_SUMMARY
from pakhuis.orders.states import OrderStatus

ORDER_LINE = Thing(
    "OrderLine",
    {
        "idorder_product": whole("Our id.").made,
        "idproduct": whole("The product; or give `productcode`. Of an own line 0.").or_null,
        "idvatgroup": whole("Default: the product's.").or_null,
        "productcode": text("The product's code; code 24 when there is none. Of an own line empty.").or_null,
        "name": text("Default: the product's."),
        "remarks": text("Printed with the line.").or_null,
        "price": number("Per piece, excluding VAT. Default: the best price of the order's lists."),
        "amount": whole("Pieces, at least 1.").needed,
        "amount_cancelled": whole("Pieces that will not come any more.").made,
        "weight": whole("Grams per piece.").made,
        "partof_idorder_product": whole("The composition this line is a part of.").or_null.made,
        "has_parts": flag("Whether this is a composition.").made,
    },
)


def _address(prefix: str, whose: str) -> dict[str, Field]:
    named = {
        "name": text(f"Who {whose}."),
        "contactname": text("The person there.").or_null,
        "address": text("Street and number.").or_null,
        "address2": text("A second line.").or_null,
        "zipcode": text("As it is written there.").or_null,
        "city": text("Town.").or_null,
        "region": text("Region, state or province.").or_null,
        "country": text("ISO 3166 code of two letters.").or_null,
    }
    fields = {f"{prefix}{name}": one for name, one in named.items()}
    return {**fields, f"full_{prefix}_address": text("All lines together.").made}


ORDER_FIELD_VALUE = Thing(
    "OrderFieldValue",
    {
        "idorderfield": whole("Which field.").needed,
        "title": text("Its title.").made,
        "value": text("The value as text; several choices are joined with a semicolon.").or_null,
    },
)
NEW_ORDER_FIELD_VALUE = Thing("NewOrderFieldValue", {"value": text("What stands in it; empty clears it.")})
WEBSHOP_ORDER = Thing(
    "WebshopOrder",
    {
        "foreign_id": text("The order's id in the webshop.").made,
        "foreign_number": text("Its number there, as its customer knows it.").or_null.made,
        "idorder": whole("Which order it became here.").made,
    },
)
ORDER_FIELD = Thing(
    "OrderField",
    {
        "idorderfield": whole("Our id.").made,
        "title": text("As it stands on the form.").made,
        "type": text("Kind of field.").made,
        "values": several({"type": "string"}, "The choices, where it has any.").made,
        "required": flag("People must fill it in; other systems need not.").made,
        "visible_picklist": flag("Whether it is shown on the picklist.").made,
        "visible_portal": flag("Whether it is shown on the portal.").made,
        "only_accessible_via_api": flag("Always false.").made,
    },
)
ORDER = Thing(
    "Order",
    {
        "idorder": whole("Our id.").made,
        "idcustomer": whole("Whose order; null for a guest's, who needs a name and a country.").or_null,
        "idtemplate": whole("Template of its papers and mails. Default: the customer's.").or_null,
        "idshippingprovider_profile": whole("Preferred way of shipping.").or_null,
        "orderid": text("The order's number.").made,
        **_address("delivery", "gets the goods; default: the customer's delivery address"),
        **_address("invoice", "gets the invoice; default: the customer's invoice address"),
        "telephone": text("Default: the customer's.").or_null,
        "emailaddress": text("Default: the customer's.").or_null,
        "reference": text("The customer's own reference.").or_null,
        "customer_remarks": text("Printed on picklist and packing slip.").or_null,
        "pickup_point_data": Field({"type": ["object", "null"]}, "Where the customer fetches it."),
        "partialdelivery": flag("The older name of `auto_split`."),
        "auto_split": flag("Whether it may be split. Default: customer, else account."),
        "invoiced": flag("Whether it has been invoiced elsewhere."),
        "preferred_delivery_date": day("When the customer would like it.").or_null,
        "discount": number("Percentage off the whole order. Default: the customer's."),
        "calculatevat": flag("Whether VAT is reckoned. Default: the customer's."),
        "language": one_of(LANGUAGE, "Language of papers and mails. Default: the customer's."),
        "status": one_of([str(one) for one in OrderStatus], "Where it stands.").made,
        "public_status_page": text("Where whoever ordered can see how it stands.").or_null.made,
        "created": moment("When it was made.").made,
        "updated": moment("When it was changed last.").made,
        "warehouses": several({"type": "integer"}, "Where it may be picked. Default: everywhere."),
        "products": several(ORDER_LINE.ref, "The lines; at least one.", taken=ORDER_LINE.body_ref).needed,
        "tags": keyed(TAG.ref, "Tags by title.").made,
        "orderfields": several(
            ORDER_FIELD_VALUE.ref, "Values of own fields.", taken=ORDER_FIELD_VALUE.body_ref
        ),
        "pricelists": several({"type": "integer"}, "Price lists. Default: the customer's."),
        "picklists": several(PICKLIST_SUMMARY.ref, "Its picklists, without their products.").made,
        "idfulfilment_customer": nothing(),
        "comment_count": whole("How many comments there are.").made,
        "via_portal": flag("Always false: there is no portal.").made,
    },
)
LINE_STATUS = Thing(
    "LineStatus",
    {
        **ORDER_LINE.fields,
        "allocated": whole("Pieces that lie ready for it, set aside or tied.").made,
        "picking": whole("Pieces on picklists.").made,
        "backorder": whole("Pieces that wait.").made,
        "shipped": whole("Pieces delivered.").made,
    },
)
PRODUCT_STATUS = Thing("ProductStatus", {"products": several(LINE_STATUS.ref, "The lines.").made})
NOTE = Thing(
    "Note",
    {
        "idorder_log": whole("Our id.").made,
        "iduser": whole("Who wrote it, where a person did.").or_null.made,
        "idorder": whole("On which order.").made,
        "idpicklist": whole("On which picklist.").or_null.made,
        "type": text("Always `note`.").made,
        "action": text("Always `note`.").made,
        "description": text("What was noted.").made,
        "details": text("Who wrote it, by name.").made,
        "created_at": moment("When.").made,
    },
)
NEW_NOTE = Thing("NewNote", {"note": text("What to note.").needed})
PAUSE = Thing("Pause", {"reason": text("Why; stands in the logbook.").needed})
TAGGING = Thing("Tagging", {"idtag": whole("Which tag.").needed})
CANCELLATION = Thing("Cancellation", {"force": flag("Also when it is processed, even when picked.").hidden})
BACKORDER = Thing(
    "Backorder",
    {
        "idbackorder": whole("Our id; of a composition below zero, as only its parts wait.").made,
        "idorder": whole("The order that waits.").made,
        "idorder_product": whole("The line that waits.").made,
        "idproduct": whole("For what.").made,
        "idcustomer": whole("Who waits.").or_null.made,
        "idwarehouse": whole("Where.").made,
        "idreturn": nothing(),
        "amount": whole("Pieces that wait.").made,
        "amount_available": whole("Of these, pieces that are there and reserved.").made,
        "amountavailable": whole("The same under its older name.").made,
        "priority": whole("Lower goes first.").made,
        "part_of_idbackorder": whole("Of a part: the composition, which stands above it.").or_null.made,
        "parts_per_parent": whole("Pieces per composition.").or_null.made,
        "has_parts": flag("Whether this is a composition.").made,
        "created_at": moment("Since when.").made,
    },
)
BACKORDER_ALONE = Thing(
    "BackorderAlone",
    {
        **BACKORDER.fields,
        "date_available": day("When it is expected; null when nobody knows.").or_null.made,
    },
)
