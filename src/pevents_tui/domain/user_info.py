"""User name and password of a URL: hidden wherever one is shown or kept."""

from __future__ import annotations

import re

HIDDEN = "•••"
"""Stands for what is hidden."""
_USER_INFO = re.compile(r"(?<=//)[^/\s\"']+@")
"""Up to the last @ before a path: a password may hold one too."""


def without_user_info(text: str) -> str:
    """A text without what its URLs say before their hosts."""
    return _USER_INFO.sub(f"{HIDDEN}@", text)


def shown_url(url: str) -> str:
    """A URL, or a host without a scheme as proxies are often given, without user name and password."""
    return without_user_info(url) if "//" in url else without_user_info(f"//{url}").removeprefix("//")
