"""One attempt on the wire, bounded and cancellable: botocore builds and signs, this answers its `before-send`.

botocore bounds single reads, never a whole answer: a byte every ten seconds keeps a call alive for ever, and an
endless answer fills the memory. Here an attempt runs in a thread of its own; the caller waits for it, its deadline or
a cancel, whichever comes first, and cuts the socket where it must. Whether any byte had left decides what that means.

Private names of botocore used, all held by a test: the client's `_endpoint.http_session` and that session's
`_pool_classes_by_scheme`.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any

from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
    AWSResponse,
)
from urllib3.util import SKIP_HEADER

from pevents_tui.domain.exchange import Timing

MOST_ANSWER_BYTES = 1_048_576
"""Most of an answer that is read; the service's own are empty or one short message."""
PREPARE_S = 60.0
"""Longest wait for credentials and signing, before anything is connected."""
GRACE_S = 0.5
"""How long a cut attempt may take to notice."""


class Stage(Enum):
    """How far an attempt came."""

    PREPARING = "preparing"
    """Credentials, parameters, signature."""
    CONNECTING = "connecting"
    """Name look-up, TCP, TLS, proxy."""
    WRITING = "writing"
    """Bytes may have left."""


class AnswerTooLong(Exception):
    """An answer passed `MOST_ANSWER_BYTES`."""


class AnswerCut(Exception):
    """An answer ended before its own headers or length said so, so that nothing in it can be trusted."""


class Cut(Exception):
    """The attempt was cut by its caller before the first byte; nothing leaves any more."""


class Attempt:
    """One attempt: its stage, its socket, and the way to cut it.

    Attributes:
        stage: How far it came.
        began_s: When the first byte left, on the monotonic clock; None before.
        ended_s: When the last byte of the answer was read; None before.
        sent: The request's headers as they were written.
        answered: The answer's headers as they were read; None before.
    """

    _current = threading.local()

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._cut = False
        self._socket: socket.socket | None = None
        self._changed = threading.Event()
        self._done = threading.Event()
        self.stage = Stage.PREPARING
        self._entered_s = time.monotonic()
        self._started_s = self._entered_s
        self._connecting_s: float | None = None
        self._answered_s: float | None = None
        self.began_s: float | None = None
        self.ended_s: float | None = None
        self.sent: list[tuple[str, str]] = []
        self.answered: list[tuple[str, str]] | None = None
        self.result: Any = None
        self.error: BaseException | None = None

    @classmethod
    def current(cls) -> Attempt | None:
        """The attempt that the running thread works for, None outside any."""
        return getattr(cls._current, "attempt", None)

    @property
    def done(self) -> bool:
        """Whether it ended by itself."""
        return self._done.is_set()

    def start(self) -> None:
        """Begin in a thread of its own, which does not keep the program alive."""
        threading.Thread(target=self._run, name="attempt", daemon=True).start()

    def wake(self) -> None:
        """Have `wait` look again."""
        self._changed.set()

    def wait(self, limits_s: dict[Stage, float | None], cancelled: Callable[[], bool]) -> bool:
        """Wait until it ends, its stage takes too long, or it is cancelled; whether it ended.

        It sleeps through the stages, for to wake at each of them would cost the attempt more than half of its speed: no
        longer than the shortest limit, and then looks how long the stage it finds has lasted.

        Args:
            limits_s: Longest time in each stage; None means no limit.
            cancelled: Looked at whenever it wakes.
        """
        shortest_s = [limit_s for limit_s in limits_s.values() if limit_s is not None]
        while not self.done and not cancelled():
            limit_s, entered_s = limits_s[self.stage], self._entered_s
            left_s = [] if limit_s is None else [entered_s + limit_s - time.monotonic()]
            if left_s and left_s[0] <= 0:
                break
            self._changed.wait(min(left_s + shortest_s, default=None))
            self._changed.clear()
        return self.done

    def cut(self) -> None:
        """Let nothing further leave: before the first byte nothing will, after it the socket is closed at once."""
        with self._lock:
            self._cut = True
            if self._socket is not None:
                with contextlib.suppress(OSError, ValueError):
                    self._socket.shutdown(socket.SHUT_RDWR)
        if self.stage is Stage.WRITING:
            self._done.wait(GRACE_S)

    def timing(self) -> Timing:
        """Where the time went so far; its parts add up to what passed since the start."""
        end_s = self.ended_s or time.monotonic()
        connecting_s, began_s, answered_s = self._connecting_s, self.began_s, self._answered_s
        return Timing(
            sign_s=next(each for each in (connecting_s, began_s, end_s) if each is not None) - self._started_s,
            connect_s=None if connecting_s is None else (began_s or end_s) - connecting_s,
            wait_s=None if began_s is None else (answered_s or end_s) - began_s,
            read_s=None if answered_s is None else end_s - answered_s,
            reused=began_s is not None and connecting_s is None,
        )

    def connecting(self) -> None:
        """Told by the connection before it connects."""
        self._enter(Stage.CONNECTING, None)

    def writing(self, sock: socket.socket | None) -> None:
        """Told by the connection before its first byte.

        Raises:
            Cut: the caller gave up already.
        """
        self._enter(Stage.WRITING, sock)

    def answering(self, headers: Mapping[str, str]) -> None:
        """Told when the head of the answer was read."""
        self._answered_s = time.monotonic()
        self.answered = list(headers.items())

    def ending(self) -> None:
        """Told when the last byte of the answer was read."""
        self.ended_s = time.monotonic()

    def _enter(self, stage: Stage, sock: socket.socket | None) -> None:
        with self._lock:
            if self._cut:
                raise Cut
            self.stage = stage
            self._socket = sock
            self._entered_s = time.monotonic()
            if stage is Stage.WRITING:
                self.began_s = self._entered_s
            elif self._connecting_s is None:
                self._connecting_s = self._entered_s

    def _run(self) -> None:
        Attempt._current.attempt = self
        self._started_s = time.monotonic()
        try:
            self.result = self._work()
        except BaseException as error:
            self.error = error
        finally:
            self.ended_s = self.ended_s or time.monotonic()
            self._done.set()
            self._changed.set()


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


class _HTTPPool(AWSHTTPConnectionPool):
    """A pool of plain connections that tell the attempt."""

    ConnectionCls = _ToldHTTP


class _HTTPSPool(AWSHTTPSConnectionPool):
    """A pool of TLS connections that tell the attempt."""

    ConnectionCls = _ToldHTTPS


class _Bytes:
    """An answer's body that was read already, in the form `AWSResponse` reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, *_args: Any, **_options: Any) -> Iterator[bytes]:
        """The whole body as one chunk."""
        yield self._content


def answer_for(client: Any) -> None:
    """Have a client's requests sent by botocore's own HTTP session, in told connections, with a bounded answer."""
    session = client._endpoint.http_session  # noqa: SLF001 - see the module's docstring
    session._pool_classes_by_scheme.update(http=_HTTPPool, https=_HTTPSPool)  # noqa: SLF001 - the same

    def send(request: Any, **_options: Any) -> AWSResponse:
        request.stream_output = True  # the body is ours to read, as much of it as we want
        response = session.send(request)
        attempt = Attempt.current()
        if attempt is not None:
            attempt.answering(response.headers)
        try:
            content = _read(response.raw, response.headers)
        except BaseException:
            response.raw.close()
            raise
        if attempt is not None:
            attempt.ending()
        response.raw.release_conn()
        return AWSResponse(response.url, response.status_code, response.headers, _Bytes(content))

    client.meta.events.register_last("before-send.personalize-events", send)


def _read(raw: Any, headers: Mapping[str, str]) -> bytes:
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
