"""Whether calls can go to an endpoint as a person gave it; asked before anything else is."""

from __future__ import annotations

from urllib.parse import urlsplit

from pevents_tui.service.connection import is_loopback


def endpoint_fault(url: str) -> str | None:
    """Why calls cannot go to a URL, in words that follow it; None where they can.

    None also for what may hold a password or cannot be read: `refuse_user_info` tells of that, and shows none of it.

    Args:
        url: As a person gave it.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if "@" in url:
        return None
    if "://" not in url:
        return _without_scheme(url, parts.scheme)
    if parts.scheme not in {"http", "https"}:
        return "does not begin with http:// or https://"
    if not parts.hostname:
        return "names no host"
    return None if _has_port(url) else "has no port up to 65535"


def _without_scheme(url: str, scheme: str) -> str:
    """What to give in place of a URL without two slashes behind its scheme."""
    if scheme in {"http", "https"}:
        return f"wants two slashes behind {scheme}:"
    return f"has no scheme: give {'http' if is_loopback(f'http://{url}') else 'https'}://{url}"


def _has_port(url: str) -> bool:
    """Whether the port is one, or left out."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False
