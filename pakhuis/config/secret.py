"""The secret key of an installation: made once, kept beside its data, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key_at(folder: Path) -> str:
    """The key in `folder`, made on first use; two processes starting at once agree on one."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "secret_key"
    if not file.exists():
        draft = folder / f"secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
