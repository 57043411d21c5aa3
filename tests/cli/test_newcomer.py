"""What a newcomer types that is nearly right: it is held back, or told, in the words that help."""

from __future__ import annotations

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
