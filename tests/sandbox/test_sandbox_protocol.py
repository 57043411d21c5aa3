import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.door import METHODS, PATHS, Door, body_of

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def put(client: Any, operation: str, body: dict[str, Any]) -> tuple[int, str]:
    """Give the HTTP status and the error code of a call, "" for none."""
    try:
        answer = getattr(client, METHODS[operation])(**body)
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
    return answer["ResponseMetadata"]["HTTPStatusCode"], ""


@pytest.mark.parametrize("operation", PATHS)
def test_a_boto3_call_is_accepted_and_kept_as_it_came(door: Door, operation: str) -> None:
    answer = getattr(door.client(), METHODS[operation])(**body_of(operation))
    assert answer.keys() == {"ResponseMetadata"}
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert UUID.fullmatch(request_id)
    (call,) = door.calls()
    assert (call["operation"], call["status"], call["outcome"], call["error"]) == (operation, 200, "accepted", None)
    assert call["requestId"] == request_id
    assert call["body"] == body_of(operation)
    assert call["raw"] == json.dumps(body_of(operation))
    assert call["attempt"] == "attempt=1; max=1"
    assert UUID.fullmatch(call["invocation"])
    assert "Boto3" in call["userAgent"]


@pytest.mark.parametrize("operation", PATHS)
def test_success_is_an_empty_200_with_a_request_id(door: Door, operation: str) -> None:
    heard = door.call(operation, body_of(operation))
    assert (heard.status, heard.body, heard.headers["content-type"]) == (200, b"", "application/json")
    assert UUID.fullmatch(heard.headers["x-amzn-requestid"])
    assert not [name for name in heard.headers if name.startswith("access-control")]


def test_the_other_json_type_of_aws_is_read_too(door: Door) -> None:
    body = json.dumps(body_of("PutEvents")).encode()
    assert door.post("/events", body, "application/x-amz-json-1.1").status == 200


def event(**members: Any) -> dict[str, Any]:
    body = body_of("PutEvents")
    return body | {"eventList": [body["eventList"][0] | members]}


def interaction(**members: Any) -> dict[str, Any]:
    body = body_of("PutActionInteractions")
    return body | {"actionInteractions": [body["actionInteractions"][0] | members]}


def row(operation: str, rows: str, **members: Any) -> dict[str, Any]:
    body = body_of(operation)
    return body | {rows: [body[rows][0] | members]}


def properties(length: int) -> str:
    """Give a JSON object of so many characters."""
    return '{"a":"' + "x" * (length - 8) + '"}' if length >= 8 else "{}"[:length]


def events(count: int) -> dict[str, Any]:
    body = body_of("PutEvents")
    return body | {"eventList": body["eventList"] * count}


ROWS = {
    "PutItems": "items",
    "PutUsers": "users",
    "PutActions": "actions",
    "PutActionInteractions": "actionInteractions",
}
ID_OF = {"PutItems": "itemId", "PutUsers": "userId", "PutActions": "actionId"}
MOST_PROPERTIES = {"PutItems": 32000, "PutUsers": 24000, "PutActions": 32000}
ARN_HEAD = "arn:aws:personalize:us-east-1:123456789012:dataset/"

# Written by hand from the API reference, so that the model and these lines check one another.
LENGTHS: list[tuple[str, str, int, int, Any]] = [
    ("PutEvents", "userId", 1, 256, lambda n: body_of("PutEvents") | {"userId": "u" * n}),
    ("PutEvents", "sessionId", 1, 256, lambda n: body_of("PutEvents") | {"sessionId": "s" * n}),
    ("PutEvents", "eventList", 1, 10, events),
    *(
        ("PutEvents", f"eventList[0].{name}", 1, most, lambda n, name=name: event(**{name: "x" * n}))
        for name, most in [("eventId", 256), ("eventType", 256), ("itemId", 256), ("recommendationId", 40)]
    ),
    ("PutEvents", "eventList[0].properties", 2, 1024, lambda n: event(properties=properties(n))),
    ("PutEvents", "eventList[0].impression", 1, 25, lambda n: event(impression=["i"] * n)),
    ("PutEvents", "eventList[0].impression[0]", 1, 256, lambda n: event(impression=["i" * n])),
    (
        "PutEvents",
        "eventList[0].metricAttribution.eventAttributionSource",
        1,
        1024,
        lambda n: event(metricAttribution={"eventAttributionSource": "a" * n}),
    ),
    *(
        (
            "PutActionInteractions",
            f"actionInteractions[0].{name}",
            1,
            most,
            lambda n, name=name: interaction(**{name: "x" * n}),
        )
        for name, most in [
            ("actionId", 256), ("userId", 256), ("sessionId", 256), ("eventType", 256), ("eventId", 256),
            ("recommendationId", 40),
        ]
    ),
    (
        "PutActionInteractions",
        "actionInteractions[0].impression",
        1,
        25,
        lambda n: interaction(impression=["i"] * n),
    ),
    (
        "PutActionInteractions",
        "actionInteractions[0].properties",
        2,
        1024,
        lambda n: interaction(properties=properties(n)),
    ),
    *(
        (operation, rows, 1, 10, lambda n, o=operation, r=rows: body_of(o) | {r: body_of(o)[r] * n})
        for operation, rows in ROWS.items()
    ),
    *(
        (
            operation,
            f"{ROWS[operation]}[0].{name}",
            1,
            256,
            lambda n, o=operation, name=name: row(o, ROWS[o], **{name: "x" * n}),
        )
        for operation, name in ID_OF.items()
    ),
    *(
        (
            operation,
            f"{ROWS[operation]}[0].properties",
            2,
            most,
            lambda n, o=operation: row(o, ROWS[o], properties=properties(n)),
        )
        for operation, most in MOST_PROPERTIES.items()
    ),
    *(
        (operation, "datasetArn", len(ARN_HEAD) + 1, 256, lambda n, o=operation: body_of(o) | {
            "datasetArn": (ARN_HEAD + "d" * 256)[:n] if n > len(ARN_HEAD) else "arn:aws:personalize:::"[:n]
        })
        for operation in ID_OF
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("operation", "path", "least", "most", "build"), LENGTHS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_each_length_holds_one_below_at_and_one_above(
    door: Door, operation: str, path: str, least: int, most: int, build: Any
) -> None:
    client = door.client(parameter_validation=False)
    for length in (least, least + 1, most - 1, most):
        assert put(client, operation, build(length)) == (200, ""), length
    for length in (least - 1, most + 1):
        assert put(client, operation, build(length)) == (400, "InvalidInputException"), length
    above = door.call(operation, build(most + 1)).message
    assert above == (
        f"1 validation error detected: Value at '{path}' failed to satisfy constraint: "
        f"Member must have length less than or equal to {most}"
    )


def test_a_tracking_id_of_256_characters_is_only_unknown_and_of_257_too_long(door: Door) -> None:
    at, above = (door.call("PutEvents", body_of("PutEvents") | {"trackingId": "t" * n}).message for n in (256, 257))
    assert at.startswith("The tracking ID is unknown")
    assert above.endswith("Value at 'trackingId' failed to satisfy constraint: "
                          "Member must have length less than or equal to 256")  # fmt: skip
