"""The way into all settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhuis.accounts.rights import Right
from pakhuis.ui.access import page, rights_of
from pakhuis.ui.settings_menu import SECTIONS


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every page of settings the reader may open."""
    shown = [section for section in SECTIONS if section.right in rights_of(request)]
    return render(request, "ui/settings.html", {"sections": shown})
