"""Nothing reaches a real tracker unasked. Every way to AWS leads through a trap on this machine that counts knocks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from cli.shell import Shell

PUT = ("put-events", "--tracking-id", "t-1", "--session-id", "s-1", "--event-list", "eventType=View,itemId=B0742")
SEND = ("send", "view-item", "--tracking-id", "t-1")
REAL = (
    (*PUT, "--region", "eu-west-1"),
    PUT,
    (*SEND, "--region", "eu-west-1"),
    (*SEND, "--endpoint-url", "https://personalize-events.eu-west-1.amazonaws.com"),
)


class Trap:
    """An HTTPS proxy that lets nobody through and counts who came."""

    def __init__(self) -> None:
        self.knocks = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _answer(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.knocks += 1
            with peer:
                peer.recv(65_536)
                peer.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trap]:
    made = Trap()
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
        monkeypatch.setenv(name, made.url)
    yield made
    made.close()


@pytest.mark.parametrize("words", REAL)
def test_a_real_tracker_wants_a_yes_and_nothing_is_attempted_without(
    shell: Shell, trap: Trap, words: tuple[str, ...]
) -> None:
    ended = shell.run(*words)
    assert (ended.code, ended.out) == (252, "")
    assert ended.err.splitlines()[-1].endswith("tracker t-1): confirm with --yes t-1")
    assert trap.knocks == 0
    assert shell.run("history", "list", "--output", "json").json == []


@pytest.mark.parametrize("word", ["", "t-2", "yes", "aws"])
def test_a_wrong_yes_is_no_yes(shell: Shell, trap: Trap, word: str) -> None:
    ended = shell.run(*REAL[0], "--yes", word)
    assert ended.code == 252
    assert ended.sentence.endswith("give --yes t-1")
    assert trap.knocks == 0


def test_the_trap_is_where_a_confirmed_call_goes(shell: Shell, trap: Trap) -> None:
    ended = shell.run(*REAL[0], "--yes", "t-1")
    assert ended.code in {3, 255}
    assert trap.knocks == 1


def test_a_person_is_asked_and_may_agree(shell: Shell, trap: Trap) -> None:
    ended = shell.answer(*REAL[0], keys=b"t-1\n")
    assert trap.knocks == 1
    assert "1 item interaction for 'aws', tracker t-1: a real tracker that counts as production." in ended.err
    assert "Type t-1 to send, anything else to stop: " in ended.err


@pytest.mark.parametrize("keys", [b"", b"\n", b"y\n", b"t-1x\n", b"\xff\n"])
def test_a_person_who_does_not_agree_sends_nothing(shell: Shell, trap: Trap, keys: bytes) -> None:
    ended = shell.answer(*REAL[0], keys=keys)
    assert ended.code == 252
    assert ended.err.endswith("not confirmed, so nothing of this was sent\n")
    assert trap.knocks == 0


def test_a_dry_run_needs_no_yes_and_names_it(shell: Shell, trap: Trap) -> None:
    ended = shell.run(*REAL[0], "--dry-run", "--output", "json")
    assert ended.code == 0
    assert ended.json["confirmWith"] == "t-1"
    assert trap.knocks == 0


def test_an_answer_holds_for_the_whole_stream(shell: Shell, trap: Trap) -> None:
    ended = shell.answer("send", "view-item", "purchase", *REAL[2][2:], keys=b"t-1\n")
    assert trap.knocks == 2
    assert ended.err.count("Type t-1") == 1


def test_a_draft_for_another_tracker_is_not_covered_by_the_first_ones_yes(shell: Shell, trap: Trap) -> None:
    ended = shell.run("send", "view-item", "--region", "eu-west-1", "--tracking-id", "t-2", "--yes", "t-1")
    assert ended.code == 252
    assert trap.knocks == 0


def test_a_loopback_endpoint_and_the_sandbox_are_not_asked_about(shell: Shell, trap: Trap, url: str) -> None:
    assert shell.run(*PUT, "--endpoint-url", url).code == 254  # the sandbox knows no tracker t-1
    assert shell.run("send", "view-item").code == 0
    assert trap.knocks == 0


def test_staging_asks_a_person_once_and_no_script(shell: Shell, url: str) -> None:
    words = ("--policy", "STAGING", "--endpoint-url", url, "--tracking-id", "t-1")
    assert shell.run("targets", "add", "stage", *words).code == 0
    send = ("send", "view-item", "purchase", "--target", "stage")
    left = shell.answer(*send, keys=b"n\n")
    assert left.code == 252
    assert "1 item interaction for STAGING 'stage', tracker t-1, users qa-ana." in left.err
    agreed = shell.answer(*send, keys=b"y\n")
    assert (agreed.code, agreed.err.count("Type y to send")) == (254, 1)  # the sandbox knows no tracker t-1
    assert shell.run(*send).code == shell.answer(*send, "--yes", "stage", keys=b"").code == 254
