import contextlib
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3  # noqa: F401  so that imports are warm when a start is timed
import pytest

from pevents_tui.sandbox import DEFAULT_PORT, TRACKING_ID, Sandbox
from sandbox.door import Door, body_of

LIGHT = """
import sys
import pevents_tui.sandbox as sandbox
assert sandbox.TRACKING_ID and sandbox.DEFAULT_PORT
print(*sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
sandbox.Sandbox().start()
print(*sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "pevents-sandbox"]


def test_the_constants_are_what_the_documents_say() -> None:
    assert DEFAULT_PORT == 7373
    assert TRACKING_ID == TRACKING_ID.lower() == "5a9db0e5-0000-4000-8000-000000007373"


def test_it_answers_on_loopback_only() -> None:
    with Sandbox() as sandbox:
        host, _, port = sandbox.url.removeprefix("http://").partition(":")
        assert host == "127.0.0.1"
        with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", int(port)), timeout=5):
            pass


def test_a_wanted_port_is_taken_and_a_busy_one_is_an_os_error() -> None:
    with Sandbox() as first:
        port = Door(first.url).port
        with pytest.raises(OSError, match="in use"):
            Sandbox(port=port).start()
    with Sandbox(port=port) as second:
        assert second.url == f"http://127.0.0.1:{port}"


def test_start_and_close_may_be_called_again() -> None:
    sandbox = Sandbox()
    assert sandbox.start() == sandbox.start() == sandbox.url
    assert len(threads()) == 1
    sandbox.close()
    sandbox.close()
    assert threads() == []
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.url
    Sandbox().close()


def test_close_ends_hanging_slow_and_idle_connections_at_once() -> None:
    sandbox = Sandbox()
    door = Door(sandbox.start())
    connections = []
    for fault in ("hang", "hang-after", "loris", "endless", "delay", None):
        if fault is not None:
            door.order(fault, delay_s=60)
        connection = door.socket()
        body = b"{}" if fault else b""
        head = f"POST /events HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: 2\r\n\r\n".encode() + body)
        connections.append(connection)
        arrived, give_up_at = len(connections), time.monotonic() + 5
        while fault and len(door.calls()) < arrived and time.monotonic() < give_up_at:
            pass
    begun = time.monotonic()
    sandbox.close()
    assert time.monotonic() - begun < 0.5
    assert threads() == []
    with pytest.raises(ConnectionRefusedError):
        door.socket()
    for connection in connections:
        with connection, contextlib.suppress(ConnectionResetError):
            while connection.recv(65536):
                pass


def test_a_connection_made_at_the_moment_of_the_end_is_ended_too() -> None:
    for _ in range(30):
        sandbox = Sandbox()
        door = Door(sandbox.start())
        with door.socket() as connection, contextlib.suppress(ConnectionResetError):
            sandbox.close()
            assert connection.recv(1) == b""


def test_a_start_to_its_first_answer_takes_at_most_50_ms(tmp_path: Path) -> None:
    def run(number: int) -> float:
        begun = time.perf_counter()
        with Sandbox(tmp_path / f"{number}.sqlite") as sandbox:
            assert Door(sandbox.url).call("PutEvents", body_of("PutEvents")).status == 200
            return time.perf_counter() - begun

    run(0)
    assert min(run(number) for number in range(1, 6)) <= 0.050


def test_fifty_clients_at_once_are_all_answered() -> None:
    with Sandbox() as sandbox:
        door = Door(sandbox.url)
        clients = [door.client() for _ in range(50)]

        def send(number: int) -> None:
            for _ in range(5):
                clients[number].put_events(**body_of("PutEvents") | {"userId": f"user-{number}"})

        with ThreadPoolExecutor(50) as pool:
            list(pool.map(send, range(50)))
        assert door.ask("health")["calls"] == 250
        assert {len(door.calls(userId=f"user-{number}")) for number in range(50)} == {5}
        door.close()


def test_connections_beyond_the_most_are_turned_away_and_room_comes_back() -> None:
    with Sandbox() as sandbox:
        door = Door(sandbox.url)
        held = [door.socket() for _ in range(256)]
        with door.socket() as late, contextlib.suppress(ConnectionResetError):
            assert late.recv(1) == b""
        for connection in held:
            connection.close()
        give_up_at = time.monotonic() + 5
        while time.monotonic() < give_up_at:
            try:
                assert door.ask("health")["status"] == "ok"
                break
            except (OSError, ConnectionError):
                continue
        else:
            pytest.fail("no room came back")


def test_neither_the_constants_nor_a_start_load_anything_heavy() -> None:
    heavy = ["asyncio", "sqlite3", "botocore", "boto3", "textual", "pydantic", "rich"]
    done = subprocess.run([sys.executable, "-c", LIGHT, *heavy], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.splitlines() == ["", "asyncio sqlite3"]
    assert done.stderr == ""


def test_the_aws_cli_can_send_to_it(door: Door) -> None:
    command = str(Path(sys.executable).with_name("aws"))
    words = [
        command, "personalize-events", "put-events", "--endpoint-url", door.url, "--region", "us-east-1",
        "--tracking-id", TRACKING_ID, "--user-id", "user-1", "--session-id", "session-1",
        "--event-list", "eventType=View,sentAt=1714564800,itemId=item-1",
    ]  # fmt: skip
    environment = {
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (call,) = door.calls(itemId="item-1")
    assert (call["outcome"], call["body"]["userId"]) == ("accepted", "user-1")
    assert "aws-cli" in call["userAgent"]
