"""Customers, addresses, own fields, tags."""

from __future__ import annotations

from pakhuis.api.described.notation import (
    Thing,
    flag,
    keyed,
    nothing,
    number,
    one_of,
    several,
    text,
    whole,
)

LANGUAGE = ["nl", "en"]
TAG = Thing(
    "Tag",
    {
        "idtag": whole("Our id.").made,
        "title": text("The word on it.").needed,
        "color": text("Its colour, #rrggbb."),
        "inherit": flag("Whether new orders take it over from their customer."),
        "textColor": text("Black or white, whichever can be read on the colour.").made,
    },
)
ADDRESS = Thing(
    "Address",
    {
        "idcustomer_address": whole("Our id.").made,
        "name": text("Company or person at this address.").needed,
        "contactname": text("The person at a company.").or_null,
        "address": text("Street and number.").or_null,
        "address2": text("A second line.").or_null,
        "zipcode": text("As it is written there.").or_null,
        "city": text("Town.").or_null,
        "region": text("Region, state or province.").or_null,
        "country": text("ISO 3166 code of two letters; anything else is refused with code 9.").or_null,
        "defaultinvoice": flag("New orders are invoiced here; at most one of a customer."),
        "defaultdelivery": flag("New orders are delivered here; at most one of a customer."),
        "full_address": text("All lines together.").made,
    },
)
FIELD_VALUE = Thing(
    "CustomerFieldValue",
    {
        "idcustomerfield": whole("Which field.").needed,
        "title": text("Its title.").made,
        "value": text("The value as text; several choices are joined with a semicolon.").or_null,
    },
)
CUSTOMER_FIELD = Thing(
    "CustomerField",
    {
        "idcustomerfield": whole("Our id.").made,
        "title": text("As it stands on the form.").made,
        "type": text("Kind of field.").made,
        "values": several({"type": "string"}, "The choices, where it has any.").made,
        "required": flag("People must fill it in; other systems need not.").made,
    },
)
CUSTOMER = Thing(
    "Customer",
    {
        "idcustomer": whole("Our id.").made,
        "idtemplate": whole("Template of this customer's new orders.").or_null,
        "idfulfilment_customer": nothing(),
        "customerid": text("Your own number for this customer; unique without regard to case.").or_null,
        "name": text("Company, or a person's name. The only thing that is needed.").needed,
        "contactname": text("The person at a company.").or_null,
        "telephone": text("As it was typed.").or_null,
        "emailaddress": text("As it was typed.").or_null,
        "discount": number("Percentage off every new order, 0 to 100."),
        "vatnumber": text("A wrong one is kept and marked, never refused.").or_null,
        "calculatevat": flag("Whether orders of this customer bear VAT."),
        "default_order_remarks": text("Put on every new order.").or_null,
        "defaultorderremarks": text("The same under its older name.").or_null,
        "auto_split": flag("Whether orders may be split; null leaves it to the account.").or_null,
        "partialdelivery": flag("The same under its older name.").or_null,
        "language": one_of(LANGUAGE, "Language of papers and mails."),
        "remarks": text("Internal; never on papers.").or_null,
        "addresses": several(
            ADDRESS.ref, "The address book. In a PUT it replaces the book by content.", taken=ADDRESS.body_ref
        ),
        "tags": keyed(TAG.ref, "Tags by title.").made,
        "customerfields": several(FIELD_VALUE.ref, "Values of own fields.", taken=FIELD_VALUE.body_ref),
        "pricelists": several({"type": "integer"}, "Price lists of this customer, by id."),
        "comment_count": whole("How many comments there are.").made,
    },
)
