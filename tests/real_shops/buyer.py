"""A buyer at the checkout of a django-oscar shop, over HTTP as a browser would."""

from __future__ import annotations

import re

import httpx

ADDRESS = {
    "first_name": "Ina",
    "last_name": "Vlug",
    "line1": "Markt 2",
    "line4": "Delft",
    "postcode": "2611 AB",
    "country": "NL",
    "phone_number": "",
    "notes": "",
}


class Buyer:
    """One browser; with `email` a guest's."""

    def __init__(self, address: str, *, email: str = "") -> None:
        self._email = email
        self._browser = httpx.Client(base_url=address, follow_redirects=True, trust_env=False, timeout=60)
        self._browser.get("/accounts/login/")

    def post(self, path: str, **fields: str) -> httpx.Response:
        token = self._browser.cookies.get("csrftoken", "")
        answer = self._browser.post(path, data={"csrfmiddlewaretoken": token, **fields})
        answer.raise_for_status()
        return answer

    def log_in(self, email: str, password: str) -> None:
        self.post(
            "/accounts/login/",
            **{
                "login-username": email,
                "login-password": password,
                "login-redirect_url": "/",
                "login_submit": "Log In",
            },
        )

    def buy(self, product: int, amount: int) -> str:
        """Put so many pieces in the basket, go through the checkout; gives the number of the order."""
        self.post(f"/basket/add/{product}/", quantity=str(amount))
        if self._email:
            self.post("/checkout/", username=self._email, options="anonymous")
        self.post("/checkout/shipping-address/", **ADDRESS)
        for step in ("shipping-method", "payment-method", "payment-details"):
            self._browser.get(f"/checkout/{step}/").raise_for_status()
        done = self.post("/checkout/preview/", action="place_order")
        found = re.search(r"\b(1\d{5})\b", done.text)
        assert "thank-you" in str(done.url), done.url
        assert found, done.text
        return found.group(1)
