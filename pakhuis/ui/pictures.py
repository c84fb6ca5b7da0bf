"""Keeping a picture that somebody chose."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pakhuis.catalogue.pictures import MOST_BYTES
from pakhuis.ui.doing import do


def keep_picture(
    request: HttpRequest, name: str, keep: Callable[[bytes], object], *, done: str, then: str
) -> HttpResponse:
    """Hand the file in this field on; no more of it is read than tells that it is too big."""
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile):
        messages.error(request, _("Choose a picture first."))
        return redirect(then)
    content = sent.read(MOST_BYTES + 1)
    return do(request, lambda: keep(content), done=done, then=then)
