"""`locate`: where this program keeps its files."""

from __future__ import annotations

import argparse
from functools import partial

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode
from pevents_tui.cli.output import Column, Document, Listing
from pevents_tui.cli.parser import Parser

_SUMMARY = """Say where this program keeps its files, whether they are there yet or not.

--data-dir and --config-dir name other places, as PEVENTS_DATA_DIR and PEVENTS_CONFIG_DIR do."""
_EXAMPLES = (f"{NAME} locate", f"{NAME} locate --output json")
_PLACES = {
    name: name for name in ("data", "config", "history", "sandbox", "draft", "crashes", "settings", "targets", "themes")
} | {
    "templates": "templates",
    "demos": "demos",
    "runs": "runs",
    "catalogues": "catalogues",
    "schemas": "schemas",
    "removedTemplates": "removed_templates",
    "lastTarget": "last_target",
    "lastList": "last_list",
    "lastQuestions": "last_questions",
}
"""The places by their names in JSON, with the members of `Paths` that hold them."""


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print every place by its name; makes nothing."""
    from pevents_tui.service.paths import find_paths  # noqa: PLC0415 - --help must not wait for it

    paths = find_paths(args.data_dir, args.config_dir, environment.environ)
    places = {name: str(getattr(paths, member)) for name, member in _PLACES.items()}
    listing = Listing(
        environment.stdout,
        args.output or "text",
        lambda document: "\n".join(f"{_PLACES[name].replace('_', ' '):<19}{place}" for name, place in document.items()),
        [Column(name, 20, partial(_place, name)) for name in _PLACES],
    )
    listing.add(places)
    listing.close()
    return ExitCode.OK


def _place(name: str, document: Document) -> str:
    return str(document[name])
