"""The commands of the screen that shows the history whole; they load with it."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class ShowCall(Command):
    """Go back to the form with the call beside it."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Show the call beside the form", "Show", "enter", "Enter"


class MarkCall(Command):
    """Mark the call, or take its mark off, and go on; the other keys then mean all that are marked."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Mark", "Mark", "space", "Space"


class MarkAll(Command):
    """Mark all calls that are listed, at most 1,000 of them; where there are marks, take them all off."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "Mark all, or none", "a", "A"


class SendCallsAgain(Command):
    """Send them again exactly: the same event ids, times and bytes, to where they went."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Send again exactly", "Again", "r", "R"


class SendCallsAsNew(Command):
    """Send them as new ones: fresh event ids, the time of now, to where they went."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "Send as new", "w", "W"


class EditCall(Command):
    """Take the call as a new draft: fresh event ids, times blank."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Edit as a new draft", "Edit", "e", "E"


class SaveCallAsTemplate(Command):
    """Take the call as a new draft, and save that as a template."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "Save as template", "s", "S"


class NextFailure(Command):
    """Go down to the next call that was not accepted."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Next failure", "Next failure", "f", "F"


class DiffCalls(Command):
    """Tell two marked calls apart, or the one call from the draft, field by field."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "What differs", "Diff", "d", "D"


class TagCalls(Command):
    """Mark them with tags; a minus before a tag takes it off."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Tag", "Tag", "t", "T"


class NoteCall(Command):
    """Write a note about the call."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Note", "Note", "n", "N"


class CopyCalls(Command):
    """Copy or save them as JSON, YAML, AWS CLI commands, boto3 code or curl commands."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "Copy or save as", "c", "C"


class ReportCalls(Command):
    """Write a report on them in Markdown, to attach to a ticket."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Report as evidence", "Report", "m", "M"


class ExportCalls(Command):
    """Write them to a file: for another history, a spreadsheet, or Personalize's bulk import."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Export", "Export", "x", "X"


class ImportCalls(Command):
    """Bring back the calls of an export; those that are here already are left out."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "Import", "i", "I"


class DeleteCalls(Command):
    """Take them out of the history for good, after a question."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Delete", "Delete", "delete", "Del"


class FindCalls(Command):
    """Go to the line that finds calls."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Find", "Find", "slash,ctrl+f", "/"


class HistoryHelp(Command):
    """Explain the words that find calls, and the keys."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "Help", "f1,question_mark", "F1"


class LeaveHistory(Command):
    """Go back to the form."""

    GROUP = "History"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Back to the form", "Back", "escape,alt+h", "Esc"


HISTORY_COMMANDS: tuple[type[Command], ...] = (
    ShowCall,
    MarkCall,
    MarkAll,
    SendCallsAgain,
    SendCallsAsNew,
    EditCall,
    SaveCallAsTemplate,
    NextFailure,
    DiffCalls,
    TagCalls,
    NoteCall,
    CopyCalls,
    ReportCalls,
    ExportCalls,
    ImportCalls,
    DeleteCalls,
    FindCalls,
    HistoryHelp,
    LeaveHistory,
)
"""Every command of the history screen; their keys are letters, which the line to find takes as text."""
