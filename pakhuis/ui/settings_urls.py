"""The addresses of settings, one's own details, and mails."""

from __future__ import annotations

from django.urls import path

from pakhuis.ui.views import (
    import_tables,
    keys,
    mails,
    price_list_customers,
    price_lists,
    price_paste,
    settings,
    tags,
    template_logo,
    templates,
    users,
    vat_groups,
)

urlpatterns = [
    path("settings/", settings.overview, name="settings"),
    path("settings/account/", settings.account, name="account"),
    path("settings/changes/", settings.changes, name="settings-changes"),
    path("settings/tags/", tags.overview, name="tags"),
    path("settings/tags/new/", tags.new, name="tag-new"),
    path("settings/tags/<int:tag_id>/", tags.edit, name="tag"),
    path("settings/tags/<int:tag_id>/active/", tags.active, name="tag-active"),
    path("settings/templates/", templates.overview, name="templates"),
    path("settings/templates/new/", templates.new, name="template-new"),
    path("settings/templates/<int:template_id>/", templates.edit, name="template"),
    path("settings/templates/<int:template_id>/active/", templates.active, name="template-active"),
    path("settings/templates/<int:template_id>/logo/", template_logo.one, name="template-logo"),
    path("settings/templates/<int:template_id>/logo/keep/", template_logo.keep, name="template-logo-keep"),
    path(
        "settings/templates/<int:template_id>/logo/remove/", template_logo.remove, name="template-logo-remove"
    ),
    path("settings/templates/<int:template_id>/mail/<str:kind>/", templates.mail, name="template-mail"),
    path("orders/<int:order_id>/confirm/", mails.confirm, name="order-confirm"),
    path("picklists/<int:picklist_id>/announce/", mails.announce, name="picklist-announce"),
    path("mails/<int:mail_id>/again/", mails.again, name="mail-again"),
    path("mails/<int:mail_id>/stop/", mails.stop, name="mail-stop"),
    path("settings/price-lists/", price_lists.overview, name="price-lists"),
    path("settings/price-lists/new/", price_lists.new, name="price-list-new"),
    path("settings/price-lists/<int:list_id>/", price_lists.one, name="price-list"),
    path("settings/price-lists/<int:list_id>/edit/", price_lists.edit, name="price-list-edit"),
    path("settings/price-lists/<int:list_id>/active/", price_lists.active, name="price-list-active"),
    path("settings/price-lists/<int:list_id>/add/", price_lists.add, name="price-list-add"),
    path("settings/price-lists/<int:list_id>/give/", price_list_customers.give, name="price-list-give"),
    path("settings/price-lists/<int:list_id>/take/", price_list_customers.take, name="price-list-take"),
    path("settings/price-lists/<int:list_id>/export/", import_tables.prices, name="price-list-export"),
    path("settings/price-lists/<int:list_id>/paste/", price_paste.paste, name="price-list-paste"),
    path("settings/price-lists/<int:list_id>/<int:entry_id>/", price_lists.change, name="price-list-change"),
    path("settings/vat/", vat_groups.overview, name="vat-groups"),
    path("settings/vat/new/", vat_groups.new, name="vat-group-new"),
    path("settings/vat/<int:group_id>/", vat_groups.edit, name="vat-group"),
    path("settings/vat/<int:group_id>/active/", vat_groups.active, name="vat-group-active"),
    path("settings/users/", users.overview, name="users"),
    path("settings/users/new/", users.new, name="user-new"),
    path("settings/users/<int:user_id>/", users.edit, name="user"),
    path("settings/keys/", keys.overview, name="api-keys"),
    path("settings/keys/new/", keys.new, name="api-key-new"),
    path("settings/keys/<int:key_id>/", keys.edit, name="api-key"),
    path("settings/keys/<int:key_id>/revoke/", keys.revoke, name="api-key-revoke"),
    path("me/", users.me, name="me"),
    path("me/password/", users.my_password, name="my-password"),
]
