"""`explain`: every rule that touches a draft, kept or broken, with where each comes from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from pevents_tui.cli import options, said
from pevents_tui.cli.colour import painter
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.interrupt import interruptible
from pevents_tui.cli.narrate import NAME, ExitCode, agreed, tell
from pevents_tui.cli.output import Column, Document, Listing
from pevents_tui.cli.parser import Parser, whole
from pevents_tui.cli.sources import add_sources, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pevents_tui.domain.errors import SourceError
    from pevents_tui.domain.explaining import Rule
    from pevents_tui.service import Source, Workbench

_SUMMARY = """Say every rule that touches drafts, place by place, with its weight and its source; send nothing.

It takes what send and check take. A stop can never be sent, a limit only with send --send-anyway, a hint never blocks.
What is broken says so. Of several drafts, a person is told what is broken, and of the first ten at most 100 kept rules
each; how many more there are is told too. --most says otherwise, and data has them all. Ends with 0, whatever is
found: check is there to judge. A source that cannot be read as a draft ends it with 252."""
_EXAMPLES = (
    f"{NAME} explain view-item",
    f"{NAME} explain view-item --field properties --output json",
    f"{NAME} explain calls.jsonl --broken",
    f"{NAME} explain 'events/**/*.json' interactions.csv --most 20 --step",
)
MOST_RULES = 100
"""Most kept rules of one of several drafts that a person is told unasked."""
MOST_DRAFTS = 10
"""Of how many drafts a person is told kept rules unasked, and how many more there are of each."""
_ANY = 1_000_000_000


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    add_sources(made)
    made.add_argument("--field", metavar="NAME", help="only this field, by its wire name: itemId")
    made.add_argument("--broken", action="store_true", help="only rules that are broken")
    made.add_argument(
        "--most",
        type=whole(0, _ANY),
        metavar="N",
        help=f"most kept rules a draft; broken ones are always told (as text, {MOST_RULES} of several; else all)",
    )
    made.add_argument("--total", type=whole(1, _ANY), metavar="N", help="end after N drafts")
    made.add_argument("--step", action="store_true", help="wait for Enter before each draft")
    made.add_argument("--quiet", action="store_true", help="print the rules, and say only what cannot be read")
    options.add_schema(made)
    options.add_variables(made)
    options.add_connection(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print the rules of every draft of every source.

    Raises:
        UsageFault: it should go step by step, and nobody is there.
    """
    if args.step and not environment.can_ask:
        raise UsageFault("--step waits for a person, and there is no terminal to ask on")
    with said.open_workbench(args, environment) as workbench:
        return Explaining(args, environment, workbench).work_through()


class Explaining:
    """The drafts of one command, each with its rules.

    Args:
        args: The words.
        environment: Where it is told.
        workbench: Reads drafts and makes them ready.

    Raises:
        NoSuchTarget: the words name a target that is not saved.
        SchemaError: the schema that they name cannot be read.
    """

    def __init__(self, args: argparse.Namespace, environment: Environment, workbench: Workbench) -> None:
        from pevents_tui.cli.readying import Readying  # noqa: PLC0415 - --help must not wait for it

        self._args, self._environment, self._workbench = args, environment, workbench
        form, paint = args.output or "text", painter(environment, "level", only="broken")
        self._listing = Listing(environment.stdout, form, _line, _COLUMNS, always_list=True, paint=paint)
        _, aims = said.aims_of(args, workbench)
        self._readying = Readying(workbench, environment, aims, args.var, quiet=args.quiet)
        self._met = False
        self._drafts = self._rules = self._broken = self._held = 0

    def work_through(self) -> ExitCode:
        """Tell every draft's rules; 252 where one of the sources could not be read."""
        try:
            self._workbench.recall()
            several, documents = read_documents(self._args, self._workbench, self._environment)
            code = self._explain_all(documents, several)
        finally:
            self._listing.close()
        if self._args.field is not None and not self._met:
            tell(self._environment, f"{NAME}: no rule is about a field {self._args.field!r}")
        if several and not self._args.quiet:
            drafts = f"{self._drafts:,} draft{'' if self._drafts == 1 else 's'}"
            held = f"; {self._held:,} kept ones are not told, which --most does" if self._held else ""
            tell(self._environment, f"{drafts}, {self._rules:,} rules, {self._broken:,} broken{held}")
        return code

    def _explain_all(self, documents: Iterable[Source | SourceError], several: bool) -> ExitCode:
        """Explain each draft; what is wrong with one alone, or with its source, is told."""
        from pevents_tui.domain.errors import NoSuchTarget, SourceError  # noqa: PLC0415 - --help must not wait for it

        code = ExitCode.OK
        for document in interruptible(self._wanted(documents)):
            try:
                if isinstance(document, SourceError):
                    raise document
                self._explain(document, several)
            except (SourceError, NoSuchTarget) as error:
                told = document.name if several and not isinstance(document, SourceError) else ""
                tell(self._environment, f"{NAME}: {told and told + ': '}{error}")
                code = ExitCode.USAGE
            if self._drafts == self._args.total:
                break
        return code

    def _wanted(self, documents: Iterable[Source | SourceError]) -> Iterator[Source | SourceError]:
        """The documents, as long as a person wants to see them where that is asked at all."""
        for document in documents:
            if self._args.step and not isinstance(document, Exception):
                what = f"{document.name} ({document.draft.spec.operation})"
                if not agreed(self._environment, f"{what}: Enter explains it, q ends:"):
                    return
            yield document

    def _explain(self, document: Source, several: bool) -> None:
        """Tell a draft's rules, and how many of them were left out."""
        self._drafts += 1
        held = 0
        most = self._most(several)
        for rule in self._rules_of(document):
            self._rules += 1
            self._broken += bool(rule.found)
            if not rule.found and most <= 0:
                held += 1
                continue
            most -= not rule.found
            self._listing.add(_document(rule, document.name if several else None))
        self._held += held
        if held and not (self._args.quiet or self._drafts > MOST_DRAFTS):
            tell(self._environment, f"{document.name}: {held:,} more rules, none broken; --most tells more")

    def _most(self, several: bool) -> int:
        """How many kept rules of a draft are told: for data, all."""
        if self._args.most is not None:
            return int(self._args.most)
        if not several or self._args.output not in {None, "text", "table"}:
            return _ANY
        return MOST_RULES if self._drafts <= MOST_DRAFTS else 0

    def _rules_of(self, document: Source) -> Iterator[Rule]:
        """The rules of a draft that were asked for."""
        from pevents_tui.domain.explaining import rules_of  # noqa: PLC0415 - --help must not wait for it

        prepared = self._readying.ready(document)
        for rule in rules_of(prepared.filled, prepared.report):
            asked = _is_asked(rule, self._args.field)
            self._met |= asked
            if asked and (rule.found or not self._args.broken):
                yield rule


def _is_asked(rule: Rule, field: str | None) -> bool:
    return field is None or any(str(part).lower() == field.lower() for part in rule.path)


def _document(rule: Rule, source: str | None) -> dict[str, Any]:
    return {
        "source": source,
        "path": rule.place,
        "level": str(rule.level),
        "rule": rule.name,
        "text": rule.words,
        "from": rule.source,
        "broken": rule.found or None,
    }


def _line(document: Document) -> str:
    """A rule as one line, what is wrong behind it."""
    place = f"{document['source']}: " if document["source"] else ""
    broken = f" — broken: {document['broken']}" if document["broken"] else ""
    told = "" if document["broken"] == document["text"] else f": {document['text']}"
    return f"{place}{document['path']}{told} ({document['level']}; {document['from']}){broken}"


_COLUMNS = (
    Column("level", 5, lambda document: str(document["level"])),
    Column("source", 16, lambda document: str(document["source"] or "")),
    Column("path", 28, lambda document: str(document["path"])),
    Column("rule", 20, lambda document: str(document["rule"])),
    Column("text", 50, lambda document: str(document["broken"] or document["text"])),
    Column("from", 0, lambda document: str(document["from"])),
)
