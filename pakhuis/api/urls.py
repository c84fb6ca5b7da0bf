"""The addresses of the REST API, version 1."""

from __future__ import annotations

from django.urls import path

from pakhuis.api import docs, left_out
from pakhuis.api.api import api

urlpatterns = [path("docs", docs.page, name="docs"), *api.urls[0], path("<path:rest>", left_out.unknown)]
app_name = "api"
