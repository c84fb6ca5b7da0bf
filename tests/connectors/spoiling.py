"""Orders as broken shops, plug-ins and new versions send them: parts missing, empty, or of another kind."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NONSENSE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: [None, 1, "x", {}]),
    st.sampled_from(["\x00\ud800", "0", "-1", "1e30", "NaN", " ", "null", "x" * 400]),
)


def spoil(value: Any, data: st.DataObject) -> None:
    """Put nonsense somewhere into a document, or take something out of it."""
    while isinstance(value, dict | list) and value:
        step = data.draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
        inner = value[step]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 4)) == 0:
            _change(value, step, data)
            return
        value = inner


def _change(value: Any, step: Any, data: st.DataObject) -> None:
    """Take it out, say a number as text or as PHP's mapping of numbers, or put nonsense in its place."""
    inner, what = value[step], data.draw(st.integers(0, 5))
    if what == 0:
        del value[step]
    elif what == 1 and isinstance(inner, int | float):
        value[step] = str(inner)
    elif what == 2 and isinstance(inner, list):
        value[step] = {str(place): one for place, one in enumerate(inner, start=1)}
    else:
        value[step] = data.draw(NONSENSE)
