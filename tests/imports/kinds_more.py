"""More files of programs and offices: accounting, shops and customer relations, from Exact to Xero."""

from __future__ import annotations

from tests.imports.kinds import Kind

MORE: tuple[Kind, ...] = (
    Kind(
        "exact-online-nl",
        "utf-8",
        columns="""
            number name - - address.line1 address.zipcode address.city address.region address.country phone
            - email - vat_number - - contact_name - language -
        """,
        seen="""
            100; Kade BV; Piet Bakker; 038-1234567; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "odoo-en",
        "utf-8",
        columns="""
            - name - company - address.kind address.street address.line2 address.zipcode address.city
            address.region address.country phone mobile email vat_number number tags price_lists language
            remarks
        """,
        seen="""
            K12; Kade BV; -; +31 38 1234567; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            -; Piet Bakker; -; -; piet@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "magento2-grid",
        "utf-8",
        columns="""
            number name email - phone address.zipcode address.country address.region - - - - invoice.line1
            delivery.line1 - - - address.line1 address.city - vat_number company invoice.first_name
            invoice.last_name -
        """,
        seen="""
            12; Kade BV; Piet Bakker; 038-1234567; piet@x.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            invoice: Kade 1, 8011 AB, Zwolle, NL
            delivery: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "picqer-nl",
        "utf-8",
        columns="""
            number name contact_name phone email discount vat_number calculate_vat language template_id
            remarks default_order_remarks autosplit delivery.name delivery.contact_name delivery.line1
            delivery.line2 delivery.zipcode delivery.city delivery.region delivery.country invoice.name
            invoice.contact_name invoice.line1 invoice.line2 invoice.zipcode invoice.city invoice.region
            invoice.country
        """,
        seen="""
            00012; Kade BV; Piet Bakker; 038-1234567; info@kade.nl
            invoice: Postbus 1, 8000 AA, Zwolle, NL
            delivery: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "e-boekhouden",
        "utf-8",
        columns="""
            number company contact_name - address.line1 address.zipcode address.city address.country
            invoice.line1 invoice.zipcode invoice.city invoice.country phone mobile - email - remarks -
            vat_number - - - -
        """,
        seen="""
            K12; Kade BV; Piet Bakker; 038-1234567; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            invoice: Postbus 1, 8000 AA, Zwolle, NL
        """,
    ),
    Kind(
        "teamleader-contacts-fr",
        "utf-8",
        columns="""
            first_name last_name email phone mobile address.street address.house_number address.zipcode
            address.city address.country company language
        """,
        seen="""
            -; Quai SA; Pierre Boulanger; 02 123; p@x.be
            address: Rue Haute 12, 1000, Bruxelles, BE
        """,
    ),
    Kind(
        "zoho-crm",
        "utf-8",
        columns="""
            - name - phone - invoice.street invoice.city invoice.region invoice.zipcode invoice.country
            delivery.street delivery.city delivery.region delivery.zipcode delivery.country - number
        """,
        seen="""
            12; Kade BV; -; 038-1; -
            invoice: Kade 1, 8011 AB, Zwolle, NL
            delivery: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "shopware5",
        "utf-8",
        columns="""
            number email - - invoice.company - - invoice.first_name invoice.last_name invoice.street
            invoice.zipcode invoice.city phone - vat_number delivery.company delivery.first_name
            delivery.last_name delivery.street delivery.zipcode delivery.city - - -
        """,
        seen="""
            20012; Kade BV; Piet Bakker; 038-1; piet@x.nl
            invoice: Kade 1, 8011 AB, Zwolle
            delivery: Laan 2, 6711 AA, Ede
        """,
    ),
    Kind(
        "sage",
        "utf-8",
        columns="""
            number name address.line1 address.line2 address.city address.region address.zipcode contact_name
            phone - - vat_number discount email address.country
        """,
        seen="""
            KADE01; Kade Ltd; Pete Baker; 0113 1; info@kade.co.uk
            address: 1 Quay, LS1 1AA, Leeds, GB
        """,
    ),
    Kind(
        "xero",
        "utf-8",
        columns="""
            name number email first_name last_name invoice.contact_name invoice.line1 invoice.line2
            invoice.line2 invoice.line2 invoice.city invoice.region invoice.zipcode invoice.country
            delivery.contact_name delivery.line1 delivery.line2 delivery.city delivery.region
            delivery.zipcode delivery.country phone - mobile - - - vat_number discount -
        """,
        seen="""
            K12; Kade BV; Piet Bakker; 038-1; info@kade.nl
            invoice: Postbus 1, 8000 AA, Zwolle, NL
            delivery: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "asperion",
        "utf-8",
        columns="""
            number name contact_name address.line1 address.house_number address.addition address.zipcode
            address.city address.country phone mobile email vat_number remarks
        """,
        seen="""
            12; Kade BV; P. Bakker; 038-1; adm@kade.nl
            address: Kade 1a, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "flemish-office",
        "utf-8",
        columns="""
            number company last_name first_name address.line1 address.addition address.zipcode address.city
            address.country phone email vat_number language
        """,
        seen="""
            12; Kade BV; Piet Bakker; 0475 12 34 56; info@kade.be
            address: Kade 1 bus 3, 9000, Gent, BE
        """,
    ),
    Kind(
        "dutch-office",
        "utf-8",
        columns="""
            number name address.line1 address.zip_city phone email
        """,
        seen="""
            1; Fa. Kade & Zn.; -; 038 - 123 45 67; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle
            2; Bakkerij Smit; -; 06-12345678; -
            address: Laan 2a, 6711AA, Ede
        """,
    ),
    Kind(
        "lightspeed-ecom",
        "utf-8",
        columns="""
            - email - first_name infix last_name - phone mobile company - vat_number invoice.name
            invoice.street invoice.house_number invoice.addition invoice.zipcode invoice.city invoice.region
            invoice.country delivery.company delivery.name delivery.street delivery.house_number
            delivery.addition delivery.zipcode delivery.city delivery.region delivery.country language - -
            remarks -
        """,
        seen="""
            -; Kade BV; Piet de Bakker; 038-1234567; piet@x.nl
            invoice: Kade 1a, 8011 AB, Zwolle, NL
            delivery: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "woo-analytics-nl",
        "utf-8",
        columns="""
            name screen_name - - email - - - address.country address.city address.region address.zipcode
        """,
        seen="""
            -; Piet Bakker; -; -; piet@x.nl
            address: 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "stripe",
        "utf-8",
        columns="""
            number - email name - - - - - address.line1 address.city address.zipcode address.country
            delivery.name delivery.line1 delivery.city delivery.zipcode delivery.country - -
        """,
        seen="""
            cus_1; Piet Bakker; -; -; piet@x.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            delivery: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "wix",
        "utf-8",
        columns="""
            first_name last_name email other_email phone other_phone - address.street address.city
            address.region address.zipcode address.country - address2.street address2.city address2.region
            address2.zipcode address2.country company tags -
        """,
        seen="""
            -; Kade BV; Piet Bakker; +31 38 1234567; piet@x.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            address2: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "afas",
        "utf-8",
        columns="""
            number name - vat_number address.street address.house_number address.addition address.zipcode
            address.city address.country phone mobile email -
        """,
        seen="""
            10012; Kade BV; -; 0381234567; info@kade.nl
            address: Kade 1a, 8011AB, ZWOLLE, NL
        """,
    ),
    Kind(
        "shopware6",
        "utf-8",
        columns="""
            - - number first_name last_name email - - - language - - - invoice.first_name invoice.last_name
            invoice.company invoice.street invoice.zipcode invoice.city invoice.country phone
            delivery.first_name delivery.last_name delivery.street delivery.zipcode delivery.city
            delivery.country
        """,
        seen="""
            10012; Piet Bakker; -; 038-1; piet@x.nl
            invoice: Kade 1, 8011 AB, Zwolle, NL
            delivery: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "myparcel",
        "utf-8",
        columns="""
            first_name last_name company address.street address.house_number address.addition
            address.zipcode address.city address.country email phone
        """,
        seen="""
            -; Kade BV; Piet Bakker; 038-1; piet@x.nl
            address: Kade 1a, 8011 AB, Zwolle, NL
        """,
    ),
)
