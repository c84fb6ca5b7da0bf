"""Comments on a page: which things can have them, who may, and what the page shows.

A page of any of these puts `comments_of(request, kind, id)` into its context and includes
``ui/parts/comments.html``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from pakhuis.accounts.kinds import KINDS, may_comment
from pakhuis.catalogue.models import Product
from pakhuis.comments.models import Comment
from pakhuis.comments.queries import comments_on, people
from pakhuis.comments.rules import Piece, pieces
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.orders.models import Order
from pakhuis.purchasing.models import PurchaseOrder, Receipt, Supplier
from pakhuis.returns.models import Return
from pakhuis.ui.access import rights_of, user_of
from pakhuis.ui.keyset import Sort, page_of


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can have comments: its table and its page."""

    model: type[Model]
    view: str
    tab: str = ""

    def url(self, pk: int) -> str:
        """The page where its comments stand."""
        return reverse(self.view, args=(pk,)) + self.tab


SUBJECTS = {
    "customer": Subject(Customer, "customer", "?tab=comments"),
    "order": Subject(Order, "order"),
    "product": Subject(Product, "product"),
    "picklist": Subject(Picklist, "picklist"),
    "batch": Subject(Batch, "batch"),
    "supplier": Subject(Supplier, "supplier"),
    "purchase": Subject(PurchaseOrder, "purchase"),
    "receipt": Subject(Receipt, "receipt"),
    "return": Subject(Return, "return"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as the page shows it."""

    comment: Comment
    pieces: list[Piece]
    may_delete: bool


def may_delete(request: HttpRequest, comment: Comment) -> bool:
    """One's own comments; an administrator's any."""
    user = user_of(request)
    return user.is_superuser or comment.author_id == user.pk


def shown(request: HttpRequest, comments: list[Comment]) -> list[Shown]:
    """Comments with their mentions marked; one query for all the names."""
    known = people(with_gone=True) if any("@" in one.body for one in comments) else []
    return [Shown(one, pieces(one.body, known), may_delete(request, one)) for one in comments]


def comments_of(request: HttpRequest, kind: str, subject_id: int) -> dict[str, Any]:
    """What `ui/parts/comments.html` needs: a page of comments, newest first, and whether one may add."""
    may = may_comment(kind, rights_of(request))
    page = page_of(comments_on(kind, subject_id), request, sort=Sort(is_descending=True), size=25)
    return {
        "comment_page": page,
        "comments": shown(request, list(page.rows)),
        "comment_kind": kind,
        "comment_subject": subject_id,
        "may_comment": may,
        "mentionable": people(with_any=KINDS[kind].seen_with) if may else [],
    }
