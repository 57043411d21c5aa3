"""Templates, variables and scenarios from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ledger
from cli.shell import Shell
from pevents_tui.cli.templates_words import PLACES
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service.templates import Place

TRACKER = ("--tracking-id", TRACKING_ID)
CART = """\
# name: Add to cart
# tags: [shop]
# variables:
#   size: L
userId: "{{ ask User ID }}"
sessionId: "s-{{ uuid }}"
eventList:
  - eventType: AddToCart
    itemId: "{{ item }}"
    properties: '{"size":"{{ size }}","n":"{{ int 2 2 }}"}'
"""
VISIT = """\
name: A visit
variables:
  session: "s-{{ uuid }}"
  who:
with: {sessionId: "{{ session }}"}
steps:
  - template: anonymous-view
  - wait: 5ms
  - template: cart
    variables: {size: XL}
    with: {userId: "{{ who }}"}
  - template: take-action
    with: {userId: "{{ who }}", sessionId: "{{ session }}"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    made.mkdir()
    (made / "cart.yaml").write_text(CART)
    (made / "visit.scenario.yaml").write_text(VISIT)
    return made


def test_templates_are_listed_shown_added_renamed_copied_removed_and_brought_back(shell: Shell, folder: Path) -> None:
    assert set(PLACES) == set(Place) - {Place.SAMPLES}
    at = ("--templates", str(folder))
    listed = shell.run("templates", *at, "list", "--output", "json").json
    assert [(each["name"], each["kind"], each["folder"]) for each in listed[:2]] == [
        ("cart", "put-events", "project"),
        ("visit", "scenario", "project"),
    ]
    assert listed[0]["variables"] == {"size": "L"}
    assert shell.run("templates", "list", "vw", "--output", "json").json[0]["name"] == "view-item"
    assert [each["name"] for each in shell.run("templates", *at, "list", "--tag", "shop", "--output", "json").json] == [
        "cart"
    ]
    assert shell.run("templates", "show", "cart", *at).out == CART
    body = shell.run("templates", "show", "view-item", "--body").json
    assert isinstance(body["eventList"][0]["properties"], str)
    added = shell.run("templates", "add", "shop/view", "view-item", "--note", "x\x1b[2J", "--var", "who=", "--tag", "a")
    assert (added.code, added.err) == (0, "")
    assert (
        Path(added.out.strip()).read_text().startswith('# note: "x\\u001b[2J"\n# tags: [a]\n# variables:\n#   who:\n')
    )
    assert shell.run("templates", "rename", "shop/view", "see").code == 0
    assert shell.run("templates", "duplicate", "see").out.endswith("see-2.yaml\n")
    assert "brings it back" in shell.run("templates", "remove", "see-2").err
    assert shell.run("templates", "restore").out.endswith("see-2.yaml\n")
    wrong = shell.run("templates", "add", "../x", "view-item")
    assert (wrong.code, "cannot be a template's name" in wrong.sentence) == (252, True)
    assert shell.run("templates", "remove", "samples:view-item").code == 252


def test_a_template_is_sent_with_its_variables_once_resolved_and_kept(shell: Shell, folder: Path, url: str) -> None:
    to = ("--templates", str(folder), "--endpoint-url", url, *TRACKER)
    lacking = shell.run("send", "cart", *to)
    assert lacking.code == 252
    assert "--var 'User ID=…'" in lacking.err
    sent = shell.run("send", "cart", "--var", "User ID=qa-ana", "--var", "item=B0742", "--output", "json", *to)
    assert sent.code == 0
    (call,) = ledger.calls(url)
    event = call["body"]["eventList"][0]
    assert (call["body"]["userId"], event["itemId"]) == ("qa-ana", "B0742")
    assert json.loads(event["properties"]) == {"size": "L", "n": 2}
    shown = shell.run("history", "show", "1", "--output", "json").json
    assert shown["made"]["template"] == "cart"
    assert {"at": "userId", "is": "{{ ask User ID }}", "value": "qa-ana"} in shown["made"]["variables"]
    asked = shell.answer("send", "cart", "--var", "item=B1", *to, keys=b"qa-ben\n")
    assert asked.code == 0
    assert "User ID: " in asked.err
    assert ledger.calls(url)[1]["body"]["userId"] == "qa-ben"
    unknown = shell.run(
        "check", str(folder / "cart.yaml"), "--var", "itm=B1", "--var", "User ID=x", "--endpoint-url", url
    )
    assert "eventList[0].itemId: {{ item }} stands for nothing: no items are known here" in unknown.out
    assert shell.run("send", "cart", "--var", "novalue").code == 252


def test_the_words_of_the_aws_cli_stay_words(shell: Shell, url: str) -> None:
    row = '{"eventType": "View", "itemId": "{{ uuid }}", "sentAt": 1764000000}'
    words = (*TRACKER, "--session-id", "{{ x }}", "--event-list", row)
    assert shell.run("put-events", *words, "--endpoint-url", url).code == 0
    (call,) = ledger.calls(url)
    assert call["body"]["sessionId"] == "{{ x }}"
    assert call["body"]["eventList"][0]["itemId"] == "{{ uuid }}"


def test_a_scenario_runs_through_with_one_session_handed_on(shell: Shell, folder: Path, url: str) -> None:
    to = ("--templates", str(folder), "--endpoint-url", url, *TRACKER)
    answers = ("--var", "who=qa-cleo", "--var", "User ID=x", "--var", "item=B1")
    assert "asks for who: give --var" in shell.run("run", "visit", *to).sentence
    ran = shell.run("run", "visit", *answers, "--output", "json", *to)
    assert ran.code == 0, ran.err
    assert "3 accepted" in ran.err
    calls = [call["body"] for call in ledger.calls(url)]
    sessions = {calls[0]["sessionId"], calls[1]["sessionId"], calls[2]["actionInteractions"][0]["sessionId"]}
    assert len(sessions) == 1
    assert "userId" not in calls[0]
    assert (calls[1]["userId"], calls[2]["actionInteractions"][0]["userId"]) == ("qa-cleo", "qa-cleo")
    assert json.loads(calls[1]["eventList"][0]["properties"])["size"] == "XL"
    listed = shell.run("history", "list", "--output", "json").json
    assert len({line["run"] for line in listed}) == 1


def test_a_scenario_runs_step_by_step_and_ends_at_what_was_not_accepted(shell: Shell, folder: Path, url: str) -> None:
    to = ("--templates", str(folder), "--endpoint-url", url, *TRACKER)
    answers = ("--var", "who=q", "--var", "User ID=x", "--var", "item=B1")
    stepped = shell.answer("run", "visit", "--step", *answers, *to, keys=b"\nq\n")
    assert "ended before step 2 of 3" in stepped.err
    assert len(ledger.calls(url)) == 1
    assert "no terminal to ask on" in shell.run("run", "visit", "--step").sentence
    refused = shell.run("run", "visit", *answers, *to, "--tracking-id", "unknown")
    assert refused.code == 254
    assert "ended before step 2 of 3" in refused.err
    (folder / "visit.scenario.yaml").write_text("steps: [{template: nowhere}]")
    assert "there is no template 'nowhere'" in shell.run("run", "visit", *to).sentence
    (folder / "visit.scenario.yaml").write_text("steps: [{wait: 2h}]")
    assert "wait must be a time" in shell.run("run", "visit", *to).sentence


def test_the_shipped_scenario_goes_through_dry(shell: Shell) -> None:
    ran = shell.run("run", "first-visit", "--dry-run", "--output", "json")
    assert ran.code == 0
    assert len(ran.json) == 4


def test_a_template_goes_to_the_target_it_is_for(shell: Shell, folder: Path, url: str) -> None:
    (folder / "own.yaml").write_text("# target: shop\nsessionId: s\neventList: [{eventType: View, itemId: B1}]\n")
    at = ("--templates", str(folder), "--dry-run", "--output", "json")
    missing = shell.run("send", "own", *at)
    assert missing.code == 252
    assert "shop" in missing.err
    shell.run("targets", "add", "shop", "--endpoint-url", url, *TRACKER)
    plans = shell.run("send", "own", "view-item", *at).json
    assert [plan["target"]["label"] for plan in plans] == ["shop", "local sandbox"]
    assert shell.run("send", "own", *at, "--target", "sandbox").json["target"]["label"] == "local sandbox"
    assert shell.run("templates", "list", "own", *at[:2], "--output", "json").json[0]["target"] == "shop"
    (folder / "tour.scenario.yaml").write_text("steps: [view-item, own]")
    plans = shell.run("run", "tour", *at).json
    assert [plan["target"]["label"] for plan in plans] == ["local sandbox", "shop"]
    shell.run("targets", "lock", "shop")
    ran = shell.run("run", "tour", *at[:2], "--output", "jsonl")
    assert (ran.code, [json.loads(line)["outcome"] for line in ran.out.splitlines()]) == (252, ["accepted"])
    assert "step 2 of 2, own: not sent: the target 'shop' is locked" in ran.err
    assert ledger.calls(url) == []


def test_what_keeps_one_draft_back_keeps_no_other_back(shell: Shell, folder: Path, url: str) -> None:
    row = "sessionId: s\neventList: [{eventType: View, itemId: B1}]\n"
    for name, target in (("a", "shop"), ("b", "gone"), ("c", "real"), ("d", "")):
        (folder / f"{name}.yaml").write_text(f"# target: {target}\n{row}" if target else row)
    shell.run("targets", "add", "shop", "--endpoint-url", url, "--tracking-id", "t-shop")
    shell.run("targets", "add", "real", "--endpoint-url", url, *TRACKER, "--policy", "PRODUCTION")
    shell.run("targets", "lock", "shop")
    words = ("send", "a", "b", "c", "d", "--templates", str(folder), "--output", "json")
    sent = shell.run(*words)
    assert (sent.code, sent.json[0]["source"], sent.json[0]["outcome"]) == (252, "d", "accepted")
    told = sent.err.splitlines()
    assert [line.split(": ")[1] for line in told[:3]] == ["a", "b", "c"]
    for line, why in zip(told, ("'shop' is locked", "'gone'", "confirm with --yes real"), strict=False):
        assert why in line
    assert told[3:] == ["1 accepted, 0 refused, 0 unknown, 2 not sent; 1 draft with problems, not sent"]
    ended = shell.answer(*words, keys=b"\x04")  # whoever is asked and gives no answer ends it
    assert (ended.code, ledger.calls(url)) == (252, [])
    assert ended.err.splitlines()[-1].endswith("; 1 draft with problems, not sent; 1 draft not begun")
