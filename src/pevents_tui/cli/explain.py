"""`explain`: every rule that touches a draft, kept or broken, with where each comes from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Document, Listing
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.sources import add_sources, read_documents

if TYPE_CHECKING:
    from pevents_tui.domain.explaining import Rule

_SUMMARY = """Say every rule that touches drafts, place by place, with its weight and its source; send nothing.

A stop can never be sent, a limit only with send --send-anyway, a hint never blocks. What is broken says so. Ends
with 0, whatever is found: check is there to judge."""
_EXAMPLES = (
    f"{NAME} explain view-item",
    f"{NAME} explain view-item --field properties --output json",
    f"{NAME} explain calls.jsonl --broken",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    add_sources(made)
    made.add_argument("--field", metavar="NAME", help="only this field, by its wire name: itemId")
    made.add_argument("--broken", action="store_true", help="only rules that are broken")
    options.add_schema(made)
    options.add_variables(made)
    options.add_connection(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print the rules of every draft of every source."""
    from pevents_tui.cli.variables import holds_variables  # noqa: PLC0415 - as below
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - --help must not wait for the layers below
    from pevents_tui.domain.explaining import rules_of  # noqa: PLC0415 - the same
    from pevents_tui.service.variables import Variables  # noqa: PLC0415 - the same

    listing = Listing(environment.stdout, args.output or "text", _line, _COLUMNS, always_list=True)
    code = ExitCode.OK
    with said.open_workbench(args, environment) as workbench:
        target = said.with_schema(args, workbench.target(said.connection_of(args)))
        workbench.recall()
        several, documents = read_documents(args, workbench, environment)
        for document in documents:
            if isinstance(document, SourceError):
                tell(environment, f"{NAME}: {document}")
                code = ExitCode.USAGE
                continue
            variables = Variables.of(workbench, target, document, dict(args.var)) if holds_variables(document) else None
            prepared = workbench.prepare(document.draft, target, variables=variables)
            for rule in rules_of(prepared.filled, prepared.report):
                if (rule.found or not args.broken) and _is_asked(rule, args.field):
                    listing.add(_document(rule, document.name if several else None))
    listing.close()
    return code


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
    Column("path", 28, lambda document: str(document["path"])),
    Column("rule", 20, lambda document: str(document["rule"])),
    Column("text", 50, lambda document: str(document["broken"] or document["text"])),
    Column("from", 0, lambda document: str(document["from"])),
)
