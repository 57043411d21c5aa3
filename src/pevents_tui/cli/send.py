"""`send`: drafts from files, standard input, templates or samples, one after another, with a receipt for each call."""

from __future__ import annotations

import argparse
import uuid

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.rounds import Rounds, add_rounds
from pevents_tui.cli.sources import add_sources, counter, holds_several, read_documents

_SUMMARY = """Send drafts and print a receipt for each call.

A source is a JSON, YAML or JSONL file, a CSV as for Personalize's bulk import, a file of AWS CLI or curl commands or
boto3 code (read, never run), a glob of such files, - for standard input, or the name of a template or shipped sample.
Long files are read as they are sent, never whole. Drafts go out in order, each checked right before its turn: one that
is wrong is told and left out, and the others go on. Without --profile, --region or --endpoint-url they go to the
embedded sandbox.

Variables such as {{ uuid }} or {{ now -5m }} in a draft are resolved once, and kept with the call. What a template asks
for is given with --var, or asked for on a terminal."""
_EXAMPLES = (
    f"{NAME} send view-item",
    f"{NAME} send shop/add-to-cart --var item=B0742 --var 'User ID=qa-ana'",
    f"{NAME} send 'events/**/*.json' interactions.csv --tag backfill",
    f"{NAME} send view-item --every 2s --total 100",
    f"{NAME} send calls.jsonl --endpoint-url http://127.0.0.1:7373 --output json",
    f"cat body.json | {NAME} send - --profile shop --yes TRACKING-ID",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    add_sources(made)
    add_rounds(made)
    options.add_schema(made)
    options.add_variables(made)
    options.add_connection(made)
    options.add_sending(made)
    options.add_telling(made, "text")
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Send every draft of every source."""
    from pevents_tui.cli.manner import manner_of  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.cli.sending import Sending  # noqa: PLC0415 - --help must not wait for it

    with said.open_workbench(args, environment) as workbench:
        target, aims = said.aims_of(args, workbench)
        manner = manner_of(args, workbench)
        rounds, count = Rounds(args, workbench, environment), counter(args)
        several, documents = read_documents(args, workbench, environment)
        run_id = str(uuid.uuid4()) if several or rounds.rounds != 1 else None
        sending = Sending(
            workbench,
            target,
            manner,
            environment,
            args.output or (None if args.quiet else "text"),
            run=run_id,
            listed=args.repeat is not None or any(map(holds_several, args.sources)),
            given=dict(args.var),
            count=lambda longest_s: rounds.total(count(longest_s)),
            aims=aims,
        )
        again = lambda: read_documents(args, workbench, environment, again=True)[1]  # noqa: E731 - read when its round begins
        return sending.work_through(rounds.documents(documents, again, sending.wait))
