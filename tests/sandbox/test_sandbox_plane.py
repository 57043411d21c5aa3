"""The control plane and STS of the sandbox, asked by boto3 as a user has it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pevents_tui.sandbox import PRODUCTION_KEY, TEST_KEY, TRACKING_ID, Sandbox
from pevents_tui.sandbox.model import RESOURCES
from sandbox.door import Door, body_of

SHOP = "arn:aws:personalize:us-east-1:123456789012:dataset-group/shop"
NAMES = {
    "dataset_groups": ("datasetGroups", "dataset_group", "datasetGroupArn"),
    "event_trackers": ("eventTrackers", "event_tracker", "eventTrackerArn"),
    "datasets": ("datasets", "dataset", "datasetArn"),
    "schemas": ("schemas", "schema", "schemaArn"),
    "solutions": ("solutions", "solution", "solutionArn"),
    "campaigns": ("campaigns", "campaign", "campaignArn"),
    "recommenders": ("recommenders", "recommender", "recommenderArn"),
    "filters": ("Filters", "filter", "filterArn"),
}


def everything(client: Any, plural: str, **options: Any) -> list[dict[str, Any]]:
    """What a list holds, over its pages of two."""
    pages = client.get_paginator(f"list_{plural}").paginate(PaginationConfig={"PageSize": 2}, **options)
    return [each for page in pages for each in page[NAMES[plural][0]]]


def refused(call: Any, **options: Any) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as raised:
        call(**options)
    told = raised.value.response
    return told["ResponseMetadata"]["HTTPStatusCode"], told["Error"]["Code"], told["Error"]["Message"]


def test_every_kind_of_resource_is_tried_here() -> None:
    assert len(NAMES) == len(RESOURCES)


@pytest.mark.parametrize("key", [TEST_KEY, PRODUCTION_KEY])
def test_what_a_list_names_can_be_described(door: Door, key: str) -> None:
    client = door.client("personalize", key)
    account = {TEST_KEY: "123456789012", PRODUCTION_KEY: "210987654321"}[key]
    for plural, (result, singular, arn) in NAMES.items():
        describe = getattr(client, f"describe_{singular}")
        listed = everything(client, plural)
        assert listed == getattr(client, f"list_{plural}")()[result]
        assert listed
        assert len({each[arn] for each in listed}) == len(listed)
        for each in listed:
            assert each[arn].startswith(f"arn:aws:personalize:us-east-1:{account}:")
            told = describe(**{arn: each[arn]})
            (whole,) = (value for name, value in told.items() if name != "ResponseMetadata")
            assert whole.items() >= each.items()
        stranger = listed[0][arn].replace(account, "999999999999")
        assert refused(describe, **{arn: stranger})[:2] == (400, "ResourceNotFoundException")


def test_the_businesses_are_a_shop_a_video_service_and_a_custom_group_with_actions(door: Door) -> None:
    client = door.client("personalize")
    groups = everything(client, "dataset_groups")
    assert [(each["name"], each.get("domain")) for each in groups] == [
        ("shop", "ECOMMERCE"),
        ("video", "VIDEO_ON_DEMAND"),
        ("loyalty", None),
    ]
    trackers = everything(client, "event_trackers", datasetGroupArn=SHOP)
    assert [(each["name"], each["status"]) for each in trackers] == [
        ("demo-store-old", "DELETE PENDING"),
        ("demo-store", "ACTIVE"),
    ]
    assert "trackingId" not in trackers[1]
    tracker = client.describe_event_tracker(eventTrackerArn=trackers[1]["eventTrackerArn"])["eventTracker"]
    assert (tracker["trackingId"], tracker["accountId"], tracker["datasetGroupArn"]) == (
        TRACKING_ID,
        "123456789012",
        SHOP,
    )
    (solution, _) = everything(client, "solutions", datasetGroupArn=SHOP.replace("shop", "loyalty"))
    (campaign,) = everything(client, "campaigns", solutionArn=solution["solutionArn"])
    assert campaign["campaignArn"].endswith("campaign/loyalty-next-best-action-campaign")
    assert everything(client, "campaigns", solutionArn=SHOP) == []
    assert everything(client, "recommenders", datasetGroupArn=SHOP)[0]["recipeArn"].endswith(
        "ecomm-recommended-for-you"
    )


def test_datasets_have_schemas_and_only_actions_a_tracking_id(door: Door) -> None:
    client = door.client("personalize")
    ids = {}
    for each in everything(client, "datasets"):
        dataset = client.describe_dataset(datasetArn=each["datasetArn"])["dataset"]
        schema = client.describe_schema(schemaArn=dataset["schemaArn"])["schema"]
        fields = {field["name"]: field for field in json.loads(schema["schema"])["fields"]}
        assert fields
        ids[dataset["name"]] = dataset.get("trackingId")
    assert {name for name, tracking_id in ids.items() if tracking_id} == {"loyalty-action-interactions"}
    arn = "arn:aws:personalize:us-east-1:123456789012:schema/shop-interactions"
    told = json.loads(client.describe_schema(schemaArn=arn)["schema"]["schema"])
    assert told["name"] == "Interactions"
    assert {"name": "DEVICE", "type": ["null", "string"], "categorical": True} in told["fields"]


def test_a_region_is_as_signed_and_its_resources_are_its_own(door: Door) -> None:
    heard = door.say(
        "POST",
        "/",
        b"{}",
        {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AmazonPersonalize.ListDatasetGroups",
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20261125/eu-west-1/personalize/aws4_request, …".encode()
            .decode("latin-1"),
        },
    )  # fmt: skip
    told = json.loads(heard.body)
    assert told["datasetGroups"][0]["datasetGroupArn"] == SHOP.replace("us-east-1", "eu-west-1")
    assert heard.headers["content-type"] == "application/x-amz-json-1.1"
    assert heard.headers["x-amzn-requestid"]


@pytest.fixture
def crowd() -> Iterator[Door]:
    with Sandbox(further=200) as sandbox:
        door = Door(sandbox.url)
        yield door
        door.close()


def test_pages_hold_what_is_asked_for_and_their_tokens_no_other_list(crowd: Door) -> None:
    client = crowd.client("personalize")
    sizes = [
        len(page["eventTrackers"])
        for page in client.get_paginator("list_event_trackers").paginate(PaginationConfig={"PageSize": 60})
    ]
    assert sizes == [60, 60, 60, 24]
    first = client.list_event_trackers()
    assert len(first["eventTrackers"]) == 100
    token = first["nextToken"]
    assert refused(client.list_dataset_groups, nextToken=token)[1] == "InvalidNextTokenException"
    for bad in ("x", "!", "A" * 1501, "\u00fc"):
        assert refused(client.list_event_trackers, nextToken=bad)[:2] == (400, "InvalidNextTokenException")


def test_what_cannot_be_asked_is_refused_in_the_services_shape(door: Door) -> None:
    client = door.client("personalize", parameter_validation=False)
    assert refused(client.list_event_trackers, maxResults=101)[:2] == (400, "InvalidInputException")
    assert refused(client.describe_event_tracker, eventTrackerArn="demo-store")[:2] == (400, "InvalidInputException")
    assert refused(client.describe_event_tracker)[1] == "InvalidInputException"
    assert refused(client.describe_event_tracker, eventTrackerArn=SHOP)[1] == "ResourceNotFoundException"
    assert refused(client.delete_dataset_group, datasetGroupArn=SHOP)[1] == "UnknownOperationException"
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonPersonalize.ListSchemas"}
    for body in (b"", b"[]", b'{"maxResults": "x"}', b"\xff"):
        heard = door.say("POST", "/", body, headers)
        assert (heard.status, json.loads(heard.body)["__type"]) == (400, "SerializationException")
    assert door.say("POST", "/", b"{}", headers | {"X-Amz-Target": "Else.ListSchemas"}).status == 404


def test_sts_tells_which_account_a_key_is_of(door: Door) -> None:
    for key, account, role in (
        (TEST_KEY, "123456789012", "PersonalizeTester"),
        (PRODUCTION_KEY, "210987654321", "PersonalizeProduction"),
        ("AKIAIOSFODNN7EXAMPLE", "123456789012", "PersonalizeTester"),
    ):
        told = door.client("sts", key).get_caller_identity()
        assert (told["Account"], told["Arn"]) == (account, f"arn:aws:sts::{account}:assumed-role/{role}/sandbox")
        assert told["UserId"]
    assert refused(door.client("sts").get_session_token)[:2] == (400, "InvalidAction")


def test_a_form_is_taken_by_sts_alone_and_from_no_page(door: Door) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    asked = b"Action=GetCallerIdentity&Version=2011-06-15"
    assert door.say("POST", "/", asked, form).status == 200
    assert door.say("POST", "/", asked, form | {"Origin": "https://evil.example"}).status == 403
    assert door.say("POST", "/events", asked, form).status == 415
    assert door.say("POST", "/_sandbox/reset", asked, form).status == 415


def test_faults_hit_the_service_they_were_ordered_for_and_visits_tell_of_it(door: Door) -> None:
    door.order("throttle", service="personalize")
    door.order("expired-token", service="sts")
    assert door.call("PutEvents", body_of("PutEvents")).status == 200
    personalize, sts = door.client("personalize"), door.client("sts", PRODUCTION_KEY)
    assert refused(personalize.list_filters)[:2] == (400, "ThrottlingException")
    assert refused(sts.get_caller_identity)[:2] == (403, "ExpiredTokenException")
    assert personalize.list_filters()["Filters"]
    visits = [
        (each["service"], each["operation"], each["account"], each["error"]) for each in door.ask("visits")["visits"]
    ]
    assert visits == [
        ("personalize", "ListFilters", "123456789012", "ThrottlingException"),
        ("sts", "GetCallerIdentity", "210987654321", "ExpiredTokenException"),
        ("personalize", "ListFilters", "123456789012", None),
    ]
    assert len(door.calls()) == 1, "the ledger is of events"
    door.post("/_sandbox/reset", b"")
    assert door.ask("visits")["visits"] == []
    assert door.order("throttle", service="s3").status == 400
    assert door.order("throttle", operation="List Filters").status == 400
    door.order("throttle", service="personalize", operation="ListSchemas")
    assert personalize.list_filters()["Filters"]
    assert refused(personalize.list_schemas)[1] == "ThrottlingException"


def test_events_are_taken_for_every_tracker_that_is_active(door: Door) -> None:
    trackers, actions = [], []
    for key in (TEST_KEY, PRODUCTION_KEY):
        client = door.client("personalize", key)
        for each in everything(client, "event_trackers"):
            told = client.describe_event_tracker(eventTrackerArn=each["eventTrackerArn"])["eventTracker"]
            trackers.append((told["trackingId"], told["status"] == "ACTIVE"))
        datasets = [each["datasetArn"] for each in everything(client, "datasets")]
        actions += [client.describe_dataset(datasetArn=each)["dataset"].get("trackingId") for each in datasets]
    statuses = {
        tracking_id: door.call("PutEvents", body_of("PutEvents") | {"trackingId": tracking_id}).status
        for tracking_id, _ in trackers
    }
    assert statuses == {tracking_id: 200 if active else 400 for tracking_id, active in trackers}
    assert len(statuses) == 7
    for tracking_id in filter(None, actions):
        assert door.call("PutEvents", body_of("PutEvents") | {"trackingId": tracking_id}).status == 400
        body = body_of("PutActionInteractions") | {"trackingId": tracking_id}
        assert door.call("PutActionInteractions", body).status == 200
