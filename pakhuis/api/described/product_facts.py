"""What was and what will be of a product."""

from __future__ import annotations

from pakhuis.api.described.notation import Route, Thing, day, moment, number, text, whole

OLD_PRICE = Thing(
    "PriceChange",
    {
        "idproduct": whole("Of which product.").made,
        "old_price": number("Per piece, excluding VAT, before.").made,
        "price": number("The same afterwards.").made,
        "iduser": whole("Who, where it was a person.").or_null.made,
        "changed_at": moment("When.").made,
    },
)
EXPECTED = Thing(
    "ExpectedProduct",
    {
        "idpurchaseorder": whole("On which purchase order.").made,
        "purchaseorderid": text("Its number.").made,
        "idpurchaseorder_product": whole("On which line of it.").made,
        "idproduct": whole("Which product.").made,
        "idsupplier": whole("From which supplier.").or_null.made,
        "supplier_name": text("What the supplier is called.").made,
        "idwarehouse": whole("Where it will come in.").made,
        "amount": whole("Pieces ordered.").made,
        "amountreceived": whole("Pieces that came in.").made,
        "amount_expected": whole("Pieces still to come.").made,
        "delivery_date": day("When, where that was said.").or_null.made,
    },
)
FACT_THINGS = (OLD_PRICE, EXPECTED)
FACT_ROUTES: dict[tuple[str, str], Route] = {
    ("/products/{product_id}/pricehistory", "GET"): Route(answer=OLD_PRICE, is_list=True, query=("offset",)),
    ("/products/{product_id}/expected", "GET"): Route(answer=EXPECTED, is_list=True, query=("offset",)),
}
