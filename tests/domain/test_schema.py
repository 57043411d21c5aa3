"""Schemas: read out of Avro text, held against rows, and what would make rows fit."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
import hostile
from pevents_tui.domain.check import check
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.event_types import budget_of, near_type
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.report import Context, Level
from pevents_tui.domain.schema import Schema, SchemaField
from pevents_tui.domain.schema_fit import completed, fits, fitted, mended
from pevents_tui.domain.schema_reading import MOST_CHARACTERS, MOST_FIELDS, SchemaFault, read_schema
from schemas import ACTIONS, SHOP, avro

ROW = ("eventList", 0)


def _schema(*fields: Any, domain: str | None = None) -> Schema:
    return read_schema(avro(*fields) if fields else SHOP, domain)


def _hints(schema: Schema, *rows: dict[str, Any], known: frozenset[str] = frozenset()) -> dict[tuple[str, str], str]:
    report = check(builders.events_draft(*rows), Context(builders.NOW_S, known_types=known, schema=schema))
    assert report.may_send()
    assert all(problem.source for problem in report.problems)
    return {
        (problem.place.removeprefix("eventList[0]."), problem.rule): problem.text
        for problem in report.problems
        if problem.level is Level.HINT
    }


def test_a_schema_tells_kind_types_and_what_is_required() -> None:
    schema = _schema()
    assert schema.kind == "put-events"
    assert [(field.key, field.words) for field in schema.properties] == [
        ("device", "string, required, categorical"),
        ("pageDepth", "int, required"),
        ("price", "float or double, may be null"),
        ("gift", "boolean, may be left out"),
        ("searchText", "string, may be null, textual"),
    ]
    assert [(field.name, path) for field, path in schema.members] == [
        ("USER_ID", ("userId",)),
        ("ITEM_ID", ("itemId",)),
        ("TIMESTAMP", ("sentAt",)),
        ("EVENT_TYPE", ("eventType",)),
        ("EVENT_VALUE", ("eventValue",)),
    ]
    actions = read_schema(ACTIONS)
    assert (actions.kind, [field.key for field in actions.properties]) == ("put-action-interactions", ["campaign"])


@pytest.mark.parametrize(
    ("name", "ids", "kind"),
    [
        ("Items", ("ITEM_ID",), "put-items"),
        ("users", ("USER_ID",), "put-users"),
        ("Actions", ("ACTION_ID",), "put-actions"),
        ("Anything", ("ITEM_ID",), "put-items"),
        ("Anything", ("USER_ID",), "put-users"),
        ("Anything", ("ACTION_ID",), "put-actions"),
        ("Anything", ("USER_ID", "ITEM_ID"), "put-events"),
        ("Anything", ("USER_ID", "ACTION_ID", "TIMESTAMP"), "put-action-interactions"),
        ("Anything", ("USER_ID", "TIMESTAMP"), None),
    ],
)
def test_a_dataset_is_told_by_its_schemas_name_else_by_its_fields(
    name: str, ids: tuple[str, ...], kind: str | None
) -> None:
    columns = [{"name": each, "type": "string"} for each in (*ids, "PRICE")]
    text = avro(*columns, name=name, bare=True)
    if kind is None:
        with pytest.raises(SchemaFault):
            read_schema(text)
        return
    schema = read_schema(text)
    assert (schema.kind, [field.key for field in schema.properties if field.name == "PRICE"]) == (kind, ["price"])


def test_an_answer_of_describe_schema_is_read_and_its_domain_kept() -> None:
    answer = json.dumps({"schema": {"name": "shop", "schema": SHOP, "domain": "ECOMMERCE"}, "ResponseMetadata": {}})
    schema = read_schema(answer)
    assert (schema.domain, len(schema.properties)) == ("ECOMMERCE", 5)
    assert read_schema("\ufeff" + SHOP).fields == schema.fields


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON"),
        ("[1]", "must be an Avro record, not a list"),
        ('"x"', "must be an Avro record, not text"),
        ('{"schema": {"schema": {"schema": {"schema": {}}}}}', "is wrapped too often"),
        ('{"schema": null}', "must be an Avro record, not null"),
        ('{"type": "enum"}', "its type must be record"),
        ('{"type": "record", "fields": []}', "has no fields"),
        ('{"type": "record", "fields": {"a": 1}}', "has no fields"),
        (avro(name="Purchases", bare=True), "is of Purchases; wanted is one of Interactions"),
        (avro(name="\x1b[31m" + "x" * 99, bare=True), "is of ␛[31mxxx"),
        ("[" * 5_000, "nested deeper than"),
        ('{"a": 1' + "0" * 5_000 + "}", "is not JSON"),
        (" " * (MOST_CHARACTERS + 1), "is longer than 1,048,576 characters"),
    ],
)
def test_what_is_no_schema_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(SchemaFault) as fault:
        read_schema(text)
    assert words in str(fault.value)


def test_what_of_a_schema_cannot_be_used_is_noted_and_the_rest_holds() -> None:
    odd = [
        {"name": "TAGS", "type": {"type": "array", "items": "string"}},
        {"name": "PAGE DEPTH", "type": "int"},
        {"name": "PAGE_DEPTH", "type": "int"},
        {"name": "PAGEDEPTH", "type": "int"},
        {"name": "SIZE", "type": [["int"], None, "float"], "categorical": "yes"},
        "text",
        {"type": "int"},
        {"name": "___", "type": "int"},
    ]
    schema = _schema(*odd)
    told = "\n".join(schema.notices)
    assert [field.key for field in schema.properties] == ["tags", "pageDepth", "size"]
    for words in (
        "TAGS is of type array, which",
        "field 6 has no name",
        "field 8, PAGEDEPTH, has the letters of PAGE_DEPTH",
        "SIZE is of type a list, nothing, which",
        "field 10 has no name",
        "field 11 has",
        "field 12 has",
    ):
        assert words in told
    many = _schema(*({"name": f"F_{n}", "type": "int"} for n in range(MOST_FIELDS + 5)))
    assert len(many.fields) == MOST_FIELDS
    assert "only the first 200 of 209 fields are read" in "\n".join(many.notices)
    assert "196 of 5 fields of your own" in "\n".join(many.notices)
    assert "of 20,000 characters" in _schema({"name": "A", "type": "int", "doc": "x" * 20_000}).notices[0]


WRONG: list[tuple[dict[str, Any] | str | None, str, str, str]] = [
    (None, "properties.device", "schema-missing", "is required by the schema (DEVICE: string), and missing"),
    ({"device": "tv"}, "properties.pageDepth", "schema-missing", "(PAGE_DEPTH: int)"),
    ({"pageDept": 3}, "properties.pageDept", "schema-name", "did you mean pageDepth → PAGE_DEPTH?"),
    ({"pagedepth": 3}, "properties.pagedepth", "schema-name", "did you mean pageDepth → PAGE_DEPTH?"),
    ({"page_depth": 3}, "properties.page_depth", "property-case", "pageDepth → PAGE_DEPTH"),
    ({"colour": 3}, "properties.colour", "schema-unknown", "which has device, pageDepth, price, gift, searchText"),
    ({"pageDepth": "3"}, "properties.pageDepth", "schema-type", "is text, and PAGE_DEPTH is int; write 3"),
    ({"pageDepth": "deep"}, "properties.pageDepth", "schema-type", "is text, and PAGE_DEPTH is int"),
    ({"pageDepth": 2.0}, "properties.pageDepth", "schema-type", "is 2.0, and PAGE_DEPTH is int; write 2"),
    ({"pageDepth": 2.5}, "properties.pageDepth", "schema-type", "is 2.5, and PAGE_DEPTH is int"),
    ({"pageDepth": 2**31}, "properties.pageDepth", "schema-type", "is out of the range of int"),
    ({"pageDepth": True}, "properties.pageDepth", "schema-type", "is true/false, and PAGE_DEPTH is int"),
    ({"pageDepth": None}, "properties.pageDepth", "schema-type", "has no value yet; PAGE_DEPTH is int"),
    ({"device": 7}, "properties.device", "schema-type", 'is a number, and DEVICE is string; write "7"'),
    ({"gift": "True"}, "properties.gift", "schema-type", "is text, and GIFT is boolean; write true"),
    ({"price": ""}, "properties.price", "schema-type", "PRICE is float or double; write null"),
    ({"device": "x" * 1_001}, "properties.device", "schema-length", "1,001 of 1,000 characters"),
    ('{"pageDept": 3}', "properties.pageDept", "schema-name", "did you mean pageDepth"),
]


@pytest.mark.parametrize(("properties", "place", "rule", "words"), WRONG)
def test_what_does_not_fit_the_schema_is_told_at_its_place(properties: Any, place: str, rule: str, words: str) -> None:
    assert words in _hints(_schema(), builders.event(properties=properties))[place, rule]


def test_one_mistake_is_told_once() -> None:
    wrong = {"pageDept": 3, "device": "tv", "itemId": "x", "tags": [1]}
    found = {key for key in _hints(_schema(), builders.event(properties=wrong)) if key[1].startswith("schema")}
    assert found == {("properties.pageDept", "schema-name"), ("properties.tags", "schema-unknown")}
    good = {"device": "tv", "pageDepth": 3, "price": None, "gift": True, "searchText": "ü"}
    assert _hints(_schema(), builders.event(properties=good)) == {}
    assert not _hints(read_schema(ACTIONS), builders.event())
    not_json = check(builders.events_draft(builders.event(properties="words")), Context(schema=_schema()))
    assert {problem.rule for problem in not_json.problems} == {"properties-json"}


def test_members_that_only_the_schema_wants_are_told() -> None:
    valued = _schema({"name": "EVENT_VALUE", "type": "float"})
    found = _hints(valued, builders.event(itemId=None))
    assert "ITEM_ID: string" in found["itemId", "schema-member"]
    assert "EVENT_VALUE: float" in found["eventValue", "schema-member"]
    bare = _schema({"name": "A", "type": ["null", "int"]})
    assert "lacks EVENT_VALUE" in _hints(bare, builders.event(eventValue=3))["eventValue", "schema-member"]
    assert _hints(bare, builders.event()) == {}


def test_types_near_to_those_sent_before_or_to_the_domains_are_told() -> None:
    shop, known = _schema(domain="ECOMMERCE"), frozenset({"View", "Purchase", "AddToCart", "view"})

    def told(event_type: str, *, schema: Schema = shop, known: frozenset[str] = known) -> str:
        context = Context(known_types=known, schema=schema)
        report = check(builders.events_draft(builders.event(eventType=event_type)), context)
        return "".join(each.text for each in report.hints if each.rule == "type-spelling")

    assert "did you mean 'View', which ECOMMERCE trains on?" in told("view")
    assert "did you mean 'Purchase'" in told("Purchsae")
    assert "did you mean 'View'" in told("Viw")
    assert told("addtocart") == "was written 'AddToCart' before; types are compared as they are"
    assert "never sent here; did you mean 'AddToCart'" in told("AddToCarts")
    assert "did you mean 'View'" in told("Viewed", known=frozenset())
    for fine in ("View", "Purchase", "AddToCart", "Wishlist", "Review"):
        assert told(fine) == ""
    assert told("view", schema=_schema(), known=frozenset()) == ""
    far = [
        ("Subscribe", "Unsubscribe"),
        ("Level10", "Level11"),
        ("Like", "Dislike"),
        ("", "View"),
        ("x" * 99, "x" * 98),
    ]
    assert [near_type(one, [other]) for one, other in far] == [None] * len(far)


def test_event_types_and_optional_columns_are_counted_against_ten() -> None:
    schema, known = _schema(), frozenset({"View", "Click"})
    draft = builders.events_draft(builders.event(eventType="A"), builders.event(eventType="View", eventId="e-2"))
    assert str(budget_of(draft, known, schema)) == "3 event types and 7 columns: 10 of 10"
    assert str(budget_of(draft, frozenset(), None)) == "2 event types: 2 of 10, columns not counted"
    more = known | {"B"}
    hints = check(draft, Context(builders.NOW_S, known_types=more, schema=schema)).hints
    (problem,) = (each for each in hints if each.rule == "type-budget")
    assert (problem.place, problem.text) == (
        "eventList[0].eventType",
        "is one type too many for the dataset: 4 event types and 7 columns: 11 of 10",
    )


def test_what_is_plainly_meant_is_mended_and_nothing_else() -> None:
    schema = _schema()
    wrong = {"x": 1, "page_depth": "3", "gift": "TRUE", "device": 7, "price": "much", "searchText": ""}
    assert list(mended(wrong, schema).items()) == [
        ("x", 1), ("pageDepth", 3), ("gift", True), ("device", "7"), ("price", "much"), ("searchText", ""),
    ]  # fmt: skip
    assert mended(wrong, schema, only="gift") == {**wrong, "gift": True}
    assert mended({"pagedepth": 1, "pageDepth": 2}, schema) == {"pagedepth": 1, "pageDepth": 2}
    assert completed({"device": "tv"}, schema) == {"device": "tv", "pageDepth": None}
    both = {"device": "tv", "pageDepth": 1}
    assert completed(both, schema) == {**both, "price": None, "gift": None, "searchText": None}


def test_a_key_asks_the_schema_about_one_row_of_many() -> None:
    schema, memory = _schema(), RowMemory()
    draft = Draft("put-events", {"eventList": [builders.event(properties={"colour": at}) for at in range(5)]})
    before = check(draft, Context(schema=schema, memory=memory)).problems
    again = check(draft.put((*ROW, "itemId"), "other"), Context(schema=schema, memory=memory)).problems
    place = ("eventList", 3, "properties", "colour")
    one, other = (next(each for each in found if each.path == place) for found in (before, again))
    assert one is other
    assert not any(each.rule.startswith("schema") for each in check(draft, Context(memory=memory)).problems)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(list(hostile.texts(50, "raw")))
)
TYPES = st.sampled_from(["int", "long", "float", "double", "string", "boolean", "null"])


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=5), st.lists(TYPES, max_size=3))
def test_any_properties_are_judged_and_what_is_mended_fits_or_stays(members: dict[str, Any], types: list[str]) -> None:
    schema = _schema({"name": "PAGE_DEPTH", "type": types}, {"name": "A", "type": "string"})
    check(builders.events_draft(builders.event(properties=members)), Context(schema=schema))
    for value in members.values():
        field = SchemaField("A", "a", tuple(types), nullable="null" in types)
        better = fitted(value, field)
        assert better is value or fits(better, field)
    assert mended(mended(members, schema), schema) == mended(members, schema)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["record", "Interactions", "int"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "name", "fields", "schema", "default", "domain"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(JSON, st.lists(JSON, min_size=1, max_size=4))
def test_any_json_is_a_schema_or_told(value: Any, fields: list[Any]) -> None:
    for body in (value, {"type": "record", "name": "Interactions", "fields": fields}):
        try:
            schema = read_schema(json.dumps(body))
        except SchemaFault:
            continue
        assert schema.fields or schema.notices
        assert all(field.key and field.words for field in schema.fields)
