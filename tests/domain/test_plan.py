"""plan and render: calls of at most ten rows, the bytes botocore would send, ways out that come to the same."""

from __future__ import annotations

import json
import shlex

import pytest

import builders
from pevents_tui.domain.check import check
from pevents_tui.domain.errors import NotSendable
from pevents_tui.domain.masks import MASK, masked
from pevents_tui.domain.plan import Call, Plan, Policy, plan
from pevents_tui.domain.render import FORMATS, as_aws_cli, as_boto3, as_curl, as_json
from pevents_tui.domain.report import Report


def _plan(count: int = 1, **parts: object) -> Plan:
    rows = [builders.event(eventId=f"e-{index}", itemId=f"i-{index}") for index in range(count)]
    return plan(check(builders.events_draft(*rows)), builders.target(**parts))


@pytest.mark.parametrize(("count", "sizes"), [(1, [1]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])])
def test_more_than_ten_rows_are_split_in_order(count: int, sizes: list[int]) -> None:
    made = _plan(count)
    assert [len(call.rows) for call in made.calls] == sizes
    assert [row["itemId"] for call in made.calls for row in call.rows] == [f"i-{index}" for index in range(count)]
    assert made.rows == count
    assert {call.body["userId"] for call in made.calls} == {"qa-ana"}


def test_properties_are_encoded_once_and_text_goes_out_verbatim() -> None:
    draft = builders.events_draft(
        builders.event(properties={"a": "ä", "n": 1}), builders.event(eventId="e-2", properties='{ "a" : 1 }')
    )
    rows = plan(check(draft), builders.target()).calls[0].rows
    assert [row["properties"] for row in rows] == ['{"a":"ä","n":1}', '{ "a" : 1 }']


def test_times_are_numbers_on_the_wire() -> None:
    draft = builders.events_draft(builders.event(sentAt="2024-05-01T12:00:00Z"))
    assert plan(check(draft), builders.target()).calls[0].rows[0]["sentAt"] == 1_714_564_800


def test_a_stop_cannot_be_planned() -> None:
    with pytest.raises(NotSendable, match="eventType"):
        plan(check(builders.events_draft(builders.event(eventType=None))), builders.target())
    with pytest.raises(NotSendable):
        plan(Report((), None), builders.target())


def test_a_call_is_a_draft_again() -> None:
    call = _plan().calls[0]
    again = plan(check(call.as_draft()), builders.target()).calls[0]
    assert again.wire == call.wire


def test_a_real_tracker_that_nobody_labelled_wants_its_tracking_id() -> None:
    made = _plan(policy=Policy.PRODUCTION, label="aws")
    assert made.consent == builders.TRACKER
    assert made.agrees(builders.TRACKER)
    assert not made.agrees("aws")
    assert not made.agrees(None)


def test_a_labelled_one_wants_its_label_or_its_tracking_id() -> None:
    made = _plan(policy=Policy.PRODUCTION, label="shop", labelled=True)
    assert made.consent == "shop"
    assert made.agrees("shop")
    assert made.agrees(builders.TRACKER)


@pytest.mark.parametrize("policy", [Policy.SANDBOX, Policy.LOCAL, Policy.DEV])
def test_other_policies_want_nothing_typed(policy: Policy) -> None:
    assert _plan(policy=policy).consent is None


def test_json_is_the_body_and_a_list_of_several() -> None:
    assert json.loads(as_json(_plan())) == _plan().calls[0].body
    assert len(json.loads(as_json(_plan(11)))) == 2


def test_the_aws_cli_command_survives_a_shell() -> None:
    made = _plan(profile="my profile", endpoint="http://127.0.0.1:1")
    words = shlex.split(as_aws_cli(made))
    assert words[:3] == ["aws", "personalize-events", "put-events"]
    assert json.loads(words[words.index("--cli-input-json") + 1]) == made.calls[0].body
    assert words[words.index("--profile") + 1] == "my profile"


def test_the_python_program_calls_with_the_same_arguments() -> None:
    made = _plan(11)
    seen = []

    class Client:
        def put_events(self, **body: object) -> None:
            seen.append(body)

    program = as_boto3(made).replace("import boto3", "")
    exec(program, {"boto3": type("boto3", (), {"client": staticmethod(lambda *_a, **_k: Client())})})  # noqa: S102
    assert seen == [call.body for call in made.calls]


def test_curl_posts_the_wire_bytes_and_holds_no_key() -> None:
    made = _plan(region="eu-west-1", policy=Policy.DEV)
    text = as_curl(made)
    words = shlex.split(text.split(" <<")[0])
    assert words[words.index("--data-binary") + 1].encode() == made.calls[0].wire
    assert "https://personalize-events.eu-west-1.amazonaws.com/events" in words
    assert "$AWS_SECRET_ACCESS_KEY" in text


def test_every_way_out_has_a_name() -> None:
    assert list(FORMATS) == ["json", "yaml", "aws-cli", "boto3", "curl"]


def test_masks_hide_what_is_personal() -> None:
    draft = builders.events_draft(builders.event(impression=["a"], properties={"k": "secret"}))
    shown = masked(plan(check(draft), builders.target()).calls[0])
    row = shown["eventList"][0]
    assert shown["userId"] == MASK
    assert (row["itemId"], row["impression"], row["properties"]) == (MASK, [MASK], MASK)
    assert row["eventType"] == "View"
    assert masked(Call("put-users", {"users": [{"userId": "u", "properties": "{}"}, {"userId": "w"}]})) == {
        "users": [{"userId": MASK, "properties": MASK}, {"userId": MASK}]
    }
