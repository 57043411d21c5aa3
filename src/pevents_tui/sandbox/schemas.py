"""The Avro schemas of the pretend datasets, in the form that DescribeSchema answers."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

_NULLABLE: Final = ("null", "string")
_KEYS: Final[Mapping[str, Sequence[tuple[str, object]]]] = {
    "Interactions": (("USER_ID", "string"), ("ITEM_ID", "string"), ("EVENT_TYPE", "string"), ("TIMESTAMP", "long")),
    "Items": (("ITEM_ID", "string"),),
    "Users": (("USER_ID", "string"),),
    "Actions": (("ACTION_ID", "string"),),
    "ActionInteractions": (
        ("USER_ID", "string"),
        ("ACTION_ID", "string"),
        ("EVENT_TYPE", "string"),
        ("TIMESTAMP", "long"),
    ),
}
_CATEGORICAL: Final = frozenset(
    {"DEVICE", "CURRENCY", "QUALITY", "CHANNEL", "CATEGORY", "GENRES", "MEMBERSHIP", "AREA"}
)

_COLUMNS: Final[Mapping[tuple[str, str], Sequence[tuple[str, object]]]] = {
    ("shop", "Interactions"): (
        ("EVENT_VALUE", ("null", "float")),
        ("IMPRESSION", _NULLABLE),
        ("RECOMMENDATION_ID", _NULLABLE),
        ("DEVICE", _NULLABLE),
        ("PAGE_DEPTH", ("null", "int")),
        ("CURRENCY", _NULLABLE),
        ("QUANTITY", ("null", "int")),
        ("COUPON_USED", ("null", "boolean")),
    ),
    ("shop", "Items"): (
        ("CATEGORY", "string"),
        ("PRICE", ("null", "float")),
        ("CREATION_TIMESTAMP", "long"),
        ("TITLE", _NULLABLE),
    ),
    ("shop", "Users"): (("MEMBERSHIP", _NULLABLE), ("AGE", ("null", "int"))),
    ("video", "Interactions"): (
        ("EVENT_VALUE", ("null", "float")),
        ("IMPRESSION", _NULLABLE),
        ("RECOMMENDATION_ID", _NULLABLE),
        ("MINUTES_WATCHED", ("null", "int")),
        ("QUALITY", _NULLABLE),
    ),
    ("video", "Items"): (
        ("GENRES", "string"),
        ("CREATION_TIMESTAMP", "long"),
        ("TITLE", _NULLABLE),
        ("YEAR", ("null", "int")),
    ),
    ("loyalty", "Interactions"): (
        ("CHANNEL", "string"),
        ("POINTS", ("null", "double")),
        ("NOTE", _NULLABLE),
    ),
    ("loyalty", "Items"): (("CATEGORY", _NULLABLE), ("PRICE", ("null", "float")), ("TITLE", _NULLABLE)),
    ("loyalty", "Users"): (("AREA", _NULLABLE),),
    ("loyalty", "Actions"): (("VALUE", ("null", "float")), ("REPEAT_FREQUENCY", ("null", "int"))),
    ("loyalty", "ActionInteractions"): (("CHANNEL", _NULLABLE), ("IMPRESSION", _NULLABLE)),
}


def avro(business: str, record: str) -> str:
    """Give the schema of one dataset as JSON text.

    Args:
        business: shop, video or loyalty.
        record: the record's name, like Interactions or ActionInteractions.
    """
    columns = [*_KEYS[record], *_COLUMNS.get((business, record), ())]
    document = {
        "type": "record",
        "name": record,
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [_field(name, kind) for name, kind in columns],
        "version": "1.0",
    }
    return json.dumps(document)


def _field(name: str, kind: object) -> dict[str, object]:
    field: dict[str, object] = {"name": name, "type": list(kind) if isinstance(kind, tuple) else kind}
    if name in _CATEGORICAL:
        field["categorical"] = True
    if name == "TITLE":
        field["textual"] = True
    return field
