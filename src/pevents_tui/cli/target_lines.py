"""A saved target as a document, a line, a text and a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pevents_tui.cli.output import Column, Document

if TYPE_CHECKING:
    from pevents_tui.domain.plan import Target


def target_document(target: Target) -> dict[str, Any]:
    """A target as a document of JSON's types, by the keys of the file."""
    from pevents_tui.service.target_keys import KEYS  # noqa: PLC0415 - --help must not wait for it

    values = {key.name: getattr(target, key.name) for key in KEYS}
    return {"name": target.name, **values, "policy": str(target.policy), "variables": dict(target.variables)}


def target_line(document: Document) -> str:
    """What tells it from others, in one line."""
    parts = (
        document["name"],
        document["policy"],
        "locked" if document["locked"] else None,
        f"tracker {document['tracking_id']}" if document["tracking_id"] else None,
        *(f"{rows} {arn.rpartition(':dataset/')[2]}" for rows, arn in _datasets(document)),
        f"profile {document['profile']}" if document["profile"] else None,
        document["region"],
        document["endpoint"],
        f"users {document['user_prefix']}…" if document["user_prefix"] else None,
        None if document["verify"] else "certificate NOT checked",
        None if document["sign"] else "not signed",
    )
    return "  ".join(part for part in parts if part)


def _datasets(document: Document) -> list[tuple[str, str]]:
    named = ((rows, document[f"{rows}_dataset"]) for rows in ("items", "users", "actions"))
    return [(rows, arn) for rows, arn in named if arn]


def target_text(document: Document) -> str:
    """Every key that has a value, one a line."""
    return "\n".join(f"{key:<18}{told_value(value)}" for key, value in document.items() if value not in (None, {}))


def told_value(value: object) -> str:
    """A key's value for a person."""
    from pevents_tui.service.target_keys import value_text  # noqa: PLC0415 - --help must not wait for it

    return value_text(value)


COLUMNS = (
    Column("name", 16, lambda document: str(document["name"])),
    Column("policy", 10, lambda document: str(document["policy"])),
    Column("locked", 6, lambda document: "locked" if document["locked"] else ""),
    Column("tracking id", 36, lambda document: str(document["tracking_id"] or "")),
    Column("profile", 12, lambda document: str(document["profile"] or "")),
    Column("region", 14, lambda document: str(document["region"] or "")),
    Column("endpoint", 0, lambda document: str(document["endpoint"] or "")),
)
"""The columns of a table of targets."""
