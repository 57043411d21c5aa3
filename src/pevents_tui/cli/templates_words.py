"""The words of `templates`' actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pevents_tui.cli import options
from pevents_tui.cli.parser import Parser, variable

PLACES = ("own", "project")
"""What `--in` takes; a test holds them to the folders."""


def _add_list(made: Parser) -> None:
    made.add_argument("text", metavar="TEXT", nargs="?", default="", help="a few letters of name, title or tags")
    made.add_argument("--tag", metavar="TAG", help="only those with this tag")
    options.add_output(made, "text")


def _add_show(made: Parser) -> None:
    made.add_argument("name", metavar="NAME", help="the template or scenario")
    made.add_argument("--body", action="store_true", help="only the request, as JSON for --cli-input-json")
    options.add_output(made, "the file's own text")


def _add_add(made: Parser) -> None:
    made.add_argument("name", metavar="NAME", help="its new name, such as shop/view-item")
    made.add_argument("source", metavar="SOURCE", help="a file, - for standard input, or a template's name")
    made.add_argument("--title", default="", metavar="TEXT", help="what it is called for people")
    made.add_argument("--note", default="", metavar="TEXT", help="what it is for")
    made.add_argument("--tag", action="append", default=[], metavar="TAG", help="a word to find it by; may be repeated")
    made.add_argument(
        "--var",
        action="append",
        type=variable,
        default=[],
        metavar="NAME=VALUE",
        help="a variable it defines; without a value it is asked for",
    )
    made.add_argument("--json", action="store_true", help="as a JSON file, which holds no name, note, tags, variables")
    _add_in(made)


def _add_rename(made: Parser) -> None:
    made.add_argument("name", metavar="NAME", help="the template")
    made.add_argument("new", metavar="NEW", help="its new name")


def _add_duplicate(made: Parser) -> None:
    made.add_argument("name", metavar="NAME", help="the template")
    made.add_argument("new", metavar="NEW", nargs="?", help="the copy's name; without it the first free one")
    _add_in(made)


def _add_remove(made: Parser) -> None:
    made.add_argument("names", metavar="NAME", nargs="+", help="the templates")


def _add_restore(_made: Parser) -> None:
    """It takes no words."""


def _add_in(made: Parser) -> None:
    made.add_argument("--in", dest="place", choices=PLACES, help="which folder it goes to (own)")


ADDERS: Mapping[str, Callable[[Parser], None]] = {
    "list": _add_list,
    "show": _add_show,
    "add": _add_add,
    "rename": _add_rename,
    "duplicate": _add_duplicate,
    "remove": _add_remove,
    "restore": _add_restore,
}
"""Adds the words of each action to its parser."""
