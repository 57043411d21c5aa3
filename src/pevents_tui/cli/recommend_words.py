"""A run of recommendations on standard output: as a document, and as lines for a person."""

from __future__ import annotations

from typing import Any

from pevents_tui.cli.output import Column, Document, table_row
from pevents_tui.domain.ranking import Change, Share, compare
from pevents_tui.domain.recommendation import Act, Listing, Run
from pevents_tui.domain.stillness import Reason
from pevents_tui.domain.visible import visible

ROW_COLUMNS = (
    Column("rank", 4, lambda row: str(row["rank"])),
    Column("change", 6, lambda row: str(row["change"] or "")),
    Column("id", 14, lambda row: str(row["id"])),
    Column("title", 32, lambda row: str(row["title"] or "")),
    Column("category", 16, lambda row: str(row["category"] or "")),
    Column("score", 8, lambda row: "" if row["score"] is None else f"{row['score']:.4g}"),
)
"""The columns of a list."""


def document_of(run: Run, reasons: tuple[Reason, ...] = (), *, first: int = 0) -> dict[str, Any]:
    """The run as docs/recommend.schema.json describes it.

    Args:
        run: It has a column at least.
        reasons: Why its last list may not have moved.
        first: The column that the last one is held against.
    """
    before, after = run.columns[first], run.columns[-1] if len(run.columns) > 1 else None
    asked = before.listing.asked
    came = after if after and after.seen else None  # where no list came, there is nothing to compare
    change = compare(before.listing, came.listing, acted=run.acted) if came else None
    return {
        "moved": came.moved if came else None,
        "secondsToEffect": None if after is None or after.since_s is None else round(after.since_s, 3),
        "operation": asked.kind,
        "arn": asked.arn,
        "recipe": run.recipe or None,
        "userId": asked.user_id,
        "sessionId": run.session_id,
        "controlUser": run.control_user,
        "controlStayed": run.control_stayed,
        "ownChange": None if run.own_rows is None else {"rows": run.own_rows, "asks": len(run.again) + 1},
        "acts": [_act(act) for column in run.columns for act in column.acts],
        "before": _list(before.listing, None, run),
        "after": _list(came.listing, change, run) if came else None,
        "change": _change(change) if change else None,
        "polls": after.polls if after else None,
        "waitedSeconds": round(after.waited_s, 3) if after else None,
        "trouble": (after.trouble or None) if after else None,
        "reasons": [
            {"verdict": each.verdict, "reason": each.words, "remedy": each.remedy or None, "source": each.source}
            for each in reasons
        ],
    }


def text_of(document: Document) -> str:
    """A run's document for a person: the list as it is now, with what became of each row, and how much moved."""
    shown = document["after"] or document["before"]
    lines = [table_row(row, ROW_COLUMNS) for row in shown["rows"]]
    change = document["change"]
    if change is None:
        lines += ["no list came afterwards: not known whether it moved"] if document["trouble"] else []
        return "\n".join(map(visible, lines))
    lines += [f"gone  {each['id']}  was {each['before']}" for each in change["moves"] if each["after"] is None]
    shares = [f"{each['category']} {each['part']:.0%}" for each in change["sharesAfter"]]
    effect = "not known whether it moved" if document["moved"] is None else "did not move"
    if document["moved"]:
        effect = f"moved after {document['secondsToEffect']:.1f} s"
    lines.append(f"{effect}  overlap@{change['depth']} {change['overlap']:.0%}  rbo {change['rbo']:.2f}")
    lines.append(f"categories  {', '.join(shares)}")
    if own := document["ownChange"]:
        lines.append(f"varies by itself  {own['rows']} rows in {own['asks']} asks")
    if document["controlUser"]:
        stayed = {True: "stayed", False: "moved too", None: "not compared"}[document["controlStayed"]]
        lines.append(f"control {document['controlUser']}  {stayed}")
    lines += [f"{each['verdict']}  {each['reason']} {each['remedy'] or ''}".rstrip() for each in document["reasons"]]
    return "\n".join(map(visible, lines))  # what a server calls things makes no line of its own


def _list(listing: Listing, change: Change | None, run: Run) -> Document:
    moves = {move.id: move for move in change.moves} if change else {}
    rows = [
        {
            "rank": rank,
            "id": row.id,
            "title": row.title or None,
            "category": row.category or None,
            "price": row.price or None,
            "score": row.score,
            "promotion": row.promotion,
            "change": (moves[row.id].word or None) if row.id in moves else None,
            "actedOn": row.id in run.acted,
        }
        for rank, row in enumerate(listing.rows, 1)
    ]
    return {"recommendationId": listing.recommendation_id, "latencyMs": round(listing.latency_ms, 1), "rows": rows}


def _act(act: Act) -> Document:
    return {
        "eventType": act.event_type,
        "ids": list(act.ids),
        "value": act.value,
        "accepted": act.accepted,
        "ended": list(act.ended),
        "calls": list(act.records),
    }


def _change(change: Change) -> Document:
    return {
        "depth": change.depth,
        "overlap": round(change.overlap, 4),
        "rbo": round(change.rbo, 4),
        "entered": list(change.entered),
        "left": list(change.left),
        "moves": [
            {"id": each.id, "before": each.before, "after": each.after, "scoreChange": each.score_change}
            for each in change.moves
        ],
        "sharesBefore": _shares(change.shares_before),
        "sharesAfter": _shares(change.shares_after),
    }


def _shares(shares: tuple[Share, ...]) -> list[Document]:
    return [{"category": each.category, "part": round(each.part, 4)} for each in shares]
