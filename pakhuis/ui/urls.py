"""The addresses of the screens."""

from __future__ import annotations

from django.urls import path

from pakhuis.ui.views import (
    backorders,
    customer_form,
    customers,
    dashboard,
    order_new,
    orders,
    picklists,
    products,
    session,
    settings,
    webshops,
)

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("login/", session.Login.as_view(), name="login"),
    path("logout/", session.log_out, name="logout"),
    path("language/", session.language, name="language"),
    path("search/", dashboard.search, name="search"),
    path("customers/", customers.overview, name="customers"),
    path("customers/new/", customer_form.new, name="customer-new"),
    path("customers/<int:customer_id>/", customers.one, name="customer"),
    path("customers/<int:customer_id>/edit/", customer_form.edit, name="customer-edit"),
    path("customers/<int:customer_id>/delete/", customer_form.delete, name="customer-delete"),
    path("customers/<int:customer_id>/order/", order_new.new, name="order-new"),
    path("orders/", orders.overview, name="orders"),
    path("orders/<int:order_id>/", orders.one, name="order"),
    path("orders/<int:order_id>/process/", orders.process, name="order-process"),
    path("orders/<int:order_id>/cancel/", orders.cancel, name="order-cancel"),
    path("orders/<int:order_id>/backorders/", orders.release, name="order-backorders"),
    path("picklists/", picklists.overview, name="picklists"),
    path("picklists/<int:picklist_id>/", picklists.one, name="picklist"),
    path("picklists/<int:picklist_id>/pick/<int:line_id>/", picklists.pick, name="picklist-pick"),
    path("picklists/<int:picklist_id>/pick-all/", picklists.everything, name="picklist-pick-all"),
    path("picklists/<int:picklist_id>/close/", picklists.close, name="picklist-close"),
    path("backorders/", backorders.overview, name="backorders"),
    path("backorders/process/", backorders.process, name="backorders-process"),
    path("products/", products.overview, name="products"),
    path("products/new/", products.new, name="product-new"),
    path("products/<int:product_id>/", products.one, name="product"),
    path("products/<int:product_id>/correct/", products.correct, name="product-correct"),
    path("products/<int:product_id>/receive/", products.receive, name="product-receive"),
    path("settings/", settings.overview, name="settings"),
    path("webshops/", webshops.overview, name="webshops"),
    path("webshops/new/", webshops.new, name="webshop-new"),
    path("webshops/<int:webshop_id>/", webshops.one, name="webshop"),
    path("webshops/<int:webshop_id>/edit/", webshops.edit, name="webshop-edit"),
    path("webshops/<int:webshop_id>/test/", webshops.test, name="webshop-test"),
    path("webshops/<int:webshop_id>/poll/", webshops.poll_now, name="webshop-poll"),
    path("webshops/<int:webshop_id>/again/<int:delivery_id>/", webshops.again, name="delivery-again"),
]
