"""Where Chromium is on this machine."""

from __future__ import annotations

import shutil


def chromium() -> str | None:
    """The path of a Chromium or Chrome that Playwright can drive; None when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    return None
