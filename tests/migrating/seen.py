"""What an account looks like over the API, without the ids: two that show the same are the same."""

from __future__ import annotations

from typing import Any

from pakhuis.migrating.source import NotThere, Source

OPEN = ("concept", "expected", "processing", "paused")
OF_ITS_OWN = ("created", "updated", "comment_count", "public_status_page", "picklists", "images")


class Seen:
    """Reads everything that is moved; every id becomes the name of what it points to."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names = {
            "idvatgroup": self._named("vatgroups", "idvatgroup", "percentage"),
            "idtag": self._named("tags", "idtag", "title"),
            "idtemplate": self._named("templates", "idtemplate", "name"),
            "idpricelist": self._named("pricelists", "idpricelist", "name"),
            "idwarehouse": self._named("warehouses", "idwarehouse", "name"),
            "idproduct": {
                **self._named("products", "idproduct", "productcode"),
                **self._named("products", "idproduct", "productcode", inactive="true"),
            },
            "idsupplier": {
                **self._named("suppliers", "idsupplier", "name"),
                **self._named("suppliers", "idsupplier", "name", inactive="true"),
            },
            "idcustomer": {
                **self._named("customers", "idcustomer", "name"),
                **self._named("customers", "idcustomer", "name", archived="true"),
            },
        }

    def everything(self) -> dict[str, Any]:
        """By kind, and inside by the name that people know."""
        return {
            "vat groups": self._plain("vatgroups", "percentage"),
            "tags": self._plain("tags", "title"),
            "templates": self._plain("templates", "name"),
            "warehouses": self._plain("warehouses", "name"),
            "locations": self._locations(),
            "customer fields": self._plain("customerfields", "title"),
            "order fields": self._plain("orderfields", "title"),
            "product fields": self._plain("productfields", "title"),
            "suppliers": {
                **self._plain("suppliers", "name"),
                **self._plain("suppliers", "name", inactive="true"),
            },
            "comments": self._comments(),
            "products": {**self._products(), **self._products(inactive="true")},
            "prices": self._prices(),
            "customers": self._plain("customers", "name"),
            "archived": self._plain("customers", "name", archived="true"),
            "orders": self._orders(),
            "purchase orders": self._purchases(),
        }

    def rows(self, path: str, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while len(found) % 100 == 0:
            page = self._source.one(path, offset=str(len(found)), **query)
            if not page:
                break
            found += page
        return found

    def _named(self, path: str, key: str, name: str, **query: str) -> dict[int, str]:
        return {row[key]: str(row[name]) for row in self.rows(path, **query)}

    def without_ids(self, told: Any) -> Any:
        """Known ids by name, other ids and what every account has of its own left out."""
        if isinstance(told, list):
            return [self.without_ids(one) for one in told]
        if not isinstance(told, dict):
            return told
        kept: dict[str, Any] = {}
        for name, value in told.items():
            if name in self._names:
                kept[name] = self._names[name].get(value, value)
            elif name == "warehouses":
                kept[name] = sorted(self._names["idwarehouse"][one] for one in value)
            elif name == "pricelists" and all(isinstance(one, int) for one in value):
                kept[name] = sorted(self._names["idpricelist"][one] for one in value)
            elif not name.startswith("id") and "_id" not in name and name not in OF_ITS_OWN:
                kept[name] = self.without_ids(value)
        return kept

    def _plain(self, path: str, name: str, **query: str) -> dict[str, Any]:
        return {str(row[name]): self.without_ids(row) for row in self.rows(path, **query)}

    def _locations(self) -> dict[str, Any]:
        return {
            row["name"]: {
                **self.without_ids(row),
                "products": self.without_ids(self.rows(f"locations/{row['idlocation']}/products")),
            }
            for row in self.rows("locations")
        }

    def _products(self, **query: str) -> dict[str, Any]:
        found = {}
        for row in self.rows("products", **query):
            try:
                parts = self.without_ids(self.rows(f"products/{row['idproduct']}/parts"))
            except NotThere:
                parts = []
            prices = sorted((self.without_ids(one) for one in row["pricelists"]), key=str)
            stock = {self._names["idwarehouse"][one["idwarehouse"]]: one["stock"] for one in row["stock"]}
            found[row["productcode"]] = {
                **self.without_ids(row),
                "parts": parts,
                "pictures": [one["size"] for one in self.rows(f"products/{row['idproduct']}/images")],
                "pricelists": prices,
                "stock": stock,
            }
        return found

    def _prices(self) -> dict[str, list[str]]:
        return {
            name: sorted(str(self.without_ids(row)) for row in self.rows(f"pricelists/{number}/products"))
            for number, name in self._names["idpricelist"].items()
        }

    def _purchases(self) -> dict[str, Any]:
        """What is still to come of each; what came in lies in stock already."""
        return {
            row["purchaseorderid"]: {
                **{name: row[name] for name in ("status", "supplier_name", "delivery_date", "created")},
                "purchased_at": row["purchased_at"],
                "warehouse": self._names["idwarehouse"][row["idwarehouse"]],
                "supplier": self._names["idsupplier"].get(row["idsupplier"]),
                "to come": [
                    (line["productcode"], pieces, line["price"], line["delivery_date"])
                    for line in row["products"]
                    if (pieces := line["amount"] - line["amountreceived"])
                ],
            }
            for status in ("concept", "purchased")
            for row in self.rows("purchaseorders", status=status)
        }

    def _comments(self) -> dict[str, Any]:
        return {
            row["body"]: (row["source_type"], row["author"]["full_name"], row["created_at"])
            for row in self.rows("comments")
        }

    def _orders(self) -> dict[str, Any]:
        return {
            row["orderid"]: self._order(row) for status in OPEN for row in self.rows("orders", status=status)
        }

    def _order(self, row: dict[str, Any]) -> dict[str, Any]:
        number = row["idorder"]
        status = self._source.one(f"orders/{number}/productstatus")["products"]
        picked: dict[str, int] = {}
        for one in row["picklists"]:
            if one["status"] in ("new", "paused"):
                for line in self._source.one(f"picklists/{one['idpicklist']}")["products"]:
                    if not line["has_parts"]:
                        code = line["productcode"]
                        picked[code] = picked.get(code, 0) + line["amount_picked"]
        return {
            **self.without_ids(row),
            "created": row["created"],
            "status of lines": [_stands(one) for one in status],
            "picked": picked,
        }


def _stands(line: dict[str, Any]) -> dict[str, Any]:
    """Where the pieces of a line are. What lay ready for a backorder there comes on a picklist here."""
    return {
        "productcode": line["productcode"],
        "allocated": line["allocated"],
        "shipped": line["shipped"],
        "to go": line["picking"] + line["backorder"],
    }
