"""Comments over the API: on everything that can have them, and all together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.kinds import KINDS, may_comment, seen_with
from pakhuis.accounts.models import User
from pakhuis.api.answers import LocalTime, answer, error, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, flag, text
from pakhuis.api.keys import MissingRightError, actor_of, has_all_rights, rights_of
from pakhuis.api.lists import by_ids, given, page_of
from pakhuis.catalogue.models import Product
from pakhuis.comments.actions import add_comment, delete_comment
from pakhuis.comments.models import Comment, Mention
from pakhuis.comments.queries import is_by
from pakhuis.customers.actions import HELD_WHILE_COMMENTED
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.kernel.actor import ActorKind
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.models import Order
from pakhuis.purchasing.models import PurchaseOrder, Receipt, Supplier
from pakhuis.returns.models import Return

router = Router(tags=["comments"])
SUBJECTS: dict[str, tuple[str, type[Model]]] = {
    "customers": ("customer", Customer),
    "orders": ("order", Order),
    "products": ("product", Product),
    "picklists": ("picklist", Picklist),
    "picklists/batches": ("batch", Batch),
    "suppliers": ("supplier", Supplier),
    "purchaseorders": ("purchase", PurchaseOrder),
    "receipts": ("receipt", Receipt),
    "returns": ("return", Return),
}
"""What has comments: the name in a path, the kind of subject, its table."""
SOURCES = {"purchase": "purchaseorder", "batch": "picklist_batch"}
"""Kinds of subject that clients know by another name."""
AUTHOR_TYPES = {"user": ActorKind.PERSON, "api_key": ActorKind.API_KEY}


@router.get("/comments")
def list_comments(request: HttpRequest) -> HttpResponse:
    """Those on what the key may see. Filters: `idauthor`, `author_type`, `idmentioned`, `mentioned_type`
    (always `user`)."""
    rows = by_ids(_seen(request), request, {"idauthor": "author_id"})
    wanted = given(request, "author_type")
    if wanted:
        rows = rows.filter(actor_kind__in=[AUTHOR_TYPES[wanted]] if wanted in AUTHOR_TYPES else [])
    if given(request, "mentioned_type") not in ("", "user"):
        rows = rows.none()
    rows = by_ids(rows, request, {"idmentioned": "mentions__user_id"})
    return answer(comment_shapes(page_of(rows, request)))


@router.get("/comments/{int:comment_id}")
def get_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    return answer(_told(_found(request, comment_id)))


@router.delete("/comments/{int:comment_id}")
def remove_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """What this key said itself; a key with all rights takes away any, as an administrator does."""
    found = _found(request, comment_id)
    if not has_all_rights(request):
        if not may_comment(found.subject_kind, rights_of(request)):
            raise MissingRightError(frozenset({KINDS[found.subject_kind].changed_with}))
        if not is_by(found, actor_of(request)):
            return error(403, 0, "Only who wrote a comment takes it away, or a key with all rights.")
    delete_comment(comment_id, by=actor_of(request), now=now())
    return nothing()


def _routes(resource: str, kind: str, model: type[Model]) -> None:
    """The two routes of one thing that has comments."""

    def list_of_subject(request: HttpRequest, subject_id: int) -> HttpResponse:
        _exists(model, subject_id)
        rows = Comment.objects.filter(subject_kind=kind, subject_id=subject_id)
        return answer(comment_shapes(page_of(rows, request)))

    def post_to_subject(request: HttpRequest, subject_id: int, body: Body = EMPTY) -> HttpResponse:
        _exists(model, subject_id)
        fields = fields_of(body)
        made = add_comment(
            kind,
            subject_id,
            body=text(fields.get("body")),
            show_at_related=flag(fields.get("show_at_related")) is True,
            by=actor_of(request),
            now=now(),
            hold=HELD_WHILE_COMMENTED.get(kind),
        )
        return answer(_told(made), status=201)

    path, name = f"/{resource}/{{int:subject_id}}/comments", resource.replace("/", "_")
    register: Callable[..., Any] = router.api_operation
    register(["GET"], path, operation_id=f"list_comments_of_{name}")(list_of_subject)
    register(["POST"], path, operation_id=f"post_comment_to_{name}")(post_to_subject)


for _resource, (_kind, _model) in SUBJECTS.items():
    _routes(_resource, _kind, _model)


def comment_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The comments with these ids, in the order of the ids; two queries."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    named: dict[int, list[dict[str, Any]]] = {pk: [] for pk in ids}
    for one in Mention.objects.filter(comment_id__in=ids).select_related("user").order_by("pk"):
        told = {"text": one.text, "mentioned_type": "user", "mentioned": _person(one.user)}
        named[one.comment_id].append(told)
    rows = Comment.objects.filter(pk__in=ids).select_related("author").order_by("pk")
    return [_shape(one, named[one.pk], local) for one in rows]


def _shape(one: Comment, mentions: list[dict[str, Any]], local: LocalTime) -> dict[str, Any]:
    unknown = {"iduser": None, "username": None, "full_name": one.author_label, "image_url": None}
    written = local(one.created_at)
    source = SOURCES.get(one.subject_kind, one.subject_kind)
    return {
        "idcomment": one.pk,
        "body": one.body,
        "author_type": next((name for name, kind in AUTHOR_TYPES.items() if kind == one.actor_kind), "user"),
        "author": _person(one.author) if one.author else unknown,
        "source_type": source,
        "source": {f"id{source}": one.subject_id},
        "mentions": mentions,
        "show_at_related": one.show_at_related,
        "is_visible_fulfilment": False,
        "created_at": written,
        "updated_at": written,
    }


def _person(user: User) -> dict[str, Any]:
    return {
        "iduser": user.pk,
        "username": user.username,
        "full_name": user.full_name,
        "image_url": None,
    }


def _exists(model: type[Model], pk: int) -> None:
    if pk > HIGHEST_ID or not model._default_manager.filter(pk=pk).exists():
        raise Http404


def _seen(request: HttpRequest) -> QuerySet[Comment]:
    """The comments on things that the key of this request may see."""
    kinds = seen_with(rights_of(request))
    rows = Comment.objects.all()
    return rows if len(kinds) == len(KINDS) else rows.filter(subject_kind__in=kinds)


def _found(request: HttpRequest, comment_id: int) -> Comment:
    """The comment; 404 when there is none, or when it is on something that the key may not see."""
    found = _seen(request).filter(pk=min(comment_id, HIGHEST_ID)).first()
    if found is None:
        raise Http404
    return found


def _told(comment: Comment) -> dict[str, Any]:
    """One comment as clients know it; 404 when it was taken away just now."""
    shapes = comment_shapes([comment.pk])
    if not shapes:
        raise Http404
    return shapes[0]
