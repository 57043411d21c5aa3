"""The commands of the Compose screen, in the order of the palette."""

from __future__ import annotations

from pevents_tui.ui.commands.access import ACCESS_COMMANDS
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.commands.completion import COMPLETION_COMMANDS
from pevents_tui.ui.commands.exchange import EXCHANGE_COMMANDS
from pevents_tui.ui.commands.history import OPENING_COMMANDS
from pevents_tui.ui.commands.json_view import JSON_COMMANDS
from pevents_tui.ui.commands.looks import LOOKS_COMMANDS
from pevents_tui.ui.commands.modes import MODE_COMMANDS
from pevents_tui.ui.commands.result import RESULT_COMMANDS
from pevents_tui.ui.commands.schema import SCHEMA_COMMANDS
from pevents_tui.ui.commands.targets import TARGET_COMMANDS
from pevents_tui.ui.commands.templates import TEMPLATE_COMMANDS
from pevents_tui.ui.commands.trackers import TRACKER_COMMANDS
from pevents_tui.ui.commands.values import VALUE_COMMANDS


class Send(Command):
    """Send the draft: its id and time are frozen, the call is kept, then it leaves, once."""

    GROUP = "Send"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Send", "Send", "ctrl+j,f5", "^J"


class SendAnyway(Command):
    """Send past the limits: the service is expected to refuse it, and you want to see it do so."""

    GROUP = "Send"
    TITLE = "Send anyway, past the limits"


class SendAgain(Command):
    """Send the last call, or the one shown, again exactly: same event ids, same times, same bytes."""

    GROUP = "Send"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Send again exactly", "Again", "ctrl+r", "^R"


class SendAsNew(Command):
    """Take the call that is shown as a new draft: fresh event ids, times blank."""

    GROUP = "Send"
    TITLE, KEYS, SHOWN_KEY = "Edit the shown call as a new draft", "alt+r", "Alt+R"


class CancelSend(Command):
    """Cancel the send under way: its connection is cut at once, nothing further leaves."""

    GROUP = "Send"
    TITLE, KEYS, SHOWN_KEY = "Cancel the send", "escape", "Esc"


class NewDraft(Command):
    """Begin a new draft of either kind; the one you leave is an undo away."""

    TITLE, SHORT, KEYS, SHOWN_KEY = "New draft", "New", "ctrl+n", "^N"


class Undo(Command):
    """Undo the last change of the draft, loading a sample included."""

    TITLE, SHORT, KEYS, SHOWN_KEY, PRIORITY = "Undo", "Undo", "ctrl+z", "^Z", True


class Redo(Command):
    """Redo what was undone."""

    TITLE, KEYS, SHOWN_KEY, PRIORITY = "Redo", "ctrl+y", "^Y", True


class AddRow(Command):
    """Add an event to the call, with the same session and a new event id."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "Add an event", "alt+n", "Alt+N"


class DuplicateRow(Command):
    """Add a copy of this event, with a new event id."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "Duplicate this event", "alt+d", "Alt+D"


class RemoveRow(Command):
    """Remove this event from the call."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "Remove this event", "alt+x", "Alt+X"


class NextRow(Command):
    """Show the next event of the call."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "Next event", "alt+right", "Alt+Right"


class PreviousRow(Command):
    """Show the previous event of the call."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "Previous event", "alt+left", "Alt+Left"


class MoveRowLater(Command):
    """Move this event one place towards the end."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "Move this event later", "alt+down", "Alt+Down"


class MoveRowEarlier(Command):
    """Move this event one place towards the start."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "Move this event earlier", "alt+up", "Alt+Up"


class NextPane(Command):
    """Go to the next pane."""

    GROUP = "Places"
    TITLE, KEYS, SHOWN_KEY, PRIORITY = "Next pane", "f6", "F6", True


class PreviousPane(Command):
    """Go to the previous pane."""

    GROUP = "Places"
    TITLE, KEYS, SHOWN_KEY, PRIORITY = "Previous pane", "shift+f6", "Shift+F6", True


class ToggleSidebar(Command):
    """Show or hide the templates and the history."""

    GROUP = "Places"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Show or hide the sidebar", "Sidebar", "ctrl+l", "^L"


class FindInHistory(Command):
    """Find a call in the history by any part of it, or by words such as outcome:failed user:qa-ana since:1h."""

    GROUP = "Places"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Find in the history", "Find", "ctrl+f", "^F"


class FirstProblem(Command):
    """Go to the field of the first problem."""

    GROUP = "Places"
    TITLE, KEYS, SHOWN_KEY = "Go to the first problem", "f8", "F8"


class GoTo(Command):
    """Pick a pane to go to."""

    GROUP = "Places"
    TITLE, KEYS, SHOWN_KEY = "Go to", "ctrl+g", "^G"


class CopyRequest(Command):
    """Copy the request body as JSON."""

    GROUP = "In and out"
    TITLE = "Copy the request as JSON"


class CopyAwsCli(Command):
    """Copy the call as an AWS CLI command."""

    GROUP = "In and out"
    TITLE = "Copy as AWS CLI command"


class CopyBoto3(Command):
    """Copy the call as Python code for boto3."""

    GROUP = "In and out"
    TITLE = "Copy as boto3 code"


class CopyCurl(Command):
    """Copy the call as a curl command."""

    GROUP = "In and out"
    TITLE = "Copy as curl command"


class Help(Command):
    """Explain the field or pane you are in: its rule and where the rule comes from."""

    GROUP = "Program"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Help", "Help", "f1,question_mark", "F1"


class Quit(Command):
    """Quit; the draft is kept and comes back."""

    GROUP = "Program"
    TITLE, SHORT, KEYS, SHOWN_KEY, PRIORITY = "Quit", "Quit", "ctrl+q", "^Q", True


COMPOSE_COMMANDS: tuple[type[Command], ...] = (
    Send,
    SendAnyway,
    SendAgain,
    SendAsNew,
    CancelSend,
    *RESULT_COMMANDS,
    *TARGET_COMMANDS,
    *TRACKER_COMMANDS,
    NewDraft,
    Undo,
    Redo,
    AddRow,
    DuplicateRow,
    RemoveRow,
    NextRow,
    PreviousRow,
    MoveRowLater,
    MoveRowEarlier,
    *VALUE_COMMANDS,
    *SCHEMA_COMMANDS,
    NextPane,
    PreviousPane,
    ToggleSidebar,
    FindInHistory,
    *OPENING_COMMANDS,
    FirstProblem,
    GoTo,
    *MODE_COMMANDS,
    CopyRequest,
    CopyAwsCli,
    CopyBoto3,
    CopyCurl,
    *JSON_COMMANDS,
    *EXCHANGE_COMMANDS,
    *ACCESS_COMMANDS,
    *TEMPLATE_COMMANDS,
    *LOOKS_COMMANDS,
    *COMPLETION_COMMANDS,
    Help,
    Quit,
)
"""Every command of the Compose screen."""
