"""Every address of Pakhuis, by the package that answers it."""

from __future__ import annotations

from django.urls import include, path

handler500 = "pakhuis.config.busy.server_error"
urlpatterns = [
    path("api/v1/", include("pakhuis.api.urls")),
    path("hooks/", include("pakhuis.connectors.urls")),
    path("", include("pakhuis.ui.urls")),
]
