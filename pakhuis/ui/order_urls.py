"""The addresses of orders, and of what is set about them."""

from __future__ import annotations

from django.urls import path

from pakhuis.ui.views import (
    finder,
    numbers,
    order_anonymize,
    order_customer,
    order_edit,
    order_fields,
    order_for,
    order_list,
    order_moves,
    order_new,
    order_profile,
    orders,
    status_page,
)

urlpatterns = [
    path("s/<str:key>", status_page.status_page, name="status-page"),
    path("customers/<int:customer_id>/order/", order_new.new, name="order-new"),
    path("orders/", order_list.overview, name="orders"),
    path("orders/new/", order_for.choose, name="order-for"),
    path("orders/new/guest/", order_new.guest, name="order-new-guest"),
    path("orders/products/", finder.options, name="product-options"),
    path("orders/<int:order_id>/", orders.one, name="order"),
    path("orders/<int:order_id>/edit/", order_edit.edit, name="order-edit"),
    path("orders/<int:order_id>/customer/", order_customer.change, name="order-customer"),
    path("orders/<int:order_id>/make-customer/", order_customer.make, name="order-make-customer"),
    path("orders/<int:order_id>/move/<slug:code>/", order_moves.move, name="order-move"),
    path("orders/<int:order_id>/profile/", order_profile.wish, name="order-profile"),
    path("orders/<int:order_id>/anonymize/", order_anonymize.anonymize, name="order-anonymize"),
    path("orders/<int:order_id>/status-page/", orders.show_status, name="order-status-page"),
    path("orders/<int:order_id>/backorders/", orders.release, name="order-backorders"),
    *order_fields.PAGES.urls(),
    path("settings/numbers/", numbers.numbers, name="numbers"),
]
