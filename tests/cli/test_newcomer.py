"""What a newcomer types that is nearly right: it is held back, or told, in the words that help."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import ledger
from cli.shell import Shell
from pevents_tui.sandbox import TRACKING_ID

PUT = ("put-events", "--session-id", "s-1", "--event-list", "eventType=View,itemId=B0742")
NOBODY = "http://x.invalid:81"


def test_a_guard_names_the_saved_target_whose_it_is(shell: Shell) -> None:
    words = ("--endpoint-url", NOBODY, "--tracking-id", "t-1", "--region", "us-east-1")
    assert shell.run("targets", "add", "prod", "--policy", "DEV", "--user-prefix", "qa-", *words).code == 0
    strange = shell.run(*PUT, "--user-id", "ana", *words)
    assert (strange.code, "must begin with 'qa-'" in strange.err) == (252, True)
    assert shell.run("targets", "lock", "prod").code == 0
    ended = shell.run(*PUT, *words)
    assert (ended.code, "the target 'prod' is locked" in ended.sentence) == (252, True)


def test_guards_hold_on_this_machine_however_a_call_gets_there(shell: Shell, url: str) -> None:
    words = ("--tracking-id", TRACKING_ID, "--region", "us-east-1")
    add = ("targets", "add", "dev", "--policy", "DEV", "--endpoint-url", url, "--user-prefix", "qa-", *words)
    assert shell.run(*add).code == shell.run("targets", "lock", "dev").code == 0
    ways = [("--endpoint-url", at) for at in (url, f"{url}/", url.replace("127.0.0.1", "localhost"))]
    for way in ways:
        for verb in (PUT, ("send", "view-item")):
            ended = shell.run(*verb, *way, "--tracking-id", TRACKING_ID, "--region", "eu-west-1")
            assert (ended.code, "the target 'dev' is locked" in ended.err) == (252, True), ended
    assert shell.run("targets", "unlock", "dev").code == 0
    strange = shell.run(*PUT, "--user-id", "ana", *ways[2], *words)
    assert (strange.code, "must begin with 'qa-'" in strange.err) == (252, True)
    assert ledger.calls(url) == []
    assert shell.run(*PUT, "--user-id", "qa-ana", *ways[0], *words).code == 0
    assert shell.run("send", "view-item").code == 0  # the embedded sandbox is another place
    assert shell.run(*PUT, "--tracking-id", "t-other", *ways[0]).code == 254  # and this another tracker
    assert shell.run("targets", "add", "dev", "--replace", "--locked", "--endpoint-url", url).code == 0
    assert "'dev' is locked" in shell.run(*PUT, "--tracking-id", "t-other", *ways[0]).sentence


def test_an_option_that_is_given_empty_is_no_wish_to_leave_it_out(shell: Shell, url: str) -> None:
    where = ("--endpoint-url", url, "--tracking-id", TRACKING_ID)
    ended = shell.run(*PUT, "--user-id", "", *where)
    assert (ended.code, ended.sentence) == (252, "pevents-tui: --user-id is empty: leave it out to send anonymously")
    row = "eventType=View,itemId="
    ended = shell.run(*PUT[:3], "--event-list", row, *where)
    assert (ended.code, "--event-list: itemId is empty: leave it out" in ended.sentence) == (252, True)
    for words in (("put-events", "--session-id", "", *PUT[3:], *where), (*PUT, *where[:2], "--tracking-id", "")):
        assert shell.run(*words).code == 252
    for flag in ("--tracking-id", "--endpoint-url", "--profile", "--region"):
        ended = shell.run("send", "view-item", flag, "")
        assert (ended.code, f"{flag} is empty: leave it out" in ended.sentence) == (252, True)
    skeleton = '{"userId": "", "sessionId": "s-1", "eventList": [{"eventType": "View", "itemId": ""}]}'
    assert shell.run("put-events", "--cli-input-json", skeleton, *where).code == 0


def test_an_endpoint_that_is_none_is_refused_before_anything_is_asked(shell: Shell) -> None:
    told = {
        "127.0.0.1:7401": "has no scheme: give http://127.0.0.1:7401",
        "localhost": "has no scheme: give http://localhost",
        "foo": "has no scheme: give https://foo",
        "ftp://127.0.0.1/x": "begin with http:// or https://",
        "http://": "names no host",
        "http:/127.0.0.1": "wants two slashes behind http:",
        "http://127.0.0.1:99999": "has no port up to 65535",
    }
    for url, words in told.items():
        for verb in (PUT, (*PUT, "--dry-run"), ("send", "view-item"), ("targets", "add", "dev")):
            ended = shell.run(*verb, "--endpoint-url", url, "--tracking-id", "t-1")
            assert (ended.code, words in ended.sentence, "--endpoint-url" in ended.sentence) == (252, True, True), ended
    shell_env = shell.process(*PUT, "--tracking-id", "t-1", environ={"AWS_ENDPOINT_URL": "foo"})
    assert (shell_env.code, "AWS_ENDPOINT_URL: foo has no scheme" in shell_env.sentence) == (253, True)


def test_a_misspelt_verb_is_told_with_the_one_that_was_meant(shell: Shell) -> None:
    for words, told in {
        ("put-event", "--session-id", "s"): "there is no verb 'put-event'; did you mean put-events?",
        ("sned", "view-item"): "there is no verb 'sned'; did you mean send?",
        ("personalize-events", *PUT): "leave out personalize-events: pevents-tui put-events …",
        (
            "aws",
            "personalize-events",
            "put-event",
            *PUT[1:],
        ): "leave out aws personalize-events: pevents-tui put-events …",
        ("put-event",): "there is no verb 'put-event' (did you mean put-events?)",
    }.items():
        ended = shell.run(*words)
        assert (ended.code, told in ended.sentence) == (252, True), ended
    ended = shell.answer("put-event", keys=b"")
    assert (ended.code, ended.out) == (252, "")
    assert "there is no verb 'put-event' (did you mean put-events?)" in ended.err
    assert "no template" in ended.err


def test_the_history_says_what_it_did_not_find_do_or_take(shell: Shell, url: str, tmp_path: Path) -> None:
    where = ("--endpoint-url", url, "--tracking-id", TRACKING_ID)
    empty = shell.run("history", "list")
    assert (empty.code, empty.out, empty.sentence) == (0, "", "pevents-tui: the history holds no call")
    ledger.arm(url, "reset-after")
    assert shell.run(*PUT, *where).code == 3
    assert "Send it again exactly" in shell.run("history", "show", "1", "--output", "json").json["nextStep"]
    assert shell.run("history", "again", "1").code == 0
    shown = shell.run("history", "show", "1", "--output", "json").json
    assert (shown["sentAgain"], shown["nextStep"]) == ([{"id": 2, "outcome": "accepted"}], None)
    assert "sentAgain   as 2, accepted" in shell.run("history", "show", "1").out
    assert shell.run("history", "show", "2", "--output", "json").json["sentAgain"] == []
    miss = shell.run("history", "list", "foo:bar")
    assert (miss.code, miss.out, miss.sentence) == (0, "", "pevents-tui: no call in the history fits")
    file = tmp_path / "calls.jsonl"
    assert shell.run("history", "export", "1-2", "--to", str(file)).code == 0
    assert shell.run("history", "import", str(file)).sentence == "pevents-tui: 0 calls added; 2 were here already"
    assert shell.run("history", "delete", "1", "--yes").code == 0
    told = shell.run("history", "import", str(file)).sentence
    assert told == "pevents-tui: 1 call added, under a new number; 1 was here already"


def test_an_unknown_option_is_told_with_the_help_of_its_own_verb(shell: Shell) -> None:
    ended = shell.run("history", "export", "1", "--format", "csv")
    wanted = "unrecognized arguments: --format csv; did you mean --form?; try: pevents-tui history export --help"
    assert (ended.code, ended.sentence) == (252, f"pevents-tui: {wanted}")
    assert shell.run("targets", "add", "x", "--foo").sentence.endswith("--foo; try: pevents-tui targets add --help")
    assert shell.run("send", "x", "--dryrun").sentence.endswith("did you mean --dry-run?; try: pevents-tui send --help")


def test_a_table_without_times_says_that_its_events_count_as_now(shell: Shell, tmp_path: Path) -> None:
    told = {
        "USER_ID,ITEM_ID,EVENT_TYPE\nu1,i1,View\nu2,i1,View\n": "2 events have no TIMESTAMP: they count as of now",
        "USER_ID,EVENT_TYPE,TIMESTAMP\nu1,View,\nu2,View,1795514400\n": "1 event has no TIMESTAMP: it counts as of now",
    }
    for text, words in told.items():
        file = tmp_path / "t.csv"
        file.write_text(text)
        ended = shell.run("check", str(file), "--tracking-id", TRACKING_ID)
        assert ended.code == 0
        assert [line for line in ended.err.splitlines() if "TIMESTAMP" in line] == [f"pevents-tui: {file}: {words}"]
    file.write_text("USER_ID,EVENT_TYPE,TIMESTAMP\nu1,View,1795514400\n")
    assert "TIMESTAMP" not in shell.run("check", str(file), "--tracking-id", TRACKING_ID).err
    file.write_text("USER_ID;ITEM_ID;EVENT_TYPE\nu1;i1;View\n")
    parted = shell.run("check", str(file)).err.splitlines()
    assert ("line 1: cells are parted by ';'" in parted[0], parted[1]) == (
        True,
        "0 checked, 0 may not be sent, 1 could not be read",
    )


def test_what_is_nearly_a_request_is_told_what_it_is(shell: Shell, tmp_path: Path) -> None:
    rows = tmp_path / "events.json"
    told = {
        '[{"eventType": "View", "sentAt": 1795514400}]': "these are rows alone: a request holds them in eventList",
        '{"eventType": "Viewed", "actionId": "a1"}': "this is a row alone: a request holds them in actionInteractions",
        '[{"itemId": "B1", "properties": "{}"}]': "put-items --items file://… takes them as they are",
        '{"userId": "u1", "properties": "{}"}': "put-users --users file://… takes them as they are",
        '{"userId": "u1", "sessionId": "s"}': "a request has exactly one of eventList",
        "sessionId: s\neventList: []\n---\nsessionId: s\n": "another one begins at line 3, column 1: give one list",
    }
    for text, words in told.items():
        rows.write_text(text)
        for verb in (("check",), ("send", "--kind", "put-events") if "alone" in words else ("send",)):
            ended = shell.run(*verb, str(rows))
            assert (ended.code, words in ended.err) == (252, True), ended
    rows.write_bytes(b'\xef\xbb\xbf[{"eventType": "View"}]')
    at = ("--session-id", "s", "--tracking-id", "t-1", "--endpoint-url", NOBODY, "--dry-run")
    assert shell.run("put-events", *at, "--event-list", f"file://{rows}").code == 0
    twice = shell.run("send", "-", "-", stdin=b'{"sessionId": "s", "eventList": [{"eventType": "View"}]}')
    assert (twice.code, twice.sentence) == (252, "pevents-tui: standard input can be read once: give - once")


def test_words_that_change_nothing_are_told(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "asks.yaml"
    file.write_text("sessionId: '{{ ask Session ID }}'\neventList:\n- eventType: View\n  itemId: '{{ choice a|b }}'\n")
    ended = shell.run("send", str(file), "--var", "Session ID=s", "--var", "Sesion ID=s")
    assert (ended.code, ended.out[:8]) == (0, "accepted")
    assert ended.sentence == "pevents-tui: --var Sesion ID: no draft has it; did you mean Session ID?"
    assert "--var nope: no draft has it" in shell.run("check", "view-item", "--var", "nope=1").err
    stepped = shell.run("run", "first-visit", "--var", "user=qa-eve", "--var", "usr=qa-eve", "--dry-run")
    assert stepped.code == 0
    assert stepped.err.count("--var usr: no draft has it; did you mean user?") == 1
    assert "--var user:" not in stepped.err
    missed = shell.run("explain", "view-item", "--field", "nope")
    assert (missed.code, missed.sentence) == (0, "pevents-tui: no rule is about a field 'nope'")
    assert shell.run("explain", "view-item", "--field", "itemId", "--broken").err == ""
    assert "252" in shell.run("explain", "--help").out


def test_what_is_missing_is_named_at_once(shell: Shell) -> None:
    told = "pevents-tui: the following arguments are required: "
    bare = shell.run("put-events")
    assert bare.code == 252
    assert bare.sentence == f"{told}--tracking-id, --session-id, --event-list; try: pevents-tui put-events --help"
    some = shell.run("put-events", "--session-id", "s", "--target", "sandbox")
    assert some.sentence == f"{told}--event-list; try: pevents-tui put-events --help"
    assert f"{told}--dataset-arn, --items;" in shell.run("put-items").sentence
    assert shell.run("targets", "add", "a1", "--region", "us-east-1").code == 0
    again = shell.run("targets", "add", "a1")
    assert (again.code, "give --replace" in again.sentence) == (252, True)


def test_what_mends_a_setting_is_told_once(shell: Shell) -> None:
    words = ("--profile", "nope", "--tracking-id", "t-1", "--region", "us-east-1", "--yes", "t-1")
    ended = shell.run(*PUT, *words)
    assert ended.code == 253
    assert ended.err.count("aws configure list-profiles") == 1


def test_completion_offers_what_is_saved_by_both_names(shell: Shell, tmp_path: Path) -> None:
    assert shell.run("targets", "add", "shop-dev", "--policy", "DEV", "--region", "us-east-1").code == 0
    script, program = tmp_path / "completion.bash", tmp_path / "pevents-tui"
    script.write_text(shell.run("completion", "bash").out)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m pevents_tui "$@" {" ".join(shell.places)}\n')
    program.chmod(0o700)
    lines = ["send --target sh", "send vie", "history list --outcome not", "targets lock s"]
    asked = "".join(
        f"COMP_WORDS=(pevents {line}); COMP_CWORD={len(line.split())}; _shtab_pevents_tui; echo ${{COMPREPLY[@]}};"
        for line in lines
    )
    asked = f"cd {tmp_path}; PATH={tmp_path}:$PATH; . {script}; complete -p pevents >/dev/null && {asked}"
    bash = subprocess.run([shutil.which("bash") or "bash", "-c", asked], capture_output=True, text=True, check=True)
    assert bash.stdout.splitlines() == ["shop-dev", "view-item", "not-sent", "shop-dev"]
    assert shell.run("history", "list", "--outcome", "not-sent").code == 0
    assert "#compdef pevents-tui pevents" in shell.run("completion", "zsh").out
    assert "complete -c pevents -w pevents-tui" in shell.run("completion", "fish").out
