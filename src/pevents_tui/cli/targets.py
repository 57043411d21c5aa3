"""`targets`: where calls go, saved by name: listed, shown, added, removed, locked."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Listing
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.target_lines import COLUMNS, target_document, target_line, target_text, told_value

if TYPE_CHECKING:
    from pevents_tui.service import Workbench

POLICIES = ("SANDBOX", "LOCAL", "DEV", "STAGING", "PRODUCTION")
"""What `--policy` takes; a test holds them to the domain's."""

_SUMMARY = """Save where calls go, by name, in targets.yaml; comments in it survive.

A saved target is what --target takes, and what guards its tracker however a call gets there: by its policy, its lock
and its user prefix. A real one without a policy counts as production. While an entry has something in it that cannot
be used, nothing goes there."""


def _add_name(made: Parser) -> None:
    made.add_argument("name", metavar="NAME", help="the target's name")


def _add_listed(made: Parser) -> None:
    options.add_output(made, "text")


def _add_shown(made: Parser) -> None:
    _add_name(made)
    options.add_output(made, "text")


def _add_added(made: Parser) -> None:
    _add_name(made)
    options.add_where(made)
    group = made.add_argument_group("datasets")
    for rows in ("items", "users", "actions"):
        group.add_argument(f"--{rows}-dataset", metavar="ARN", help=f"the dataset that {rows} go to")
    group = made.add_argument_group("guards")
    group.add_argument("--policy", type=str.upper, choices=POLICIES, help="how much care it wants (PRODUCTION)")
    group.add_argument("--label", metavar="WORD", help="what it is shown by and confirmed with (its name)")
    group.add_argument("--user-prefix", metavar="TEXT", help="what every user ID must begin with")
    group.add_argument("--rate-per-s", type=float, metavar="N", help="most calls a second")
    group.add_argument("--locked", action="store_true", help="nothing may be sent there")
    group = made.add_argument_group("drafts")
    group.add_argument("--session", metavar="ID", help="the session of new drafts; new for one of its own each")
    group.add_argument("--items", metavar="CSV", help="the items known there")
    group.add_argument("--schema", metavar="AVSC", help="the Avro schema of its interactions")
    told = "what {{ NAME }} stands for there, before a template's own; may be given several times"
    options.add_var(group, told)
    made.add_argument("--replace", action="store_true", help="change the target of that name, where there is one")


def run_list(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Print every saved target, and on standard error what cannot be used."""
    book = workbench.targets.read()
    listing = Listing(environment.stdout, args.output or "text", target_line, COLUMNS, always_list=True)
    for target in book.targets.values():
        listing.add(target_document(target))
    listing.close()
    if not book.targets and not book.faults:
        tell(environment, f"no target is saved yet; {NAME} targets add saves one")
    for fault in book.faults:
        tell(environment, f"{NAME}: {fault}")
    return ExitCode.OK if book.readable else ExitCode.CONFIGURATION


def run_show(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Print one target, every key of it."""
    target = workbench.targets.get(args.name)
    columns = [Column("key", 18, lambda each: str(each["key"])), Column("value", 0, lambda each: str(each["value"]))]
    if args.output == "table":
        listing = Listing(environment.stdout, "table", str, columns)
        for key, value in target_document(target).items():
            listing.add({"key": key, "value": told_value(value)})
    else:
        listing = Listing(environment.stdout, args.output or "text", target_text, columns)
        listing.add(target_document(target))
    listing.close()
    for fault in workbench.targets.book.faults:
        if fault.name == args.name:
            tell(environment, f"{NAME}: {fault}")
    return ExitCode.OK


def run_add(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Save a target."""
    from pevents_tui.domain.plan import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, Policy, Target  # noqa: PLC0415 - see --help
    from pevents_tui.service.connection import is_loopback  # noqa: PLC0415 - --help must not wait for it

    said.refuse_endpoint(args.endpoint_url)
    local = args.endpoint_url is not None and is_loopback(args.endpoint_url)
    policy = Policy(args.policy) if args.policy else Policy.LOCAL if local else Policy.PRODUCTION
    target = Target(
        label=args.label or args.name,
        policy=policy,
        tracking_id=args.tracking_id,
        profile=args.profile,
        region=args.region,
        endpoint=args.endpoint_url,
        read_timeout_s=READ_TIMEOUT_S if args.cli_read_timeout is None else args.cli_read_timeout,
        connect_timeout_s=CONNECT_TIMEOUT_S if args.cli_connect_timeout is None else args.cli_connect_timeout,
        ca_bundle=args.ca_bundle,
        verify=not args.no_verify_ssl,
        sign=not args.no_sign_request,
        user_prefix=args.user_prefix,
        rate_per_s=args.rate_per_s,
        session=args.session,
        items=args.items,
        schema=args.schema,
        locked=args.locked,
        variables=tuple(dict(args.var).items()),
        items_dataset=args.items_dataset,
        users_dataset=args.users_dataset,
        actions_dataset=args.actions_dataset,
    )
    if not args.replace and args.name in workbench.targets.read().targets:
        raise UsageFault(f"there is a target {args.name!r} already: name another, or give --replace")
    saved = workbench.targets.save(args.name, target, over=args.replace)
    tell(environment, f"saved {args.name!r} as {saved.policy} in {workbench.targets.path}")
    return ExitCode.OK


def run_remove(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Take a target out of the file."""
    workbench.targets.remove(args.name)
    tell(environment, f"removed {args.name!r} from {workbench.targets.path}")
    return ExitCode.OK


def run_lock(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Lock or unlock a target."""
    locked = args.action == "lock"
    workbench.targets.lock(args.name, locked)
    tell(environment, f"{args.name!r} is {'locked: nothing is sent there' if locked else 'unlocked'}")
    return ExitCode.OK


def run_test(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Say step by step what works of a target; nothing is sent."""
    from pevents_tui.cli import diagnosis  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.service import Options  # noqa: PLC0415 - the same

    return diagnosis.run_test(workbench, workbench.target(Options(target=args.name)), environment, args.output)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is done with targets.

    Attributes:
        summary: What it does, in a sentence.
        example: What to type after `pevents-tui targets`.
        add: Adds its words to a parser.
        run: Does it.
    """

    summary: str
    example: str
    add: Callable[[Parser], None]
    run: Callable[[argparse.Namespace, Workbench, Environment], ExitCode]


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "list": Action("List the saved targets.", "list --output table", _add_listed, run_list),
        "show": Action("Show one target, every key of it.", "show shop", _add_shown, run_show),
        "add": Action(
            "Save a target.",
            "add shop-dev --policy DEV --profile shop --region eu-west-1 --tracking-id ID --user-prefix qa-",
            _add_added,
            run_add,
        ),
        "remove": Action("Take a target out of targets.yaml.", "remove shop-dev", _add_name, run_remove),
        "lock": Action("Lock a target: nothing is sent there, by whatever way.", "lock shop", _add_name, run_lock),
        "unlock": Action("Unlock a target.", "unlock shop", _add_name, run_lock),
        "test": Action(
            "Say step by step what works of a target: config, credentials, identity, region, endpoint, tracker, "
            "permissions. No event is sent.",
            "test shop",
            _add_shown,
            run_test,
        ),
    }
)
"""Every action of `targets`."""


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, [f"{NAME} {verb} {each.example}" for each in ACTIONS.values()])
    options.add_places(made)
    actions = made.add_subparsers(dest="action", metavar="|".join(ACTIONS), required=True)
    for name, action in ACTIONS.items():
        example = f"{NAME} targets {action.example}"
        below = actions.add_parser(name, help=action.summary, summary=action.summary, examples=[example])
        action.add(below)
        options.add_places(below, default=argparse.SUPPRESS)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Do what the words say with the saved targets."""
    with said.open_workbench(args, environment) as workbench:
        return ACTIONS[args.action].run(args, workbench, environment)
