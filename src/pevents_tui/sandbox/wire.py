"""HTTP/1.1 as far as the sandbox speaks it: heads are read strictly, answers are laid out as bytes."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

MAX_HEAD_BYTES: Final = 64 * 1024
"""The longest request line and headers the sandbox reads."""

_REQUEST_LINE: Final = re.compile(r"([A-Z]{1,20}) ([!-~]+) HTTP/1\.([01])")
_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_SINGLE: Final = frozenset({"host", "content-length", "content-type", "transfer-encoding", "origin", "sec-fetch-site"})
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_REASONS: Final = {status.value: status.phrase for status in HTTPStatus}


class BadRequestError(Exception):
    """What arrived is not an HTTP request the sandbox reads.

    Attributes:
        status: the HTTP status to answer with.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Head:
    """The request line and headers of one request.

    Attributes:
        method: in capitals, as sent.
        target: the request target as sent: path and query.
        headers: values by lower-case name.
        size_bytes: the length of the body that follows.
        keeps_alive: whether the client wants the connection left open.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    size_bytes: int
    keeps_alive: bool

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark of the target, still encoded."""
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Request:
    """One whole request: its head and the exact bytes of its body."""

    head: Head
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, not yet laid out.

    Attributes:
        status: the HTTP status.
        body: the exact bytes of the body.
        content_type: the media type of the body.
        headers: further headers, names as sent.
        closes: whether the connection ends after it.
    """

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False

    def encode(self, at: float, *, sized: bool = True) -> bytes:
        """Give the bytes that go on the wire.

        Args:
            at: epoch seconds told in the Date header.
            sized: False leaves out Content-Length, for a body that has no end.
        """
        lines = [
            f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Unknown')}",
            f"Date: {http_date(int(at))}",
            f"Content-Type: {self.content_type}",
        ]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if sized:
            lines.append(f"Content-Length: {len(self.body)}")
        if self.closes:
            lines.append("Connection: close")
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + self.body


def http_date(at_s: int) -> str:
    """Give epoch seconds in the form of the Date header, whatever the locale."""
    moment = time.gmtime(at_s)
    day, month = _DAYS[moment.tm_wday], _MONTHS[moment.tm_mon - 1]
    clock = f"{moment.tm_hour:02}:{moment.tm_min:02}:{moment.tm_sec:02}"
    return f"{day}, {moment.tm_mday:02} {month} {moment.tm_year:04} {clock} GMT"


def read_head(raw: bytes) -> Head:
    """Read a request line and headers.

    Args:
        raw: everything before the empty line, without it.

    Raises:
        BadRequestError: not HTTP/1.0 or 1.1, folded or doubled headers, a body of unknown or contradictory length.
    """
    first, *lines = raw.decode("latin-1").split("\r\n")
    matched = _REQUEST_LINE.fullmatch(first)
    if matched is None:
        raise BadRequestError(400, "The request line is not HTTP/1.1")
    headers = _read_headers(lines)
    connection = headers.get("connection", "").lower()
    keeps_alive = "close" not in connection and (matched[3] == "1" or "keep-alive" in connection)
    return Head(matched[1], matched[2], headers, _body_size(headers), keeps_alive)


def _read_headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or _NAME.fullmatch(name) is None or "\n" in value or "\r" in value or "\0" in value:
            raise BadRequestError(400, "A header line is malformed")
        name = name.lower()
        if name in headers and name in _SINGLE:
            raise BadRequestError(400, f"The header {name} occurs twice")
        headers[name] = value.strip(" \t")
    return headers


def _body_size(headers: Mapping[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise BadRequestError(411, "Send the body with Content-Length, not with Transfer-Encoding")
    digits = headers.get("content-length", "0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise BadRequestError(400, "Content-Length is not a number of bytes")
    return int(digits)
