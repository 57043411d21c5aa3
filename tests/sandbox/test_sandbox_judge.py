import json
import re
from contextlib import suppress
from typing import Any

import pytest
from botocore.loaders import Loader
from hypothesis import given
from hypothesis import strategies as st

from pevents_tui.sandbox.judge import judge
from pevents_tui.sandbox.model import PERSONALIZE_EVENTS, Operation, events_operations, operations
from pevents_tui.sandbox.strictjson import NotJSONError, parse, parse_object
from pevents_tui.sandbox.wire import BadRequestError, read_head
from sandbox.door import METHODS, PATHS, body_of

# A service that AWS does not have, with every kind of shape its models know.
MODEL: dict[str, Any] = {
    "operations": {
        "PutThings": {
            "name": "PutThings",
            "http": {"method": "POST", "requestUri": "/things"},
            "input": {"shape": "PutThingsRequest"},
        }
    },
    "shapes": {
        "PutThingsRequest": {"type": "structure", "required": ["things"], "members": {"things": {"shape": "Things"}}},
        "Things": {"type": "list", "member": {"shape": "Thing"}, "min": 1, "max": 2},
        "Thing": {
            "type": "structure",
            "members": {
                "count": {"shape": "Count"},
                "share": {"shape": "Share"},
                "on": {"shape": "Flag"},
                "tags": {"shape": "Tags"},
                "blob": {"shape": "Blob"},
            },
        },
        "Count": {"type": "integer", "min": 1, "max": 5},
        "Share": {"type": "double", "min": 0, "max": 1},
        "Flag": {"type": "boolean"},
        "Tags": {"type": "map", "key": {"shape": "Word"}, "value": {"shape": "Word"}, "min": 1, "max": 2},
        "Word": {"type": "string", "max": 3},
        "Blob": {"type": "blob"},
    },
}


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ({"count": 1, "share": 0, "on": True, "tags": {"a": "b"}, "blob": "x"}, None),
        ({"count": 5, "share": 1.0, "on": False, "tags": {"a": "b", "c": "d"}}, None),
        ({"count": 0}, "Value at 'things[0].count' failed to satisfy constraint: Member must have value greater than"),
        ({"count": 6}, "Value at 'things[0].count' failed to satisfy constraint: Member must have value less than"),
        ({"count": 1.5}, "Value at 'things[0].count' must be a whole number, not a number"),
        ({"count": True}, "Value at 'things[0].count' must be a number, not a boolean"),
        ({"share": 1.01}, "Value at 'things[0].share' failed to satisfy constraint: Member must have value less than"),
        ({"on": 1}, "Value at 'things[0].on' must be true or false, not a number"),
        ({"tags": []}, "Value at 'things[0].tags' must be an object, not a list"),
        ({"tags": {}}, "Value at 'things[0].tags' failed to satisfy constraint: Member must have length greater than"),
        ({"tags": {"a": "", "b": "", "c": ""}}, "Value at 'things[0].tags' failed to satisfy constraint: Member must"),
        ({"tags": {"a'\n": "long"}}, "Value at 'things[0].tags.a??' failed to satisfy constraint: Member must have"),
        ({"tags": {"a": None}}, "Value at 'things[0].tags.a' must be a string, not null"),
    ],
)
def test_every_kind_of_shape_is_judged(thing: dict[str, Any], words: str | None) -> None:
    (operation,) = operations(MODEL)
    error = judge(operation, json.dumps({"things": [thing]}).encode()).error
    assert error is None if words is None else error is not None and words in error.message


def test_the_operations_are_those_of_the_installed_model() -> None:
    assert {operation.name: operation.path for operation in events_operations()} == PATHS
    assert {operation.method for operation in events_operations()} == {"POST"}
    assert METHODS.keys() == PATHS.keys()


@pytest.mark.parametrize("operation", events_operations(), ids=lambda operation: operation.name)
def test_the_full_body_of_these_tests_sets_every_modelled_member(operation: Operation) -> None:
    body = body_of(operation.name)
    assert body.keys() == operation.request.members.keys()
    assert body[operation.rows][0].keys() == operation.row.members.keys()


@given(st.text(st.sampled_from(" a~\x1f\n\x7f\u00e9"), max_size=12))
def test_the_swift_pattern_of_an_attribution_source_means_what_the_models_means(text: str) -> None:
    model = Loader().load_data(PERSONALIZE_EVENTS)
    pattern = model["shapes"]["EventAttributionSource"]["pattern"]
    (put_events,) = (operation for operation in events_operations() if operation.name == "PutEvents")
    shape = put_events.row.members["metricAttribution"].members["eventAttributionSource"]
    assert shape.pattern == pattern
    assert shape.matcher is not None
    assert bool(shape.matcher.fullmatch(text)) == bool(re.fullmatch(pattern, text))


@given(st.binary() | st.text().map(str.encode) | st.text(st.sampled_from('[]{}":,1e9.-\\ud8 NaN')).map(str.encode))
def test_any_bytes_are_json_or_told_why_not(raw: bytes) -> None:
    with suppress(NotJSONError):
        value = parse(raw)
        assert json.loads(json.dumps(value, allow_nan=False)) == value


@given(st.text(st.sampled_from('[]{}":,1e9.-\\ud8 NaN')) | st.text())
def test_any_text_is_a_json_object_or_told_why_not(text: str) -> None:
    with suppress(NotJSONError):
        assert isinstance(parse_object(text), dict)


@given(st.binary() | st.binary().map(b"POST /events HTTP/1.1\r\nHost: x\r\n".__add__))
def test_any_bytes_are_a_head_or_told_why_not(raw: bytes) -> None:
    with suppress(BadRequestError):
        assert read_head(raw).size_bytes >= 0
