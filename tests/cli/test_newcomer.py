"""What a newcomer types that is nearly right: it is held back, or told, in the words that help."""

from __future__ import annotations

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
        "http://127.0.0.1:99999": "has no port up to 65535",
    }
    for url, words in told.items():
        for verb in (PUT, (*PUT, "--dry-run"), ("send", "view-item"), ("targets", "add", "dev")):
            ended = shell.run(*verb, "--endpoint-url", url, "--tracking-id", "t-1")
            assert (ended.code, words in ended.sentence, "--endpoint-url" in ended.sentence) == (252, True, True), ended
    shell_env = shell.process(*PUT, "--tracking-id", "t-1", environ={"AWS_ENDPOINT_URL": "foo"})
    assert (shell_env.code, "has no scheme" in shell_env.sentence) == (253, True)


def test_a_misspelt_verb_is_told_with_the_one_that_was_meant(shell: Shell) -> None:
    for words, told in {
        ("put-event", "--session-id", "s"): "there is no verb 'put-event'; did you mean put-events?",
        ("sned", "view-item"): "there is no verb 'sned'; did you mean send?",
        ("personalize-events", *PUT): "leave out personalize-events: pevents-tui put-events …",
        ("aws", "personalize-events", *PUT): "leave out aws personalize-events: pevents-tui put-events …",
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
    assert (empty.code, empty.out, empty.sentence) == (0, "", "pevents-tui: the history holds no call yet")
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
