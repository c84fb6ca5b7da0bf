"""The addresses of rules."""

from __future__ import annotations

from django.urls import path, register_converter

from pakhuis.ui.views import rule_forms, rules


class RuleKind:
    """A kind of rule in an address."""

    regex = "order|picklist"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RuleKind, "rulekind")

urlpatterns = [
    path("settings/rules/", rules.overview, name="rules"),
    path("settings/rules/order/new/", rule_forms.order_new, name="order-rule-new"),
    path("settings/rules/order/<int:rule_id>/", rule_forms.order_edit, name="order-rule"),
    path("settings/rules/picklist/new/", rule_forms.picklist_new, name="picklist-rule-new"),
    path("settings/rules/picklist/<int:rule_id>/", rule_forms.picklist_edit, name="picklist-rule"),
    path("settings/rules/<rulekind:kind>/<int:rule_id>/move/", rules.move, name="rule-move"),
    path("settings/rules/<rulekind:kind>/<int:rule_id>/switch/", rules.switch, name="rule-switch"),
    path("settings/rules/<rulekind:kind>/<int:rule_id>/delete/", rules.delete, name="rule-delete"),
]
