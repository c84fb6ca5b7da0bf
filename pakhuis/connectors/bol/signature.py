"""bol.com signs its messages with RSA; the public keys are asked for and kept for a while."""

from __future__ import annotations

import base64
import re
import threading
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from pakhuis.connectors.bol import client
from pakhuis.connectors.contract import Access, ShopError

KEEP_FOR = 3600.0
_kept: dict[str, tuple[dict[str, str], float]] = {}
_lock = threading.Lock()


def is_right(body: bytes, header: str, access: Access) -> bool:
    """Whether ``keyId=…, algorithm=…, signature=…`` holds bol.com's signature of the body."""
    parts = dict(re.findall(r'(\w+)="?([^",\s]+)"?', header))
    given, key_id = parts.get("signature", ""), parts.get("keyId", "")
    if not given or not access["key"]:
        return False
    key = _key(access, key_id)
    if key is None:
        return False
    try:
        key.verify(base64.b64decode(given, validate=True), body, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(access: Access, key_id: str) -> RSAPublicKey | None:
    try:
        found = load_der_public_key(base64.b64decode(_keys(access).get(key_id, "")))
    except (ValueError, TypeError):
        return None
    return found if isinstance(found, RSAPublicKey) else None


def _keys(access: Access) -> dict[str, str]:
    """The public keys, asked for at most once an hour; while bol.com cannot be asked there are none."""
    name = f"{access.address} {access['key']}"
    with _lock:
        known, until = _kept.get(name, ({}, 0.0))
    if time.monotonic() < until:
        return known
    try:
        fresh = client.signature_keys(access)
    except ShopError:
        fresh = {}
    with _lock:
        _kept[name] = (fresh, time.monotonic() + (KEEP_FOR if fresh else 60.0))
    return fresh
