"""The addresses of the screens for returns, and of their settings."""

from __future__ import annotations

from django.urls import path

from pakhuis.ui.views import return_form, return_settings, returns

_ONE = "returns/<int:return_id>/"
urlpatterns = [
    path("returns/", returns.overview, name="returns"),
    path("returns/new/", return_form.new, name="return-new"),
    path(_ONE, returns.one, name="return"),
    path(f"{_ONE}edit/", return_form.edit, name="return-edit"),
    path(f"{_ONE}receive/", returns.receive, name="return-receive"),
    path(f"{_ONE}log/", returns.log, name="return-log"),
    path(f"{_ONE}remove/", returns.remove, name="return-remove"),
    path("settings/returns/", return_settings.overview, name="return-settings"),
    path("settings/returns/reason/", return_settings.reason, name="return-reason"),
    path("settings/returns/status/", return_settings.status, name="return-status"),
]
