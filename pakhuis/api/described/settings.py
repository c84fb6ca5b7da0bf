"""Users, and prices on lists."""

from __future__ import annotations

from pakhuis.api.described.notation import Thing, day, flag, moment, number, one_of, several, text, whole

RIGHT = Thing(
    "GrantedRight",
    {
        "right": text("Its name, such as customers.see.").made,
        "granted": flag("Whether it is granted.").made,
    },
)
USER_FIELDS = {
    "iduser": whole("Our id; null for the key that calls.").or_null.made,
    "idpacking_station": whole("Not used here; always null.").or_null.made,
    "username": text("The name to log in with.").made,
    "firstname": text("First name.").made,
    "first_name": text("The same.").made,
    "lastname": text("Last name.").made,
    "last_name": text("The same.").made,
    "full_name": text("Both names, else the user name.").made,
    "emailaddress": text("E-mail.").or_null.made,
    "language": one_of(["nl", "en"], "Of the screens; null for that of the browser.").or_null.made,
    "admin": flag("Whether this one may do everything.").made,
    "active": flag("Whether this one may log in.").made,
    "last_login_at": moment("Last time here.").or_null.made,
    "created_at": moment("When it was made.").made,
    "updated_at": moment("Not kept; always null.").or_null.made,
}
USER = Thing("User", USER_FIELDS)
USER_ALONE = Thing("UserAlone", {**USER_FIELDS, "rights": several(RIGHT.ref, "Every right there is.").made})
LIST_PRICE = Thing(
    "ListPrice",
    {
        "idpricelist_product": whole("Our id of this price.").made,
        "idpricelist": whole("Which list.").made,
        "idproduct": whole("Which product; or its `productcode`."),
        "productcode": text("Code of the product."),
        "price": number("Per piece, excluding VAT.").needed,
        "min_amount": whole("From so many pieces; 1 when nothing is said."),
        "valid_from": day("First day; null: no limit.").or_null,
        "valid_until": day("Last day; null: no limit.").or_null,
    },
)
