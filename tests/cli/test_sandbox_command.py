"""`sandbox`: serves until it is stopped, or says how to point AWS clients at it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ledger
from cli.shell import Shell
from pevents_tui.sandbox import DEFAULT_PORT, PRODUCTION_KEY, TRACKING_ID

AWS = str(Path(sys.executable).with_name("aws"))


def test_in_the_background_it_ignores_what_it_was_started_to_ignore(shell: Shell) -> None:
    ignoring = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    with shell.start("sandbox", "--port", "0", **ignoring) as process:
        assert process.stdout is not None
        url = process.stdout.readline()
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        process.terminate()
        process.communicate(timeout=10)
    (ignored,) = re.findall("SigIgn:\\s*([0-9a-f]+)", status)
    assert (url[:7], int(ignored, 16) >> (signal.SIGINT - 1) & 1, process.returncode) == ("http://", 1, 0)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_a_signal_and_ends_within_a_second(shell: Shell, ending: signal.Signals) -> None:
    with shell.start("sandbox", "--port", "0", "--reacts-after", "0.25") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().strip()
        assert ledger.ask(url, "recommender")["reactsAfterSeconds"] == 0.25
        assert ledger.ask(url, "health")["trackingId"] == TRACKING_ID
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))):
            began_s = time.monotonic()
            process.send_signal(ending)
            assert process.wait(5) == 0
            assert time.monotonic() - began_s < 1
        assert process.stdout.read() == ""
        assert process.stderr.read() == (
            f"serving tracker {TRACKING_ID}; its recommendations are a stand-in's; stop with Ctrl-C\n"
        )


def test_its_shell_lines_point_the_aws_cli_at_it(shell: Shell, url: str) -> None:
    port = url.rpartition(":")[2]
    ended = shell.run("sandbox", "--env", "--port", port)
    assert (ended.code, ended.err) == (0, "")
    script = ended.out + (
        f'"{AWS}" personalize-events put-events --tracking-id "$PEVENTS_TRACKING_ID" --session-id s1 '
        "--event-list eventType=View,itemId=B0742,sentAt=1764000000\n"
    )
    script += f'"{AWS}" personalize list-event-trackers; "{AWS}" sts get-caller-identity\n'
    recommender = "arn:aws:personalize:us-east-1:123456789012:recommender/shop-for-you"
    script += f'"{AWS}" personalize-runtime get-recommendations --recommender-arn {recommender} --user-id qa-ana\n'
    environ = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    said = subprocess.run(["sh", "-eu", "-c", script], env=environ, check=True, capture_output=True, text=True).stdout
    assert "event-tracker/demo-store" in said
    assert '"Account": "123456789012"' in said
    assert '"recommendationId": "RID-' in said
    (call,) = ledger.calls(url)
    assert call["outcome"] == "accepted"


def test_the_shell_lines_start_and_make_nothing(shell: Shell) -> None:
    ended = shell.run("sandbox", "--env")
    assert [line.partition("=")[0] for line in ended.out.splitlines()] == [
        "export AWS_ENDPOINT_URL_PERSONALIZE_EVENTS",
        "export AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME",
        "export AWS_ENDPOINT_URL_PERSONALIZE",
        "export AWS_ENDPOINT_URL_STS",
        "export AWS_ACCESS_KEY_ID",
        "export AWS_SECRET_ACCESS_KEY",
        "export AWS_DEFAULT_REGION",
        "export PEVENTS_TRACKING_ID",
    ]
    assert f"http://127.0.0.1:{DEFAULT_PORT}" in ended.out
    production = shell.run("sandbox", "--env", "--account", "production")
    assert f"export AWS_ACCESS_KEY_ID={PRODUCTION_KEY}\n" in production.out
    assert production.out.endswith("\nunset PEVENTS_TRACKING_ID\n")
    assert not shell.data.exists()


def test_a_busy_port_is_one_sentence(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ended = shell.run("sandbox", "--port", str(port))
    assert (ended.code, ended.out) == (253, "")
    assert ended.sentence == (
        f"pevents-tui: port {port} of 127.0.0.1 cannot be had: address already in use; name another with --port"
    )


def test_a_store_that_is_none_is_one_sentence(shell: Shell) -> None:
    shell.data.mkdir()
    (shell.data / "sandbox.sqlite3").write_text("not a database, and long enough to be looked at" * 40)
    ended = shell.run("sandbox", "--port", "0")
    assert ended.code == 253
    assert "sandbox.sqlite3" in ended.sentence
    assert ended.sentence.endswith("name another with --data-dir")


@pytest.mark.parametrize(
    "words", [("--port", "70000"), ("--port", "x"), ("--env", "--port", "0"), ("--reacts-after", "nan")]
)
def test_words_that_are_none_are_refused(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.run("sandbox", *words).code == 252
