"""Locations, their types, and what lies there."""

from __future__ import annotations

from pakhuis.api.described.notation import Field, Route, Thing, flag, nothing, text, whole

STOCK_THERE = Thing(
    "StockOnLocation",
    {
        "stock": whole("How many lie there.").made,
        "stock_reserved_picklists": whole("Of those, how many open picklists will take, by rule.").made,
    },
)
PLACE = Thing(
    "ProductLocation",
    {
        "idlocation": whole("Which location.").needed,
        "idwarehouse": whole("Of which warehouse.").made,
        "name": text("What it is called.").made,
        "note": text("For whoever looks for it.").or_null,
        "is_preferred": flag("Whether it is picked here first."),
        "is_bulk_location": flag("Whether it is a store to fill others from.").made,
        "stock_for_product": Field(STOCK_THERE.ref, "What lies there.").made,
    },
)
LOCATION_TYPE = Thing(
    "LocationType",
    {
        "idlocation_type": whole("1 or 2.").made,
        "name": text("What it is called, in the language that is asked for.").made,
        "default": flag("Whether new locations are so unless something else is said.").made,
        "color": text("A colour for it, `#rrggbb`.").made,
    },
)
LOCATION = Thing(
    "Location",
    {
        "idlocation": whole("Our id.").made,
        "idwarehouse": whole("In which warehouse; it stays there.").needed,
        "type": text("Always `location`.").made,
        "idlocation_type": whole("1 to pick from, 2 in bulk: the same as `is_bulk_location`.").hidden,
        "location_type": Field(LOCATION_TYPE.ref, "For picking or in bulk.").made,
        "parent_idlocation": nothing(),
        "name": text("As it stands on the shelf; unique in its warehouse.").needed,
        "remarks": text("Anything about it.").or_null,
        "unlink_on_empty": flag("Always false.").made,
        "is_bulk_location": flag("A store to fill others from, picked from last."),
        "is_exclusive_location": flag("Always false.").made,
        "pick_order": whole("The round goes by it, then by name."),
    },
)
ON_LOCATION = Thing(
    "ProductOnLocation",
    {
        "idproduct": whole("Which product.").made,
        "productcode": text("Its code.").made,
        "name": text("What it is called.").made,
        "stock": whole("How many lie there.").made,
        "is_preferred": flag("Whether it is picked here first.").made,
        "note": text("For whoever looks for it.").or_null.made,
    },
)
LOCATION_THINGS = (STOCK_THERE, PLACE, LOCATION_TYPE, LOCATION, ON_LOCATION)
_PAGED = ("offset",)
LOCATION_ROUTES: dict[tuple[str, str], Route] = {
    ("/products/{product_id}/locations", "GET"): Route(answer=PLACE, is_list=True, query=("offset",)),
    ("/products/{product_id}/locations", "POST"): Route(answer=PLACE, is_list=True, status=201, body=PLACE),
    ("/products/{product_id}/locations/{location_id}", "PUT"): Route(answer=PLACE, is_list=True, body=PLACE),
    ("/products/{product_id}/locations/{location_id}", "DELETE"): Route(status=204),
    ("/products/{product_id}/locations/{location_id}", "POST"): Route(status=204),
    ("/locations", "GET"): Route(
        answer=LOCATION, is_list=True, query=("idwarehouse", "idlocation_type", "type", "name", "offset")
    ),
    ("/locations", "POST"): Route(answer=LOCATION, status=201, body=LOCATION),
    ("/locations/{location_id}", "GET"): Route(answer=LOCATION),
    ("/locations/{location_id}", "PUT"): Route(answer=LOCATION, body=LOCATION),
    ("/locations/{location_id}", "DELETE"): Route(status=204),
    ("/locations/{location_id}/products", "GET"): Route(answer=ON_LOCATION, is_list=True, query=_PAGED),
    ("/locationtypes", "GET"): Route(answer=LOCATION_TYPE, is_list=True, query=_PAGED),
    ("/locationtypes/{type_id}", "GET"): Route(answer=LOCATION_TYPE),
}
