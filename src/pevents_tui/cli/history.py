"""`history`: the calls that were made, as a list or one by one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Document, Listing, json_text, table_row
from pevents_tui.cli.parser import Parser, UsageFault, whole

if TYPE_CHECKING:
    from pevents_tui.domain.outcome import Record
    from pevents_tui.service.history import History, Line

OUTCOMES = ("accepted", "refused", "unknown", "not sent", "sending")
"""What `--outcome` takes; a test holds them to the domain's words."""
MOST_LINES = 10_000
"""Most calls one list shows."""

_SUMMARY = "Look at the calls that were made, newest first, or at one of them with its body."
_EXAMPLES = (
    f"{NAME} history list --outcome refused --limit 10",
    f"{NAME} history list --user qa-ana --item B0742 --output json",
    f"{NAME} history show 12",
    f"{NAME} history users --target shop-dev",
)
_SUMMARIES = {
    "list": "List the newest calls that fit.",
    "show": "Show one call with its body and outcome.",
    "users": (
        "List every user ID that was sent to a saved target and may have arrived, as the CSV file that a data deletion "
        "job of Personalize takes: the only way to take test events back. The job deletes all there is of these users."
    ),
}
_FILTERS = (
    ("--text", "stands somewhere in ids, event types, request id or message"),
    ("--user", "this user, exactly"),
    ("--session", "this session, exactly"),
    ("--item", "this item or action, exactly"),
    ("--event-type", "this event type, exactly"),
    ("--run", "the calls of one send"),
)
_MOST_ID = 2**63 - 1


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    options.add_places(made)
    actions = made.add_subparsers(dest="action", metavar="list|show|users", required=True, parser_class=_Action)
    _add_list(actions.add_parser("list", help="the newest calls, one a line"))
    _add_show(actions.add_parser("show", help="one call with its body"))
    _add_users(actions.add_parser("users", help="the users sent to a target, as CSV for a data deletion job"))
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """List calls, or show one."""
    with options.open_workbench(args, environment) as workbench:
        history = workbench.history
        for notice in history.notices:
            tell(environment, f"{NAME}: {notice}")
        if args.action == "users":
            from pevents_tui.cli.users import list_users  # noqa: PLC0415 - --help must not wait for it

            return list_users(args, workbench, environment)
        return _list(args, history, environment) if args.action == "list" else _show(args, history, environment)


class _Action(Parser):
    """The parser of one of its actions; places given before the word hold."""

    def __init__(self, prog: str, **_given: Any) -> None:
        action = prog.rpartition(" ")[2]
        super().__init__(prog, _SUMMARIES[action], [example for example in _EXAMPLES if f"history {action}" in example])


def _add_list(made: Parser) -> None:
    made.add_argument("--limit", type=whole(1, MOST_LINES), default=50, metavar="N", help="most calls (50)")
    made.add_argument("--before", type=whole(1, _MOST_ID), metavar="ID", help="only calls before this one")
    made.add_argument("--outcome", choices=OUTCOMES, help="how they ended")
    for flag, words in _FILTERS:
        made.add_argument(flag, metavar="TEXT", help=words)
    _add_rest(made)


def _add_show(made: Parser) -> None:
    made.add_argument("id", type=whole(1, _MOST_ID), metavar="ID", help="its number in the list")
    _add_rest(made)


def _add_users(made: Parser) -> None:
    made.add_argument("--target", metavar="NAME", required=True, help="a saved target, or sandbox")
    options.add_output(made, "CSV with the one column USER_ID")
    options.add_places(made, default=argparse.SUPPRESS)


def _add_rest(made: Parser) -> None:
    options.add_output(made, "text")
    options.add_places(made, default=argparse.SUPPRESS)


def _list(args: argparse.Namespace, history: History, environment: Environment) -> ExitCode:
    from pevents_tui.service.history import Filter  # noqa: PLC0415 - --help must not wait for it

    where = Filter(
        text=args.text,
        outcome=args.outcome,
        user=args.user,
        session=args.session,
        item=args.item,
        event_type=args.event_type,
        run=args.run,
    )
    listing = Listing(
        environment.stdout,
        args.output or "text",
        lambda document: table_row(document, _LINE_COLUMNS),
        _LINE_COLUMNS,
        always_list=True,
    )
    for line in history.page(where, before=args.before, limit=args.limit):
        listing.add(_line_document(line))
    listing.close()
    return ExitCode.OK


def _show(args: argparse.Namespace, history: History, environment: Environment) -> ExitCode:
    record = history.get(args.id)
    if record is None:
        raise UsageFault(f"there is no call {args.id} in the history", f"{NAME} history list")
    columns = [
        Column("field", 14, lambda each: str(each["field"])),
        Column("value", 0, lambda each: str(each["value"])),
    ]
    if args.output == "table":
        listing = Listing(environment.stdout, "table", str, columns)
        for field, value in _record_document(record).items():
            listing.add({"field": field, "value": _short(value)})
    else:
        listing = Listing(environment.stdout, args.output or "text", _record_text, columns)
        listing.add(_record_document(record))
    listing.close()
    return ExitCode.OK


def _line_document(line: Line) -> dict[str, Any]:
    from pevents_tui.domain.times import as_utc  # noqa: PLC0415 - --help must not wait for it

    return {
        "id": line.id,
        "at": as_utc(int(line.at_s)),
        "outcome": line.word,
        "kind": line.kind,
        "eventTypes": list(line.event_types),
        "userId": line.user,
        "sessionId": line.session,
        "items": list(line.items),
        "rows": line.rows,
        "trackingId": line.tracking_id,
        "target": {"label": line.target_label, "policy": line.policy},
        "requestId": line.request_id,
        "message": line.message,
        "latencyMs": None if line.latency_s is None else round(line.latency_s * 1000, 1),
        "run": line.run,
    }


_LINE_COLUMNS = (
    Column("id", 5, lambda document: str(document["id"])),
    Column("at", 20, lambda document: str(document["at"])),
    Column("outcome", 8, lambda document: str(document["outcome"])),
    Column("policy", 10, lambda document: str(document["target"]["policy"])),
    Column("target", 13, lambda document: str(document["target"]["label"])),
    Column("user", 10, lambda document: str(document["userId"] or "-")),
    Column("type", 10, lambda document: ",".join(document["eventTypes"])),
    Column("items", 10, lambda document: ",".join(document["items"]) or "-"),
    Column("rows", 4, lambda document: str(document["rows"])),
    Column("answer", 0, lambda document: str(document["message"] or document["requestId"] or "")),
)


def _record_document(record: Record) -> dict[str, Any]:
    """Everything kept of a call, as a document of JSON's types."""
    from pevents_tui.cli.receipts import receipt  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.domain.times import as_utc  # noqa: PLC0415 - the same

    told = {name: value for name, value in receipt(record).items() if name != "source"}
    return {
        **told,
        "at": as_utc(int(record.at_s)),
        "run": record.run,
        "made": record.made,
        "body": dict(record.call.body),
    }


def _record_text(document: Document) -> str:
    """A call for reading: a line for each thing known of it, then the body as sent."""
    lines = [
        f"{name:<12}{_short(value)}" for name, value in document.items() if name != "body" and value not in (None, [])
    ]
    return "\n".join([*lines, json_text(document["body"])])


def _short(value: object) -> str:
    return value if isinstance(value, str) else json_text(value, indent=None)
