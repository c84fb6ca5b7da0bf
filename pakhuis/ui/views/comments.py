"""Commenting from any page, and the notices of whoever is mentioned."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.kinds import may_comment, may_see
from pakhuis.comments.actions import add_comment, delete_comment, mark_all_read, mark_read
from pakhuis.comments.models import Comment
from pakhuis.comments.queries import notices_of
from pakhuis.customers.actions import HELD_WHILE_COMMENTED
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page, rights_of, user_of
from pakhuis.ui.commenting import SUBJECTS, may_delete, shown
from pakhuis.ui.doing import do
from pakhuis.ui.keyset import Sort, page_of


@require_POST
@page()
def add(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """Say something about a subject; the right that changing it takes is asked here."""
    subject = SUBJECTS.get(kind)
    if subject is None:
        raise Http404
    if not may_comment(kind, rights_of(request)):
        raise PermissionDenied
    get_object_or_404(subject.model, pk=subject_id)
    body = request.POST.get("body", "")
    return do(
        request,
        lambda: add_comment(
            kind, subject_id, body=body, by=actor_of(request), now=now(), hold=HELD_WHILE_COMMENTED.get(kind)
        ),
        done=_("Comment added."),
        then=subject.url(subject_id),
    )


@require_POST
@page()
def delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take back what one said oneself."""
    comment = get_object_or_404(Comment, pk=comment_id)
    if not may_delete(request, comment):
        raise PermissionDenied
    subject = SUBJECTS[comment.subject_kind]
    return do(
        request,
        lambda: delete_comment(comment_id, by=actor_of(request), now=now()),
        done=_("Comment deleted."),
        then=subject.url(comment.subject_id),
    )


@page()
def notices(request: HttpRequest) -> HttpResponse:
    """Where one was mentioned, newest first; of what one may not see only that somebody did."""
    found = page_of(notices_of(user_of(request).pk), request, sort=Sort(is_descending=True), size=25)
    rights = rights_of(request)
    told = shown(request, [one.comment for one in found.rows])
    rows = [
        (notice, one, may_see(one.comment.subject_kind, rights))
        for notice, one in zip(found.rows, told, strict=True)
    ]
    return render(request, "ui/notices.html", {"page": found, "rows": rows})


@require_POST
@page()
def open_notice(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Mark a notice as read, and go to what it is about if one may see that."""
    mine = get_object_or_404(notices_of(user_of(request).pk), pk=mention_id)
    mark_read(user_of(request).pk, mention_id, now=now())
    comment = mine.comment
    if not may_see(comment.subject_kind, rights_of(request)):
        return redirect("notices")
    return redirect(SUBJECTS[comment.subject_kind].url(comment.subject_id))


@require_POST
@page()
def all_read(request: HttpRequest) -> HttpResponse:
    mark_all_read(user_of(request).pk, now=now())
    messages.success(request, _("All read."))
    return redirect("notices")
