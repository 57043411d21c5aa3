"""What is hidden: personal values of a body in a log, and the secrets in headers and messages wherever they go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pevents_tui.domain.exchange import Headers
from pevents_tui.domain.fields import specs_by_path
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.plan import Call
from pevents_tui.domain.user_info import HIDDEN, without_user_info

MASK = HIDDEN
"""Stands for what is hidden."""

MOST_HEADERS, MOST_NAME, MOST_VALUE = 40, 80, 600
"""How many headers are kept of a message, and how many characters of a name and of a value."""

_PLAIN = frozenset(
    {
        "accept",
        "accept-encoding",
        "amz-sdk-invocation-id",
        "amz-sdk-request",
        "connection",
        "content-length",
        "content-type",
        "date",
        "expect",
        "host",
        "user-agent",
        "x-amz-api-version",
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-user-agent",
        "x-amzn-trace-id",
    }
)
"""The request headers whose values are no secret; every other one may be."""
_IDS = frozenset({"userId", "itemId", "actionId"})
_SECRET_NAME = re.compile("auth|cookie|credential|key|password|secret|session|signature|token", re.IGNORECASE)
_KEY_ID = re.compile(r"Credential=([^/,]+)")
_SIGNATURE = re.compile(r"(Signature=)[^,\s]+")
_LEAST_TOLD = 12
"""How long a secret must be to be looked for in a message, and an access key id for its end to be told."""


def masked(call: Call) -> dict[str, Any]:
    """The body of a call as a log may hold it: what is personal is replaced by `MASK`.

    That is what the service model marks as such, and every ID of a user, an item or an action, which it marks only in
    interactions.
    """
    hidden = {path for path, spec in specs_by_path(call.kind).items() if spec.sensitive or path[-1] in _IDS}
    return dict(_mask(call.body, (), hidden))


def request_headers(headers: Iterable[tuple[str, str]]) -> Headers:
    """Request headers without secrets: what is not known to be harmless is hidden.

    Of the Authorization its scheme, the credential's scope, the signed headers and the end of the access key id stay.

    Args:
        headers: As they went out.
    """
    return _bounded((name, _request_value(name.lower(), value)) for name, value in headers)


def answer_headers(headers: Iterable[tuple[str, str]], secrets: Mapping[str, str]) -> Headers:
    """The headers of an answer without secrets: those of the request, and what a name calls one.

    Args:
        headers: As they came.
        secrets: From `secrets_of` the request.
    """
    return _bounded(
        (name, MASK if _SECRET_NAME.search(name) else without_secrets(value, secrets)) for name, value in headers
    )


def secrets_of(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What an endpoint may repeat in its answer of the request's secrets, with what stands for each.

    Args:
        headers: Of the request, as they went out.
    """
    found: dict[str, str] = {}
    for name, value in headers:
        if name.lower() == "authorization":
            found.update({key: _key_end(key) for key in _KEY_ID.findall(value)})
            found.update({match.partition("=")[2]: MASK for match in re.findall(r"Signature=[^,\s]+", value)})
            scheme, _, rest = value.partition(" ")
            if scheme.lower() in {"bearer", "basic"}:
                found[rest] = MASK
        elif name.lower() not in _PLAIN:
            found[value] = MASK
    return {secret: mask for secret, mask in found.items() if len(secret.strip()) >= _LEAST_TOLD}


def without_secrets(text: str, secrets: Mapping[str, str]) -> str:
    """The text without secrets, and without the user name and password that a URL may carry.

    Args:
        text: From outside.
        secrets: From `secrets_of` the request.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, secrets[secret])
    return without_user_info(text)


def _request_value(name: str, value: str) -> str:
    if name == "authorization" and value.startswith("AWS4-"):
        return _SIGNATURE.sub(rf"\1{MASK}", _KEY_ID.sub(lambda found: f"Credential={_key_end(found[1])}", value))
    return without_user_info(value) if name in _PLAIN else MASK


def _key_end(key: str) -> str:
    """An access key id by its end."""
    return MASK + key[-4:] if len(key) >= _LEAST_TOLD else MASK


def _bounded(headers: Iterable[tuple[str, str]]) -> Headers:
    kept = [(_clip(name, MOST_NAME), _clip(value, MOST_VALUE)) for name, value in headers]
    more = len(kept) - MOST_HEADERS
    return (*kept[:MOST_HEADERS], *([("…", f"{more} headers more")] if more > 0 else []))


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _mask(value: Any, pattern: Path, hidden: set[Path]) -> Any:
    if pattern in hidden:
        return MASK
    if isinstance(value, Mapping):
        return {name: _mask(inner, (*pattern, name), hidden) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mask(inner, (*pattern, ANY), hidden) for inner in value]
    return value
