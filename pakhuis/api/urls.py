"""The addresses of the REST API, version 1."""

from __future__ import annotations

from pakhuis.api.api import api

urlpatterns = [*api.urls[0]]
app_name = "api"
