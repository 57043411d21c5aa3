"""The ways in: each form a request is written in, what is told of it, and what is said where it cannot be read."""
# ruff: noqa: E501 - a case a line

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import builders
from pevents_tui.domain.errors import SourceError
from pevents_tui.service.paste import LOOKED_FOR, recognise
from pevents_tui.service.paste.files import recognise_file

ROW = {"eventType": "View", "itemId": "B1"}
BODY = {"trackingId": "t", "sessionId": "s", "eventList": [ROW]}
WIRE = json.dumps(BODY)
OPTIONS = "--tracking-id t --session-id s"

WAYS: list[tuple[str, str, str, Any]] = [
    ("json", "JSON", WIRE, BODY),
    ("json in json", "JSON", json.dumps(WIRE), BODY),
    ("fenced", "JSON", f"```json\n{json.dumps(BODY, indent=2)}\n```\n", BODY),
    ("yaml", "YAML", "# note\ntrackingId: t\nsessionId: s\neventList:\n- {eventType: View, itemId: B1}\n", BODY),
    ("shorthand", "AWS CLI command", f"aws personalize-events put-events {OPTIONS} --event-list eventType=View,itemId=B1", BODY),
    ("prompt", "AWS CLI command", f"$ aws personalize-events put-events \\\n>  {OPTIONS} \\ \n> --event-list '[{json.dumps(ROW)}]'", BODY),
    ("prompt with a place", "AWS CLI command", f"ana@shop:~$ aws personalize-events put-events --cli-input-json '{WIRE}'", BODY),
    ("one row", "AWS CLI command", f"aws personalize-events put-events {OPTIONS} --event-list '{json.dumps(ROW)}'", BODY),
    ("equals sign", "AWS CLI command", f"/usr/bin/aws personalize-events put-events --cli-input-json='{WIRE}'", BODY),
    ("script", "AWS CLI command", f"#!/bin/sh\nset -e\naws personalize-events put-events --cli-input-json '{WIRE}' | jq .", BODY),
    ("double quotes", "AWS CLI command", f"aws personalize-events put-events --cli-input-json {json.dumps(WIRE)}", BODY),
    ("carets", "AWS CLI command", f'aws personalize-events put-events ^\r\n {OPTIONS} ^\r\n --event-list "[{{\\"eventType\\":\\"View\\",\\"itemId\\":\\"B1\\"}}]"', BODY),
    ("yaml in a command", "AWS CLI command", "aws personalize-events put-events --cli-input-yaml 'trackingId: t\nsessionId: s\neventList: [{eventType: View, itemId: B1}]'", BODY),
    ("options over input", "AWS CLI command", f"aws personalize-events put-events --cli-input-json '{WIRE}' --session-id other", {**BODY, "sessionId": "other"}),
    ("number", "AWS CLI command", "aws personalize-events put-events --event-list eventValue=1.5,impression=a,b", {"eventList": [{"eventValue": 1.5, "impression": ["a", "b"]}]}),
    ("actions", "AWS CLI command", "aws personalize-events put-action-interactions --action-interactions actionId=a", {"actionInteractions": [{"actionId": "a"}]}),
    ("call", "boto3 code", f"import boto3\nclient = boto3.client('personalize-events')\nclient.put_events(**{BODY!r})", BODY),
    ("named members", "boto3 code", "T = 't'\nprint(c.put_events(trackingId=T, sessionId='s', eventList=[dict(eventType='View', itemId='B' '1')]))", BODY),
    ("indented", "boto3 code", f"    row = {ROW!r}\n    client.put_events(\n  trackingId='t', sessionId='s', eventList=[row])", BODY),
    ("indented but for its beginning", "boto3 code", f"row = {ROW!r}\n    client.put_events(trackingId='t', sessionId='s', eventList=[row])", BODY),
    ("times", "boto3 code", "c.put_events(eventList=[{'sentAt': datetime(2024, 5, 1, tzinfo=timezone.utc)}, {'sentAt': int(time.time())}, {'sentAt': datetime.datetime.now(tz=UTC).timestamp(), 'eventId': str(uuid.uuid4())}])", {"eventList": [{"sentAt": "2024-05-01T00:00:00+00:00"}, {"sentAt": "now"}, {"sentAt": "now"}]}),
    ("properties", "boto3 code", "c.put_events(eventList=[{'properties': json.dumps({'a': -1}, separators=(',', ':'))}])", {"eventList": [{"properties": '{"a":-1}'}]}),
    ("dict", "Python dict", "{'trackingId': 't', 'eventList': [{'properties': {'a': True, 'b': None, 1: 2.5}}]}", {"trackingId": "t", "eventList": [{"properties": {"a": True, "b": None, "1": 2.5}}]}),
    ("named dict", "Python dict", f"body: dict = {BODY!r}", BODY),
    ("curl", "curl command", f"curl -sSXPOST https://x/events -H 'a: b' -d '{WIRE}' --compressed", BODY),
    ("curl of devtools", "curl command", "curl 'https://x/events' \\\n  -H $'a: \\'b' \\\n  --data-raw $'{\"eventList\":[{\"itemId\":\"it\\'s \\u0021\\ud83d\\ude00\"}]}'", {"eventList": [{"itemId": "it's !\U0001f600"}]}),
    ("curl of windows", "curl command", 'curl ^"https://x/events^" ^\n -H ^"a: b^" ^\n --data-raw ^"^{^\\^"eventList^\\^":^[^{^\\^"properties^\\^":^\\^"^{^\\^\\^\\^"a^\\^\\^\\^":1^}^\\^"^}^]^}^"', {"eventList": [{"properties": '{"a":1}'}]}),
    ("here-documents", "curl command", f"cat <<'A B' <<-END >/dev/null\naws x\nA B\n\tcurl y\n\tEND\ncurl https://x/events -K - -d '{WIRE}' <<E\nuser = $U\nE\n", BODY),
    ("a here-document without an end", "curl command", f"cat <<END\ncurl https://x/events -d '{WIRE}'", BODY),
    ("kind by path", "curl command", "curl https://x/action-interactions --json '{\"trackingId\": \"t\"}'", {"trackingId": "t"}),
    ("fetch of devtools", "fetch() call", f'fetch("https://x/events", {{\n "headers": {{}},\n "body": {json.dumps(WIRE)},\n "method": "POST"\n}});', BODY),
    ("fetch by hand", "fetch() call", "const r = await fetch(`https://x/events`, {method: 'POST', // a note\n body: JSON.stringify({trackingId: 't', sessionId: \"s\", eventList: [{eventType: 'View', itemId: 'B1',}]})})", BODY),
    ("javascript", "JavaScript object", "{trackingId: 't', sessionId: 's', eventList: [{eventType: 'View', itemId: 'B1'}]}", BODY),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "body"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_every_way_in_is_named_and_read(form: str, text: str, body: Any) -> None:
    for written in (text, f"\ufeff\n{text}\n\n"):
        found = recognise(written)
        assert found.form == form
        assert [source.draft.body for source in found.sources] == [body]
        assert found.draft.kind == ("put-action-interactions" if "action" in text else "put-events")


FAULTS = [
    ("hello", f"a request body is an object with eventList, actionInteractions, items, users or actions; looked for {LOOKED_FOR}"),
    ("aws s3 ls", "there is no `aws personalize-events put-…` among the commands, at line 1"),
    ("aws personalize-events", "no operation follows personalize-events, at line 1"),
    ("aws personalize-events put-carts --x y", "put-carts is not an operation known here"),
    ("aws personalize-events put-events \\\n  --user_id x", "--user_id is no option of put-events; it has --tracking-id"),
    ("aws personalize-events put-events \\\n  --user-id", "--user-id has no value, at line 1"),
    ("aws personalize-events put-events \\\n  --user-id $ME", "--user-id: only a shell can tell what $ME stands for, at line 2"),
    ('aws personalize-events put-events --user-id "`id`"', "only a shell can tell what `id` stands for"),
    ("aws personalize-events put-events --user-id 'x", "the quote ' is not closed, at line 1"),
    ("aws personalize-events put-events --user-id $(x", "$( is not closed"),
    ("aws personalize-events put-events --event-list file://e.json", "names a file, which is not read from here: open e.json itself"),
    ("aws personalize-events put-events --event-list '[{]'", "--event-list: not JSON: Expecting property name"),
    ("aws personalize-events put-events --event-list a=1,a=2", "neither JSON nor shorthand: the key 'a' stands twice"),
    ("aws personalize-events put-events --cli-input-json '[]'", "--cli-input-json is not an object"),
    ("aws personalize-events put-events --cli-input-yaml 'a: ['", "--cli-input-yaml: not YAML"),
    ("curl https://x", "the curl command has no --data, at line 1"),
    ("curl x -d @b.json", "--data names a file, which is not read from here: open b.json itself"),
    ('curl x -d "$BODY"', "only a shell can tell what $BODY stands for"),
    ("curl x -d a=b", "the body is not JSON: Expecting value at line 1, column 1: a=b"),
    ("curl x -d '[1]'", "the body is not an object with eventList, actionInteractions, items, users or actions"),
    ("curl x -d '{}'", "a request has exactly one of eventList, actionInteractions, items, users or actions"),
    ("import os\nc.put_events(\n  trackingId=os.environ['T'])", "trackingId: the value of os.environ['T'] does not stand in the text; nothing is run to find it, at line 3"),
    ("c.put_events(eventList=[row for row in rows])", "eventList: the value of [row for row in rows] does not stand"),
    ("c.put_events(eventList=[{'itemId': f'{x}'}])", "itemId: the value of f'{x}' does not stand"),
    ("x = 1\nx = 2\nc.put_events(eventList=x)", "eventList: the value of x does not stand"),
    ("b = {}\nb['eventList'] = []\nc.put_events(**b)", "b is changed at line 2, which is not followed here, at line 3"),
    ("r = []\nr.append({})\nc.put_events(eventList=r)", "r is changed at line 2"),
    ("c.put_events(eventList=[{'sentAt': datetime(2024, 13, 1)}])", "sentAt: datetime(2024, 13, 1) is no time: month must be in 1..12"),
    ("c.put_events(eventList=[{'sentAt': datetime(2024, 1, 1, tzinfo=X)}])", "only UTC is read as a time zone, not X"),
    ("c.put_events({'eventList': []})", "the client's methods take named arguments only"),
    ("c.put_events(eventList=[{'a': 1, 'a': 2}])", "the key 'a' stands twice in one dict"),
    ("a0 = ['x']\n" + "".join(f"a{n} = [a{n - 1}, a{n - 1}]\n" for n in range(1, 40)) + "c.put_events(eventList=a39)",
     "the values of the names in it, written out, are more than 1 MiB"),
    ("a0 = {}\n" + "".join(f"a{n} = {{**a{n - 1}, **a{n - 1}}}\n" for n in range(1, 40)) + "c.put_events(**a39)",
     "the values of the names in it, written out, are more than 1 MiB"),
    ("a0 = '\"'\n" + "".join(f"a{n} = json.dumps(a{n - 1})\n" for n in range(1, 40)) + "c.put_events(userId=a39)",
     "the values of the names in it, written out, are more than 1 MiB"),
    ("a0 = ''\n" + "".join(f"a{n} = a{n - 1}\n" for n in range(1, 900)) + "c.put_events(userId=a899)",
     "userId: nested deeper than 100 levels, names included"),
    (f"c.put_events(userId=a{'.timestamp()' * 1200})", "userId: the value of this does not stand in the text"),
    (f"c.put_events(eventList=[{{0x{'f' * 6000}: 1}}])", "a key: a number has too many digits"),
    (f"eventList: [{{eventValue: 0x{'f' * 6000}}}]", "not YAML: a number has too many digits"),
    ("c.put_events(eventList=", "not Python: '(' was never closed"),
    ("import boto3", "no call of put_events or put_action_interactions or put_items or put_users or put_actions in the Python code"),
    ("fetch('https://x/events')", "the fetch() call has no body, at line 1"),
    ("fetch('x', {body: JSON.stringify(body)})", "the value of body does not stand in the text"),
    ("fetch('x', {body: `${x}`})", "a text with ${…} does not stand here in full"),
    ("{trackingId: 't' eventList: []}", "expected ,, found 'e', at line 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), FAULTS)
def test_what_cannot_be_read_is_told_with_its_line(text: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        recognise(text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_stands_beside_the_request_is_told_and_not_taken_over() -> None:
    command = (
        "AWS_PROFILE=shop aws --region eu-west-1 personalize-events put-events --event-list a=b --endpoint-url http://x"
    )
    assert recognise(f"cd /tmp && {command}").notices == (
        "Not taken over: region eu-west-1, endpoint http://x. The target stays as it is chosen here.",
        "Not taken over: profile shop. The target stays as it is chosen here.",
        "Left out the command `cd /tmp`.",
    )
    code = "boto3.Session(profile_name='shop').client('x', region_name='r').put_events(eventList=[])"
    assert sorted(recognise(code).notices) == [
        "Not taken over: profile shop. The target stays as it is chosen here.",
        "Not taken over: region r. The target stays as it is chosen here.",
    ]
    signed = "curl https://personalize-events.us-east-1.amazonaws.com/events --aws-sigv4 aws:amz:us-east-1:personalize -d '{\"eventList\":[]}'"
    assert "region us-east-1, endpoint personalize-events.us-east-1.amazonaws.com" in recognise(signed).notices[0]


def test_several_requests_are_one_draft_where_only_their_rows_differ() -> None:
    command = "aws personalize-events put-events --tracking-id t --session-id {} --event-list itemId={}"
    same = recognise(f"{command.format('s', 1)}\n{command.format('s', 2)}; {command.format('s', 3)}")
    assert same.summary == "AWS CLI command: PutEvents, 3 requests with 3 events"
    assert [row["itemId"] for row in same.draft.rows] == ["1", "2", "3"]
    assert same.left == 0
    other = recognise(f"{command.format('s', 1)}\n{command.format('other', 2)}")
    assert other.left == 1
    assert other.draft == other.sources[0].draft
    assert [source.name for source in other.sources] == ["text line 1", "text line 2"]
    assert recognise(f"{WIRE}\n{WIRE}").summary == "JSON Lines: PutEvents, 2 requests with 2 events"
    action = recognise('{"actionInteractions": [{}]}')
    assert action.summary == "JSON: PutActionInteractions, 1 interaction"


def test_a_file_is_found_as_a_terminal_writes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "my body's.json"
    path.write_text(WIRE)
    for name in (str(path), f'"{path}"', "~/my body's.json", str(path).replace(" ", "\\ ").replace("'", "\\'")):
        assert recognise_file(name).draft.body == BODY, name
    for name, words in [
        ("nowhere.json", "nowhere.json is not there"),
        (str(tmp_path), "is a directory"),
        ("/dev/null", "/dev/null is not a file"),
        ("a\0b", "is not there"),
        ("\ud800", "is not there"),
        ("x" * 5_000, "is no path: file name too long"),
    ]:
        with pytest.raises(SourceError, match=words):
            recognise_file(name)
    path.write_bytes(b"\xff")
    with pytest.raises(SourceError, match="not UTF-8 text: byte 1"):
        recognise_file(str(path))
    path.write_bytes(b" " * 5_000_000)
    with pytest.raises(SourceError, match="larger than 4 MiB"):
        recognise_file(str(path))


def test_a_plan_of_the_test_builders_is_what_it_says() -> None:
    assert recognise(json.dumps(builders.events_draft().body)).draft == builders.events_draft()
