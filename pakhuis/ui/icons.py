"""Our own icons, drawn on a grid of 24 by lines of two."""

from __future__ import annotations

_PATHS = {
    "home": "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
    "customers": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"
    "M2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6"
    "M15.5 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.7 3.5 5.5",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4.2 3.8-6 7.5-6s6.7 1.8 7.5 6",
    "orders": "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
    "picklists": "M8 5H5v16h14V5h-3M8 3h8v4H8zM8 13l2.5 2.5L16 10.5",
    "backorders": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
    "products": "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
    "stock": "M3 20V9l9-5 9 5v11M7 20v-8h10v8M7 16h10",
    "webshops": "M4 9l1.5-5h13L20 9M4 9v11h16V9"
    "M4 9c0 3 4 3 4 0 0 3 4 3 4 0 0 3 4 3 4 0 0 3 4 3 4 0M10 20v-5h4v5",
    "settings": "M4 7h10M18 7h2M4 17h2M10 17h10M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
    "M8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
    "plus": "M12 5v14M5 12h14",
    "check": "M5 13l4.5 4.5L19 7",
    "alert": "M12 4l9 16H3zM12 10v4M12 17v.5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "out": "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
    "arrow": "M5 12h13M13 7l5 5-5 5",
    "question": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5c0-3 5-3 5 0 0 2-2.5 2-2.5 4M12 16.5v.5",
    "truck": "M3 6h11v10H3zM14 10h4l3 3v3h-7M7 19a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z"
    "M17 19a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
}


def icon_path(name: str) -> str:
    """The drawing of an icon as an SVG path."""
    return _PATHS[name]
