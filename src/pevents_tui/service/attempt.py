"""Attempt: one call under way in a thread of its own: how far it came, how long that took, and the way to cut it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from pevents_tui.domain.exchange import Timing

PREPARE_S = 60.0
"""Longest wait for credentials and signing, before anything is connected."""
ASK_S = 300.0
"""Longest wait for a person to give an MFA code."""
GRACE_S = 0.5
"""How long a cut attempt may take to notice."""


class Stage(Enum):
    """How far an attempt came."""

    PREPARING = "preparing"
    """Credentials, parameters, signature."""
    ASKING = "asking"
    """A person is asked for an MFA code."""
    CONNECTING = "connecting"
    """Name look-up, TCP, TLS, proxy."""
    WRITING = "writing"
    """Bytes may have left."""


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
        self._cutters: list[Callable[[], None]] = []
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
            limit_s, entered_s = limits_s.get(self.stage, ASK_S), self._entered_s
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
            cutters, self._cutters = self._cutters, []
            if self._socket is not None:
                with contextlib.suppress(OSError, ValueError):
                    self._socket.shutdown(socket.SHUT_RDWR)
        for cutter in cutters:
            cutter()
        if self.stage is Stage.WRITING:
            self._done.wait(GRACE_S)

    def when_cut(self, cutter: Callable[[], None]) -> None:
        """Have a function called when the attempt is cut, at once if it was: what it waits for ends too.

        Args:
            cutter: Ends a process, or a question to a person; may find that already ended.
        """
        with self._lock:
            if not self._cut:
                self._cutters.append(cutter)
                return
        cutter()

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

    def asking(self) -> None:
        """Told before a person is asked for something.

        Raises:
            Cut: the caller gave up already.
        """
        self._enter(Stage.ASKING, None)

    def preparing(self) -> None:
        """Told when the person was asked."""
        with self._lock:
            self.stage, self._entered_s = Stage.PREPARING, time.monotonic()

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
            elif stage is Stage.CONNECTING and self._connecting_s is None:
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
