"""A plan as `--dry-run` prints it: where it would go, and each call with its bytes and body."""

from __future__ import annotations

from typing import Any

from pevents_tui.cli.output import Column, Document, json_text
from pevents_tui.cli.receipts import rows_words, target_document
from pevents_tui.domain.plan import Plan


def plan_document(plan: Plan, source: str | None) -> dict[str, Any]:
    """A plan as a document of JSON's types; `source` is None where nothing names its draft."""
    return {
        "source": source,
        "sent": False,
        "target": target_document(plan.target),
        "trackingIds": list(plan.tracking_ids) if plan.place == "tracker" else [],
        "datasetArns": list(plan.tracking_ids) if plan.place == "dataset" else [],
        "confirmWith": plan.consent,
        "locked": plan.target.locked,
        "calls": [
            {
                "operation": call.spec.operation,
                "path": call.spec.route,
                "bytes": call.size_bytes,
                "rows": len(call.rows),
                "body": dict(call.body),
            }
            for call in plan.calls
        ],
    }


def plan_text(document: Document) -> str:
    """A plan for reading: a line for the target, then each call's line and body."""
    target = document["target"]
    place = "dataset" if document["datasetArns"] else "tracker"
    named = ", ".join(document["datasetArns"] or document["trackingIds"])
    lines = [
        f"not sent: a dry run of {document['source']}" if document["source"] else "not sent: a dry run",
        f"target  {target['label']} ({target['policy']}){_places(target)}  {place} {named}",
    ]
    if document["locked"]:
        lines.append("a real send is refused: the target is locked")
    elif document["confirmWith"]:
        lines.append(f"a real send asks for --yes {document['confirmWith']}")
    for at, call in enumerate(document["calls"], 1):
        rows = rows_words(call["rows"], call["operation"])
        lines.append(f"call {at} of {len(document['calls'])}  {_call(call)}  {rows}")
        lines.append(json_text(call["body"]))
    return "\n".join(lines)


PLAN_COLUMNS = (
    Column("source", 16, lambda document: str(document["source"] or "")),
    Column("target", 16, lambda document: str(document["target"]["label"])),
    Column("policy", 10, lambda document: str(document["target"]["policy"])),
    Column("calls", 5, lambda document: str(len(document["calls"]))),
    Column("rows", 5, lambda document: str(sum(call["rows"] for call in document["calls"]))),
    Column("bytes", 7, lambda document: str(sum(call["bytes"] for call in document["calls"]))),
)
"""A plan as a row of a table."""


def _places(target: Document) -> str:
    named = ((name, target[name]) for name in ("profile", "region", "endpoint"))
    return "".join(f"  {name} {value}" for name, value in named if value)


def _call(call: Document) -> str:
    return f"{call['operation']}  POST {call['path']}  {call['bytes']:,} bytes"
