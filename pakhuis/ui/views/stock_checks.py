"""What the nightly proof of all counts found, and doing it now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.schedule import check_stock
from pakhuis.kernel.clock import now
from pakhuis.purchasing.proof import purchasing_deviations
from pakhuis.stock.models import StockCheck
from pakhuis.ui.access import page

DAYS = 30


@page(Right.PRODUCTS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """The last month, the newest night first."""
    return render(request, "ui/stock_checks.html", {"checks": StockCheck.objects.all()[:DAYS]})


@require_POST
@page(Right.STOCK_CHANGE)
def check(request: HttpRequest) -> HttpResponse:
    """Prove all counts now; what is found replaces today's."""
    count = check_stock(now(), also=(purchasing_deviations,))
    if count:
        text = ngettext("%(count)s count is wrong.", "%(count)s counts are wrong.", count)
        messages.error(request, text % {"count": count})
    else:
        messages.success(request, _("All counts agree with what lies, waits and moved."))
    return redirect("stock-checks")
