import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pevents_tui.sandbox import Sandbox, StoreError
from sandbox.door import Door, body_of

SECRETS = ("CanarySecretKey", "CanarySessionToken", "AKIACANARY", "AWS4-HMAC-SHA256")

CHILD = """
import sys
from pathlib import Path
from pevents_tui.sandbox import Sandbox
print(Sandbox(Path(sys.argv[1])).start(), flush=True)
sys.stdin.read()
"""


def test_what_was_taken_in_is_known_after_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    with Sandbox(store) as sandbox:
        assert Door(sandbox.url).call("PutEvents", body_of("PutEvents")).status == 200
        before = Door(sandbox.url).calls()
    with Sandbox(store) as sandbox:
        door = Door(sandbox.url)
        assert door.calls() == before
        assert door.ask("health")["calls"] == 1
        door.call("PutItems", body_of("PutItems"))
        assert [call["id"] for call in door.calls()] == [1, 2]


def test_without_a_store_a_new_start_knows_nothing() -> None:
    sandbox = Sandbox()
    for _ in range(2):
        with sandbox:
            door = Door(sandbox.url)
            assert door.calls() == []
            door.call("PutEvents", body_of("PutEvents"))


def test_the_store_and_its_companions_are_for_the_user_alone(tmp_path: Path) -> None:
    store = tmp_path / "new" / "sandbox.sqlite"
    old = os.umask(0)
    try:
        with Sandbox(store) as sandbox:
            Door(sandbox.url).call("PutEvents", body_of("PutEvents"))
            files = {path.name: path.stat().st_mode & 0o777 for path in store.parent.iterdir()}
    finally:
        os.umask(old)
    assert files == dict.fromkeys(("sandbox.sqlite", "sandbox.sqlite-wal", "sandbox.sqlite-shm"), 0o600)
    assert store.parent.stat().st_mode & 0o777 == 0o700


def test_two_sandboxes_of_one_process_share_a_store(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    with Sandbox(store) as one:
        with Sandbox(store) as two:
            for sandbox in (one, two):
                assert Door(sandbox.url).call("PutEvents", body_of("PutEvents")).status == 200
            assert len(Door(one.url).calls()) == 2
        assert Door(one.url).call("PutEvents", body_of("PutEvents")).status == 200
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM call").fetchone() == (3,)
    connection.close()


def test_processes_that_start_at_once_and_write_at_once_share_a_store(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    command = [sys.executable, "-c", CHILD, str(store)]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    try:
        urls = [process.stdout.readline().strip() for process in processes if process.stdout]

        def send(url: str) -> set[int]:
            return {Door(url).call("PutEvents", body_of("PutEvents")).status for _ in range(40)}

        with ThreadPoolExecutor(3) as pool:
            assert list(pool.map(send, urls)) == [{200}] * 3
        assert [Door(url).ask("health")["calls"] for url in urls] == [120] * 3
    finally:
        for process in processes:
            process.communicate("")


def test_a_killed_process_loses_no_call_it_has_answered(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    command = [sys.executable, "-c", CHILD, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        door = Door(process.stdout.readline().strip())
        for _ in range(25):
            assert door.call("PutEvents", body_of("PutEvents")).status == 200
        process.kill()
    with Sandbox(store) as sandbox:
        assert Door(sandbox.url).ask("health")["calls"] == 25


def test_no_secret_of_a_caller_is_kept(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    with Sandbox(store) as sandbox:
        door = Door(sandbox.url)
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={SECRETS[2]}/20260101/us-east-1/personalize/aws4_request",
            "X-Amz-Security-Token": SECRETS[1],
            "Cookie": SECRETS[0],
        }
        door.say("POST", "/events", json.dumps(body_of("PutEvents")).encode(), headers)
        door.say("POST", "/nowhere", b"{}", headers)
        told = door.say("GET", "/_sandbox/calls").body.decode()
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    written = files + b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"event-1" in written
    assert not [secret for secret in SECRETS if secret in told or secret.encode() in written]


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def locked(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [garbage, newer, locked])
def test_a_store_that_cannot_be_used_is_named_and_left_alone(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    store = tmp_path / "sandbox.sqlite"
    spoil(store)
    before = store.read_bytes() if store.is_file() else None
    with pytest.raises(StoreError, match=r"sandbox\.sqlite"):
        Sandbox(store).start()
    assert (store.read_bytes() if store.is_file() else None) == before


def test_a_call_that_cannot_be_kept_is_not_accepted(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    with Sandbox(store) as sandbox:
        door = Door(sandbox.url)
        with sqlite3.connect(store) as connection:
            connection.execute("DROP TABLE row")
        connection.close()
        heard = door.call("PutEvents", body_of("PutEvents"))
        assert (heard.status, heard.code) == (500, "InternalFailure")
        assert door.ask("health")["calls"] == 0
