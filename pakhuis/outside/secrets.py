"""Secrets of other systems at rest: encrypted with a key that is derived from the installation's own."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _cipher() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pakhuis webshop secrets").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def sealed(secret: str) -> str:
    """`secret` as it may be stored; empty stays empty."""
    return _cipher().encrypt(secret.encode()).decode() if secret else ""


def opened(stored: str) -> str:
    """The secret behind a stored one; empty when there is none or the installation's key has changed."""
    if not stored:
        return ""
    try:
        return _cipher().decrypt(stored.encode()).decode()
    except InvalidToken:
        return ""
