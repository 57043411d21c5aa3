"""`history`: the calls that were made: look at them, carry them elsewhere, mark them, forget them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from pevents_tui.cli import history_words as words
from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.parser import Parser


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is done with the history.

    Attributes:
        module: The module of this package that does it, in a function of the action's name.
        summary: What it does, in a sentence.
        short: The same in a few words.
        examples: Runnable command lines, without the program's name and `history`.
        add_words: Adds its words to its parser.
    """

    module: str
    summary: str
    short: str
    examples: tuple[str, ...]
    add_words: Callable[[Parser], None]


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "list": Action(
            "history_look",
            "List the newest calls that fit.",
            "the newest calls, one a line",
            ("list --outcome refused --limit 10", "list user:qa-ana since:1h kettle --output json"),
            words.add_list,
        ),
        "show": Action(
            "history_look",
            "Show one call with its body and outcome.",
            "one call with its body",
            ("show 12",),
            words.add_show,
        ),
        "count": Action(
            "history_look",
            "Count calls by how they ended, and say how large the history is.",
            "how many, by how they ended",
            ("count since:7d",),
            words.add_find,
        ),
        "diff": Action(
            "history_look",
            "Tell two calls apart, field by field.",
            "what differs between two calls",
            ("diff 12 15",),
            words.add_diff,
        ),
        "users": Action(
            "users",
            "List every user ID that was sent to a saved target and may have arrived, as the CSV file that a data "
            "deletion job of Personalize takes: the only way to take test events back. The job deletes all there is of "
            "these users.",
            "the users sent to a target, as CSV for a data deletion job",
            ("users --target shop-dev",),
            words.add_users,
        ),
        "again": Action(
            "history_again",
            "Send calls again exactly: the same event ids, times and bytes to the same target. Or as new ones.",
            "send calls again exactly, or as new",
            ("again 12", "again --as-new 12 15-20"),
            words.add_again,
        ),
        "report": Action(
            "history_carry",
            "Write a report in Markdown on calls, to attach to a ticket.",
            "calls as evidence, in Markdown",
            ("report 12 15 --to report.md",),
            words.add_report,
        ),
        "export": Action(
            "history_carry",
            "Write calls for another history, a spreadsheet or Personalize's bulk import.",
            "calls as JSON Lines, JSON, CSV or a bulk import",
            ("export --find since:7d --to calls.jsonl", "export 12-20 --form csv"),
            words.add_export,
        ),
        "import": Action(
            "history_carry",
            "Bring back what export wrote as jsonl or json. Calls that are here already are left out.",
            "bring an export back",
            ("import calls.jsonl",),
            words.add_import,
        ),
        "tag": Action(
            "history_change",
            "Mark calls with tags, or take tags off them.",
            "mark calls with tags",
            ("tag 12 15-20 --add flaky --remove new",),
            words.add_tag,
        ),
        "note": Action(
            "history_change",
            "Write a note about a call in place of the one it has; without a text, print the one it has.",
            "write a note about a call",
            ("note 12 'the price was missing'", "note 12 ''"),
            words.add_note,
        ),
        "delete": Action(
            "history_change",
            "Take calls out of the history for good: out of the file, its log and the copies from before an upgrade.",
            "take calls out for good",
            ("delete 12 15-20 --yes", "delete --find user:qa-ana --yes"),
            words.add_delete,
        ),
        "prune": Action(
            "history_change",
            "Forget calls that are old or many; without words, as the settings history_days and history_calls say.",
            "forget old calls",
            ("prune --older-than 30d", "prune --keep 10000"),
            words.add_prune,
        ),
    }
)
"""Every action by its word."""

_SUMMARY = "Look at the calls that were made, newest first; send, mark, carry or forget them."
_EXAMPLES = tuple(f"{NAME} history {example}" for action in ACTIONS.values() for example in action.examples[:1])


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    options.add_places(made)
    actions = made.add_subparsers(dest="action", metavar="|".join(ACTIONS), required=True)
    for name, action in ACTIONS.items():
        examples = [f"{NAME} history {example}" for example in action.examples]
        below = actions.add_parser(name, help=action.short, summary=action.summary, examples=examples)
        action.add_words(below)
        options.add_places(below, default=argparse.SUPPRESS)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Do what the second word says."""
    with said.open_workbench(args, environment) as workbench:
        for notice in workbench.history.notices:
            tell(environment, f"{NAME}: {notice}")
        module = import_module(f"pevents_tui.cli.{ACTIONS[args.action].module}")
        done: ExitCode = module.ACTIONS[args.action](args, workbench, environment)
        return done
