"""How long ago something was, in few words."""

from __future__ import annotations

_STEPS = ((86_400 * 2, 86_400, "days"), (3_600 * 2, 3_600, "h"), (60, 60, "min"))


def age_words(age_s: float) -> str:
    """`just now`, `5 min ago`, `3 h ago`, `12 days ago`."""
    for least_s, unit_s, unit in _STEPS:
        if age_s >= least_s:
            return f"{int(age_s // unit_s)} {unit} ago"
    return "just now"
