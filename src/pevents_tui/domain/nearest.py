"""The known name that a wrong one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_CHARACTERS = 80
"""What is compared of a name: the time goes with the square of it, and names come from files of anybody's."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like one that is not known, None where none is like it.

    Args:
        name: As it was given; what is longer than 80 characters is compared by its beginning.
        known: What it could have been.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - few names are wrong, and a start does not wait for it

    return next(iter(get_close_matches(name[:_MOST_CHARACTERS], list(known), 1)), None)
