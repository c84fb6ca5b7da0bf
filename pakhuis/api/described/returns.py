"""Returns, with their lines, statuses, reasons and log."""

from __future__ import annotations

from pakhuis.api.described.customers import LANGUAGE
from pakhuis.api.described.notation import (
    Field,
    Route,
    Thing,
    flag,
    moment,
    nothing,
    number,
    one_of,
    several,
    text,
    whole,
)

RETURN_STATUS = Thing(
    "ReturnStatus",
    {
        "idreturn_status": whole("Our id.").made,
        "name": text("What it is called.").made,
        "color": text("Its colour, #rrggbb.").made,
        "active": flag("Whether it can be chosen.").made,
    },
)
RETURN_REASON = Thing(
    "ReturnReason",
    {
        "idreturn_reason": whole("Our id.").made,
        "name": text("Why goods come back.").made,
        "active": flag("Whether it can be chosen.").made,
    },
)
RETURN_OF = Thing(
    "ReturnProductInfo",
    {
        "idproduct": whole("Our id.").made,
        "productcode": text("Its code.").made,
        "name": text("What it was called then.").made,
    },
)
RETURN_LINE = Thing(
    "ReturnProduct",
    {
        "idreturn_product": whole("Our id.").made,
        "idreturn_reason": whole("Why it comes back.").or_null,
        "idproduct": whole("Which product; or give `productcode` or `idorder_product`."),
        "productcode": text("Which product, where no id is given.").hidden,
        "idorder_product": whole("Of which order line: at most what was delivered of it.").or_null,
        "idwarehouse": whole("Where it came last.").or_null.made,
        "price": number("A piece, excluding VAT; that of the order line, else of the product."),
        "amount": whole("Pieces expected back.").needed,
        "amount_received": whole("Pieces that lie on the shelf again.").made,
        "amount_broken": whole("Pieces that came and are not fit for it.").made,
        "status": one_of(["expected", "received", "broken"], "What came of it.").made,
        "changeable": flag("Whether nothing has come yet.").made,
        "product": Field(RETURN_OF.ref, "The product.").made,
        "return_reason": Field({"anyOf": [RETURN_REASON.ref, {"type": "null"}]}, "Why it comes back.").made,
    },
)
RETURN_CUSTOMER = Thing(
    "ReturnCustomer", {"idcustomer": whole("Our id.").made, "name": text("The name.").made}
)
RETURN_ORDER = Thing("ReturnOrder", {"idorder": whole("Our id.").made, "orderid": text("Its number.").made})
RETURN_TOTALS = Thing(
    "ReturnTotals", {"amount": whole("Pieces expected back.").made, "price": number("What they cost.").made}
)
RETURN = Thing(
    "Return",
    {
        "idreturn": whole("Our id.").made,
        "idreturn_status": whole("Where it stands; without it that of new returns."),
        "idtemplate": whole("Template of its papers.").or_null,
        "idcustomer": whole("Of which customer; that of the order where it has one.").or_null,
        "idorder": whole("Of which order.").or_null,
        "idfulfilment_customer": nothing(),
        "returnid": text("Its number.").made,
        "name": text("Who sends it; taken from the order, else the customer.").or_null,
        "contactname": text("The person at a company.").or_null,
        "address": text("Street and number.").or_null,
        "address2": text("A second line.").or_null,
        "zipcode": text("As it is written there.").or_null,
        "city": text("Town.").or_null,
        "region": text("Region, state or province.").or_null,
        "country": text("ISO 3166 code of two letters.").or_null,
        "full_address": text("All lines together.").made,
        "telephone": text("As it was typed.").or_null,
        "emailaddress": text("Of who sends it.").or_null,
        "language": one_of(LANGUAGE, "Language of its papers."),
        "reference": text("Theirs.").or_null,
        "tracking_code": text("Of the parcel that is on its way back.").or_null,
        "remarks": text("Anything about it.").or_null,
        "received_at": moment("When the first of it came.").or_null.made,
        "completed_at": moment("Since when nothing is to be done any more.").or_null.made,
        "created_at": moment("When it was made.").made,
        "updated_at": moment("When it was changed last.").made,
        "return_status": Field(RETURN_STATUS.ref, "Where it stands.").made,
        "customer": Field({"anyOf": [RETURN_CUSTOMER.ref, {"type": "null"}]}, "Whose it is.").made,
        "order": Field({"anyOf": [RETURN_ORDER.ref, {"type": "null"}]}, "Of what it is.").made,
        "returned_products": several(
            RETURN_LINE.ref, "What is expected back; taken by POST.", taken=RETURN_LINE.body_ref
        ),
        "replacement_products": several({}, "Always empty: place an order for what is sent instead.").made,
        "totals": Field(RETURN_TOTALS.ref, "All lines together.").made,
        "comment_count": whole("How many comments there are.").made,
    },
)
RETURNED = Thing(
    "ReturnedGoods",
    {
        "idwarehouse": whole("Where the goods are.").hidden,
        "return_products": several(
            {"type": "object"},
            "`idreturn_product`, `status` `received` or `broken`, and if wanted `amount` and `idlocation`.",
        ).hidden,
    },
)
RETURN_LOG = Thing(
    "ReturnLog",
    {
        "idreturn_log": whole("Our id.").made,
        "idreturn": whole("Of which return.").made,
        "idreturn_status": whole("Where it stands since."),
        "status": text("What that was called.").made,
        "message": text("What was written down.").or_null,
        "notify_customer": flag("Nobody is mailed; always false.").made,
        "created_by": text("Who.").made,
        "created_at": moment("When.").made,
    },
)
RETURN_THINGS: tuple[Thing, ...] = (
    RETURN_STATUS,
    RETURN_REASON,
    RETURN_OF,
    RETURN_LINE,
    RETURN_CUSTOMER,
    RETURN_ORDER,
    RETURN_TOTALS,
    RETURN,
    RETURNED,
    RETURN_LOG,
)
RETURN_QUERY: dict[str, str] = {"created_after": "Made after this time."}
_ONE = "/returns/{return_id}"
_LINE = f"{_ONE}/returned_products/{{return_line_id}}"
RETURN_ROUTES: dict[tuple[str, str], Route] = {
    ("/return_statuses", "GET"): Route(answer=RETURN_STATUS, is_list=True, query=("offset",)),
    ("/return_reasons", "GET"): Route(answer=RETURN_REASON, is_list=True, query=("offset",)),
    ("/returns", "GET"): Route(
        answer=RETURN,
        is_list=True,
        query=(
            *("search", "status", "emailaddress", "idcustomer", "idorder"),
            *("created_after", "updated_after", "offset"),
        ),
    ),
    ("/returns", "POST"): Route(answer=RETURN, status=201, body=RETURN),
    (_ONE, "GET"): Route(answer=RETURN),
    (_ONE, "PUT"): Route(answer=RETURN, body=RETURN),
    (_ONE, "DELETE"): Route(status=204),
    (f"{_ONE}/receive", "POST"): Route(answer=RETURN, body=RETURNED),
    (f"{_ONE}/logs", "GET"): Route(answer=RETURN_LOG, is_list=True, query=("offset",)),
    (f"{_ONE}/logs", "POST"): Route(answer=RETURN_LOG, status=201, body=RETURN_LOG),
    (f"{_ONE}/returned_products", "GET"): Route(answer=RETURN_LINE, is_list=True, query=("offset",)),
    (f"{_ONE}/returned_products", "POST"): Route(answer=RETURN_LINE, status=201, body=RETURN_LINE),
    (_LINE, "GET"): Route(answer=RETURN_LINE),
    (_LINE, "PUT"): Route(answer=RETURN_LINE, body=RETURN_LINE),
    (_LINE, "DELETE"): Route(status=204),
}
