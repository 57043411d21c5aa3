"""`check`: what is wrong with drafts, as data; nothing is sent."""

from __future__ import annotations

import argparse

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Listing
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.send import add_sources, read_documents

_SUMMARY = """Say what is wrong with drafts, one problem a line; send nothing.

A stop can never be sent, a limit only with send --send-anyway, a hint never blocks. Ends with 0 when nothing blocks
and with 252 when a stop or a limit stands. With --schema, each property is held against its field, and event types
against those of the domain; what does not fit is a hint."""
_EXAMPLES = (
    f"{NAME} check view-item",
    f"{NAME} check calls.jsonl --output json",
    f"{NAME} check calls.jsonl --schema shop.avsc",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    add_sources(made)
    options.add_schema(made)
    options.add_variables(made)
    options.add_connection(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print the problems of every draft of every source."""
    from pevents_tui.cli.problems import (  # noqa: PLC0415 - as below
        PROBLEM_COLUMNS,
        problem_document,
        problem_line,
        tell_schema,
    )
    from pevents_tui.cli.sending import holds_variables  # noqa: PLC0415 - as below
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - --help must not wait for the layers below
    from pevents_tui.service.variables import Variables  # noqa: PLC0415 - the same

    form = args.output or "text"
    listing = Listing(environment.stdout, form, problem_line, PROBLEM_COLUMNS, always_list=True)
    drafts = blocked = 0
    with options.open_workbench(args, environment) as workbench:
        target = options.with_schema(args, workbench.target(options.connection_of(args)))
        told: set[str] = set()
        workbench.recall()
        several, documents = read_documents(args, workbench, environment)
        for document in documents:
            if isinstance(document, SourceError):
                tell(environment, f"{NAME}: {document}")
                blocked += 1
                continue
            drafts += 1
            variables = Variables.of(workbench, target, document, dict(args.var)) if holds_variables(document) else None
            report = workbench.prepare(document.draft, target, variables=variables).report
            tell_schema(environment, workbench.schemas.of(target, document.draft).notices, told)
            blocked += bool(report.blocking)
            for problem in report.problems:
                listing.add(problem_document(problem, document.name if several else None))
    listing.close()
    tell(environment, f"{drafts} checked, {blocked} may not be sent")
    return ExitCode.USAGE if blocked else ExitCode.OK
