"""What the places of a screen are for, and the keys that matter in each: for the help and for the line of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.widget import Widget


class Hint(NamedTuple):
    """A key of one place.

    Attributes:
        key: As Textual names it.
        does: What it does, for the help.
        short: The same in the line of keys; empty keeps it out of it.
    """

    key: str
    does: str
    short: str = ""


class About(NamedTuple):
    """One place: a list, a pane, a line.

    Attributes:
        title: What it is called.
        what: What it is for, in a sentence or two.
        hints: Its keys.
    """

    title: str
    what: str
    hints: tuple[Hint, ...] = ()


PLACES: Mapping[str, About] = {
    "templates": About(
        "Templates",
        "Requests to begin from: your project's, your own, and the samples. Loading one replaces the draft, which is "
        "an undo away. A scenario, marked », lists several; one that cannot be read is marked !.",
        (
            Hint("enter", "load the template, begin the scenario, open or close the folder", "Load"),
            Hint("space", "look at it without loading it", "Look"),
            Hint("slash", "find one by a few letters"),
            Hint("r", "rename it"),
            Hint("d", "duplicate it"),
            Hint("delete", "remove it"),
            Hint("u", "bring back what was removed last"),
        ),
    ),
    "filter": About(
        "Find a template",
        "A few letters of a template's name, in their order; the tree shows what has them, best first.",
        (Hint("enter", "go to what was found", "To the tree"),),
    ),
    "find": About(
        "Find in the history",
        "Any part of an id, a type, a property, a receipt, a message, a tag or a note; the list below shows the calls "
        "that have it. Words narrow it: user:qa-ana item:B0742 type:View outcome:failed tag:flaky since:1h "
        "until:today. Quotes keep a value with blanks together.",
        (Hint("enter", "go to the calls that were found", "To the list"),),
    ),
    "CallList": About(
        "History",
        "Every call that was sent, newest first, as it went out and as it was answered. Alt+H shows it whole, where "
        "calls are marked, told apart, tagged, sent again, exported and forgotten.",
        (
            Hint("enter", "show the call beside the form, to read, send again or edit as new", "Show"),
            Hint("home", "go to the newest"),
            Hint("end", "go to the oldest"),
            Hint("pagedown", "go down a page"),
        ),
    ),
    "EntryList": About(
        "Entries",
        "What the list holds, in order; the line below adds to it.",
        (
            Hint("delete", "remove the entry", "Remove"),
            Hint("shift+up", "move it up", "Up"),
            Hint("shift+down", "move it down", "Down"),
            Hint("shift+delete", "remove all entries", "All"),
            Hint("enter", "take a property down into the line, to change it"),
        ),
    ),
    "PropertyList": About(
        "Properties",
        "Keys and values of the event, each with its type and, where the dataset's schema is known, what that says of "
        "it; rows that are missing stand below.",
        (
            Hint("enter", "edit the row in its place", "Edit"),
            Hint("t", "change the value's type", "Type"),
            Hint("f", "mend name and type by the schema", "Mend"),
            Hint("delete", "remove the row", "Remove"),
            Hint("shift+up", "move it up"),
            Hint("shift+down", "move it down"),
            Hint("shift+delete", "remove all"),
            Hint("r", "show them as the JSON text that goes out"),
        ),
    ),
    "AddLine": About(
        "Line to add with",
        "What stands here counts as added, also without Enter. A paste of several becomes several.",
        (Hint("enter", "add it, and have an empty line for the next", "Add"),),
    ),
    "JsonEditor": About(
        "Request as JSON",
        "The whole request, as the form has it. What you type is the draft as soon as it can be read; until then the "
        "line above tells what is wrong and where, and nothing is sent.",
        (Hint("tab", "leave the text for the next pane", "Next pane"), Hint("enter", "a new line at the same depth")),
    ),
    "ProblemList": About(
        "Problems",
        "What is wrong, heaviest first: a stop cannot go on the wire, a limit the service is expected to refuse, "
        "a hint is taken but probably not meant.",
        (
            Hint("enter", "go to the field", "Go to the field"),
            Hint("delete", "remove a member that no field of the form holds", "Remove"),
        ),
    ),
    "RequestPane": About(
        "Request",
        "The exact bytes that will go out, with their size; more than ten events are split into calls.",
        (Hint("down", "scroll"), Hint("pagedown", "scroll a page"), Hint("end", "go to its end")),
    ),
    "calls": About(
        "Calls of the send",
        "Each call that the send made, with how it ended; the one that is highlighted stands below.",
        (Hint("down", "show the next call"), Hint("up", "show the call before")),
    ),
    "RankedList": About(
        "Recommend",
        "What is recommended to a user, before and after something was done about it. Choose a row and press the key "
        "of what the user does: an event goes out with the list as impression, and the list is asked for until it "
        "reacts. ▲3 and ▼2 are ranks up and down, ● new, ✕ gone, ✓ acted on; a ● before a title is a mark of yours. In "
        "the bars, ▓ is what a category won and ░ what it lost. Overlap is the part of the first ten that both lists "
        "have; rank-biased overlap is 1 for the same order, and the upper ranks weigh most.",
        (
            Hint("down", "go to the next row"),
            Hint("home", "go to the first"),
            Hint("tab", "go to what happened, or to why nothing may have moved"),
        ),
    ),
    "LinesView": About(
        "Result",
        "How the last call ended, or the one chosen in the history: the service's words, its request id, where the "
        "time went, and the bytes that were sent.",
        (Hint("down", "scroll"), Hint("pagedown", "scroll a page"), Hint("end", "go to its end")),
    ),
    "Notice": About(
        "Question",
        "Something wants to be asked before it is done.",
        (Hint("y", "do it", "Yes"), Hint("n", "go back to the draft", "No")),
    ),
}
"""The places by a widget's id or by the name of its class."""


def about(widget: Widget | None) -> About | None:
    """What there is to say about a widget; None for one that is no place of its own.

    Args:
        widget: Usually the focused one.
    """
    if widget is None:
        return None
    names = (widget.id or "", *(each.__name__ for each in type(widget).__mro__))
    return next((PLACES[name] for name in names if name in PLACES), None)
