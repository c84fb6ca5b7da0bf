"""Coming in, going out, and the language of the screens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import set_language
from pakhuis.ui.access import page, user_of
from pakhuis.ui.login_brake import Brake


class PatientForm(AuthenticationForm):
    """Refuses a name for a while after many wrong passwords, whether the name exists or not."""

    def clean(self) -> dict[str, Any]:
        name, password = (self.cleaned_data.get(one) for one in ("username", "password"))
        if not name or not password:
            return self.cleaned_data
        brake = Brake(self.request, name)
        if brake.is_shut():
            self.add_error(None, _("Too many wrong passwords: wait five minutes and try again."))
            return self.cleaned_data
        brake.count()
        cleaned = super().clean()
        brake.was_right()
        return cleaned or {}


class Login(LoginView):
    """The login page."""

    template_name = "ui/login.html"
    form_class = PatientForm
    redirect_authenticated_user = True


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("login")


@require_POST
@page()
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of one's own screens."""
    set_language(user_of(request).pk, language=request.POST.get("language", ""))
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "/")
