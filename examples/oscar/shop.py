"""A small django-oscar shop to try the link with: `prepare`, `serve PORT`, `cancel NUMBER`, `look NUMBER`.

Everything it keeps is in the folder SHOP_FOLDER; where Pakhuis is, is in PAKHUIS_ADDRESS and PAKHUIS_SECRET.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

import django
from django.conf import settings
from oscar import defaults

FOLDER = Path(os.environ["SHOP_FOLDER"])
sys.path.insert(0, str(Path(__file__).resolve().parent))

settings.configure(
    **{name: value for name, value in vars(defaults).items() if name.isupper()}
    | {
        "SECRET_KEY": "only for trying out",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "ROOT_URLCONF": __name__,
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "shop.sqlite3"}},
        "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
        "USE_TZ": True,
        "LANGUAGE_CODE": "nl",
        "STATIC_URL": "/static/",
        "MEDIA_ROOT": FOLDER,
        "SITE_ID": 1,
        "OSCAR_ALLOW_ANON_CHECKOUT": True,
        "OSCAR_DEFAULT_CURRENCY": "EUR",
        "OSCAR_INITIAL_ORDER_STATUS": "Pending",
        "OSCAR_ORDER_STATUS_PIPELINE": {
            "Pending": ("Being processed", "Cancelled"),
            "Being processed": ("Complete", "Cancelled"),
            "Complete": (),
            "Cancelled": (),
        },
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "HAYSTACK_CONNECTIONS": {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        "AUTHENTICATION_BACKENDS": ("oscar.apps.customer.auth_backends.EmailBackend",),
        "PAKHUIS_ADDRESS": os.environ.get("PAKHUIS_ADDRESS", ""),
        "PAKHUIS_SECRET": os.environ.get("PAKHUIS_SECRET", ""),
        "INSTALLED_APPS": [
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "django.contrib.sites",
            "django.contrib.flatpages",
            "oscar.config.Shop",
            "oscar.apps.analytics.apps.AnalyticsConfig",
            "oscar.apps.checkout.apps.CheckoutConfig",
            "oscar.apps.address.apps.AddressConfig",
            "oscar.apps.shipping.apps.ShippingConfig",
            "oscar.apps.catalogue.apps.CatalogueConfig",
            "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
            "oscar.apps.communication.apps.CommunicationConfig",
            "oscar.apps.partner.apps.PartnerConfig",
            "oscar.apps.basket.apps.BasketConfig",
            "oscar.apps.payment.apps.PaymentConfig",
            "oscar.apps.offer.apps.OfferConfig",
            "oscar.apps.order.apps.OrderConfig",
            "oscar.apps.customer.apps.CustomerConfig",
            "oscar.apps.search.apps.SearchConfig",
            "oscar.apps.voucher.apps.VoucherConfig",
            "oscar.apps.wishlists.apps.WishlistsConfig",
            "oscar.apps.dashboard.apps.DashboardConfig",
            "oscar.apps.dashboard.reports.apps.ReportsDashboardConfig",
            "oscar.apps.dashboard.users.apps.UsersDashboardConfig",
            "oscar.apps.dashboard.orders.apps.OrdersDashboardConfig",
            "oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig",
            "oscar.apps.dashboard.offers.apps.OffersDashboardConfig",
            "oscar.apps.dashboard.partners.apps.PartnersDashboardConfig",
            "oscar.apps.dashboard.pages.apps.PagesDashboardConfig",
            "oscar.apps.dashboard.ranges.apps.RangesDashboardConfig",
            "oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig",
            "oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig",
            "oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig",
            "oscar.apps.dashboard.shipping.apps.ShippingDashboardConfig",
            "widget_tweaks",
            "sorl.thumbnail",
            "haystack",
            "treebeard",
            "django_tables2",
        ],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "oscar.apps.basket.middleware.BasketMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.template.context_processors.i18n",
                        "django.contrib.messages.context_processors.messages",
                        "oscar.apps.search.context_processors.search_form",
                        "oscar.apps.checkout.context_processors.checkout",
                        "oscar.core.context_processors.metadata",
                    ]
                },
            }
        ],
    }
)
django.setup()

# Only now, as models can be read once Django is configured: so these imports do not stand at the top (E402).
from django.apps import apps  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402
from oscar.apps.address.models import Country  # noqa: E402
from oscar.apps.catalogue.models import Product, ProductClass  # noqa: E402
from oscar.apps.order.models import Order  # noqa: E402
from oscar.apps.partner.models import Partner, StockRecord  # noqa: E402
from pakhuis_link import from_pakhuis  # noqa: E402

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("from-pakhuis", from_pakhuis),
    path("", include(apps.get_app_config("oscar").urls[0])),
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def prepare() -> None:
    """A shop with one product and one customer."""
    call_command("migrate", verbosity=0)
    Country.objects.get_or_create(
        iso_3166_1_a2="NL",
        defaults={"printable_name": "Nederland", "name": "Nederland", "is_shipping_country": True},
    )
    kind, _ = ProductClass.objects.get_or_create(name="Bier", track_stock=True)
    product, _ = Product.objects.get_or_create(title="Tripel & glas", product_class=kind)
    partner, _ = Partner.objects.get_or_create(name="Pakhuis")
    StockRecord.objects.get_or_create(
        product=product,
        partner=partner,
        partner_sku="TRIPEL",
        defaults={"price": "10.00", "num_in_stock": 50, "price_currency": "EUR"},
    )
    if not User.objects.filter(username="ina").exists():
        User.objects.create_user("ina", email="ina@vlug.example", password="hop-en-gist")  # noqa: S106
    print(json.dumps({"product": product.pk}))


def serve(port: str) -> None:
    with make_server("127.0.0.1", int(port), get_wsgi_application(), server_class=Server) as server:
        server.serve_forever()


def cancel(number: str) -> None:
    Order.objects.get(number=number).set_status("Cancelled")


def look(number: str) -> None:
    """What the shop knows of an order and of its stock."""
    order = Order.objects.get(number=number)
    known: dict[str, Any] = {
        "status": order.status,
        "notes": list(order.notes.values_list("message", flat=True)),
        "stock": dict(StockRecord.objects.values_list("partner_sku", "num_in_stock")),
    }
    print(json.dumps(known))


if __name__ == "__main__":
    {"prepare": prepare, "serve": serve, "cancel": cancel, "look": look}[sys.argv[1]](*sys.argv[2:])
