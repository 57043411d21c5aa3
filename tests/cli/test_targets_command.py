"""Targets from a shell: saved, shown, locked, named by every verb that sends, and the users that were sent to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ledger
from cli.shell import Shell, call_body, write_json
from pevents_tui.cli.targets import ACTIONS, POLICIES
from pevents_tui.domain.plan import Policy
from pevents_tui.sandbox import TRACKING_ID

ROWS = ("--session-id", "s-1", "--event-list", "eventType=View,itemId=B0742")


@pytest.fixture
def mine(shell: Shell, url: str) -> str:
    """A production target at the sandbox; gives the sandbox's URL."""
    words = ("--endpoint-url", url, "--tracking-id", TRACKING_ID, "--policy", "production", "--user-prefix", "qa-")
    assert shell.run("targets", "add", "mine", *words).code == 0
    return url


def test_a_target_is_added_shown_listed_locked_and_removed(shell: Shell) -> None:
    assert set(POLICIES) == set(Policy)
    words = ("--policy", "dev", "--region", "eu-west-1", "--tracking-id", "t-1", "--no-verify-ssl", "--rate-per-s", "5")
    more = ("--no-sign-request", "--ca-bundle", "/ca.pem", "--session", "s", "--var", "size=L")
    added = shell.run("targets", "add", "shop", *words, *more)
    path = shell.config / "targets.yaml"
    assert (added.code, added.out, added.sentence) == (0, "", f"saved 'shop' as DEV in {path}")
    text = path.read_text()
    assert "  ca_bundle: " in text
    path.write_text("# ours\n" + text)
    (listed,) = shell.run("targets", "list", "--output", "json").json
    assert (listed["name"], listed["policy"], listed["verify"], listed["rate_per_s"]) == ("shop", "DEV", False, 5)
    assert (listed["connect_timeout_s"], listed["variables"]) == (5, {"size": "L"})
    shown = shell.run("targets", "show", "shop").out.splitlines()
    assert "tracking_id       t-1" in shown
    assert "certificate NOT checked  not signed" in shell.run("targets", "list").out
    assert shell.run("targets", "add", "shop").code == 252
    assert shell.run("targets", "add", "shop", "--replace", "--region", "us-east-1").code == 0
    assert path.read_text() == "# ours\nshop:\n  policy: PRODUCTION\n  region: us-east-1\n"
    assert shell.run("targets", "lock", "shop").sentence == "'shop' is locked: nothing is sent there"
    assert "locked" in shell.run("targets", "list", "--output", "table").out
    assert "locked            true" in shell.run("targets", "show", "shop").out
    assert shell.run("targets", "unlock", "shop").sentence == "'shop' is unlocked"
    assert shell.run("targets", "remove", "shop").code == 0
    assert path.read_text() == "# ours\n"
    assert shell.run("targets", "list").sentence == "no target is saved yet; pevents-tui targets add saves one"
    for action in {*ACTIONS} - {"list", "add"}:
        assert shell.run("targets", action, "shpo").code == 252


def test_what_is_wrong_in_the_file_is_told_and_the_rest_is_listed(shell: Shell) -> None:
    shell.config.mkdir()
    path = shell.config / "targets.yaml"
    path.write_text("a:\n  polcy: DEV\nb:\n  policy: DEV\n")
    ended = shell.run("targets", "list")
    assert (ended.code, ended.out) == (0, "a  PRODUCTION  locked\nb  DEV\n")
    assert ended.sentence == f"pevents-tui: {path}, line 2: a: 'polcy' is not a key; did you mean policy?"
    assert shell.run("send", "view-item", "--target", "a").code == 252
    assert "did you mean policy?" in shell.run("targets", "show", "a").sentence
    path.write_text("a: [\n")
    assert shell.run("targets", "list").code == 253
    assert shell.run("send", "view-item", "--target", "a").code == 253
    assert shell.run("send", "view-item").code == 0


@pytest.mark.parametrize("verb", [("send", "view-item"), ("put-events", "--user-id", "qa-ana", *ROWS)])
def test_every_verb_takes_a_target_and_asks_for_its_label(shell: Shell, mine: str, verb: tuple[str, ...]) -> None:
    for wrong in ((), ("--yes", ""), ("--yes", "MINE"), ("--yes", "local sandbox")):
        ended = shell.run(*verb, "--target", "mine", *wrong)
        assert (ended.code, ended.sentence.endswith("--yes mine")) == (252, True)
    typed = shell.answer(*verb, "--target", "mine", keys=b"yes\n")
    assert (typed.code, "Type mine to send" in typed.err) == (252, True)
    dry = shell.run(*verb, "--target", "mine", "--dry-run", "--output", "json").json
    assert (dry["target"]["name"], dry["target"]["policy"], dry["confirmWith"]) == ("mine", "PRODUCTION", "mine")
    assert shell.run(*verb, "--target", "mine", "--yes", "mine", "--read-only").sentence.endswith("--read-only")
    assert shell.run("--read-only", *verb, "--target", "mine", "--yes", "mine").code == 252
    shell.run("targets", "lock", "mine")
    ended = shell.run(*verb, "--target", "mine", "--yes", "mine", "--attempts", "3", "--send-anyway")
    assert (ended.code, "is locked; unlock it" in ended.sentence) == (252, True)
    assert "the target is locked" in shell.run(*verb, "--target", "mine", "--dry-run", "--output", "text").out
    assert ledger.calls(mine) == []
    assert shell.run("history", "list", "--output", "json").json == []
    shell.run("targets", "unlock", "mine")
    assert shell.run(*verb, "--target", "mine", "--yes", "mine").code == 0
    (line,) = shell.run("history", "list", "--output", "json").json
    assert line["target"] == {"label": "mine", "policy": "PRODUCTION"}
    assert "PRODUCTION  mine" in shell.run("history", "list").out


def test_a_prefix_is_a_stop_for_check_and_send(shell: Shell, mine: str, tmp_path: Path) -> None:
    file = write_json(tmp_path / "call.json", {**call_body(), "userId": "ana"})
    for words in (("check", file), ("send", file, "--yes", "mine", "--send-anyway")):
        ended = shell.run(*words, "--target", "mine")
        assert (ended.code, "userId: must begin with 'qa-'" in ended.out + ended.err) == (252, True)
    assert ledger.calls(mine) == []


def test_a_name_that_is_not_saved_is_told_with_the_one_that_was_meant(shell: Shell, mine: str) -> None:
    for words in (("send", "view-item"), ("check", "view-item"), ("put-events", *ROWS), ("history", "users")):
        assert "did you mean 'mine'?" in shell.run(*words, "--target", "mien").sentence
    assert shell.run("send", "view-item", "--target", "sandbox").code == 0
    assert ledger.calls(mine) == []


def test_the_users_of_a_target_are_the_file_of_a_data_deletion_job(shell: Shell, mine: str, tmp_path: Path) -> None:
    elsewhere = ("--target", "sandbox")
    for user, where in (("qa-bo", ()), ("qa-ana", ()), ("qa-ana", ()), ('qa-,"x', ()), ("real", elsewhere)):
        file = write_json(tmp_path / "call.json", {**call_body(), "userId": user})
        assert shell.run("send", file, *(where or ("--target", "mine", "--yes", "mine"))).code == 0
    ledger.arm(mine, "throttle")
    file = write_json(tmp_path / "call.json", {**call_body(), "userId": "qa-refused"})
    assert shell.run("send", file, "--target", "mine", "--yes", "mine").code == 254
    action = {"actionId": "a", "userId": "qa-act", "sessionId": "s", "eventType": "Taken"}
    body = json.dumps({"actionInteractions": [action]}).encode()
    assert shell.run("send", "-", "--target", "mine", "--yes", "mine", stdin=body).code == 0
    users = shell.run("history", "users", "--target", "mine")
    wanted = ['"qa-,""x"', "qa-act", "qa-ana", "qa-bo"]
    assert (users.code, users.out.splitlines()) == (0, ["USER_ID", *wanted, "real"])
    assert "1 do not begin with 'qa-' ('real')" in users.err
    assert shell.run("history", "users", "--target", "mine", "--output", "json").json[1] == {"USER_ID": "qa-act"}


def test_users_who_never_left_this_machine_are_none_of_a_real_targets(shell: Shell, url: str) -> None:
    shell.run("targets", "add", "shop", "--tracking-id", TRACKING_ID, "--region", "eu-west-1")
    assert shell.run("send", "view-item").code == 0
    assert shell.run("send", "view-item", "--endpoint-url", url, "--tracking-id", TRACKING_ID).code == 0
    assert shell.run("history", "users", "--target", "shop").out == "USER_ID\n"
    assert shell.run("history", "users", "--target", "sandbox").out == "USER_ID\nqa-ana\n"
    assert shell.run("send", "-", stdin=b'{"users": [{"userId": "qa-put"}]}').code == 0
    assert shell.run("history", "users", "--target", "sandbox").out == "USER_ID\nqa-ana\nqa-put\n"


def test_a_saved_target_and_the_sandbox_are_tried_step_by_step(shell: Shell, mine: str) -> None:
    for name in ("mine", "sandbox"):
        ended = shell.run("targets", "test", name, "--output", "json")
        assert ended.code == 0, ended.out
        steps = [each["step"] for each in ended.json]
        assert steps[-3:] == ["tracker", "datasets", "permissions"] or (name, steps[-2]) == ("mine", "tracker")
    assert not any(each["operation"] for each in ledger.calls(mine))
    assert shell.run("targets", "test", "mein").code == 252
