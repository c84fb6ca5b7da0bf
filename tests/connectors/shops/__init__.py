"""One example per kind of shop: its orders as it tells them, and a stand-in that speaks its protocol."""
