"""`put-events`, `put-items` and their like: the AWS CLI's own commands, with checks, history and a guard."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pevents_tui import __version__
from pevents_tui.cli import options, said
from pevents_tui.cli.aws_words import add_aws_words
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode
from pevents_tui.cli.output import json_text, write
from pevents_tui.cli.parser import Parser

if TYPE_CHECKING:
    from pevents_tui.cli.main import Opening
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
        "put-items": (
            PutOption("datasetArn", "the ARN of the Items dataset"),
            PutOption("items", f"{_ROWS_HELP} itemId=B0742", rows=True),
        ),
        "put-users": (
            PutOption("datasetArn", "the ARN of the Users dataset"),
            PutOption("users", f"{_ROWS_HELP} userId=qa-ana", rows=True),
        ),
        "put-actions": (
            PutOption("datasetArn", "the ARN of the Actions dataset"),
            PutOption("actions", f"{_ROWS_HELP} actionId=a1", rows=True),
        ),
    }
)
"""The options of each verb beside `--tracking-id`, by the fields of its request; a test holds them to the models."""

_ARN = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop"
_EXAMPLES = {
    "put-events": (
        f"{NAME} put-events --tracking-id ID --user-id qa-ana --session-id s1 --event-list eventType=View,itemId=B0742",
        f"{NAME} put-events --tracking-id ID --session-id s1 --event-list file://events.json --dry-run",
        f"{NAME} put-events --cli-input-json file://request.json --query requestId --output text",
    ),
    "put-action-interactions": (
        f"{NAME} put-action-interactions --action-interactions actionId=a1,sessionId=s1,eventType=Viewed",
    ),
    "put-items": (
        f"""{NAME} put-items --dataset-arn {_ARN}/ITEMS --items itemId=B0742,properties='{{"price": 9}}'""",
        f"{NAME} put-items --dataset-arn {_ARN}/ITEMS --items file://items.json --dry-run",
    ),
    "put-users": (f"{NAME} put-users --dataset-arn {_ARN}/USERS --users file://users.json",),
    "put-actions": (f"{NAME} put-actions --dataset-arn {_ARN}/ACTIONS --actions file://actions.json",),
}


def parser(verb: str, summary: str) -> Parser:
    """The parser of the words of one of these verbs."""
    told = f"{summary.capitalize()}. Prints nothing unless --output or --query is given."
    made = Parser(f"{NAME} {verb}", told, _EXAMPLES[verb])
    group = made.add_argument_group("request")
    for option in OPTIONS[verb]:
        if option.rows:
            group.add_argument(option.flag, nargs="+", metavar="ROW", help=option.help)
        else:
            group.add_argument(option.flag, metavar="TEXT", help=option.help)
    add_aws_words(made)
    options.add_schema(made)
    options.add_connection(made)
    options.add_sending(made)
    options.add_telling(made)
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode | Opening:
    """Send the request that the words write, where the AWS CLI would send it; or print a skeleton, or open the app."""
    asked = args.generate_cli_skeleton
    if args.version:
        write(environment.stdout, f"{NAME} {__version__}")
        return ExitCode.OK
    if asked in {"input", "yaml-input"}:
        write(environment.stdout, _skeleton(args.verb, asked))
        return ExitCode.OK
    _refuse_missing(args, environment.environ)
    draft = draft_of(args)
    if args.cli_auto_prompt:
        from pevents_tui.cli.main import Opening  # noqa: PLC0415 - it loads this module

        return Opening(args, None, draft)
    return _send(args, draft, environment)


def _send(args: argparse.Namespace, draft: Draft, environment: Environment) -> ExitCode:
    from pevents_tui.cli.manner import manner_of  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.cli.sending import Sending  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.service import Source  # noqa: PLC0415 - the same

    if args.generate_cli_skeleton == "output":
        return _show_shape(args, draft, environment)
    with said.open_workbench(args, environment) as workbench:
        target = said.as_said(args, workbench.aws_target(said.connection_of(args)))
        sending = Sending(workbench, target, manner_of(args, workbench), environment, args.output)
        return sending.work_through([Source("", draft)])


def _show_shape(args: argparse.Namespace, draft: Draft, environment: Environment) -> ExitCode:
    """Print what the receipt would look like, or what the query finds in that, where the request is right."""
    from pevents_tui.cli.query import Queried, compiled  # noqa: PLC0415 - it is asked for rarely
    from pevents_tui.cli.receipts import receipt_shape  # noqa: PLC0415 - the same

    form, query = args.output, None if args.query is None else compiled(args.query)
    args.generate_cli_skeleton, args.dry_run, args.output, args.query = None, True, "off", None
    code = _send(args, draft, environment)
    if code is ExitCode.OK and query is not None:
        found = Queried(environment.stdout, form, query)
        found.add(receipt_shape(draft))
        found.close()
    elif code is ExitCode.OK:
        write(environment.stdout, json_text(receipt_shape(draft), indent=4))
    return code


def _skeleton(verb: str, form: str) -> str:
    from pevents_tui.cli.skeleton import skeleton, yaml_skeleton  # noqa: PLC0415 - it is asked for rarely

    return json_text(skeleton(verb), indent=4) if form == "input" else yaml_skeleton(verb)


def _refuse_missing(args: argparse.Namespace, environ: Mapping[str, str]) -> None:
    """Let words pass that hold rows, or open the app to write them.

    Raises:
        UsageFault: they hold none; names everything else that is missing too, as the AWS CLI does.
    """
    of_verb = OPTIONS[args.verb]
    rows = next(option for option in of_verb if option.rows)
    inputs = (args.cli_input_json, args.cli_input_yaml)
    if getattr(args, rows.name) is not None or args.cli_auto_prompt or inputs != (None, None):
        return
    wanted = {option.flag: getattr(args, option.name) for option in of_verb if option.field != "userId"}
    if "--dataset-arn" not in wanted:
        wanted = {"--tracking-id": args.tracking_id or environ.get("PEVENTS_TRACKING_ID"), **wanted}
    told = {"--tracking-id", "--dataset-arn"} if args.target else set()  # which a saved target may name
    missing = ", ".join(flag for flag, value in wanted.items() if value is None and flag not in told)
    raise UsageFault(f"the following arguments are required: {missing}", f"{NAME} {args.verb} --help")


def draft_of(args: argparse.Namespace) -> Draft:
    """The draft that the options write, over that of `--cli-input-json` or `--cli-input-yaml`.

    Raises:
        UsageFault: a value cannot be read.
    """
    from pevents_tui.cli.values import read_input, read_rows, read_text  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.domain.draft import Draft  # noqa: PLC0415 - the same

    body = read_input(args.cli_input_json, args.cli_input_yaml)
    body = body or {}
    if args.tracking_id is not None:
        if any(option.field == "datasetArn" for option in OPTIONS[args.verb]):
            raise UsageFault("--tracking-id: a dataset is named by --dataset-arn", f"{NAME} {args.verb} --help")
        body["trackingId"] = read_text("--tracking-id", args.tracking_id)
    for option in OPTIONS[args.verb]:
        value = getattr(args, option.name)
        if value is not None and option.rows:
            body[option.field] = read_rows(option.flag, value, args.verb, option.field)
        elif value is not None:
            body[option.field] = read_text(option.flag, value)
    return Draft(args.verb, body)
