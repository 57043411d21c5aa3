"""check and the sandbox agree: what check passes is accepted, what the sandbox refuses check has said."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

import builders
import ledger
from pevents_tui.domain.check import check
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import FieldSpec, fields_of
from pevents_tui.domain.jsontext import compact
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.limits import RESERVED_KEYS
from pevents_tui.domain.outcome import Accepted, Outcome, Refused
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.plan import Policy, Target, plan
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service.transport import Transport

ALPHABET = "abcXYZ019 _-|,;:/\\\"'<>[]{}äßñ漢字🎬\u200b\u202e\x07\x1b\n\t"


@pytest.fixture(scope="module")
def road() -> Iterator[tuple[Transport, Target]]:
    with Sandbox() as running:
        transport = Transport()
        yield transport, Target("agreement", Policy.SANDBOX, TRACKING_ID, region="us-east-1", endpoint=running.url)
        transport.close()


def _send(road: tuple[Transport, Target], draft: Draft) -> tuple[Outcome, list[str]]:
    """The outcome of a draft that nothing stops, and what check expected to be refused."""
    transport, target = road
    report = check(draft)
    assert report.request is not None, report.stops
    (call,) = plan(report, target).calls
    return transport.send(call, target).outcome, [str(problem) for problem in report.limits]


def _text(rng: random.Random, least: int, most: int) -> str:
    size = rng.choice([least, most, rng.randint(least, min(most, 40))])
    return "".join(rng.choices(ALPHABET, k=max(size, 1)))


def _value(rng: random.Random, spec: FieldSpec) -> Any:
    if spec.form == "time":
        return rng.choice([0, 1, builders.NOW_S, builders.NOW_S + rng.randint(-(10**9), 10**9), 1_714_564_800.25])
    if spec.form == "number":
        return rng.choice([0, -1, 1, 1.0, 0.1, -2.5e-7, 1e22, 10**20, rng.random() * 100])
    if spec.form == "properties":
        return _properties(rng)
    if spec.pattern:
        return "".join(rng.choices([chr(code) for code in range(0x21, 0x7F)], k=rng.choice([1, 20, 1024])))
    return _text(rng, spec.least or 1, spec.most or 20)


def _properties(rng: random.Random) -> Any:
    keys = rng.sample(["device", "numberOfRatings", "a", "", "ü", "itemId", "x y"], rng.randint(1, 4))
    value = {key: rng.choice(["12", 1, 2.5, True, None, [1], {"k": "v"}, "é\n"]) for key in keys}
    return rng.choice([value, compact(value), json.dumps(value)])


def _valid_body(rng: random.Random, kind: str) -> dict[str, Any]:
    where = KINDS[kind].address
    body: dict[str, Any] = {where: TRACKING_ID if where == "trackingId" else builders.DATASET}
    rows = KINDS[kind].rows
    body[rows] = [{} for _ in range(rng.choice([1, 1, 2, 10]))]
    for spec in fields_of(kind):
        if spec.path == (where,) or spec.form in {"rows", "group"} or spec.path[-1] == ANY:
            continue
        holders = body[rows] if spec.path[0] == rows else [body]
        for holder in holders:
            if not spec.required and rng.random() < 0.5:
                continue
            name = str(spec.path[-1])
            if spec.path[-2:-1] == ("metricAttribution",):
                if rng.random() < 0.4:
                    holder["metricAttribution"] = {name: _value(rng, spec)}
            elif spec.form == "list":
                holder[name] = [_text(rng, 1, 12) for _ in range(rng.choice([1, 3, 25]))]
            else:
                holder[name] = _value(rng, spec)
    return body


@pytest.mark.parametrize("count", [150, pytest.param(600, marks=pytest.mark.campaign)])
@pytest.mark.parametrize("kind", list(KINDS))
def test_random_valid_bodies_are_accepted_by_both(road: tuple[Transport, Target], kind: str, count: int) -> None:
    rng = random.Random(f"{kind} 2018-03-22")
    passed = 0
    for number in range(count):
        outcome, limits = _send(road, Draft(kind, _valid_body(rng, kind)))
        if limits:
            assert all("bytes on the wire" in each for each in limits), (number, limits)
            assert isinstance(outcome, Refused)
        else:
            passed += 1
            assert isinstance(outcome, Accepted), (number, outcome)
    assert passed >= count * 5 / 6


def _limits_of(kind: str) -> Iterator[tuple[str, FieldSpec]]:
    for spec in fields_of(kind):
        if spec.form in {"text", "list", "properties"} and spec.most is not None:
            yield kind, spec


def _named(part: object) -> str:
    return str(part) if isinstance(part, str) else part.name if isinstance(part, FieldSpec) else "?"


def _sized(spec: FieldSpec, size: int) -> Any:
    if spec.form == "list":
        return [f"i{index}" for index in range(size)]
    if spec.form == "properties":
        return json.dumps({"k": "v" * (size - len('{"k":""}'))}, separators=(",", ":"))
    if spec.name == "datasetArn":
        return "arn:aws:personalize:::".ljust(size, "x")
    return "x" * size


def _base(kind: str, **row: Any) -> Draft:
    draft = builders.draft(kind, **row)
    return draft.put(("trackingId",), TRACKING_ID) if KINDS[kind].happens else draft


def _with(kind: str, path: Path, value: Any) -> Draft:
    return _base(kind).put(tuple(0 if step == ANY else step for step in path), value)


LIMITED = [each for kind in KINDS for each in _limits_of(kind)]


@pytest.mark.parametrize(("kind", "spec"), LIMITED, ids=_named)
def test_every_limit_is_judged_alike_below_at_and_above(
    road: tuple[Transport, Target], kind: str, spec: FieldSpec
) -> None:
    assert spec.most is not None
    for size, fine in ((spec.most - 1, True), (spec.most, True), (spec.most + 1, False)):
        outcome, limits = _send(road, _with(kind, spec.path, _sized(spec, size)))
        known = spec.path != ("trackingId",)
        assert (limits == []) is fine, (size, limits)
        assert isinstance(outcome, Accepted if fine and known else Refused), (size, outcome)


@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_the_size_of_a_row_is_judged_alike(road: tuple[Transport, Target], beyond: int) -> None:
    row = builders.event(impression=["ü" * 250] * 6)
    fillers, rest = divmod(10_240 + beyond - len(json.dumps(row)), len(', "') + 200 + len('"'))
    row["impression"] += ["x" * 200] * fillers
    row["eventType"] += "V" * rest
    assert len(json.dumps(row)) == 10_240 + beyond
    outcome, limits = _send(road, builders.events_draft(row, trackingId=TRACKING_ID))
    assert (limits == []) is (beyond <= 0)
    assert isinstance(outcome, Accepted if beyond <= 0 else Refused), outcome


NOT_OBJECTS = ["not json", "[1]", "7", "null", '"{}"', "'a'", "{}x", "\x00"]
NOT_JSON_OBJECTS = ['{"a": NaN}', '{"a": Infinity}', "{", "{'a': 1}", "{" * 300]
REFUSED_PROPERTIES = NOT_OBJECTS + NOT_JSON_OBJECTS


@pytest.mark.parametrize("text", REFUSED_PROPERTIES)
def test_properties_that_cannot_be_read_are_refused_by_both(road: tuple[Transport, Target], text: str) -> None:
    outcome, limits = _send(road, builders.events_draft(builders.event(properties=text), trackingId=TRACKING_ID))
    assert limits
    assert isinstance(outcome, Refused)
    assert outcome.code == "InvalidInputException"


@pytest.mark.parametrize("key", [variant for key in RESERVED_KEYS for variant in (key, key.upper(), key.lower())])
@pytest.mark.parametrize("kind", list(KINDS))
def test_reserved_keys_are_refused_by_both(road: tuple[Transport, Target], kind: str, key: str) -> None:
    outcome, limits = _send(road, _base(kind, properties={key: 1}))
    assert bool(limits) is KINDS[kind].happens
    assert isinstance(outcome, Refused if KINDS[kind].happens else Accepted)


ARNS = [
    builders.DATASET, "arn:aws-cn:personalize:cn-north-1:1:d", "arn:aws:personalize:::x", "arn:aws:personalize:::::",
    "", "arn:AWS:personalize:r:1:d", "arn:aws:s3:::x", " arn:aws:personalize:::x", "arn:aws:personalize:r:1:",
    "arn:aws:personalize:r:1:d\n", "arn:aws\u0663:personalize:r:1:d", "arn:aws:personalize:" + ":" * 200 + "\n",
]  # fmt: skip


@pytest.mark.parametrize("arn", ARNS)
def test_arns_are_judged_alike(road: tuple[Transport, Target], arn: str) -> None:
    draft = Draft("put-users", {"datasetArn": arn, "users": [{"userId": "qa-ana"}]})
    outcome, limits = _send(road, draft)
    assert isinstance(outcome, Refused) is bool(limits), (outcome, limits)


@pytest.mark.parametrize("source", ["", "   ", "é", "a\nb", "a\n", "x" * 1025, "~!", " a "])
def test_attribution_sources_are_judged_alike(road: tuple[Transport, Target], source: str) -> None:
    row = builders.event(metricAttribution={"eventAttributionSource": source})
    outcome, limits = _send(road, builders.events_draft(row, trackingId=TRACKING_ID))
    assert isinstance(outcome, Refused) is bool(limits), (outcome, limits)


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_wire_bytes_are_those_of_a_bare_boto3_client(kind: str) -> None:
    rng = random.Random(kind)
    config = Config(retries={"total_max_attempts": 1, "mode": "standard"}, proxies={})
    with Sandbox() as running:
        client = boto3.client(
            "personalize-events",
            region_name="us-east-1",
            endpoint_url=running.url,
            aws_access_key_id="x",
            aws_secret_access_key="x",
            config=config,
        )
        transport = Transport()
        target = Target("bytes", Policy.SANDBOX, TRACKING_ID, region="us-east-1", endpoint=running.url)
        wires = []
        for _ in range(40):
            (call,) = plan(check(Draft(kind, _valid_body(rng, kind))), target).calls
            wires.append(call.wire.decode())
            transport.send(call, target)
            try:
                getattr(client, KINDS[kind].method)(**call.body)
            except client.exceptions.InvalidInputException:
                assert len(call.wire) > 10_240
        transport.close()
        client.close()
        raws = [each["raw"] for each in ledger.calls(running.url)]
    assert raws == [wire for wire in wires for _ in range(2)]
