"""`schema`: the fields of the dataset that rows go to, from a file or as AWS tells them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Document, Listing
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.sources import KIND_NAMES, addressed

if TYPE_CHECKING:
    from pevents_tui.domain.plan import Target
    from pevents_tui.domain.schema import Schema
    from pevents_tui.service import Workbench
    from pevents_tui.service.schemas import Known

_SUMMARY = """Print the fields of the dataset that events, items, users or actions go to, one a line: the name that a
request has for it, the schema's own, its type and whether it is required.

They come from --schema, else from what AWS told of the tracker or dataset before, else from AWS (ListEventTrackers,
DescribeEventTracker, ListDatasets, DescribeDataset, DescribeSchema), whose answer is kept for check, send and the
app."""
_EXAMPLES = (
    f"{NAME} schema --schema shop.avsc",
    f"{NAME} schema --profile shop --tracking-id ID --refresh",
    f"{NAME} schema --profile shop --tracking-id ID --kind put-action-interactions --output json",
    f"{NAME} schema --profile shop --kind put-items --dataset-arn ARN",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    made.add_argument(
        "--kind", choices=KIND_NAMES, help="the operation that fills the dataset (the schema file's own, or put-events)"
    )
    options.add_datasets(made)
    made.add_argument("--refresh", action="store_true", help="ask AWS, whatever it told before")
    options.add_schema(made)
    options.add_connection(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print the fields.

    Raises:
        AskFailed: AWS does not answer.
        SchemaError: the schema cannot be read.
    """
    listing = Listing(environment.stdout, args.output or "text", _line, _COLUMNS, always_list=True)
    with said.open_workbench(args, environment) as workbench:
        target = said.with_schema(args, workbench.target(said.connection_of(args)))
        known = _known(args, workbench, target)
        for notice in known.notices:
            tell(environment, f"{NAME}: {notice}")
        for document in _documents(known.schema):
            listing.add(document)
    listing.close()
    domain = known.schema.domain if known.schema is not None else None
    tell(environment, f"{known.origin}{f', {domain}' if domain else ''}")
    return ExitCode.OK


def _known(args: argparse.Namespace, workbench: Workbench, target: Target) -> Known:
    """What is known, once AWS was asked where it has to be.

    Raises:
        AskFailed: AWS does not answer.
        SchemaError: it has no such tracker or dataset.
        UsageFault: no tracker is named.
    """
    from pevents_tui.domain.draft import Draft  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.service import Source  # noqa: PLC0415 - the same

    kinds = [args.kind] if args.kind else list(KIND_NAMES if target.schema else KIND_NAMES[:1])
    drafts = [addressed(Source("", Draft.blank(kind)), args).draft for kind in kinds]
    if not args.refresh:
        for draft in drafts:
            known = workbench.schemas.of(target, draft)
            if known.schema is not None:
                return known
    if target.schema is not None:
        raise UsageFault(f"{target.schema} is not of the dataset that {kinds[0]} fills")
    spec = drafts[0].spec
    if not drafts[0].address(target.address(spec)):
        hint = "--tracking-id ID" if spec.happens else f"--dataset-arn ARN, or {spec.rows}_dataset of a saved target"
        raise UsageFault(f"no {spec.place} is named", hint)
    return workbench.read_schema(target, drafts[0])


def _documents(schema: Schema | None) -> Iterator[dict[str, Any]]:
    """The fields as documents of JSON's types."""
    if schema is None:
        return
    own = {field.name: path for field, path in schema.members}
    for field in schema.fields:
        path = own.get(field.name, ("properties", field.key))
        yield {
            "path": ".".join(map(str, path)),
            "field": field.name,
            "types": list(field.types),
            "required": field.required,
            "nullable": field.nullable,
            "categorical": field.categorical,
            "textual": field.textual,
            "words": field.words,
        }


def _line(document: Document) -> str:
    return f"{document['path']} → {document['field']}: {document['words']}"


_COLUMNS = (
    Column("path", 28, lambda document: str(document["path"])),
    Column("field", 24, lambda document: str(document["field"])),
    Column("type", 0, lambda document: str(document["words"])),
)
