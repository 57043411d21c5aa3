"""`put-events` and `put-action-interactions`: the AWS CLI's own commands, with checks, history and a guard."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode
from pevents_tui.cli.parser import Parser

if TYPE_CHECKING:
    from pevents_tui.domain.draft import Draft


@dataclass(frozen=True, slots=True)
class PutOption:
    """One option that fills a field of the request.

    Attributes:
        field: Its wire name: `eventList`.
        help: What it is, in a few words.
        rows: It takes the rows, several words of them.
    """

    field: str
    help: str
    rows: bool = False

    @property
    def flag(self) -> str:
        """As it is written: `--event-list`."""
        return "--" + "".join(f"-{char.lower()}" if char.isupper() else char for char in self.field)

    @property
    def name(self) -> str:
        """As argparse keeps it: `event_list`."""
        return self.flag[2:].replace("-", "_")


_ROWS_HELP = "the rows: one JSON list, file://…, or each word a JSON object or shorthand, such as"
OPTIONS: Mapping[str, tuple[PutOption, ...]] = MappingProxyType(
    {
        "put-events": (
            PutOption("userId", "the user who acts; leave it out before login"),
            PutOption("sessionId", "the visit"),
            PutOption("eventList", f"{_ROWS_HELP} eventType=View,itemId=B0742", rows=True),
        ),
        "put-action-interactions": (
            PutOption("actionInteractions", f"{_ROWS_HELP} actionId=a1,sessionId=s1,eventType=Viewed", rows=True),
        ),
    }
)
"""The options of each verb beside `--tracking-id`, by the fields of its request; a test holds them to the models."""

_EXAMPLES = {
    "put-events": (
        f"{NAME} put-events --tracking-id ID --user-id qa-ana --session-id s1 --event-list eventType=View,itemId=B0742",
        f"{NAME} put-events --tracking-id ID --session-id s1 --event-list file://events.json --dry-run",
    ),
    "put-action-interactions": (
        f"{NAME} put-action-interactions --action-interactions actionId=a1,sessionId=s1,eventType=Viewed",
    ),
}


def parser(verb: str, summary: str) -> Parser:
    """The parser of the words of one of the two verbs."""
    told = f"{summary.capitalize()}. Prints nothing unless --output is given."
    made = Parser(f"{NAME} {verb}", told, _EXAMPLES[verb])
    group = made.add_argument_group("request")
    for option in OPTIONS[verb]:
        if option.rows:
            group.add_argument(option.flag, nargs="+", required=True, metavar="ROW", help=option.help)
        else:
            group.add_argument(option.flag, metavar="TEXT", help=option.help)
    options.add_schema(made)
    options.add_connection(made)
    options.add_sending(made)
    options.add_output(made, "nothing, as the AWS CLI")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Send the request that the words write, where the AWS CLI would send it."""
    from pevents_tui.cli.sending import Sending, manner_of  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.service import Source  # noqa: PLC0415 - the same

    draft = _draft(args)
    with options.open_workbench(args, environment) as workbench:
        target = options.with_schema(args, workbench.aws_target(options.connection_of(args)))
        sending = Sending(workbench, target, manner_of(args, workbench), environment, args.output)
        return sending.work_through([Source("", draft)])


def _draft(args: argparse.Namespace) -> Draft:
    """The draft that the options write.

    Raises:
        UsageFault: a value cannot be read.
    """
    from pevents_tui.cli.values import read_rows, read_text  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.domain.draft import Draft  # noqa: PLC0415 - the same

    body: dict[str, object] = {}
    if args.tracking_id is not None:
        body["trackingId"] = read_text("--tracking-id", args.tracking_id)
    for option in OPTIONS[args.verb]:
        given = getattr(args, option.name)
        if option.rows:
            body[option.field] = read_rows(option.flag, given, args.verb, option.field)
        elif given is not None:
            body[option.field] = read_text(option.flag, given)
    return Draft(args.verb, body)
