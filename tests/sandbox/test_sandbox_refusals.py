import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pevents_tui.sandbox import TRACKING_ID
from sandbox.door import ARN, PATHS, Door, body_of

ROWS = {
    "PutEvents": "eventList", "PutActionInteractions": "actionInteractions", "PutItems": "items", "PutUsers": "users",
    "PutActions": "actions",
}  # fmt: skip
REQUIRED = {
    "PutEvents": ("trackingId sessionId eventList", "eventType sentAt"),
    "PutActionInteractions": ("trackingId actionInteractions", "actionId sessionId timestamp eventType"),
    "PutItems": ("datasetArn items", "itemId"),
    "PutUsers": ("datasetArn users", "userId"),
    "PutActions": ("datasetArn actions", "actionId"),
}
EACH_REQUIRED = [
    (operation, place, name)
    for operation, both in REQUIRED.items()
    for place, names in zip(("top", "row"), both, strict=True)
    for name in names.split()
]
INTERACTIONS = ["PutEvents", "PutActionInteractions"]


def with_row(operation: str, **members: Any) -> dict[str, Any]:
    body = body_of(operation)
    body[ROWS[operation]][0] |= members
    return body


@pytest.mark.parametrize(("operation", "place", "name"), EACH_REQUIRED)
@pytest.mark.parametrize("as_null", [False, True])
def test_a_required_member_must_be_there(door: Door, operation: str, place: str, name: str, *, as_null: bool) -> None:
    body = body_of(operation)
    holder = body if place == "top" else body[ROWS[operation]][0]
    del holder[name]
    if as_null:
        holder[name] = None
    heard = door.call(operation, body)
    path = name if place == "top" else f"{ROWS[operation]}[0].{name}"
    assert (heard.status, heard.code) == (400, "InvalidInputException")
    assert heard.message == (
        f"1 validation error detected: Value at '{path}' failed to satisfy constraint: Member must not be null"
    )


@pytest.mark.parametrize("name", ["eventValue", "eventId", "properties", "impression", "metricAttribution"])
def test_an_optional_member_that_is_null_counts_as_absent(door: Door, name: str) -> None:
    assert door.call("PutEvents", with_row("PutEvents", **{name: None})).status == 200


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"sentAt": "2024-05-01T12:00:00Z"}, "Value at 'eventList[0].sentAt': a string can not be converted"),
        ({"sentAt": "1714564800"}, "Value at 'eventList[0].sentAt': a string can not be converted"),
        ({"sentAt": True}, "Value at 'eventList[0].sentAt' must be a number, not a boolean"),
        ({"sentAt": []}, "Value at 'eventList[0].sentAt' must be a number, not a list"),
        ({"eventValue": "4.5"}, "Value at 'eventList[0].eventValue' must be a number, not a string"),
        ({"eventValue": True}, "Value at 'eventList[0].eventValue' must be a number, not a boolean"),
        ({"eventValue": "NaN"}, "Value at 'eventList[0].eventValue' must be a number, not a string"),
        ({"eventValue": 10**400}, "Value at 'eventList[0].eventValue' is too large for a number"),
        ({"itemId": 42}, "Value at 'eventList[0].itemId' must be a string, not a number"),
        ({"itemId": False}, "Value at 'eventList[0].itemId' must be a string, not a boolean"),
        ({"itemId": 4.5}, "Value at 'eventList[0].itemId' must be a string, not a number"),
        ({"properties": {"a": 1}}, "Value at 'eventList[0].properties' must be a string, not an object"),
        ({"impression": "i1"}, "Value at 'eventList[0].impression' must be a list, not a string"),
        ({"impression": ["i1", 2]}, "Value at 'eventList[0].impression[1]' must be a string, not a number"),
        ({"metricAttribution": "app"}, "Value at 'eventList[0].metricAttribution' must be an object, not a string"),
    ],
)
def test_a_wrong_type_is_a_serialization_error_that_names_its_place(
    door: Door, members: dict[str, Any], words: str
) -> None:
    heard = door.call("PutEvents", with_row("PutEvents", **members))
    assert (heard.status, heard.code) == (400, "SerializationException")
    assert heard.message.startswith(words)


@pytest.mark.parametrize("value", [0, -1, 1714564800.123456, 1714564800123, 1e22])
def test_any_number_is_a_time_on_the_wire(door: Door, value: float) -> None:
    assert door.call("PutEvents", with_row("PutEvents", sentAt=value)).status == 200


def test_a_null_inside_a_list_is_no_value(door: Door) -> None:
    heard = door.call("PutEvents", with_row("PutEvents", impression=["i1", None]))
    assert (heard.code, "'eventList[0].impression[1]'" in heard.message) == ("InvalidInputException", True)
    assert door.call("PutEvents", body_of("PutEvents") | {"eventList": [None]}).status == 400


@pytest.mark.parametrize("operation", PATHS)
def test_an_unknown_member_is_refused_at_the_top_and_in_a_row(door: Door, operation: str) -> None:
    top = door.call(operation, body_of(operation) | {"itemID": "x"})
    row = door.call(operation, with_row(operation, itemID="x"))
    assert {top.code, row.code} == {"InvalidInputException"}
    assert "Unknown member 'itemID', must be one of: " in top.message
    assert f"Unknown member 'itemID' in '{ROWS[operation]}[0]', must be one of: " in row.message


def test_every_violation_is_told_in_one_message(door: Door) -> None:
    body = with_row("PutEvents", itemId="", recommendationId="r" * 41) | {"userId": "u" * 257}
    assert door.call("PutEvents", body).message == (
        "3 validation errors detected: "
        "Value at 'userId' failed to satisfy constraint: Member must have length less than or equal to 256; "
        "Value at 'eventList[0].itemId' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1; "
        "Value at 'eventList[0].recommendationId' failed to satisfy constraint: "
        "Member must have length less than or equal to 40"
    )


def test_a_body_full_of_faults_gets_a_short_answer(door: Door) -> None:
    body = body_of("PutEvents") | {"eventList": [{"x" * 50: 1}] * 50_000}
    heard = door.call("PutEvents", body)
    assert heard.message.startswith("More than 10 validation errors detected: ")
    assert len(heard.body) < 8192


def test_an_error_never_repeats_a_value(door: Door) -> None:
    body = with_row("PutEvents", itemId="secret-item" * 50) | {"userId": "secret-user" * 50}
    assert "secret" not in door.call("PutEvents", body).message


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("mobile app", 200),
        ("a", 200),
        (" a ", 200),
        (" ~ ", 200),
        (" ", 400),
        ("   ", 400),
        ("caf\u00e9", 400),
        ("a\n", 400),
        ("a\tb", 400),
    ],
)
def test_an_attribution_source_is_printable_and_not_blank(door: Door, source: str, status: int) -> None:
    heard = door.call("PutEvents", with_row("PutEvents", metricAttribution={"eventAttributionSource": source}))
    assert heard.status == status
    rule = r"Member must satisfy regular expression pattern: ^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$"
    assert status == 200 or heard.message.endswith(rule)


def test_an_attribution_source_that_nearly_fits_is_judged_at_once(door: Door) -> None:
    sources = [{"eventAttributionSource": "a" * 1023 + "\u00e9"}] * 10
    events = [body_of("PutEvents")["eventList"][0] | {"metricAttribution": source} for source in sources]
    assert door.client(read_timeout=1).put_events(**body_of("PutEvents"))
    with pytest.raises(ClientError, match="10 validation errors"):
        door.client(read_timeout=1).put_events(**body_of("PutEvents") | {"eventList": events})


@pytest.mark.parametrize(
    ("arn", "status"),
    [
        (ARN, 200), ("arn:aws-cn:personalize:cn-north-1:1:dataset/d", 200), ("arn:aws:personalize:::x", 200),
        ("arn:AWS:personalize:r:1:d", 400), ("arn:aws:s3:::x", 400), ("x" + ARN, 400),
        ("arn:aws:personalize:r:1:", 400),
        (ARN + "\n", 400), ("arn:aws\u0663:personalize:r:1:d", 400),
    ],
)  # fmt: skip
def test_a_dataset_arn_fits_the_pattern(door: Door, arn: str, status: int) -> None:
    assert door.call("PutItems", body_of("PutItems") | {"datasetArn": arn}).status == status


PROPERTIES = [
    "not json", "", "[1]", '"{}"', '"{\\"a\\":1}"', "1", "null", "true", '{"a":NaN}', '{"a":Infinity}',
    '{"a":-Infinity}',     "{'a':1}", '{"a":1,}', '{"a":1} x', "{", '{"a":' + "9" * 5000 + "}", '{"a":' * 5000,
]  # fmt: skip


@pytest.mark.parametrize("operation", PATHS)
@pytest.mark.parametrize("text", PROPERTIES, ids=lambda text: text[:12])
def test_properties_that_are_no_json_object_are_refused_in_the_services_words(
    door: Door, operation: str, text: str
) -> None:
    heard = door.call(operation, with_row(operation, properties=text))
    assert (heard.status, heard.code) == (400, "InvalidInputException")
    if 1 <= len(text) <= 1024:
        assert heard.message == "Error parsing properties json"


@pytest.mark.parametrize("text", ["{}", " {} ", '{"a":{"b":[1,null]}}', '{"\u00fc":"\\u00fc"}', '{"a":1,"a":2}'])
def test_properties_that_are_a_json_object_are_accepted(door: Door, text: str) -> None:
    assert door.call("PutEvents", with_row("PutEvents", properties=text)).status == 200


@pytest.mark.parametrize("operation", INTERACTIONS)
@pytest.mark.parametrize("key", ["userId", "sessionId", "eventType", "timestamp", "recommendationId", "impression"])
def test_reserved_keys_are_refused_in_any_case(door: Door, operation: str, key: str) -> None:
    for spelled in (key, key.lower(), key.upper(), key.title()):
        heard = door.call(operation, with_row(operation, properties=json.dumps({"a": 1, spelled: "x"})))
        path = f"{ROWS[operation]}[0].properties"
        assert heard.code == "InvalidInputException"
        assert heard.message == f"Value at '{path}' holds the reserved key \"{spelled}\""


def test_reserved_keys_are_free_deeper_down_and_in_items(door: Door) -> None:
    assert door.call("PutEvents", with_row("PutEvents", properties='{"a":{"userId":1}}')).status == 200
    assert door.call("PutItems", with_row("PutItems", properties='{"timestamp":1}')).status == 200


@pytest.mark.parametrize("operation", INTERACTIONS)
@pytest.mark.parametrize("tracking_id", ["other", TRACKING_ID.upper(), f" {TRACKING_ID}", "arn:aws:personalize:x"])
def test_an_unknown_tracking_id_is_an_invalid_input(door: Door, operation: str, tracking_id: str) -> None:
    heard = door.call(operation, body_of(operation) | {"trackingId": tracking_id})
    assert (heard.status, heard.code) == (400, "InvalidInputException")
    assert TRACKING_ID in heard.message


def sized_event(size_bytes: int) -> dict[str, Any]:
    """Give an event whose JSON, as botocore writes it, has exactly so many bytes, within every other limit."""
    event: dict[str, Any] = body_of("PutEvents")["eventList"][0] | {
        "impression": ["i" * 256] * 25,
        "properties": '{"a":"' + "\u00fc" * 550 + '"}',
    }
    event["impression"][-1] = "i"
    for _ in range(2):
        short = size_bytes - len(json.dumps(event))
        unit = min(short // 6, 256) if short >= 12 else 0
        event["itemId"] = "\u00fc" * unit if unit else event["itemId"]
        event["eventId"] = "e" * (len(event["eventId"]) + size_bytes - len(json.dumps(event)))
    return event


def test_an_event_has_at_most_ten_kilobytes(door: Door) -> None:
    for size_bytes, status in ((10239, 200), (10240, 200), (10241, 400)):
        event = sized_event(size_bytes)
        assert len(json.dumps(event)) == size_bytes
        heard = door.call("PutEvents", body_of("PutEvents") | {"eventList": [event]})
        assert heard.status == status
    assert "'eventList[0]' is 10241 bytes of JSON; an event must be at most 10240 bytes" in heard.message


def test_the_size_of_an_event_counts_as_botocore_writes_it(door: Door) -> None:
    body = body_of("PutEvents") | {"eventList": [sized_event(10241)]}
    short = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    assert len(short) < 10240
    assert door.post("/events", short).status == 400
