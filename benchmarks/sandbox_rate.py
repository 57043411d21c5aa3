"""How many calls a second a sequential boto3 loop makes against the sandbox, and against a bare asyncio endpoint.

Run it as `python benchmarks/sandbox_rate.py [rounds] [calls per round]`. Each round asks every endpoint in turn, so
that what else the machine does meets them alike. "child" is an endpoint in a process of its own, "thread" one in that
of the client, as the terminal UI and the command line embed it. The sandbox judges each call and commits it to a file.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from pevents_tui.sandbox import TRACKING_ID, Sandbox

GOAL = 0.5
"""The share of the bare endpoint's rate that the sandbox has to keep."""

EVENT = {
    "eventType": "View",
    "eventId": "3d0b2f64-6f9d-4a5e-9a47-6a5d7a3f6a10",
    "itemId": "item-42",
    "sentAt": 1714564800,
    "properties": '{"device":"phone","shelf":3}',
}


class Bare(asyncio.Protocol):
    """Answers every request with the same 200, judging and keeping nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to answer on."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.seen = b""

    def data_received(self, data: bytes) -> None:
        """Answer when a body is whole."""
        self.seen += data
        head, _, body = self.seen.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or b"-1")
        if len(body) == size:
            self.seen = b""
            self.transport.write(b"HTTP/1.1 200 OK\r\nx-amzn-RequestId: 1\r\nContent-Length: 0\r\n\r\n")


async def serve_bare(announce: Callable[[str], None]) -> None:
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", 0)
    announce(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await asyncio.Event().wait()


def say(url: str) -> None:
    print(url, flush=True)


@contextmanager
def bare_thread() -> Iterator[str]:
    told: list[str] = []
    ready = threading.Event()

    def announce(url: str) -> None:
        told.append(url)
        ready.set()

    threading.Thread(target=lambda: asyncio.run(serve_bare(announce)), daemon=True).start()
    ready.wait()
    yield told[0]


@contextmanager
def child(*words: str) -> Iterator[str]:
    with subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def client_of(url: str) -> Any:
    return boto3.client(
        "personalize-events",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",  # noqa: S106  a dummy: the sandbox takes any signature
        config=Config(
            retries={"total_max_attempts": 1, "mode": "standard"}, proxies={}, connect_timeout=5, read_timeout=15
        ),
    )


def rate(client: Any, calls: int) -> float:
    begun = time.perf_counter()
    for _ in range(calls):
        client.put_events(trackingId=TRACKING_ID, userId="user-1", sessionId="session-1", eventList=[EVENT])
    return calls / (time.perf_counter() - begun)


def measure(rounds: int, calls: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        embedded = stack.enter_context(Sandbox(folder / "embedded.sqlite"))
        clients = {
            "bare, child": client_of(stack.enter_context(child("bare"))),
            "sandbox, child": client_of(stack.enter_context(child("sandbox", str(folder / "child.sqlite")))),
            "bare, thread": client_of(stack.enter_context(bare_thread())),
            "sandbox, thread": client_of(embedded.url),
        }
        rates: dict[str, list[float]] = {name: [] for name in clients}
        for turn in range(rounds + 1):
            for name, client in clients.items():
                found = rate(client, calls)
                if turn:  # the first round warms up
                    rates[name].append(found)
        for client in clients.values():
            client.close()
    report({name: statistics.median(found) for name, found in rates.items()})


def report(medians: dict[str, float]) -> None:
    for name, median in medians.items():
        print(f"{name:<16} {median:8.0f} calls/s")
    for place in ("child", "thread"):
        ratio = medians[f"sandbox, {place}"] / medians[f"bare, {place}"]
        print(f"ratio, {place:<9} {ratio:8.2f}  (goal {GOAL}: {'met' if ratio >= GOAL else 'missed'})")


def main(words: list[str]) -> None:
    match words:
        case ["bare"]:
            asyncio.run(serve_bare(say))
        case ["sandbox", store]:
            say(Sandbox(Path(store)).start())
            threading.Event().wait()
        case _:
            rounds, calls = (*map(int, words), *(5, 500)[len(words) :])
            measure(rounds, calls)


if __name__ == "__main__":
    main(sys.argv[1:])
