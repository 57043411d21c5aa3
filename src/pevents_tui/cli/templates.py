"""`templates`: what can be begun from: listed, shown, added, renamed, copied, removed and brought back."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Listing, json_text, table_row, write
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.templates_words import ADDERS

if TYPE_CHECKING:
    from pevents_tui.service import Workbench
    from pevents_tui.service.templates import Entry

_SUMMARY = """Look at templates and scenarios, and change them.

A template is a YAML or JSON file with a request in AWS's own shape, in the folder templates beside your settings or in
.pevents/templates of a project; comments on top of it tell name, note, tags, target and variables. NAME is its place in
its folder without the suffix; own:NAME, project:NAME and samples:NAME mean one folder alone."""
_EXAMPLES = (
    f"{NAME} templates list",
    f"{NAME} templates list cart --output json",
    f"{NAME} templates show view-item",
    f"{NAME} templates show view-item --body",
    f"{NAME} templates add shop/view view-item --note 'What the shop sends' --var item=B0742",
    f"{NAME} templates rename shop/view shop/see",
    f"{NAME} templates duplicate shop/see",
    f"{NAME} templates remove shop/see",
    f"{NAME} templates restore",
)
_SUMMARIES = {
    "list": "List templates and scenarios, best match first where a few letters are given.",
    "show": "Show a template or scenario as it stands in its file, or its request alone as the AWS CLI takes it.",
    "add": "Make a template of a draft: a file, - for standard input, or another template.",
    "rename": "Give a template another name in its folder.",
    "duplicate": "Copy a template, a shipped one into your own folder.",
    "remove": "Remove templates; each is kept to be brought back.",
    "restore": "Bring back the template that was removed last.",
}


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    options.add_templates(made)
    options.add_places(made)
    actions = made.add_subparsers(dest="action", metavar="|".join(_SUMMARIES), required=True)
    for name, add in ADDERS.items():
        examples = [each for each in _EXAMPLES if f"templates {name}" in each]
        below = actions.add_parser(name, help=_SUMMARIES[name], summary=_SUMMARIES[name], examples=examples)
        add(below)
        options.add_templates(below, default=argparse.SUPPRESS)
        options.add_places(below, default=argparse.SUPPRESS)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Do what the word after `templates` says."""
    with said.open_workbench(args, environment) as workbench:
        if notice := workbench.templates.notice:
            tell(environment, f"{NAME}: {notice}")
        _RUNNERS[args.action](args, workbench, environment)
    return ExitCode.OK


def _list(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> None:
    from pevents_tui.domain.template import fuzzy  # noqa: PLC0415 - --help must not wait for it

    found = [_document(workbench, entry) for entry in workbench.templates.entries()]
    if args.tag:
        found = [each for each in found if args.tag in each["tags"]]
    if args.text:
        scored = [(fuzzy(args.text, [each["name"], each["title"], " ".join(each["tags"])]), each) for each in found]
        found = [each for score, each in sorted(scored, key=lambda pair: -(pair[0] or 0)) if score is not None]
    form = args.output or "text"
    listing = Listing(environment.stdout, form, lambda each: table_row(each, _COLUMNS), _COLUMNS, always_list=True)
    for each in found:
        listing.add(each)
    listing.close()


def _show(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> None:
    from pevents_tui.domain.errors import TemplateError  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.service.templates.folders import read_text  # noqa: PLC0415 - the same

    templates = workbench.templates
    entry = templates.find(args.name) or templates.find(args.name, scenario=True) or templates.get(args.name)
    if entry.is_scenario and args.body:
        raise TemplateError(f"{entry.name} is a scenario, which has no request of its own")
    if args.body:
        write(environment.stdout, json_text(_body(workbench, entry)))
    elif args.output is None and (entry.stamp or entry.is_scenario):
        write(environment.stdout, read_text(entry.path))
    else:
        document = _document(workbench, entry)
        if not entry.is_scenario:
            document["body"] = _body(workbench, entry)
        listing = Listing(environment.stdout, args.output or "yaml", json_text, _COLUMNS)
        listing.add(document)
        listing.close()


def _add(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> None:
    from pevents_tui.domain.template import Heading  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.service.templates import Place  # noqa: PLC0415 - the same
    from pevents_tui.service.templates.document import variables_problem  # noqa: PLC0415 - the same

    sources = list(workbench.read(args.source, environment.stdin))
    if len(sources) != 1:
        raise UsageFault(f"{args.source} holds {len(sources)} requests; a template is one")
    own = {name: value or None for name, value in args.var}
    if problem := variables_problem(own):
        raise UsageFault(problem)
    heading = Heading(args.title, args.note, tuple(args.tag), {**sources[0].variables, **own})
    suffix = ".json" if args.json else ".yaml"
    entry = workbench.templates.add(args.name, sources[0].draft, heading, Place(args.place or "own"), suffix)
    _tell_path(environment, entry)


def _rename(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> None:
    _tell_path(environment, workbench.templates.rename(_any(workbench, args.name), args.new))


def _duplicate(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> None:
    from pevents_tui.service.templates import Place  # noqa: PLC0415 - --help must not wait for it

    place = Place(args.place) if args.place else None
    _tell_path(environment, workbench.templates.duplicate(_any(workbench, args.name), args.new, place))


def _remove(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> None:
    for entry in [_any(workbench, name) for name in args.names]:
        removed = workbench.templates.remove(entry)
        tell(environment, f"removed {removed.path}; {NAME} templates restore brings it back")


def _restore(_args: argparse.Namespace, workbench: Workbench, environment: Environment) -> None:
    write(environment.stdout, str(workbench.templates.restore()))


def _any(workbench: Workbench, name: str) -> Entry:
    """The template or scenario of a name."""
    return workbench.templates.find(name, scenario=True) or workbench.templates.get(name)


def _tell_path(environment: Environment, entry: Entry) -> None:
    write(environment.stdout, str(entry.path))


def _body(workbench: Workbench, entry: Entry) -> Mapping[str, Any]:
    from pevents_tui.service.templates.document import encoded  # noqa: PLC0415 - --help must not wait for it

    return encoded(workbench.templates.read(entry).template.draft).body


def _document(workbench: Workbench, entry: Entry) -> dict[str, Any]:
    """A template as a document of JSON's types; every key is always there."""
    from pevents_tui.service.templates.listing import facts_of  # noqa: PLC0415 - --help must not wait for it

    facts = facts_of(workbench, entry)
    return {
        "name": entry.name,
        "folder": str(entry.place),
        "kind": facts.kind,
        "title": facts.heading.title,
        "note": facts.heading.note,
        "tags": list(facts.heading.tags),
        "target": facts.heading.target,
        "variables": dict(facts.heading.variables),
        "problem": facts.problem,
        "path": str(entry.path) if entry.stamp else None,
    }


_COLUMNS = (
    Column("name", 24, lambda each: str(each["name"])),
    Column("folder", 7, lambda each: str(each["folder"])),
    Column("kind", 23, lambda each: str(each["kind"] or "-")),
    Column("tags", 12, lambda each: ",".join(each["tags"]) or "-"),
    Column("title", 0, lambda each: str(each["problem"] or each["title"])),
)
_RUNNERS: Mapping[str, Callable[[argparse.Namespace, Workbench, Environment], None]] = {
    "list": _list,
    "show": _show,
    "add": _add,
    "rename": _rename,
    "duplicate": _duplicate,
    "remove": _remove,
    "restore": _restore,
}
