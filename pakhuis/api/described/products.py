"""Products and their stock."""

from __future__ import annotations

from pakhuis.api.described.customers import TAG
from pakhuis.api.described.notation import Thing, flag, keyed, moment, nothing, number, several, text, whole

PRICE = Thing(
    "ProductPrice",
    {
        "idpricelist": whole("Which list.").needed,
        "price": number("Per piece, excluding VAT.").needed,
    },
)
STOCK = Thing(
    "Stock",
    {
        "idwarehouse": whole("Where.").made,
        "stock": whole("On hand.").made,
        "reserved": whole("Promised to picklists, backorders and concepts.").made,
        "reservedbackorders": whole("Of that, to backorders.").made,
        "reservedpicklists": whole("Of that, to picklists.").made,
        "reservedallocations": whole("Of that, set aside for concepts and expected orders.").made,
        "freestock": whole("On hand less reserved; below nought when more is wanted than is there.").made,
    },
)
PRODUCT_FIELD_VALUE = Thing(
    "ProductFieldValue",
    {
        "idproductfield": whole("Which field.").needed,
        "title": text("Its title.").made,
        "value": text("The value as text; several choices are joined with a semicolon.").or_null,
    },
)
PRODUCT_FIELD = Thing(
    "ProductField",
    {
        "idproductfield": whole("Our id.").made,
        "title": text("As it stands on the form.").made,
        "type": text("Kind of field.").made,
        "values": several({"type": "string"}, "The choices, where it has any.").made,
        "required": flag("People must fill it in; other systems need not.").made,
        "visible_picklist": flag("Whether whoever picks sees it.").made,
        **{
            f"visible_{place}": flag("Always false: it is not shown there.").made
            for place in ("invoice", "shippinglist", "portal", "purchase_order", "receipt")
        },
    },
)
PRODUCT = Thing(
    "Product",
    {
        "idproduct": whole("Our id.").made,
        "idvatgroup": whole("Default: the standard group."),
        "idsupplier": whole("Who supplies it.").or_null,
        "productcode": text("Your code for it; unique.").needed,
        "name": text("What it is called.").needed,
        "price": number("Per piece, excluding VAT, four decimals."),
        "fixedstockprice": number("What a piece in stock is worth."),
        "productcode_supplier": text("The supplier's code for it.").or_null,
        "deliverytime": whole("Days until a supplier delivers.").or_null,
        "description": text("More about it.").or_null,
        "barcode": text("What a scanner reads.").or_null,
        "type": text("`normal`, or `virtual_composition` when it is sold as one and picked as parts.").made,
        "unlimitedstock": flag("Always false.").made,
        "assembled": flag("Whether it is made up of parts.").made,
        "weight": whole("Grams.").or_null,
        "length": whole("Centimetres.").or_null,
        "width": whole("Centimetres.").or_null,
        "height": whole("Centimetres.").or_null,
        "minimum_purchase_quantity": whole("Least to buy in.").or_null,
        "purchase_in_quantities_of": whole("Bought in multiples of.").or_null,
        "hs_code": text("Code for customs.").or_null,
        "country_of_origin": text("ISO 3166 code of two letters.").or_null,
        "show_on_portal": flag("Always false: there is no portal.").made,
        "active": flag("Whether it can be ordered."),
        "idfulfilment_customer": nothing(),
        "created": moment("When it was made.").made,
        "updated": moment("When it was changed last.").made,
        "comment_count": whole("How many comments there are.").made,
        "tags": keyed(TAG.ref, "Tags by title.").made,
        "productfields": several(
            PRODUCT_FIELD_VALUE.ref, "Values of own fields.", taken=PRODUCT_FIELD_VALUE.body_ref
        ),
        "images": several(
            {"type": "string"},
            "Where its pictures are, for who has a key; without `PAKHUIS_ADDRESS` below this address.",
        ).made,
        "pricelists": several(PRICE.ref, "Its price in each list.", taken=PRICE.body_ref),
        "stock": several(STOCK.ref, "Per warehouse in use.").made,
        "analysis_abc_classification": nothing("How fast it sells is not worked out; always null."),
        "analysis_pick_amount_per_day": nothing("How fast it sells is not worked out; always null."),
    },
)
