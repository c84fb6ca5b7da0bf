"""Receipts: what came in on purchase orders."""

from __future__ import annotations

from pakhuis.api.described.notation import Field, Route, Thing, moment, one_of, several, text, whole
from pakhuis.purchasing.states import ReceiptStatus

RECEIPT_SUPPLIER = Thing(
    "ReceiptSupplier",
    {"idsupplier": whole("Our id.").or_null.made, "name": text("As it stands on the purchase order.").made},
)
RECEIPT_PURCHASE = Thing(
    "ReceiptPurchaseOrder",
    {"idpurchaseorder": whole("Our id.").made, "purchaseorderid": text("Its number.").made},
)
RECEIPT_USER = Thing("ReceiptUser", {"iduser": whole("Who.").made, "name": text("The full name.").made})
RECEIPT_GOODS = Thing(
    "ReceiptProduct",
    {
        "idreceipt_product": whole("Our id.").made,
        "idpurchaseorder_product": whole("Of which line; or give `idproduct`."),
        "idproduct": whole("Which product."),
        "idlocation": whole("Where it went.").or_null,
        "productcode": text("The product's code.").made,
        "productcode_supplier": text("What the supplier calls it.").or_null.made,
        "name": text("The name on the purchase order.").made,
        "amount": whole("Pieces that went on the shelf together.").needed,
        "amount_reverted": whole("So many of them were taken back.").made,
    },
)
RECEIPT_EXPECTED = Thing(
    "ReceiptExpectedProduct",
    {
        "idpurchaseorder_product": whole("Of which line.").made,
        "idproduct": whole("Which product.").made,
        "productcode": text("The product's code.").made,
        "productcode_supplier": text("What the supplier calls it.").or_null.made,
        "name": text("The name on the purchase order.").made,
        "amount": whole("Pieces ordered.").made,
        "amount_received": whole("Pieces that are in.").made,
        "amount_expected": whole("Pieces still to come.").made,
    },
)
REVERTING = Thing("Reverting", {"amount": whole("So many; without it all of them.").or_null.hidden})
_USER = {"anyOf": [RECEIPT_USER.ref, {"type": "null"}]}
RECEIPT = Thing(
    "Receipt",
    {
        "idreceipt": whole("Our id.").made,
        "idpurchaseorder": whole("Of which purchase order, when it is made.").hidden,
        "idwarehouse": whole("Where the goods went.").made,
        "version": whole("Always 2.").made,
        "supplier": Field(RECEIPT_SUPPLIER.ref, "From whom.").made,
        "purchaseorder": Field(RECEIPT_PURCHASE.ref, "On what it came in.").made,
        "receiptid": text("Its number.").made,
        "status": one_of([str(one) for one in ReceiptStatus], "Where it stands; PUT `completed` ends it."),
        "remarks": text("Anything about it.").or_null,
        "completed_by": Field(_USER, "Who completed it.").made,
        "amount_received": whole("Pieces that stayed.").made,
        "amount_received_excessive": whole("Those of them that were not ordered.").made,
        "completed_at": moment("When it was completed.").or_null.made,
        "created": moment("When it was begun.").made,
        "updated": moment("When it was changed last.").made,
        "products": several(RECEIPT_GOODS.ref, "What went on the shelf.").made,
        "comment_count": whole("How many comments there are.").made,
    },
)
RECEIPT_THINGS: tuple[Thing, ...] = (
    RECEIPT_SUPPLIER,
    RECEIPT_PURCHASE,
    RECEIPT_USER,
    RECEIPT_GOODS,
    RECEIPT_EXPECTED,
    REVERTING,
    RECEIPT,
)
RECEIPT_QUERY: dict[str, str] = {
    "receiptid": "Only the receipt with this number.",
    "idpurchaseorder": "Only of this purchase order.",
    "completed_after": "Completed at this time or later.",
}
_ONE = "/receipts/{receipt_id}"
_OF_PURCHASE = "/purchaseorders/{purchase_id}/receipts"
RECEIPT_ROUTES: dict[tuple[str, str], Route] = {
    ("/receipts", "GET"): Route(
        answer=RECEIPT,
        is_list=True,
        query=(
            *("receiptid", "status", "idpurchaseorder", "idsupplier"),
            *("updated_after", "completed_after", "offset"),
        ),
    ),
    ("/receipts", "POST"): Route(answer=RECEIPT, status=201, body=RECEIPT),
    (_ONE, "GET"): Route(answer=RECEIPT),
    (_ONE, "PUT"): Route(answer=RECEIPT, body=RECEIPT),
    (_ONE, "DELETE"): Route(status=204),
    (f"{_ONE}/expected-products", "GET"): Route(answer=RECEIPT_EXPECTED, is_list=True, query=("offset",)),
    (f"{_ONE}/products", "POST"): Route(answer=RECEIPT_GOODS, status=201, body=RECEIPT_GOODS),
    (f"{_ONE}/products/{{goods_id}}/revert", "POST"): Route(answer=RECEIPT_GOODS, body=REVERTING),
    (f"{_ONE}/mark-all-received", "POST"): Route(answer=RECEIPT),
    (_OF_PURCHASE, "GET"): Route(answer=RECEIPT, is_list=True, query=("offset",)),
    (f"{_OF_PURCHASE}/{{receipt_id}}", "GET"): Route(answer=RECEIPT),
    (_OF_PURCHASE, "POST"): Route(answer=RECEIPT, status=201, body=RECEIPT),
}
