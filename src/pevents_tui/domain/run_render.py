"""A run of recommendations as Markdown and as CSV, to hand on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pevents_tui.domain.ranking import Change, Share, compare
from pevents_tui.domain.recommendation import Column, Row, Run
from pevents_tui.domain.times import as_utc
from pevents_tui.domain.visible import visible

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell begins with that a spreadsheet takes for a formula; the last four are the wide forms of the first four.

Source: OWASP, CSV Injection."""
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in r"\`*_{}[]<>#|!"})
_FIELDS = (
    "step", "list", "user_id", "rank", "id", "title", "category", "price", "score", "rank_before", "change",
    "acted_on", "seconds_to_effect", "recommendation_id",
)  # fmt: skip


def changes(run: Run) -> tuple[Change, ...]:
    """How each column but the first differs from the one before it."""
    return tuple(
        compare(before.listing, after.listing, acted=[each for act in after.acts for each in act.ids])
        for before, after in zip(run.columns, run.columns[1:], strict=False)
    )


def as_markdown(run: Run) -> str:
    """The run as a document for people: each step with what was done, what moved, and by how much."""
    lines = [f"# {_plain(run.title or 'Recommendations')}", ""]
    lines += [f"- When: {as_utc(int(run.began_s))}", f"- Target: {_plain(run.target)} {_plain(run.region)}".rstrip()]
    if run.asked is not None:
        lines += [
            f"- Asked: {run.asked.kind}, {_plain(run.asked.arn)}",
            f"- User: {_plain(run.asked.user_id or 'none')}",
        ]
    lines += [f"- Session: {_plain(run.session_id)}"] if run.session_id else []
    lines += [f"- Recipe: {_plain(run.recipe)}"] if run.recipe else []
    if run.control_user:
        stayed = {True: "its list stayed", False: "its list moved too", None: "not compared"}[run.control_stayed]
        lines.append(f"- Control user: {_plain(run.control_user)}, {stayed}")
    own = run.own_words or run.doubt_words
    lines += [f"- {_plain(own)}"] if own else []
    if run.columns:
        lines += ["", "## 1. baseline", "", *_table(run.columns[0])]
    for at, change in enumerate(changes(run), 1):
        lines += ["", *_step(at, run.columns[at], change, turned=run.is_turn(at))]
    return "\n".join(lines) + "\n"


def as_csv(run: Run) -> str:
    """The run as a table: a line for each row of each list that came, and for what it no longer has; the control's too.

    Ids, titles and categories are from a server, and spreadsheets run what begins like a formula: such a cell has an
    apostrophe before it, which a spreadsheet takes for the sign of a text. Numbers of our own stand as they are.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, _FIELDS, lineterminator="\n")
    writer.writeheader()
    for name, columns in (("user", run.columns), ("control", run.control_columns)):
        for at, column in enumerate(columns):
            before = columns[at - 1] if at else None
            if column.seen:
                writer.writerows({**line, "step": at, "list": name} for line in _lines(column, before))
    return text.getvalue()


def _lines(column: Column, before: Column | None) -> Iterator[dict[str, object]]:
    acted = {each for act in column.acts for each in act.ids}
    moves = {move.id: move for move in compare(before.listing, column.listing).moves} if before else {}
    shared = {
        "user_id": _defused(column.listing.asked.user_id or ""),
        "recommendation_id": _defused(column.listing.recommendation_id or ""),
        "seconds_to_effect": "" if column.since_s is None else f"{column.since_s:.3f}",
    }
    now = {row.id for row in column.listing.rows}
    gone = [(0, row) for row in before.listing.rows if row.id not in now] if before else []
    for rank, row in [*enumerate(column.listing.rows, 1), *gone]:
        move = moves.get(row.id)
        texts = {"id": row.id, "title": row.title, "category": row.category, "price": row.price}
        yield {
            **shared,
            **{name: _defused(value) for name, value in texts.items()},
            "rank": rank or "",
            "score": "" if row.score is None or not rank else row.score,
            "rank_before": (move.before or "") if move else "",
            "change": move.word if move else "",
            "acted_on": "yes" if row.id in acted else "",
        }


def _defused(text: str) -> str:
    """A cell that a spreadsheet takes for nothing but text, on one line."""
    return f"'{visible(text)}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else visible(text)


def _step(at: int, column: Column, change: Change, *, turned: bool) -> list[str]:
    """One step: what was done, what it did, the list."""
    effect = "The list did not move." if column.seen else f"No list came: {_plain(column.trouble)}."
    if turned:
        effect = "Another question: what differs is the answer to it."
    elif column.since_s is not None:
        effect = f"The list moved after {column.since_s:.1f} s."
    lines = [f"## {at + 1}. {_plain(column.label)}", ""]
    lines += [f"- {_plain(act.label)}: {_plain('; '.join(act.ended) or 'not sent')}" for act in column.acts]
    lines.append(f"- {effect} Asked {column.polls} times in {column.waited_s:.1f} s.")
    if not column.seen:  # the list in its place is the one before
        return lines
    lines += [
        f"- Overlap at {change.depth}: {change.overlap:.0%}. Rank-biased overlap: {change.rbo:.2f}.",
        f"- Categories before: {_shares(change.shares_before)}. After: {_shares(change.shares_after)}.",
    ]
    if change.left:
        lines.append(f"- Gone: {', '.join(_plain(each) for each in change.left)}.")
    lines += [
        f"- {each.verdict.capitalize()}: {_plain(f'{each.words} {each.remedy}'.strip())} ({_plain(each.source)})"
        for each in column.reasons
    ]
    return [*lines, "", *_table(column, change)]


def _table(column: Column, change: Change | None = None) -> list[str]:
    moves = {move.id: move for move in change.moves} if change else {}
    lines = ["| # | | id | title | category | score |", "|--:|---|---|---|---|--:|"]
    for rank, row in enumerate(column.listing.rows, 1):
        move = moves.get(row.id)
        mark = " ".join(filter(None, (move.word, "✓ acted on" if move.acted else ""))) if move else ""
        lines.append(f"| {rank} | {mark} | {_cells(row)} |")
    return lines


def _cells(row: Row) -> str:
    score = "" if row.score is None else f"{row.score:.4g}"
    return " | ".join((_plain(row.id), _plain(row.title), _plain(row.category), score))


def _shares(shares: tuple[Share, ...]) -> str:
    return ", ".join(f"{_plain(each.category)} {each.part:.0%}" for each in shares) or "none"


def _plain(text: str) -> str:
    """A text that Markdown takes for nothing but text, on one line."""
    return visible(text).translate(_MARKS)
