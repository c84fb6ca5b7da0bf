"""Locations, parts, and what came and went."""

from __future__ import annotations

from pakhuis.api.described.notation import Field, Thing, flag, moment, nothing, number, several, text, whole
from pakhuis.api.described.products import STOCK

PLACE_IN_STOCK = Thing(
    "PlaceInStock",
    {
        "idlocation": whole("Where.").made,
        "name": text("What it is called.").made,
        "stock": whole("How many lie there.").made,
    },
)
STOCK_HERE = Thing(
    "StockHere",
    {
        **STOCK.fields,
        "locations": several(PLACE_IN_STOCK.ref, "What lies on each location.").made,
        "changeable": flag("False of a composition: its parts are in stock.").made,
    },
)
STOCK_CHANGE = Thing(
    "StockChange",
    {
        "change": whole("So many more, or fewer when negative; or give `amount`.").hidden,
        "amount": whole("The new level, of the location where one is given.").hidden,
        "idlocation": whole("Where; null: by rule.").or_null.hidden,
        "reason": text("Why; stands in the history.").hidden,
    },
)
STOCK_MOVE = Thing(
    "StockMove",
    {
        "from_idlocation": whole("From where; null: what has no location.").or_null.hidden,
        "to_idlocation": whole("To where; null: to no location.").or_null.hidden,
        "amount": whole("How many.").hidden,
        "reason": text("Why; stands in the history.").hidden,
    },
)
PRODUCT_WAREHOUSE = Thing(
    "ProductWarehouse",
    {
        "idwarehouse": whole("Which.").made,
        "stock_level_order": nothing(),
        "stock_level_desired": nothing(),
        "stock_level_maximum": nothing(),
        "stock_location": text("Where it is picked first.").or_null.made,
    },
)
PART = Thing(
    "ProductPart",
    {
        "idproduct_part": whole("Our id.").made,
        "idproduct_main": whole("Of which composition.").made,
        "idproduct": whole("Which product.").needed,
        "amount": whole("Pieces in each composition."),
        "productcode": text("Its code.").made,
        "name": text("What it is called.").made,
    },
)
HISTORY = Thing(
    "StockHistory",
    {
        "idproduct_stock_history": whole("Our id.").made,
        "idproduct": whole("Which product.").made,
        "idwarehouse": whole("In which warehouse.").made,
        "iduser": whole("Who, where it was a person.").or_null.made,
        "idlocation": whole("Always null: see the history of locations.").or_null.made,
        "old_stock": whole("On hand before.").made,
        "stock_change": number("How many came or went.").made,
        "new_stock": whole("On hand afterwards.").made,
        "reason": text("Why.").made,
        "change_type": text("`manual` or `api` correction, `receipt`, `delivery` or `transfer`.").made,
        "changed_at": moment("When.").made,
    },
)
MOVEMENT = Thing(
    "Movement",
    {
        "idmovement": whole("Our id.").made,
        "idproduct": whole("What went.").made,
        "idwarehouse": whole("In which warehouse.").made,
        "from_idlocation": whole("From where; null: from no location, or one that is gone.").or_null.made,
        "to_idlocation": whole("Whereto; null: to no location, or one that is gone.").or_null.made,
        "amount": whole("How many pieces.").made,
        "reason": text("Why.").or_null.made,
        "moved_by": text("Who did it.").or_null.made,
        "moved_at": moment("When.").made,
    },
)
LOCATION_HISTORY = Thing(
    "LocationStockHistory",
    {
        "idproduct_location_stock_history": whole("Our id.").made,
        "idproduct": whole("Which product.").made,
        "idlocation": whole("Where; null when the location is gone.").or_null.made,
        "contra_idlocation": whole("The other end of a movement.").or_null.made,
        "old_stock": whole("What lay there before.").made,
        "stock_change": whole("How many came or went.").made,
        "new_stock": whole("What lay there afterwards.").made,
        "change_type": text("`mutation`, or `movement` from place to place.").made,
        "changed_at": moment("When.").made,
    },
)
STOCK_OF_PRODUCT = Thing(
    "StockOfProduct",
    {
        "idproduct": whole("Which product.").made,
        "productcode": text("Its code.").made,
        "stock": Field(STOCK.ref, "Its stock in this warehouse.").made,
    },
)
IMAGE = Thing(
    "ProductImage",
    {
        "idproduct_image": whole("Our id.").made,
        "image": text("The picture in base64, also as a data address: JPEG, PNG, GIF or WebP.").hidden,
        "url": text("Where it is; it asks for a key.").made,
        "contenttype": text("What was found in it, whatever was said.").made,
        "size": whole("Bytes.").made,
    },
)
