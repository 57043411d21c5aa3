"""`whoami`: what is really in force for AWS, and who signs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Document, Listing, write
from pevents_tui.cli.parser import Parser
from pevents_tui.domain.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pevents_tui.service.identity import Looked
    from pevents_tui.service.in_force import Fact

_SUMMARY = """Say what is really in force for AWS, each setting with where it is from, and whose credentials sign.

Profile, region and endpoint are found as put-events finds them; the account and role are what STS answers to
GetCallerIdentity. Nothing is sent to a tracker. With --offline nothing is connected and no credential is looked for."""
_EXAMPLES = (
    f"{NAME} whoami",
    f"{NAME} whoami --profile shop --offline",
    f"{NAME} whoami --profile shop --output json",
)
_WIDE = 13


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    made.add_argument("--offline", action="store_true", help="look for no credentials and ask nobody")
    options.add_connection(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print what is in force, then who signs."""
    with said.open_workbench(args, environment) as workbench:
        given = said.connection_of(args)
        target = workbench.aws_target(given)
        facts = workbench.access.in_force(target, given)
        form = args.output or "text"
        if form == "text":  # before a look that may take long
            write(environment.stdout, _settings_text(_document(facts, None)))
        looked = None if args.offline else workbench.access.identity(target)
    document = _document(facts, looked)
    if form != "text":
        listing = Listing(environment.stdout, form, str, _COLUMNS)
        listing.add(document)
        listing.close()
    elif document["account"]:
        write(environment.stdout, _signer_text(document))
    cause = getattr(looked, "cause", None)
    if cause is None:
        return ExitCode.OK
    tell(environment, f"{NAME}: {looked}")
    from pevents_tui.cli.tally import code_of_cause  # noqa: PLC0415 - --help must not wait for it

    return code_of_cause(cause)


def _document(facts: Sequence[Fact], looked: Looked | None) -> Document:
    from pevents_tui.service.identity import Identity  # noqa: PLC0415 - --help must not wait for it

    identity = looked if isinstance(looked, Identity) else None
    return {
        "account": identity.account if identity else None,
        "arn": identity.arn if identity else None,
        "who": identity.who if identity else None,
        "credentialsFrom": identity.source if identity else None,
        "settings": [
            {"name": each.name, "value": each.value, "source": each.source, "note": each.note, "marked": each.marked}
            for each in facts
        ],
    }


def _settings_text(document: Document) -> str:
    return "\n".join(_line(each) for each in document["settings"])


def _signer_text(document: Document) -> str:
    rows = (("account", "account"), ("who", "who"), ("keys from", "credentialsFrom"))
    return "\n".join(f"{name:{_WIDE}}{visible(document[member])}" for name, member in rows if document[member])


def _line(fact: Document) -> str:
    source = f"  from {fact['source']}" if fact["source"] else ""
    note = f"  ({fact['note']})" if fact["note"] else ""
    mark = "! " if fact["marked"] else ""
    return visible(f"{fact['name']:{_WIDE}}{mark}{fact['value']}{source}{note}")


def _setting(name: str) -> Column:
    def text(document: Document) -> str:
        return next((str(each["value"]) for each in document["settings"] if each["name"] == name), "-")

    return Column(name, 20, text)


_COLUMNS = (
    Column("account", 12, lambda document: document["account"] or "-"),
    Column("who", 30, lambda document: document["who"] or "-"),
    _setting("profile"),
    _setting("region"),
    _setting("endpoint"),
)
