"""What can be wrong around the program: each is one plain sentence that names the place, and the right exit code."""

from __future__ import annotations

import io
import json
import os
import pwd
import resource
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import ledger
from canaries import canaries_in
from cli.shell import PROGRAM, Shell, call_body, write_json
from pevents_tui.__main__ import main
from pevents_tui.sandbox import TRACKING_ID

BAD_DOCUMENTS = {
    "nothing": (b"", "stdin: is empty; it must hold a request body"),
    "blanks": (b" \n\n", "stdin: is empty; it must hold a request body"),
    "not-json": (b'{"eventList": [}', "stdin: not JSON: "),
    "not-yaml": (b"eventList: [a\n", "stdin: not YAML: "),
    "yaml-alias": (b"a: &x 1\nb: *x\n", "anchors and aliases are not read"),
    "a-word": (b"hello", "a request body is an object with eventList, actionInteractions, items, users or actions"),
    "a-number": (b"[1, 2]", "stdin document 1: a request body is an object"),
    "no-rows": (b'{"userId": "a"}', "a request has exactly one of eventList, actionInteractions, items, users or"),
    "both-rows": (b'{"eventList": [], "actionInteractions": []}', "a request has exactly one of"),
    "invalid-utf-8": (b'{"eventList": [{"itemId": "\xff"}]}', "stdin: not UTF-8 text: byte 28 is 0xff"),
    "utf-16": ('{"eventList": []}'.encode("utf-16"), "stdin: not UTF-8 text: byte 1 is 0xff"),
    "name-twice": (b'{"eventList": [], "eventList": []}', "the name 'eventList' stands twice in one object"),
    "nan": (b'{"eventList": [{"eventValue": NaN}]}', "NaN is not a JSON number"),
    "too-deep": (b'{"eventList": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested deeper than 100 levels"),
    "too-long-a-number": (b'{"eventList": [{"eventValue": ' + b"9" * 5000 + b"}]}", "too many digits"),
    "ten-megabytes": (b'{"eventList": [{"itemId": "' + b"x" * 10_000_000 + b'"}]}', "stdin: larger than 4 MiB"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
@pytest.mark.parametrize("verb", ["send", "check"])
def test_a_document_that_is_none_is_named(shell: Shell, verb: str, name: str) -> None:
    data, says = BAD_DOCUMENTS[name]
    ended = shell.run(verb, "-", stdin=data)
    assert (ended.code, ended.out) == (252, "")
    first, *_ = ended.err.splitlines()
    assert first.startswith("pevents-tui: ")
    assert says in first
    assert len(first) < 300


WRONG_SHAPES = {
    "rows-are-text": ({"sessionId": "s", "eventList": "View"}, "eventList: must be a list of rows, not text (stop)"),
    "no-rows": ({"sessionId": "s", "eventList": []}, "eventList: 0 rows; at least 1 (stop)"),
    "row-is-text": ({"sessionId": "s", "eventList": ["View"]}, "eventList[0]: must be an object, not text (stop)"),
    "no-session": ({"eventList": [{"eventType": "View"}]}, "sessionId: required, and missing (stop)"),
    "wrong-type": (call_body(itemId=5), 'eventList[0].itemId: must be text, not a number; write "5" (stop)'),
    "null": (call_body(itemId=None), "eventList[0].itemId: must be text, not null; leave the field out instead (stop)"),
    "unknown": (call_body(colour="red"), "eventList[0].colour: 'colour' is not a field here;"),
    "half": (call_body(itemId="a\ud800"), "eventList[0].itemId: character 2 is half of a surrogate pair"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_SHAPES)
def test_a_draft_that_cannot_be_sent_is_told_line_by_line(shell: Shell, url: str, tmp_path: Path, name: str) -> None:
    body, says = WRONG_SHAPES[name]
    file = write_json(tmp_path / "call.json", body)
    ended = shell.run("send", file, "--endpoint-url", url, "--tracking-id", TRACKING_ID)
    assert ended.code == 252
    assert any(line.startswith(says) for line in ended.err.splitlines()), ended.err
    assert ended.err.splitlines()[-1].startswith("pevents-tui: nothing was sent: ")
    assert ledger.calls(url) == []


def test_a_source_that_is_not_there_names_the_samples(shell: Shell) -> None:
    ended = shell.run("send", "view-itme")
    assert ended.code == 252
    assert ended.sentence.endswith("'view-itme', and no template or sample of that name; did you mean view-item?")


def test_a_directory_is_no_draft(shell: Shell, tmp_path: Path) -> None:
    ended = shell.run("send", str(tmp_path))
    assert ended.code == 252
    assert ended.sentence == f"pevents-tui: cannot read {tmp_path}: is a directory"


def test_ten_megabytes_in_a_file_option_are_refused(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_bytes(b"[" + b" " * 10_000_000 + b"]")
    ended = shell.run("put-events", "--session-id", "s", "--event-list", f"file://{file}")
    assert ended.code == 252
    assert ended.sentence == f"pevents-tui: --event-list: {file} is larger than 4 MiB"


@pytest.mark.parametrize("place", ["/dev/null/pevents", "/proc/pevents"])
def test_a_data_directory_that_cannot_be_is_named(shell: Shell, place: str) -> None:
    shell.data = Path(place)
    ended = shell.run("send", "view-item")
    assert (ended.code, ended.out) == (253, "")
    assert ended.sentence.startswith(f"pevents-tui: cannot make the directory {place}: ")
    assert ended.sentence.endswith("; name another with --data-dir")


def _fill_up() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_data_directory_sends_nothing(shell: Shell, url: str) -> None:
    words = ("send", "batch-of-ten", "--endpoint-url", url, "--tracking-id", TRACKING_ID)
    for _ in range(3):
        assert shell.run(*words).code == 0
    before = len(ledger.calls(url))
    ended = shell.process(*words, preexec_fn=_fill_up)
    assert ended.code == 253
    assert str(shell.data / "history.sqlite3") in ended.err
    assert "Traceback" not in ended.err
    assert len(ledger.calls(url)) == before


def test_a_history_that_is_garbage_is_set_aside_and_told(shell: Shell) -> None:
    shell.data.mkdir()
    history = shell.data / "history.sqlite3"
    history.write_text("this is no database at all, and it is long enough to be looked at\n" * 100)
    ended = shell.run("send", "view-item")
    assert ended.code == 0
    assert ended.sentence.startswith("pevents-tui: the history could not be read; it was set aside as ")
    (aside,) = shell.data.glob("history.sqlite3.corrupt-*")
    assert aside.read_text().startswith("this is no database")


def test_a_history_of_a_newer_version_is_left_alone_and_nothing_is_sent(shell: Shell, url: str) -> None:
    words = ("send", "view-item", "--endpoint-url", url, "--tracking-id", TRACKING_ID)
    assert shell.run(*words).code == 0
    with closing(sqlite3.connect(shell.data / "history.sqlite3")) as file:
        file.execute("PRAGMA user_version = 99")
    ended = shell.run(*words)
    assert ended.code == 253
    assert "is of version 99" in ended.err
    assert "name another folder with --data-dir" in ended.err
    assert len(ledger.calls(url)) == 1


def test_settings_that_cannot_be_used_are_named_with_file_and_key(shell: Shell) -> None:
    shell.config.mkdir()
    settings = shell.config / "settings.yaml"
    settings.write_text("attempts: many\n", encoding="utf-8")
    ended = shell.run("send", "view-item")
    assert ended.code == 253
    assert ended.sentence.startswith(f"pevents-tui: {settings}: attempts must be ")


def test_an_endpoint_where_nobody_answers_is_not_reached(shell: Shell) -> None:
    ended = shell.run("send", "view-item", "--endpoint-url", "http://127.0.0.1:1", "--output", "json")
    assert ended.code == 252  # a local endpoint has no tracking ID of its own
    words = ("send", "view-item", "--endpoint-url", "http://127.0.0.1:1", "--tracking-id", "t", "--output", "json")
    ended = shell.run(*words)
    assert (ended.code, ended.json["outcome"]) == (255, "not sent")
    assert "Check the region, the endpoint and your network" in ended.err


def test_missing_credentials_are_configuration(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    words = ["--endpoint-url", "https://nowhere.invalid", "--region", "us-east-1", "--tracking-id", TRACKING_ID]
    ended = shell.run("send", "view-item", *words, "--yes", TRACKING_ID, "--output", "json")
    assert (ended.code, ended.json["code"]) == (253, "credentials")
    assert "not sent: no credentials in the environment" in ended.err


def test_a_profile_that_is_not_there_is_configuration(shell: Shell, url: str) -> None:
    words = ("send", "view-item", "--profile", "nope", "--endpoint-url", url, "--tracking-id", TRACKING_ID)
    ended = shell.run(*words, "--output", "json")
    assert (ended.code, ended.json["outcome"]) == (253, "not sent")
    assert "nope" in ended.err
    assert ledger.calls(url) == []


@pytest.mark.parametrize("words", [(), ("view-item",), ("--region", "eu-west-1")])
def test_without_a_terminal_the_app_points_at_the_commands(shell: Shell, words: tuple[str, ...]) -> None:
    ended = shell.run(*words)
    assert (ended.code, ended.out) == (252, "")
    assert ended.sentence == (
        "pevents-tui: there is no terminal to draw on; try: pevents-tui send view-item, or pevents-tui --help"
    )


def test_the_app_cannot_take_its_draft_from_the_keyboard(shell: Shell) -> None:
    ended = shell.answer("-", keys=b"{}")
    assert ended.code == 252
    assert "reads keys from standard input" in ended.sentence


def test_bytes_that_are_no_text_on_the_command_line_are_named(shell: Shell) -> None:
    ended = shell.run("put-events", "--user-id", "a\udcff")
    assert ended.code == 252
    assert ended.sentence == "pevents-tui: word 3 of the command line is not UTF-8 text, from its character 2 on"
    raw = subprocess.run([*PROGRAM, "send", b"\xff\xfe.json"], capture_output=True, check=False)
    assert raw.returncode == 252
    assert b"word 2 of the command line is not UTF-8 text" in raw.stderr


def test_without_a_home_places_can_still_be_named(shell: Shell) -> None:
    ended = shell.process("send", "view-item", without=("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"))
    assert ended.code == 0
    assert (shell.data / "history.sqlite3").exists()


# Everything is imported first, since the new user may not be allowed to read the interpreter's own files.
_AS_SOMEBODY_UNKNOWN = """
import os, sys, platformdirs
from pevents_tui.__main__ import main
from pevents_tui.cli import send, sending
from pevents_tui.domain import events, field_table
from pevents_tui.service import crash, workbench
os.setuid(int(sys.argv.pop(1)))
sys.exit(main())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user without a home")
def test_a_user_whom_nobody_knows_is_told_to_name_the_places(tmp_path: Path) -> None:
    known = {entry.pw_uid for entry in pwd.getpwall()}
    nobody = next(uid for uid in range(54_321, 60_000) if uid not in known)
    tmp_path.chmod(0o777)
    environ = {name: value for name, value in os.environ.items() if name != "HOME" and not name.startswith("XDG_")}
    program = [sys.executable, "-c", _AS_SOMEBODY_UNKNOWN, str(nobody), "send", "view-item"]
    ended = subprocess.run(program, env=environ, cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == 253, ended
    assert ended.stderr == b"pevents-tui: no home directory is known here; name --data-dir and --config-dir\n"


class _Broken(io.BytesIO):
    """A standard input whose reading is a bug."""

    def readline(self, _size: int | None = -1, /) -> bytes:
        secret = "canary-in-a-variable"
        raise ZeroDivisionError(len(secret))


@pytest.mark.parametrize("words", [("--data-dir=~/place",), ("--data-dir", "elsewhere", "--data-dir", "~/place")])
def test_a_crash_report_is_where_the_data_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    err = io.StringIO()
    given = ["send", "-", *words, "--config-dir", str(tmp_path / "config")]
    assert main(given, stdin=_Broken(), stdout=io.StringIO(), stderr=err) == 1
    (report,) = (tmp_path / "place" / "crashes").iterdir()
    assert err.getvalue().endswith(f"the report is in {report}\n")
    assert not {"~", "elsewhere"} & {each.name for each in tmp_path.iterdir()}


def test_a_bug_of_ours_is_one_line_and_a_private_report(shell: Shell) -> None:
    out, err = io.StringIO(), io.StringIO()
    code = main(["send", "-", *shell.places], stdin=_Broken(), stdout=out, stderr=err)
    assert code == 1
    (report,) = (shell.data / "crashes").iterdir()
    assert (
        err.getvalue() == f"pevents-tui: this is a bug of this program (ZeroDivisionError): the report is in {report}\n"
    )
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert "in readline" in text
    assert canaries_in(text) == []


def test_a_report_that_cannot_be_kept_does_not_hide_the_bug(shell: Shell) -> None:
    class Broken(io.StringIO):
        def write(self, _text: str) -> int:
            raise ZeroDivisionError

    err = io.StringIO()
    code = main(["locate", "--data-dir", "/dev/null/x"], stdin=io.BytesIO(), stdout=Broken(), stderr=err)
    assert (code, err.getvalue()) == (
        1,
        "pevents-tui: this is a bug of this program (ZeroDivisionError): no report could be kept\n",
    )


def test_files_are_private(shell: Shell) -> None:
    assert shell.run("send", "view-item").code == 0
    for path in (shell.data, *shell.data.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_no_key_of_the_environment_is_kept_or_printed(shell: Shell, url: str) -> None:
    ended = shell.run("send", "view-item", "--endpoint-url", url, "--tracking-id", TRACKING_ID, "--output", "json")
    assert "canary" not in ended.out + ended.err
    assert json.loads(ended.out)["outcome"] == "accepted"
    for path in (file for file in shell.data.rglob("*") if file.is_file()):
        assert b"canary" not in path.read_bytes()
