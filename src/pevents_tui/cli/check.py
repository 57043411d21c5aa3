"""`check`: what is wrong with drafts, as data; nothing is sent."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pevents_tui.cli import options, said
from pevents_tui.cli.colour import painter
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.interrupt import interruptible
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Listing
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.progress import Progress
from pevents_tui.cli.sources import add_sources, counter, read_documents

if TYPE_CHECKING:
    from pevents_tui.domain.errors import SourceError
    from pevents_tui.service import Source, Workbench

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
    progress = Progress(environment.stderr, counter(args), shown=not args.quiet)
    above = progress.above
    environment = environment._replace(stdout=above(environment.stdout), stderr=above(environment.stderr))
    with said.open_workbench(args, environment) as workbench:
        return Checking(args, environment, workbench, progress).work_through()


class Checking:
    """The drafts of one command, each with its problems.

    Args:
        args: The words.
        environment: Where it is told.
        workbench: Reads drafts and makes them ready.
        progress: Shows how far it came.

    Raises:
        NoSuchTarget: the words name a target that is not saved.
        SchemaError: the schema that they name cannot be read.
    """

    def __init__(
        self, args: argparse.Namespace, environment: Environment, workbench: Workbench, progress: Progress
    ) -> None:
        from pevents_tui.cli.problems import PROBLEM_COLUMNS, Alike, problem_line  # noqa: PLC0415 - --help must not wait for it
        from pevents_tui.cli.readying import Readying  # noqa: PLC0415 - the same

        self._args, self._environment, self._workbench, self._progress = args, environment, workbench, progress
        form, paint = args.output or "text", painter(environment, "level")
        self._listing = Listing(environment.stdout, form, problem_line, PROBLEM_COLUMNS, always_list=True, paint=paint)
        _, aims = said.aims_of(args, workbench)
        self._readying = Readying(workbench, environment, aims, args.var, quiet=args.quiet)
        self._alike = Alike(environment)
        self._drafts = self._blocked = self._unread = 0

    def work_through(self) -> ExitCode:
        """Tell every draft's problems; 252 where one of them or of the sources is blocked."""
        try:
            self._workbench.recall()
            several, documents = read_documents(self._args, self._workbench, self._environment)
            for document in interruptible(documents):
                self._check_or_tell(document, several)
        except KeyboardInterrupt:
            self._close()
            self._alike.tell_rest()
            tell(self._environment, self._counts)
            raise
        except BaseException:
            self._close()
            raise
        self._close()
        self._alike.tell_rest()
        is_whole = not (self._blocked or self._unread)
        if not (is_whole and self._args.quiet):
            tell(self._environment, self._counts)
        return ExitCode.OK if is_whole else ExitCode.USAGE

    @property
    def _counts(self) -> str:
        unread = f", {self._unread} could not be read" if self._unread else ""
        return f"{self._drafts} checked, {self._blocked} may not be sent{unread}"

    def _close(self) -> None:
        self._progress.wipe()
        self._listing.close()

    def _check_or_tell(self, document: Source | SourceError, several: bool) -> None:
        """Check a draft; what is wrong with it alone, or with its source, is told."""
        from pevents_tui.cli.problems import whole_stop  # noqa: PLC0415 - --help must not wait for it
        from pevents_tui.domain.errors import NoSuchTarget, SourceError  # noqa: PLC0415 - the same

        try:
            if isinstance(document, SourceError):
                raise document
            self._drafts += 1
            self._check(document, several)
        except (SourceError, NoSuchTarget) as error:
            told = document.name if several and not isinstance(document, SourceError) else ""
            tell(self._environment, f"{NAME}: {told and told + ': '}{error}")
            self._unread += document is error
            self._blocked += document is not error
            if self._args.output is not None and isinstance(error, SourceError):
                self._listing.add(whole_stop(str(error), error.source or told, "unreadable"))
            elif self._args.output is not None:
                self._listing.add(whole_stop(str(error), told, "no-target"))

    def _check(self, document: Source, several: bool) -> None:
        from pevents_tui.cli.problems import problem_document  # noqa: PLC0415 - --help must not wait for it

        report = self._readying.ready(document).report
        self._blocked += bool(report.blocking)
        problems = report.blocking if self._args.quiet and self._args.output is None else report.problems
        for problem in self._alike.told(problems) if self._args.output in {None, "text", "table"} else problems:
            self._listing.add(problem_document(problem, document.name if several else None, document.table))
        self._progress.step(f"{self._blocked:,} may not be sent")
