"""Who may speak to the sandbox: programs on this machine, never a web page that found its port.

A browser names the page's origin or site, and a rebound DNS name shows in Host; programs that use an SDK send neither.
"""

from collections.abc import Callable
from typing import Final

from pevents_tui.sandbox.answers import refusal
from pevents_tui.sandbox.facts import MAX_BODY_BYTES
from pevents_tui.sandbox.wire import Answer, Head

_METHODS: Final = frozenset({"GET", "POST", "DELETE"})
_OWN_SITES: Final = frozenset({"none", "same-origin"})
_MEDIA_TYPES: Final = frozenset({"application/json", "application/x-amz-json-1.1", "application/x-amz-json-1.0"})
_FORM: Final = "application/x-www-form-urlencoded"


def objection(head: Head, port: int) -> Answer | None:
    """Give the refusal a request earns by its head alone, before its body is read; None when it may pass.

    Args:
        head: the request line and headers.
        port: the TCP port the sandbox answers on.
    """
    for rule in _RULES:
        answer = rule(head, port)
        if answer is not None:
            return answer
    return None


def is_oversized(head: Head) -> bool:
    """Tell whether the body is longer than the sandbox reads."""
    return head.size_bytes > MAX_BODY_BYTES


def _host(head: Head, port: int) -> Answer | None:
    if head.headers.get("host") in {f"127.0.0.1:{port}", f"localhost:{port}"}:
        return None
    return refusal(403, "ForbiddenException", "The Host header does not name this sandbox")


def _origin(head: Head, _port: int) -> Answer | None:
    if "origin" not in head.headers:
        return None
    return refusal(403, "ForbiddenException", "Requests from web pages are refused (Origin)")


def _site(head: Head, _port: int) -> Answer | None:
    if head.headers.get("sec-fetch-site", "none").lower() in _OWN_SITES:
        return None
    return refusal(403, "ForbiddenException", "Requests from web pages are refused (Sec-Fetch-Site)")


def _target(head: Head, _port: int) -> Answer | None:
    if head.target.startswith("/"):
        return None
    return refusal(400, "BadRequestException", "The request target must be a path")


def _method(head: Head, _port: int) -> Answer | None:
    if head.method in _METHODS:
        return None
    return refusal(405, "MethodNotAllowedException", f"{head.method} is not answered here")


def _media_type(head: Head, _port: int) -> Answer | None:
    if head.method != "POST" and head.size_bytes == 0:
        return None
    media_type, *parameters = (part.strip().lower() for part in head.headers.get("content-type", "").split(";"))
    # A page may post a form without asking. STS takes nothing else; all it does is tell a pretend name.
    is_known = media_type in _MEDIA_TYPES or (media_type == _FORM and head.path == "/")
    if is_known and all(_is_harmless(parameter) for parameter in parameters):
        return None
    return refusal(415, "UnsupportedMediaTypeException", "Send application/json or application/x-amz-json-1.1 in UTF-8")


def _is_harmless(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name != "charset" or value.strip('"') in {"utf-8", "utf8"}


_RULES: Final[tuple[Callable[[Head, int], Answer | None], ...]] = (
    _host,
    _origin,
    _site,
    _target,
    _method,
    _media_type,
)
