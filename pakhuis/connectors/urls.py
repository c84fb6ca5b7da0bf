"""Where webshops deliver their messages."""

from __future__ import annotations

from django.urls import path

from pakhuis.connectors.views import webhook

urlpatterns = [path("<slug:kind>/<int:webshop_id>/", webhook, name="webhook")]
