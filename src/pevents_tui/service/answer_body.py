"""An answer's body, read whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

MOST_ANSWER_BYTES = 1_048_576
"""Most of an answer that is read; the service's own are empty or one short message."""


class AnswerTooLong(Exception):
    """An answer passed `MOST_ANSWER_BYTES`."""


class AnswerCut(Exception):
    """An answer ended before its own headers or length said so, so that nothing in it can be trusted."""


class Readable(Protocol):
    """What a body is read from."""

    def read(self, size: int, /) -> bytes:
        """At most this many bytes, none at the end."""


def read_body(raw: Readable, headers: Mapping[str, str]) -> bytes:
    """A whole body of at most `MOST_ANSWER_BYTES`.

    An answer without a length was cut inside its headers, whose last ones are then missing or short: http.client takes
    the end of the connection for the end of the headers.

    Raises:
        AnswerTooLong: there was more.
        AnswerCut: there was less than the headers say, or they say nothing.
    """
    length = headers.get("Content-Length")
    if length is None and "Transfer-Encoding" not in headers:
        raise AnswerCut
    content = b""
    while chunk := raw.read(65_536):
        content += chunk
        if len(content) > MOST_ANSWER_BYTES:
            raise AnswerTooLong
    if length is not None and (not length.isdigit() or len(content) < int(length)):
        raise AnswerCut
    return content
