"""Starts and ends a sandbox: one listening socket, one daemon thread, one event loop."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from pevents_tui.sandbox.connection import Connection
from pevents_tui.sandbox.desk import Desk
from pevents_tui.sandbox.facts import REACTS_AFTER_S
from pevents_tui.sandbox.ledger import Ledger


class Sandbox:
    """A local endpoint that speaks the Personalize protocols.

    Args:
        store: the SQLite file of what it takes in, made with mode 0600 when missing; a later start still knows it, and
            several processes may share it. None keeps it in memory, and a stop forgets it.
        port: the TCP port on 127.0.0.1; 0 takes a free one.
        clock: gives epoch seconds, for the ledger and the Date header.
        further: how many more dataset groups, each with a tracker, the pretend account for trying has.
        reacts_after_s: seconds until recommendations hear of what came in.
    """

    def __init__(
        self,
        store: Path | None = None,
        *,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        further: int = 0,
        reacts_after_s: float = REACTS_AFTER_S,
    ) -> None:
        self._store = store
        self._wanted_port = port
        self._clock = clock
        self._further = further
        self._reacts_after_s = reacts_after_s
        self._lock = threading.Lock()
        self._running: _Running | None = None

    @property
    def url(self) -> str:
        """Where it answers, like http://127.0.0.1:7373, without a slash at the end.

        Raises:
            RuntimeError: it is not running.
        """
        running = self._running
        if running is None:
            raise RuntimeError("The sandbox is not running")
        return f"http://127.0.0.1:{running.port}"

    def start(self) -> str:
        """Answer from now on, in a daemon thread, and give the URL; started already, just give the URL.

        Raises:
            OSError: the port is busy.
            StoreError: the store cannot be used.
        """
        with self._lock:
            if self._running is None:
                listener = _listen(self._wanted_port)
                try:
                    desk = Desk(Ledger(self._store), self._clock, self._further, self._reacts_after_s)
                except BaseException:
                    listener.close()
                    raise
                self._running = _Running(listener, desk)
        return self.url

    def close(self) -> None:
        """End every connection, the thread and the store, and free the port; may be called again."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.end()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Running:
    """A sandbox between its start and its end."""

    def __init__(self, listener: socket.socket, desk: Desk) -> None:
        self.port: int = listener.getsockname()[1]
        self._listener = listener
        self._desk = desk
        self._peers: set[Connection] = set()
        self._loop = asyncio.new_event_loop()
        # A line on stderr would tear the screen of the terminal UI this may be running in; what goes wrong while
        # answering is told to the client instead.
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._ending = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="pevents-sandbox", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop answering and wait until all is let go."""
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()
            self._desk.close()

    async def _serve(self) -> None:
        server = await self._loop.create_server(
            lambda: Connection(self._desk, self.port, self._peers), sock=self._listener, backlog=256
        )
        await self._ending.wait()
        # A connection is taken in a task of its own, which a server closed in between would make fail with the socket
        # left open. So first no more are accepted, then those under way arrive, then all are ended.
        self._loop.remove_reader(self._listener)
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0)
        server.close()
        while self._peers:
            for peer in tuple(self._peers):
                peer.abort()
            await asyncio.sleep(0)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(256)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener
