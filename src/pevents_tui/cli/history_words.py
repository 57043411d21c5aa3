"""The words of `history`'s actions: which calls are meant, and what is done with them."""

from __future__ import annotations

import argparse
import re

from pevents_tui.cli import options
from pevents_tui.cli.parser import Parser, whole

OUTCOMES = ("accepted", "refused", "unknown", "not sent", "sending", "failed")
"""What `--outcome` takes; a test holds them to the domain's words."""
EXPORT_FORMS = ("jsonl", "json", "csv", "bulk-csv")
"""What `--form` takes; a test holds them to the service's."""
MOST_LINES = 10_000
"""Most calls one list shows, and most that are sent again, reported on or named by number at once."""
FILTERS = (
    ("--text", "text", "stands somewhere in ids, event types, properties, request id, message, tags or note"),
    ("--user", "user", "this user, exactly"),
    ("--session", "session", "this session, exactly"),
    ("--item", "item", "this item or action, exactly"),
    ("--event-type", "event_type", "this event type, exactly"),
    ("--tag", "tag", "marked with this tag"),
    ("--target", "label", "went to the target of this label, exactly"),
    ("--tracking-id", "tracking_id", "went to this tracker, exactly"),
    ("--run", "run", "the calls of one send"),
)
"""Options that narrow a list: the flag, the part of a filter it fills, what it looks for."""
_MOST_ID = 2**63 - 1
_RANGE = re.compile(r"(\d{1,18})-(\d{1,18})")
_SPAN = re.compile(r"(\d{1,6}(?:\.\d+)?)([hdw])")  # no m: to some it is minutes, to others months
_UNITS_S = {"h": 3_600, "d": 86_400, "w": 604_800}
_FIND_HELP = "words such as user:qa-ana outcome:failed since:1h tag:flaky, and any other text"


def add_list(made: Parser) -> None:
    """The words of `list`."""
    add_find(made)
    made.add_argument("--limit", type=whole(1, MOST_LINES), default=50, metavar="N", help="most calls (50)")
    made.add_argument("--before", type=whole(1, _MOST_ID), metavar="ID", help="only calls before this one")
    made.add_argument("--outcome", type=_outcome, choices=OUTCOMES, help="how they ended; not-sent is one word too")
    for flag, name, help_words in FILTERS:
        made.add_argument(flag, dest=name, metavar="TEXT", help=help_words)


def add_find(made: Parser) -> None:
    """What is looked for, and how it is printed."""
    made.add_argument("find", nargs="*", metavar="FIND", help=_FIND_HELP)
    options.add_output(made, "text")


def add_show(made: Parser) -> None:
    """The words of `show`."""
    _add_id(made, "id", "its number in the list")
    options.add_output(made, "text")


def add_diff(made: Parser) -> None:
    """The words of `diff`."""
    _add_id(made, "one", "a call's number in the list")
    _add_id(made, "other", "the other one's")
    options.add_output(made, "text")


def add_users(made: Parser) -> None:
    """The words of `users`."""
    made.add_argument("--target", metavar="NAME", required=True, help="a saved target, or sandbox")
    options.add_output(made, "CSV with the one column USER_ID")


def add_again(made: Parser) -> None:
    """The words of `again`."""
    add_chosen(made, most=MOST_LINES)
    made.add_argument("--as-new", action="store_true", help="with fresh event ids and the time of now")
    made.add_argument("--read-only", action="store_true", help="send nothing, whatever else is said")
    options.add_sending(made)
    options.add_output(made, "text")


def add_report(made: Parser) -> None:
    """The words of `report`."""
    add_chosen(made, most=MOST_LINES)
    _add_file(made)


def add_export(made: Parser) -> None:
    """The words of `export`."""
    add_chosen(made, most=None)
    forms = "how to write them: jsonl and json come back with import; csv has a line an event (jsonl)"
    made.add_argument("--form", choices=EXPORT_FORMS, default="jsonl", help=forms)
    _add_file(made)


def add_import(made: Parser) -> None:
    """The words of `import`."""
    made.add_argument("file", metavar="FILE", help="what export wrote, or - for standard input")


def add_tag(made: Parser) -> None:
    """The words of `tag`."""
    add_chosen(made, most=None)
    made.add_argument("--add", action="append", default=[], metavar="TAG", help="a tag to mark them with")
    made.add_argument("--remove", action="append", default=[], metavar="TAG", help="a tag to take off")


def add_note(made: Parser) -> None:
    """The words of `note`."""
    _add_id(made, "id", "its number in the list")
    made.add_argument("text", nargs="?", metavar="TEXT", help="what to write; '' takes the note away")


def add_delete(made: Parser) -> None:
    """The words of `delete`."""
    add_chosen(made, most=None)
    made.add_argument("--yes", action="store_true", help="do not ask")


def add_prune(made: Parser) -> None:
    """The words of `prune`."""
    made.add_argument("--older-than", type=span_s, metavar="SPAN", help="calls made longer ago: 12h, 30d, 8w")
    made.add_argument("--keep", type=whole(0, _MOST_ID), metavar="N", help="all but so many of the newest")


def add_chosen(made: Parser, *, most: int | None) -> None:
    """Which calls are meant: numbers, or words that find them.

    Args:
        made: The action's parser.
        most: How many calls the words choose where no limit is given; None for all.
    """
    made.add_argument("ids", nargs="*", type=number_range, metavar="ID", help="numbers in the list: 12, 15-20")
    made.add_argument("--find", metavar="FIND", help=_FIND_HELP)
    made.add_argument(
        "--limit",
        type=whole(1, most or _MOST_ID),
        metavar="N",
        help=f"most calls that --find chooses, the newest ({most or 'all'})",
    )
    made.set_defaults(most=most)


def number_range(word: str) -> range:
    """The numbers that a word means: `12` or `15-20`."""
    found = _RANGE.fullmatch(word)
    first, last = (int(found[1]), int(found[2])) if found else (whole(1, _MOST_ID)(word),) * 2
    if not 0 < first <= last < first + MOST_LINES:
        raise argparse.ArgumentTypeError(f"{word} is no number of a call, nor up to {MOST_LINES} of them as 15-20")
    return range(first, last + 1)


def span_s(word: str) -> float:
    """A span of time in seconds: `12h`, `30d`."""
    found = _SPAN.fullmatch(word)
    if found is None:
        raise argparse.ArgumentTypeError(f"{word} is no span such as 12h, 30d or 8w")
    return float(found[1]) * _UNITS_S[found[2]]


def _outcome(word: str) -> str:
    return word.replace("-", " ")


def _add_id(made: Parser, name: str, what: str) -> None:
    made.add_argument(name, type=whole(1, _MOST_ID), metavar="ID", help=what)


def _add_file(made: Parser) -> None:
    made.add_argument("--to", metavar="FILE", help="the file to write, which must be new; standard output without it")
    made.add_argument("--force", action="store_true", help="replace the file where there is one")
