"""From the words of a command line to the verb that does them, or to what the terminal app shall open."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from pevents_tui import __version__
from pevents_tui.cli import said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import HelpAsked, UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode, guarded

if TYPE_CHECKING:
    import argparse

    from pevents_tui.cli.parser import Parser
    from pevents_tui.domain.draft import Draft

VERBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "put-events": ("put", "send item interactions, with the words of aws personalize-events put-events"),
        "put-action-interactions": (
            "put",
            "send action interactions, with the words of aws personalize-events put-action-interactions",
        ),
        "put-items": ("put", "add items to a dataset, with the words of aws personalize-events put-items"),
        "put-users": ("put", "add users to a dataset, with the words of aws personalize-events put-users"),
        "put-actions": ("put", "add actions to a dataset, with the words of aws personalize-events put-actions"),
        "send": ("send", "send drafts from files, standard input, templates or the shipped samples"),
        "run": ("run", "send the steps of a scenario, one after another"),
        "templates": ("templates", "look at templates and scenarios, add, rename, remove them"),
        "check": ("check", "say what is wrong with drafts, sending nothing"),
        "explain": ("explain", "say every rule that touches drafts, with its source"),
        "schema": ("schema", "print the fields of a dataset"),
        "whoami": ("whoami", "say what is in force for AWS, and who signs"),
        "history": ("history", "look at the calls that were made"),
        "targets": ("targets", "save where calls go, by name, and lock what must be left alone"),
        "trackers": ("trackers", "list the trackers of an account with their tracking IDs, or resolve an ARN"),
        "recommend": ("recommend", "ask for recommendations, act on them, and say whether the list reacts"),
        "sandbox": ("sandbox", "serve a local endpoint that speaks the Personalize protocols"),
        "completion": ("completion", "print what makes a shell complete these words"),
        "locate": ("locate", "say where this program keeps its files"),
    }
)
"""Every verb: the module of this package that does it, and what it does."""

_EXAMPLES = (
    "pevents-tui                            open the terminal app",
    "pevents-tui purchase                   open it with a shipped sample",
    "pevents-tui --demo another-category    open it with a demo of recommendations",
    "pevents-tui send view-item             send a sample to the embedded sandbox",
    "pevents-tui send --dry-run calls.jsonl print what would go out",
)


class Verb(Protocol):
    """What a verb's module offers."""

    def parser(self, verb: str, summary: str) -> Parser:
        """The parser of its words."""

    def run(self, args: argparse.Namespace, environment: Environment) -> ExitCode | Opening:
        """Do what the words say."""


class Opening(NamedTuple):
    """What the terminal app shall open.

    Attributes:
        args: The places and the connection, as `options` reads them.
        draft: A file or a sample to begin with; None for the draft that was left.
        written: A draft that the words wrote, to begin with instead; None where they wrote none.
    """

    args: argparse.Namespace
    draft: str | None
    written: Draft | None = None


def run(words: Sequence[str], environment: Environment) -> ExitCode | Opening:
    """Do what a command line says; one that names no verb says what to open."""
    return guarded(environment, words, lambda: _run(words, environment))


def root_parser() -> Parser:
    """The parser of a command line without a verb."""
    from pevents_tui.cli import options  # noqa: PLC0415 - no word at all needs no parser
    from pevents_tui.cli.parser import Parser  # noqa: PLC0415 - the same

    width = max(map(len, VERBS)) + 2
    verbs = "\n".join(f"  {verb:{width}}{summary}" for verb, (_, summary) in VERBS.items())
    summary = f"Compose, check, send and keep Amazon Personalize events.\n\nverbs (each has its own --help):\n{verbs}"
    parser = Parser(NAME, summary, _EXAMPLES, colour=False)
    parser.usage = f"{NAME} [options] [DRAFT]\n       {NAME} VERB [options] …"
    parser.add_argument("--version", action="store_true", help="print the version and end")
    parser.add_argument("draft", metavar="DRAFT", nargs="?", help="a file or a template to open the terminal app with")
    parser.add_argument("--demo", metavar="DEMO", help="begin in Recommend with a demo script, a ready one or a file")
    options.add_templates(parser)
    options.add_schema(parser)
    options.add_connection(parser)
    options.add_places(parser)
    return parser


def verb_parser(verb: str) -> Parser:
    """The parser of one verb's words."""
    return _load(verb).parser(verb, VERBS[verb][1])


def _run(words: Sequence[str], environment: Environment) -> ExitCode | Opening:
    if not words:
        return Opening(said.nothing(), None)
    _refuse_half_characters(words)
    try:
        return _follow(words, environment)
    except HelpAsked as asked:
        from pevents_tui.cli.output import write  # noqa: PLC0415 - the app needs none

        write(environment.stdout, str(asked))
        return ExitCode.OK


def _follow(words: Sequence[str], environment: Environment) -> ExitCode | Opening:
    at = _first_bare(words)
    if at is None or words[at] not in VERBS:
        return _without_verb(words, environment)
    verb = words[at]
    args = verb_parser(verb).parse_args([*words[:at], *words[at + 1 :]])
    args.verb = verb
    return _load(verb).run(args, environment._replace(colour=getattr(args, "color", "auto")))


def _without_verb(words: Sequence[str], environment: Environment) -> ExitCode | Opening:
    try:
        args = root_parser().parse_args(words)
    except UsageFault as fault:
        raise _misspelt(words) or fault from None
    if args.version:
        from pevents_tui.cli.output import write  # noqa: PLC0415 - the app needs none

        write(environment.stdout, f"{NAME} {__version__}")
        return ExitCode.OK
    return Opening(args, args.draft)


def _misspelt(words: Sequence[str]) -> UsageFault | None:
    """What is wrong with a verb that is none; None where no verb is like it, so that it is a draft's name."""
    from pevents_tui.domain.nearest import nearest  # noqa: PLC0415 - few verbs are wrong

    at = _first_bare(words)
    if at is None or os.path.exists(words[at]):  # noqa: PTH110 - it takes any text
        return None
    ours = [word for word in words[at:] if word not in {"aws", "personalize-events"}]
    meant = nearest(ours[0], VERBS) if ours and ours[0] != words[at] else None
    if meant is not None:
        before = " ".join(word for word in words[at : at + 2] if word in {"aws", "personalize-events"})
        return UsageFault(f"leave out {before}: {NAME} {meant} …")
    near = nearest(words[at], VERBS)
    return UsageFault(f"there is no verb {words[at]!r}; did you mean {near}?", f"{NAME} --help") if near else None


def no_verb(draft: str) -> str:
    """What is said of a draft's name that looks like a verb; empty where it does not.

    Args:
        draft: The one word of a command line.
    """
    from pevents_tui.domain.nearest import nearest  # noqa: PLC0415 - the app needs none

    near = nearest(draft, VERBS)
    return f"there is no verb {draft!r} (did you mean {near}?)" if near else ""


def _first_bare(words: Sequence[str]) -> int | None:
    """Where the first word stands that is neither an option nor the value of one that may precede the verb."""
    from pevents_tui.cli.options import BEFORE  # noqa: PLC0415 - no word at all needs no parser

    skip = False
    for at, word in enumerate(words):
        if skip:
            skip = False
        elif word in BEFORE:
            skip = True
        elif not word.startswith("-"):
            return at
    return None


def _refuse_half_characters(words: Sequence[str]) -> None:
    """Refuse bytes that are no UTF-8, which Python hands over as halves of surrogate pairs.

    Raises:
        UsageFault: a word holds one.
    """
    for at, word in enumerate(words, 1):
        place = next((index for index, char in enumerate(word, 1) if "\ud800" <= char <= "\udfff"), None)
        if place is not None:
            raise UsageFault(f"word {at} of the command line is not UTF-8 text, from its character {place} on")


def _load(verb: str) -> Verb:
    return cast("Verb", import_module(f"{__package__}.{VERBS[verb][0]}"))
