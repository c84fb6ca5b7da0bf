"""Settings of templates: which mails they send, from whom, and what stands in them, with a look before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import account_settings, change_template, create_template
from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Template
from pakhuis.accounts.rights import Right
from pakhuis.accounts.uses import uses_of
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order
from pakhuis.papers.actions import write_texts
from pakhuis.papers.compose import filled_in, texts_of
from pakhuis.papers.kinds import MailKind
from pakhuis.papers.models import TemplateLogo
from pakhuis.papers.sample import sample
from pakhuis.papers.texts import LISTS, values_of
from pakhuis.papers.values import Told, company_values, told_of
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.doing import do, edited, retired_or_back
from pakhuis.ui.entered import Entered, flag, text
from pakhuis.ui.words import LANGUAGE, MAIL_KIND

TEXTS = ("name", "sender_name", "reply_to", "color")
FLAGS = ("is_default", "confirms_orders", "announces_shipments")


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    found = list(Template.objects.order_by("-is_default", "name"))
    context = {
        "templates": [one for one in found if one.active],
        "retired": [one for one in found if not one.active],
    }
    return render(request, "ui/templates.html", context)


@page(Right.SETTINGS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    return edited(
        request,
        "ui/template_form.html",
        initial={"is_default": not Template.objects.filter(is_default=True).exists()},
        save=lambda values: create_template(**_fields(values), by=actor_of(request), now=now()),
        then=lambda saved: reverse("template", args=(saved.pk,)),
        context={"company": account_settings()},
    )


@page(Right.SETTINGS_CHANGE)
def edit(request: HttpRequest, template_id: int) -> HttpResponse:
    template = get_object_or_404(Template, pk=template_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(Template, pk=template_id)
        return {name: getattr(one, name) for name in (*TEXTS, *FLAGS)}

    return edited(
        request,
        "ui/template_form.html",
        initial=standing,
        save=lambda values: change_template(template_id, **_fields(values), by=actor_of(request), now=now()),
        then=reverse("template", args=(template_id,)),
        context={
            "template": template,
            "has_logo": TemplateLogo.objects.filter(template=template).exists(),
            "kinds": MAIL_KIND.items(),
            "uses": uses_of(template, leaving=("papers.mailtext", "papers.templatelogo")),
            "facts": logbook("template", template_id, limit=20),
            "company": account_settings(),
        },
    )


def _fields(values: QueryDict) -> dict[str, Any]:
    return {name: text(values, name) for name in TEXTS} | {name: flag(values, name) for name in FLAGS}


@require_POST
@page(Right.SETTINGS_CHANGE)
def active(request: HttpRequest, template_id: int) -> HttpResponse:
    """Retire a template that nothing new comes from, or bring one back."""
    brings_back = flag(request.POST, "active")
    return do(
        request,
        lambda: change_template(template_id, active=brings_back, by=actor_of(request), now=now()),
        done=retired_or_back(brings_back),
        then=reverse("template", args=(template_id,)),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """A mail as it would be, in one language; without a body where its text cannot be read."""

    code: str
    language: Any
    subject: str = ""
    body: str | None = None


@page(Right.SETTINGS_CHANGE)
def mail(request: HttpRequest, template_id: int, kind: str) -> HttpResponse:
    """The texts of a mail in both languages, saved or only looked at with an order of one's choice."""
    template = get_object_or_404(Template, pk=template_id)
    if kind not in tuple(MailKind):
        raise Http404
    which = MailKind(kind)

    def save(values: QueryDict) -> None:
        given = {name: values.get(name, "") for name in _stored(template, which)}
        write_texts(template_id, which, given, by=actor_of(request), now=now())

    def context(entered: Entered) -> dict[str, Any]:
        order = _order_to_look_at(request, template)
        told, looks = _looks(entered, which, order)
        return {
            "template": template,
            "kind": kind,
            "entered": told,
            "looks": looks,
            "order": order,
            "values": values_of(which).items(),
            "lists": [(name, fields.items()) for name, fields in LISTS[which].items()],
        }

    return edited(
        request,
        "ui/template_mail.html",
        initial=lambda: _stored(template, which),
        save=save,
        then=reverse("template-mail", args=(template_id, kind)),
        context=context,
        only_shows=("look",),
    )


def _stored(template: Template, kind: MailKind) -> dict[str, str]:
    stored: dict[str, str] = {}
    for language in LANGUAGES:
        subject, body = texts_of(template, kind, language)
        stored |= {f"subject_{language}": subject, f"body_{language}": body}
    return stored


def _order_to_look_at(request: HttpRequest, template: Template) -> Order | None:
    """The order that was asked for, else the newest of this template; none for who may not see orders."""
    if Right.ORDERS_SEE not in rights_of(request):
        return None
    orders = Order.objects.select_related("customer", "template")
    number = request.POST.get("order", request.GET.get("order", "")).strip()[:40]
    asked = orders.filter(number=number).first() if number else None
    return asked or orders.filter(template=template).order_by("-pk").first()


def _looks(entered: Entered, kind: MailKind, order: Order | None) -> tuple[Entered, list[Look]]:
    """The mail in each language; what cannot be read is added to what is wrong."""
    looks = []
    problems = list(entered.problems)
    for language in LANGUAGES:
        told = _told(kind, language, order)
        parts = []
        for name, place in (("subject", 0), ("body", 1)):
            both = ("", str(entered.value(f"{name}_{language}")))
            try:
                parts.append(filled_in((both[1], "") if place == 0 else both, told, kind)[place])
            except Refused as refused:
                if not entered.problems:
                    problems += [one.under(f"{name}_{language}") for one in refused.problems]
        looks.append(Look(language, LANGUAGE[language], *(parts if len(parts) == 2 else ())))
    return replace(entered, problems=tuple(problems)), looks


def _told(kind: MailKind, language: str, order: Order | None) -> Told:
    settings = account_settings()
    if order is None:
        return sample(language, company_values(settings))
    order.language = language
    picklist = None
    if kind is MailKind.SHIPPING:
        picklist = Picklist.objects.filter(order=order).order_by("-pk").first()
        if picklist is None:
            return sample(language, company_values(settings))
    return told_of(order, settings, picklist=picklist)
