"""One connection of a client: cuts the bytes into requests, and lets each reply leave in its way."""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Final, cast

from pevents_tui.sandbox.answers import Reply, Way, refusal
from pevents_tui.sandbox.desk import Desk
from pevents_tui.sandbox.facts import MAX_BODY_BYTES
from pevents_tui.sandbox.guard import is_oversized, objection
from pevents_tui.sandbox.wire import MAX_HEAD_BYTES, Answer, BadRequestError, Head, Request, read_head

MOST_CONNECTIONS: Final = 256
"""How many connections are held at once; further ones are closed as they come."""

DRIP_S: Final = 0.1
"""Seconds between two bytes of a dripping answer."""

_LINGER_S: Final = 2.0
_FLOOD_PAUSE_S: Final = 0.002
_FLOOD: Final = b"x" * 65536
_GARBAGE: Final = b"\x16\x03\x01\x00\xff this is not HTTP\r\n\r\n"
_NO_LINGER: Final = struct.pack("ii", 1, 0)


class Connection(asyncio.Protocol):
    """One client's connection.

    Args:
        desk: who answers.
        port: the TCP port the sandbox answers on.
        peers: the open connections, which this one joins while it lives.
    """

    def __init__(self, desk: Desk, port: int, peers: "set[Connection]") -> None:
        self._desk = desk
        self._port = port
        self._peers = peers
        self._buffer = bytearray()
        self._head: Head | None = None
        self._busy = False
        self._deaf = False
        self._clogged = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or close it when there are too many."""
        self._transport = cast("asyncio.Transport", transport)
        if len(self._peers) >= MOST_CONNECTIONS:
            self._transport.abort()
        self._peers.add(self)

    def connection_lost(self, _exc: Exception | None) -> None:
        """Forget the connection and whatever was still to leave on it."""
        self._peers.discard(self)
        if self._timer is not None:
            self._timer.cancel()

    def abort(self) -> None:
        """End the connection at once."""
        self._transport.abort()

    def pause_writing(self) -> None:
        """Answer no further request while the client does not read."""
        self._clogged = True

    def resume_writing(self) -> None:
        """Go on with what has come in meanwhile."""
        self._clogged = False
        self._advance()

    def data_received(self, data: bytes) -> None:
        """Take bytes in and answer what they complete."""
        if self._deaf:
            return
        self._buffer += data
        if len(self._buffer) > 2 * (MAX_BODY_BYTES + MAX_HEAD_BYTES):
            self.abort()
            return
        self._advance()

    def _advance(self) -> None:
        while not (self._busy or self._deaf or self._clogged) and self._take_one():
            pass

    def _take_one(self) -> bool:
        if self._head is None:
            self._head = self._take_head()
        if self._head is None or len(self._buffer) < self._head.size_bytes:
            return False
        request = Request(self._head, bytes(self._buffer[: self._head.size_bytes]))
        del self._buffer[: self._head.size_bytes]
        self._head = None
        self._deliver(self._desk.answer(request), request.head)
        return True

    def _take_head(self) -> Head | None:
        end = self._buffer.find(b"\r\n\r\n", 0, MAX_HEAD_BYTES)
        if end < 0:
            if len(self._buffer) >= MAX_HEAD_BYTES:
                self._dismiss(refusal(431, "BadRequestException", "The request headers are too long"))
            return None
        raw = bytes(self._buffer[:end])
        del self._buffer[: end + 4]
        try:
            head = read_head(raw)
        except BadRequestError as error:
            self._dismiss(refusal(error.status, "BadRequestException", str(error)))
            return None
        return head if self._may_pass(head) else None

    def _may_pass(self, head: Head) -> bool:
        answer = objection(head, self._port)
        if answer is None and is_oversized(head):
            answer = self._desk.answer_oversized(head).answer
        if answer is not None:
            self._dismiss(answer)
            return False
        if head.headers.get("expect", "").lower() == "100-continue":
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def _dismiss(self, answer: Answer) -> None:
        """Answer before the body was read, then listen a little: closing at once would reset what was answered."""
        self._deaf = True
        self._buffer.clear()
        closing = Answer(answer.status, answer.body, answer.content_type, answer.headers, closes=True)
        self._transport.write(closing.encode(self._desk.clock()))
        self._transport.write_eof()
        self._later(_LINGER_S, self.abort)

    def _deliver(self, reply: Reply, head: Head) -> None:
        if reply.delay_s > 0:
            self._busy = True
            self._later(reply.delay_s, lambda: self._leave(reply, head))
        else:
            self._leave(reply, head)

    def _leave(self, reply: Reply, head: Head) -> None:
        self._busy = True
        at = self._desk.clock() + reply.ahead_s
        whole = reply.answer.encode(at)
        match reply.way:
            case Way.WHOLE:
                self._transport.write(whole)
                self._finish(head)
            case Way.HANG:
                self._deaf = True
            case Way.RESET:
                self._reset()
            case Way.CUT:
                self._end_with(whole[: len(whole) // 2 if reply.at_byte is None else reply.at_byte])
            case Way.GARBAGE:
                self._end_with(_GARBAGE)
            case Way.DRIP:
                self._drip(whole, 0, head)
            case Way.FLOOD:
                self._deaf = True
                self._transport.write(reply.answer.encode(at, sized=False))
                self._flood()

    def _finish(self, head: Head) -> None:
        self._busy = False
        if not head.keeps_alive:
            self._end_with(b"")

    def _end_with(self, last: bytes) -> None:
        self._deaf = True
        if last:
            self._transport.write(last)
        self._transport.close()

    def _reset(self) -> None:
        self._deaf = True
        connected: socket.socket = self._transport.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self._transport.abort()

    def _drip(self, whole: bytes, sent: int, head: Head) -> None:
        if sent == len(whole):
            self._finish(head)
            return
        self._transport.write(whole[sent : sent + 1])
        self._later(DRIP_S, lambda: self._drip(whole, sent + 1, head))

    def _flood(self) -> None:
        if not self._clogged:
            self._transport.write(_FLOOD)
        self._later(_FLOOD_PAUSE_S, self._flood)

    def _later(self, delay_s: float, step: Callable[[], None]) -> None:
        def run() -> None:
            if not self._transport.is_closing():
                step()
                self._advance()

        self._timer = asyncio.get_running_loop().call_later(delay_s, run)
