"""Avro schemas for tests."""

from __future__ import annotations

import json
from typing import Any

_OWN = [
    {"name": "USER_ID", "type": "string"},
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
    {"name": "EVENT_TYPE", "type": "string"},
]


def avro(*fields: Any, name: str = "Interactions", bare: bool = False) -> str:
    """The text of a schema: those fields after the four that every one has; bare without them."""
    record = {
        "type": "record",
        "name": name,
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [*([] if bare else _OWN), *fields] or [{"name": "A", "type": "int"}],
        "version": "1.0",
    }
    return json.dumps(record)


SHOP = avro(
    {"name": "EVENT_VALUE", "type": ["null", "float"]},
    {"name": "DEVICE", "type": "string", "categorical": True},
    {"name": "PAGE_DEPTH", "type": "int"},
    {"name": "PRICE", "type": ["float", "null", "double"]},
    {"name": "GIFT", "type": "boolean", "default": False},
    {"name": "SEARCH_TEXT", "type": ["null", "string"], "textual": True},
)
"""A schema of item interactions with a field of each sort."""
ACTIONS = avro(
    {"name": "USER_ID", "type": "string"},
    {"name": "ACTION_ID", "type": "string"},
    {"name": "EVENT_TYPE", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
    {"name": "CAMPAIGN", "type": ["null", "string"], "categorical": True},
    name="ActionInteractions",
    bare=True,
)
"""A schema of action interactions."""
