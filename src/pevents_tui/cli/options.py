"""Options that several verbs share; `said` tells what they come to."""

from __future__ import annotations

import argparse

from pevents_tui.cli.parser import Parser, folder, seconds, tag, variable, whole

MOST_ATTEMPTS = 20
"""Most attempts of one call that may be asked for."""
EXPECTED = ("accepted", "refused")
"""What `--expect` takes."""
VALUED = (
    "--data-dir",
    "--config-dir",
    "--target",
    "--profile",
    "--region",
    "--endpoint-url",
    "--tracking-id",
    "--cli-read-timeout",
    "--cli-connect-timeout",
    "--ca-bundle",
    "--schema",
)
"""The options that may stand before any verb that sends; each takes a value."""
BEFORE = (*VALUED, "--dataset-arn", "--templates", "--output", "--query", "--color", "--cli-binary-format")
"""Every option that may stand before a verb and takes a value."""


def add_places(parser: Parser, default: str | None = None) -> None:
    """`--data-dir` and `--config-dir`.

    Args:
        parser: Takes them.
        default: `argparse.SUPPRESS` under a verb's own sub-verb, where what stood before it must hold.
    """
    group = parser.add_argument_group("places")
    for flag, what in (("--data-dir", "history, sandbox and draft"), ("--config-dir", "settings and themes")):
        group.add_argument(flag, type=folder, metavar="DIR", default=default, help=f"where {what} are kept")


def add_connection(parser: Parser) -> None:
    """Where calls go and how long they may take."""
    group = add_where(parser)
    group.add_argument("--target", metavar="NAME", help="a saved target, or sandbox; see pevents-tui targets")
    group.add_argument("--read-only", action="store_true", help="send nothing, whatever else is said")


def add_where(parser: Parser) -> argparse._ArgumentGroup:
    """The words that make a target; gives their group."""
    group = parser.add_argument_group("target")
    group.add_argument("--profile", metavar="NAME", help="a profile of the AWS config files")
    group.add_argument("--region", metavar="REGION", help="an AWS region, such as eu-west-1")
    group.add_argument("--endpoint-url", metavar="URL", help="another endpoint than AWS's own")
    group.add_argument("--tracking-id", metavar="ID", help="the tracker; wins over the one in a draft")
    group.add_argument(
        "--cli-read-timeout",
        type=seconds,
        metavar="SECONDS",
        help="longest wait for a whole answer (15; 0: no limit)",
    )
    group.add_argument(
        "--cli-connect-timeout",
        type=seconds,
        metavar="SECONDS",
        help="longest wait for a connection (5; 0: no limit)",
    )
    group.add_argument("--ca-bundle", metavar="FILE", help="a file of certificates to trust")
    group.add_argument("--no-verify-ssl", action="store_true", help="do not check the endpoint's certificate")
    group.add_argument("--no-sign-request", action="store_true", help="do not sign the calls")
    return group


def add_datasets(parser: Parser) -> None:
    """`--dataset-arn`: where items, users and actions go."""
    parser.add_argument(
        "--dataset-arn",
        action="append",
        default=[],
        metavar="ARN",
        help="the dataset of items, users or actions, told by its ending; wins over a draft's; may be given for each",
    )


def add_schema(parser: Parser) -> None:
    """`--schema`: what drafts are held against."""
    parser.add_argument(
        "--schema", metavar="FILE", help="hold properties and event types against a dataset's Avro schema (.avsc)"
    )


def add_sending(parser: Parser) -> None:
    """How calls are sent."""
    group = parser.add_argument_group("sending")
    group.add_argument(
        "--dry-run", action="store_true", help="print what would be sent and where; send and record nothing"
    )
    group.add_argument(
        "--send-anyway", action="store_true", help="send what the service is expected to refuse, past its limits"
    )
    group.add_argument(
        "--attempts",
        type=whole(1, MOST_ATTEMPTS),
        metavar="N",
        help="most attempts a call: throttled, unreached or unknown calls are repeated with the same event ids (1)",
    )
    group.add_argument(
        "--tag", action="append", type=tag, metavar="TAG", help="mark the calls in the history, one word"
    )
    group.add_argument("--no-history", action="store_true", help="keep nothing of the calls in the history")
    group.add_argument("--expect", choices=EXPECTED, help="end with 0 where every call ends so, else not")
    group.add_argument(
        "--yes", metavar="LABEL", help="confirm a real tracker by its target's label or its tracking ID, unasked"
    )


def add_templates(parser: Parser | argparse._ArgumentGroup, default: str | None = None) -> None:
    """`--templates`; the default is as for `add_places`."""
    parser.add_argument(
        "--templates",
        type=folder,
        metavar="DIR",
        default=default,
        help="the folder of templates that counts before your own (.pevents/templates, found upward)",
    )


def add_variables(parser: Parser) -> None:
    """`--var` and `--templates`."""
    group = parser.add_argument_group("templates")
    add_var(group, "what {{ NAME }}, or {{ ask NAME }}, stands for; may be given several times")
    add_templates(group)


def add_var(group: argparse._ArgumentGroup, told: str) -> None:
    """`--var`, as often as somebody likes.

    Args:
        group: Where it goes.
        told: What a value stands for there.
    """
    group.add_argument("--var", action="append", type=variable, default=[], metavar="NAME=VALUE", help=told)


def add_telling(parser: Parser, default: str = "JSON") -> None:
    """What is said about calls, and which part of it is printed; the default form of a query in words."""
    group = parser.add_argument_group("telling")
    group.add_argument(
        "--query", metavar="JMESPATH", help=f"print this part of the receipts (as {default}, if not told)"
    )
    group.add_argument("--quiet", action="store_true", help="say only what goes wrong; print what --output asks for")
    group.add_argument(
        "--debug",
        action="store_true",
        help="tell each call as it went over the wire, secrets and personal values masked",
    )


def add_output(parser: Parser, default: str) -> None:
    """`--output`; the default in words, for the help."""
    from pevents_tui.cli.output import FORMS  # noqa: PLC0415 - the app needs none

    parser.add_argument("--output", choices=FORMS, help=f"how to print ({default})")
