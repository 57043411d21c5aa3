"""botocore's connections, which tell the running attempt how far it came and what headers they write."""

from __future__ import annotations

import socket
from typing import Any

from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
)
from urllib3.util import SKIP_HEADER

from pevents_tui.service.attempt import Attempt


class _Told:
    """Mixed into botocore's connections: tells the running attempt before connecting and before the first byte."""

    sock: socket.socket | None

    def connect(self) -> None:
        """Connect, unless the attempt was cut."""
        attempt = Attempt.current()
        if attempt is not None:
            attempt.connecting()
        super().connect()  # type: ignore[misc]

    def request(self, *args: Any, **options: Any) -> Any:
        """Write a request, unless the attempt was cut."""
        attempt = Attempt.current()
        if attempt is not None:
            if self.sock is None:
                self.connect()
            attempt.writing(self.sock)
        return super().request(*args, **options)  # type: ignore[misc]

    def putheader(self, header: str, *values: Any) -> None:
        """Write a header, and keep it for whoever looks at the call."""
        attempt = Attempt.current()
        if attempt is not None and SKIP_HEADER not in values:
            attempt.sent.append((header, ", ".join(_text(value) for value in values)))
        super().putheader(header, *values)  # type: ignore[misc]


def _text(value: Any) -> str:
    """A header's value as text, whatever kind it was given as."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


class _ToldHTTP(_Told, AWSHTTPConnection):
    """Plain connections that tell the attempt."""


class _ToldHTTPS(_Told, AWSHTTPSConnection):
    """TLS connections that tell the attempt."""


class HTTPPool(AWSHTTPConnectionPool):
    """A pool of plain connections that tell the attempt."""

    ConnectionCls = _ToldHTTP


class HTTPSPool(AWSHTTPSConnectionPool):
    """A pool of TLS connections that tell the attempt."""

    ConnectionCls = _ToldHTTPS
