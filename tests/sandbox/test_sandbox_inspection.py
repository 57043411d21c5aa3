import json
from urllib.parse import quote

import pytest

import pevents_tui
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.sandbox.facts import STAND_IN
from sandbox.door import Door, body_of


def send(door: Door, user: str, *event_ids: str, status: int = 200) -> None:
    body = body_of("PutEvents")
    rows = [body["eventList"][0] | {"eventId": event_id} for event_id in event_ids]
    assert door.call("PutEvents", body | {"userId": user, "eventList": rows}).status == status


def test_health_names_what_a_client_has_to_know(door: Door) -> None:
    send(door, "u1", "e1")
    assert door.ask("health") == {
        "status": "ok", "trackingId": TRACKING_ID, "calls": 1, "version": pevents_tui.__version__,
        "recommendations": STAND_IN,
    }  # fmt: skip


def test_calls_are_found_by_what_is_in_them(door: Door) -> None:
    send(door, "u1", "e1", "e2")
    send(door, "u2", "e3")
    send(door, "u1" * 200, "e1", status=400)
    door.call("PutActionInteractions", body_of("PutActionInteractions"))
    door.call("PutItems", body_of("PutItems"))

    def found(**query: object) -> list[int]:
        return [call["id"] for call in door.calls(**query)]

    assert found() == [1, 2, 3, 4, 5]
    assert found(operation="PutEvents") == [1, 2, 3]
    assert found(operation="PutEvents", outcome="accepted") == [1, 2]
    assert found(outcome="refused") == [3]
    assert found(userId="u1") == [1]
    assert found(userId="user-1") == [4]
    assert found(eventId="e1") == [1, 3]
    assert found(eventId="e2", userId="u1") == [1]
    assert found(eventId="e2", userId="u2") == []
    assert found(sessionId="session-1", eventType="Taken") == [4]
    assert found(itemId="item-1") == [1, 2, 3, 5]
    assert found(itemId="action-1") == [4]
    assert found(userId="' OR 1=1 --") == []


def test_calls_come_in_pages(door: Door) -> None:
    for number in range(5):
        send(door, "u", f"e{number}")
    first = door.ask("calls", limit=2)
    assert ([call["id"] for call in first["calls"]], first["next"]) == ([1, 2], 2)
    last = door.ask("calls", limit=4, after=first["next"])
    assert ([call["id"] for call in last["calls"]], last["next"]) == ([3, 4, 5], None)


def test_events_tell_how_often_an_id_was_accepted(door: Door) -> None:
    send(door, "u1", "e1", "e2")
    send(door, "u1", "e1")
    door.order("throttle")
    send(door, "u1", "e2", "e3", status=400)
    found = door.ask("events")
    counted = {event["eventId"]: (event["accepted"], event["refused"]) for event in found["events"]}
    assert counted == {"e1": (2, 0), "e2": (1, 1), "e3": (0, 1)}
    assert found["next"] is None
    assert found["events"][0] == {
        "eventId": "e1", "accepted": 2, "refused": 0, "firstCall": 1, "lastCall": 2, "operation": "PutEvents",
        "userId": "u1", "sessionId": "session-1", "itemId": "item-1", "eventType": "View",
    }  # fmt: skip
    accepted = door.ask("events", outcome="accepted", limit=1)
    assert (accepted["events"][0]["eventId"], accepted["next"]) == ("e1", "e1")
    assert [event["eventId"] for event in door.ask("events", outcome="accepted", after="e1")["events"]] == ["e2"]


@pytest.mark.parametrize("topic", ["calls", "events"])
@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "limit=0x1",
        "limit=-1",
        "limit=100000",
        "outcome=maybe",
        "recorded=1",
        "userId=%ff",
        "userId",
        "limit=\u0663",
    ],
)
def test_a_query_that_makes_no_sense_is_refused(door: Door, topic: str, query: str) -> None:
    heard = door.say("GET", f"/_sandbox/{topic}?{quote(query, safe='=%&')}")
    assert heard.status == 400
    assert heard.message


def test_reset_forgets_calls_and_faults_but_gives_no_id_twice(door: Door) -> None:
    send(door, "u", "e1")
    door.order("hang")
    assert door.post("/_sandbox/reset", b"").status == 200
    assert (door.calls(), door.ask("faults")["armed"], door.ask("events")["events"]) == ([], [], [])
    send(door, "u", "e1")
    assert [call["id"] for call in door.calls()] == [2]


def test_a_path_of_its_own_that_is_not_there_is_refused_with_those_that_are(door: Door) -> None:
    for method, path in (("GET", "/_sandbox/nothing"), ("DELETE", "/_sandbox/calls"), ("GET", "/_sandbox/")):
        heard = door.say(method, path)
        assert heard.status == 404
        assert "GET /_sandbox/health" in heard.message
    assert door.calls() == []


def test_the_ledger_shows_any_body_as_text_and_as_what_it_means(door: Door) -> None:
    bodies = [b'{"a": 1.50, "b": "\\u00fc"}', '{"\u00fc": 1}'.encode(), b"{", b"\xff\x00\x1b[31m", b'{"a": NaN}']
    for body in bodies:
        door.post("/events", body)
    calls = door.calls()
    assert [call["body"] for call in calls] == [{"a": 1.5, "b": "\u00fc"}, {"\u00fc": 1}, None, None, None]
    assert [call["raw"] for call in calls] == [
        '{"a": 1.50, "b": "\\u00fc"}', '{"\u00fc": 1}', "{", "\\xff\x00\x1b[31m", '{"a": NaN}',
    ]  # fmt: skip
    assert door.say("GET", "/_sandbox/calls").body.isascii()


def test_the_clock_is_the_one_it_was_given() -> None:
    with Sandbox(clock=lambda: 1714564800.25) as sandbox:
        door = Door(sandbox.url)
        heard = door.call("PutEvents", body_of("PutEvents"))
        assert heard.headers["date"] == "Wed, 01 May 2024 12:00:00 GMT"
        assert door.calls()[0]["at"] == 1714564800.25


def test_its_documents_are_json_of_its_own(door: Door) -> None:
    heard = door.say("GET", "/_sandbox/faults")
    assert heard.headers["content-type"] == "application/json"
    assert {"armed", "faults"} == json.loads(heard.body).keys()
