"""Pages on which an account says which own fields something has: the same for orders and products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.ownfields.actions import FieldDoors
from pakhuis.ownfields.intake import FieldAsked
from pakhuis.ownfields.models import AccountField
from pakhuis.ownfields.values import OwnFieldKind
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import Initial, do, edited, retired_or_back
from pakhuis.ui.entered import flag, text
from pakhuis.ui.words import OWN_FIELD_KIND


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPages:
    """The pages of one sort of field. `name` begins their names (``order-field``); `words` are its own texts.

    `shown`: per switch of the form what it says; `given` puts what was entered together.
    """

    doors: FieldDoors[Any]
    given: type[FieldAsked]
    name: str
    words: Mapping[str, Any]
    shown: Mapping[str, Any]

    def urls(self) -> list[URLPattern]:
        """Overview, a new one, one of them, and its buttons."""
        guard = page(Right.SETTINGS_CHANGE)
        base, one = f"settings/{self.name}s/", f"settings/{self.name}s/<int:field_id>/"
        return [
            path(base, guard(self.overview), name=f"{self.name}s"),
            path(f"{base}new/", guard(self.new), name=f"{self.name}-new"),
            path(one, guard(self.edit), name=self.name),
            path(f"{one}move/", require_POST(guard(self.move)), name=f"{self.name}-move"),
            path(f"{one}retire/", require_POST(guard(self.retire)), name=f"{self.name}-retire"),
            path(f"{one}delete/", require_POST(guard(self.delete)), name=f"{self.name}-delete"),
        ]

    def overview(self, request: HttpRequest) -> HttpResponse:
        """Every field in its order, with how many have a value in it."""
        fields = self.doors.model.objects.annotate(used=Count("values"))
        return render(request, "ui/account_fields.html", {**self._context(), "fields": fields})

    def new(self, request: HttpRequest) -> HttpResponse:
        return self._form(request, None, {"kind": OwnFieldKind.TEXT})

    def edit(self, request: HttpRequest, field_id: int) -> HttpResponse:
        return self._form(request, self._found(field_id), lambda: self._standing(field_id))

    def _standing(self, field_id: int) -> dict[str, Any]:
        field = self._found(field_id)
        return {
            "title": field.title,
            "kind": field.kind,
            "required": "on" if field.required else "",
            **{name: "on" if getattr(field, name) else "" for name in self.shown},
            "choices": "\n".join(field.choices),
        }

    def move(self, request: HttpRequest, field_id: int) -> HttpResponse:
        """One place up or down."""
        self._found(field_id)
        steps = -1 if request.POST.get("to") == "up" else 1
        self.doors.move(field_id, steps=steps, by=actor_of(request), now=now())
        return redirect(f"{self.name}s")

    def retire(self, request: HttpRequest, field_id: int) -> HttpResponse:
        """Ask it no more, or again."""
        is_back = self._found(field_id).is_retired
        return do(
            request,
            lambda: self.doors.retire(field_id, is_retired=not is_back, by=actor_of(request), now=now()),
            done=retired_or_back(is_back),
            then=reverse(f"{self.name}s"),
        )

    def delete(self, request: HttpRequest, field_id: int) -> HttpResponse:
        """Only a field in which nothing stands can go."""
        self._found(field_id)
        return do(
            request,
            lambda: self.doors.remove(field_id, by=actor_of(request), now=now()),
            done=_("Field deleted."),
            then=reverse(f"{self.name}s"),
        )

    def _found(self, field_id: int) -> Any:
        return get_object_or_404(self.doors.model, pk=field_id)

    def _context(self) -> dict[str, Any]:
        verbs = ("new", "move", "retire", "delete")
        names = {verb: f"{self.name}-{verb}" for verb in verbs} | {"all": f"{self.name}s", "one": self.name}
        return {"words": self.words, "names": names, "shown": self.shown.items()}

    def _form(self, request: HttpRequest, field: AccountField | None, initial: Initial) -> HttpResponse:
        def save(values: QueryDict) -> AccountField:
            who: dict[str, Any] = {"by": actor_of(request), "now": now()}
            given = self._given(values)
            made: AccountField = (
                self.doors.create(given, **who)
                if field is None
                else self.doors.change(field.pk, given, **who)
            )
            return made

        return edited(
            request,
            "ui/account_field_form.html",
            initial=initial,
            save=save,
            then=reverse(f"{self.name}s"),
            context={**self._context(), "account_field": field, "kinds": OWN_FIELD_KIND.items()},
        )

    def _given(self, values: QueryDict) -> FieldAsked:
        """The field as entered; possible values stand one on a line."""
        return self.given(
            title=text(values, "title"),
            kind=text(values, "kind"),
            is_required=flag(values, "required"),
            choices=tuple(one.strip() for one in text(values, "choices").splitlines() if one.strip()),
            **{name: flag(values, name) for name in self.shown},
        )
