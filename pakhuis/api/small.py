"""The short reference lists: templates, VAT groups, warehouses, price lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.models import Template
from pakhuis.api.answers import answer, plain
from pakhuis.api.lists import page_of
from pakhuis.catalogue.models import VatGroup
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.pricing.models import PriceList
from pakhuis.stock.models import Warehouse

router = Router(tags=["reference lists"])
M = TypeVar("M", bound=Model)


def _listed(rows: QuerySet[M], request: HttpRequest, shape: Callable[[M], dict[str, Any]]) -> HttpResponse:
    ids = page_of(rows, request)
    return answer([shape(one) for one in rows.model._default_manager.filter(pk__in=ids).order_by("pk")])


def _one(rows: QuerySet[M], pk: int, shape: Callable[[M], dict[str, Any]]) -> HttpResponse:
    found = rows.filter(pk=min(pk, HIGHEST_ID)).first()
    if found is None:
        raise Http404
    return answer(shape(found))


def _template(one: Template) -> dict[str, Any]:
    return {"idtemplate": one.pk, "name": one.name, "custom_css": None, "default": one.is_default}


@router.get("/templates")
def list_templates(request: HttpRequest) -> HttpResponse:
    return _listed(Template.objects.filter(active=True), request, _template)


@router.get("/templates/{int:pk}")
def get_template(request: HttpRequest, pk: int) -> HttpResponse:
    return _one(Template.objects.all(), pk, _template)


def _vat_group(one: VatGroup) -> dict[str, Any]:
    return {
        "idvatgroup": one.pk,
        "name": one.name,
        "percentage": plain(one.percentage),
        "standard": one.is_standard,
    }


@router.get("/vatgroups")
def list_vat_groups(request: HttpRequest) -> HttpResponse:
    return _listed(VatGroup.objects.filter(active=True), request, _vat_group)


@router.get("/vatgroups/{int:pk}")
def get_vat_group(request: HttpRequest, pk: int) -> HttpResponse:
    return _one(VatGroup.objects.all(), pk, _vat_group)


def _warehouse(one: Warehouse) -> dict[str, Any]:
    return {
        "idwarehouse": one.pk,
        "name": one.name,
        "accept_orders": one.accepts_orders,
        "counts_for_general_stock": one.counts_for_general_stock,
        "priority": one.priority,
        "active": one.active,
    }


@router.get("/warehouses")
def list_warehouses(request: HttpRequest) -> HttpResponse:
    return _listed(Warehouse.objects.all(), request, _warehouse)


@router.get("/warehouses/{int:pk}")
def get_warehouse(request: HttpRequest, pk: int) -> HttpResponse:
    return _one(Warehouse.objects.all(), pk, _warehouse)


def _price_list(one: PriceList) -> dict[str, Any]:
    return {"idpricelist": one.pk, "name": one.name}


@router.get("/pricelists")
def list_price_lists(request: HttpRequest) -> HttpResponse:
    return _listed(PriceList.objects.filter(active=True), request, _price_list)


@router.get("/pricelists/{int:pk}")
def get_price_list(request: HttpRequest, pk: int) -> HttpResponse:
    return _one(PriceList.objects.all(), pk, _price_list)
