"""The addresses of the screens for buying in."""

from __future__ import annotations

from django.urls import path

from pakhuis.ui.views import purchase_form, purchases, receiving, suppliers

_ONE = "purchases/<int:purchase_id>/"
urlpatterns = [
    path("purchases/", purchases.overview, name="purchases"),
    path("purchases/new/", purchase_form.new, name="purchase-new"),
    path(_ONE, purchases.one, name="purchase"),
    path(f"{_ONE}edit/", purchase_form.edit, name="purchase-edit"),
    path(f"{_ONE}move/<slug:move>/", purchases.move, name="purchase-move"),
    path(f"{_ONE}receive/", receiving.receive, name="purchase-receive"),
    path("purchases/receipts/", receiving.overview, name="receipts"),
    path("purchases/receipts/<int:receipt_id>/", receiving.one, name="receipt"),
    path("purchases/receipts/<int:receipt_id>/move/", receiving.move, name="receipt-move"),
    path("purchases/suppliers/", suppliers.overview, name="suppliers"),
    path("purchases/suppliers/new/", suppliers.new, name="supplier-new"),
    path("purchases/suppliers/<int:supplier_id>/", suppliers.one, name="supplier"),
    path("purchases/suppliers/<int:supplier_id>/edit/", suppliers.edit, name="supplier-edit"),
    path("purchases/suppliers/<int:supplier_id>/active/", suppliers.active, name="supplier-active"),
    path("purchases/suppliers/<int:supplier_id>/product/", suppliers.product, name="supplier-product"),
]
