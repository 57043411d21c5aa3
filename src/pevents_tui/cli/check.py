"""`check`: what is wrong with drafts, as data; nothing is sent."""

from __future__ import annotations

import argparse

from pevents_tui.cli import options, said
from pevents_tui.cli.colour import painter
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.interrupt import Whole
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Listing
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.progress import Progress
from pevents_tui.cli.sources import add_sources, as_typed, counter, read_documents

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
    made.add_argument("--quiet", action="store_true", help="say only what blocks; print what --output asks for")
    options.add_schema(made)
    options.add_variables(made)
    options.add_connection(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print the problems of every draft of every source."""
    from pevents_tui.cli.problems import PROBLEM_COLUMNS, problem_line  # noqa: PLC0415 - as below

    progress = Progress(environment.stderr, counter(args), shown=not args.quiet)
    above = progress.above
    environment = environment._replace(stdout=above(environment.stdout), stderr=above(environment.stderr))
    form, paint = args.output or "text", painter(environment, "level")
    listing = Listing(environment.stdout, form, problem_line, PROBLEM_COLUMNS, always_list=True, paint=paint)
    try:
        drafts, blocked = _list_problems(args, environment, listing, progress)
    finally:  # what was found is whole data, also where somebody had enough of it
        progress.wipe()
        listing.close()
    if blocked or not args.quiet:
        tell(environment, f"{drafts} checked, {blocked} may not be sent")
    return ExitCode.USAGE if blocked else ExitCode.OK


def _list_problems(
    args: argparse.Namespace, environment: Environment, listing: Listing, progress: Progress
) -> tuple[int, int]:
    """List what is found; how many drafts were checked, and how many of them or of the sources are blocked."""
    from pevents_tui.cli.problems import problem_document, tell_schema  # noqa: PLC0415 - as below
    from pevents_tui.cli.variables import holds_variables  # noqa: PLC0415 - as below
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - --help must not wait for the layers below
    from pevents_tui.service.variables import Variables  # noqa: PLC0415 - the same

    drafts = blocked = 0
    told: set[str] = set()
    with said.open_workbench(args, environment) as workbench, Whole() as whole:
        _, aims = said.aims_of(args, workbench)
        workbench.recall()
        several, documents = read_documents(args, workbench, environment)
        for document in whole.each(documents):
            if isinstance(document, SourceError):
                tell(environment, f"{NAME}: {document}")
                blocked += 1
                continue
            drafts += 1
            target = aims(document)
            known = workbench.schemas.of(target, document.draft)
            document, notices = as_typed(document, known)  # noqa: PLW2901 - what it holds is the same
            variables = Variables.of(workbench, target, document, dict(args.var)) if holds_variables(document) else None
            report = workbench.prepare(document.draft, target, variables=variables).report
            if not args.quiet:
                tell_schema(environment, notices, told)
            blocked += bool(report.blocking)
            for problem in report.blocking if args.quiet and args.output is None else report.problems:
                listing.add(problem_document(problem, document.name if several else None))
            progress.step(f"{blocked:,} may not be sent")
    return drafts, blocked
