"""What somebody saw of a user or a key when beginning to change it, as a short mark that changes with it.

Their forms send everything at once: whoever saves one that was filled in before a colleague took rights away
would give them back.
"""

from __future__ import annotations

import hashlib
import json

from pakhuis.accounts.models import ApiKey, User


def mark_of_user(user: User) -> str:
    """Of all that the form of a user shows (one query)."""
    rights = sorted(user.rights.values_list("right", flat=True))
    return _mark(
        *(user.username, user.first_name, user.last_name, user.email, user.language),
        *(user.is_active, user.is_superuser, *rights),
    )


def mark_of_key(key: ApiKey) -> str:
    """Of all that the form of an API key shows (one query)."""
    rights = sorted(key.rights.values_list("right", flat=True))
    return _mark(key.name, key.can_write, key.has_all_rights, *rights)


def _mark(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:32]
