"""The pages for buying in, and who may see them; part of the table of all pages."""

from __future__ import annotations

from pakhuis.accounts.rights import Right

_BUYING = (
    "purchase-new purchase-edit purchase-move"
    " suppliers supplier supplier-new supplier-edit supplier-active supplier-product"
)
_RECEIVING = "purchases purchase purchase-receive receipts receipt receipt-move"
PURCHASING: dict[str, set[Right]] = {
    **{name: {Right.PURCHASING_WORK} for name in _BUYING.split()},
    **{
        name: {Right.PURCHASING_WORK, Right.STOCK_CHANGE, Right.PICKLISTS_WORK} for name in _RECEIVING.split()
    },
}
