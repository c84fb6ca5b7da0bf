"""The pages for returns, and who may see them; part of the table of all pages."""

from __future__ import annotations

from pakhuis.accounts.rights import Right

_UNPACKING = {Right.ORDERS_CHANGE, Right.STOCK_CHANGE, Right.PICKLISTS_WORK}
RETURNS: dict[str, set[Right]] = {
    "returns": {Right.ORDERS_SEE},
    "return": {Right.ORDERS_SEE},
    **{name: {Right.ORDERS_CHANGE} for name in ("return-new", "return-edit", "return-remove")},
    **dict.fromkeys(("return-receive", "return-log"), _UNPACKING),
    **{name: {Right.SETTINGS_CHANGE} for name in ("return-settings", "return-reason", "return-status")},
}
