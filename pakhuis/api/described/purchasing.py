"""Suppliers and purchase orders."""

from __future__ import annotations

from pakhuis.api.described.customers import LANGUAGE
from pakhuis.api.described.notation import (
    Route,
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
from pakhuis.purchasing.states import PurchaseStatus

SUPPLIER = Thing(
    "Supplier",
    {
        "idsupplier": whole("Our id.").made,
        "supplierid": text("The number we gave the supplier.").made,
        "name": text("The company.").needed,
        "contactname": text("The person there.").or_null,
        "address": text("Street and number.").or_null,
        "address2": text("A second line.").or_null,
        "zipcode": text("As it is written there.").or_null,
        "city": text("Town.").or_null,
        "region": text("Region, state or province.").or_null,
        "country": text("ISO 3166 code of two letters.").or_null,
        "full_address": text("All lines together.").made,
        "telephone": text("As it was typed.").or_null,
        "emailaddress": text("Where purchase orders could be sent.").or_null,
        "remarks": text("Internal.").or_null,
        "language": one_of(LANGUAGE, "Language of purchase orders."),
        "active": flag("Whether we still buy there."),
        "idtemplate": whole("Template of purchase orders.").or_null,
        "comment_count": whole("How many comments there are.").made,
    },
)
PURCHASE_LINE = Thing(
    "PurchaseOrderProduct",
    {
        "idpurchaseorder_product": whole("Our id.").made,
        "idproduct": whole("Which product; or give `productcode`.").needed,
        "idvatgroup": whole("The product's VAT group.").made,
        "productcode": text("The product's code."),
        "productcode_supplier": text("What the supplier calls it.").or_null.made,
        "name": text("The product's name, or another."),
        "price": number("A piece, excluding VAT; without it the supplier's."),
        "amount": whole("Pieces ordered.").needed,
        "amountreceived": whole("Pieces that are in; can be more.").made,
        "delivery_date": day("When they are expected; null: as the order says.").or_null,
        "weight": whole("Grams a piece.").made,
    },
)
PURCHASE = Thing(
    "PurchaseOrder",
    {
        "idpurchaseorder": whole("Our id.").made,
        "idsupplier": whole("Which supplier; or give `supplier_name`.").or_null,
        "idtemplate": whole("Template of its paper.").or_null,
        "idwarehouse": whole("Where the goods come; else the warehouse that takes orders first."),
        "idfulfilment_customer": nothing(),
        "purchaseorderid": text("Its number.").made,
        "supplier_name": text("The name it was ordered under."),
        "supplier_orderid": text("The number it has at the supplier's.").or_null,
        "status": one_of([str(one) for one in PurchaseStatus], "Where it stands.").made,
        "remarks": text("Anything about it.").or_null,
        "delivery_date": day("When the goods are expected; backorders get their date from it.").or_null,
        "language": one_of(LANGUAGE, "Language of its paper."),
        "created_by_iduser": whole("Who made it; 0 where it was no user, but a key or an import.").made,
        "purchased_by_iduser": whole("Who ordered it.").or_null.made,
        "purchased_at": moment("When it was ordered.").or_null.made,
        "completed_by_iduser": whole("Who took in the last of it, or closed it.").or_null.made,
        "completed_at": moment("Since when nothing more is expected.").or_null.made,
        "created": moment("When it was made.").made,
        "updated": moment("When it was changed last.").made,
        "comment_count": whole("How many comments there are.").made,
        "products": several(PURCHASE_LINE.ref, "Its lines; taken by POST.", taken=PURCHASE_LINE.body_ref),
    },
)
PURCHASING_THINGS: tuple[Thing, ...] = (SUPPLIER, PURCHASE_LINE, PURCHASE)
PURCHASING_QUERY: dict[str, str] = {"idsupplier": "Only of this supplier."}
_ONE = "/purchaseorders/{purchase_id}"
_LINE = f"{_ONE}/products/{{purchase_line_id}}"
PURCHASING_ROUTES: dict[tuple[str, str], Route] = {
    ("/suppliers", "GET"): Route(answer=SUPPLIER, is_list=True, query=("search", "inactive", "offset")),
    ("/suppliers", "POST"): Route(answer=SUPPLIER, status=201, body=SUPPLIER),
    ("/suppliers/{supplier_id}", "GET"): Route(answer=SUPPLIER),
    ("/suppliers/{supplier_id}", "PUT"): Route(answer=SUPPLIER, body=SUPPLIER),
    ("/purchaseorders", "GET"): Route(
        answer=PURCHASE,
        is_list=True,
        query=("status", "search", "updated_after", "idsupplier", "idwarehouse", "offset"),
    ),
    ("/purchaseorders", "POST"): Route(answer=PURCHASE, status=201, body=PURCHASE),
    (_ONE, "GET"): Route(answer=PURCHASE),
    (_ONE, "PUT"): Route(answer=PURCHASE, body=PURCHASE),
    (f"{_ONE}/mark-as-purchased", "POST"): Route(answer=PURCHASE),
    (f"{_ONE}/close", "POST"): Route(answer=PURCHASE),
    (f"{_ONE}/cancel", "POST"): Route(answer=PURCHASE),
    (f"{_ONE}/products", "GET"): Route(answer=PURCHASE_LINE, is_list=True, query=("offset",)),
    (f"{_ONE}/products", "POST"): Route(answer=PURCHASE_LINE, status=201, body=PURCHASE_LINE),
    (_LINE, "GET"): Route(answer=PURCHASE_LINE),
    (_LINE, "PUT"): Route(answer=PURCHASE_LINE, body=PURCHASE_LINE),
    (_LINE, "DELETE"): Route(status=204),
}
