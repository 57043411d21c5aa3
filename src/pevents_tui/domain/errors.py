"""Everything this program raises on purpose.

What a person typed is a `Problem`, what the service answered is an `Outcome`; only a broken file, folder,
installation or caller raises::

    PeventsError
    ├── SourceError          a file, stream or text that cannot be read as drafts
    │   └── TemplateError    a template or scenario that is not there, cannot be read or written
    │       └── TemplateChanged  its file changed since it was read
    ├── SettingsError        a settings or theme file, an option or environment variable with an unusable value
    │   └── SchemaError      a dataset's schema that cannot be read, from a file or from the service
    ├── FolderError          the data or configuration directory cannot be used
    ├── HistoryError         the history file cannot be opened, read or written
    │   ├── HistoryTooNew    it was written by a newer version of this program
    │   └── OutcomeNotKept   a call went out, and how it ended cannot be written down (in `outcome`)
    ├── SaveError            a file that a person named cannot be written
    │   └── FileThere        it exists, and nobody said that it may be replaced
    ├── EditorError          a text could not be edited in another program
    ├── NoSuchTarget         a target was named that is not saved
    ├── SendForbidden        a plan that may not be sent at all: a lock, a read-only start, a user that is not a test's
    ├── AskFailed            AWS could not be asked about an account, or would not tell (how it ended is in `outcome`)
    ├── SignInError          a sign-in command could not be run, or ended without success
    ├── ConsentMissing       a plan for a guarded tracker was sent without its confirmation
    └── NotSendable          a draft that may not go on the wire was handed to `plan`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pevents_tui.domain.outcome import Outcome


def why(error: Exception) -> str:
    """What the system says is wrong, without the path and the number it says it with: `permission denied`.

    Args:
        error: Mostly an OSError.
    """
    return str(getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


class PeventsError(Exception):
    """A sentence for a person: what is wrong, where, and what to do."""


class SourceError(PeventsError):
    """A file, stream or text that cannot be read as drafts; the sentence names the place in it.

    Attributes:
        source: What a command line named it by; empty where none did.
    """

    source: str = ""


class TemplateError(SourceError):
    """A template or scenario that is not there, cannot be read, or cannot be written; the sentence says why."""


class TemplateChanged(TemplateError):
    """A template's file changed since it was read, so it is not written over unasked."""


class SettingsError(PeventsError):
    """A settings or theme file, an option or an environment variable with a value that cannot be used."""


class SchemaError(SettingsError):
    """A dataset's schema that cannot be read, from a file or from the service; the sentence says which and why."""


class FolderError(PeventsError):
    """The data or configuration directory cannot be made, read or written."""


class HistoryError(PeventsError):
    """The history file cannot be opened, read or written; nothing is sent when its record cannot be kept."""


class HistoryTooNew(HistoryError):
    """The history file was written by a newer version of this program; it is left as it is."""


class SaveError(PeventsError):
    """A file that a person named cannot be written."""


class FileThere(SaveError):
    """A file of that name exists, and nobody said that it may be replaced."""


class EditorError(PeventsError):
    """A text could not be edited in the program that VISUAL or EDITOR names; it is as it was."""


class NoSuchTarget(PeventsError):
    """A target was named that is not saved; the sentence names those that are."""


class SendForbidden(PeventsError):
    """A plan may not be sent, whoever confirms it; the sentence says what keeps it and what to do."""


class AskFailed(PeventsError):
    """AWS was asked about an account and did not tell; the sentence says why and what to do.

    Attributes:
        outcome: How the last attempt ended.
    """

    def __init__(self, sentence: str, outcome: Outcome) -> None:
        super().__init__(sentence)
        self.outcome = outcome


class SignInError(PeventsError):
    """A command that signs a person in could not be run, or ended without success."""


class ConsentMissing(PeventsError):
    """A plan for a guarded tracker was sent without the confirmation it asks for.

    Attributes:
        word: What has to be given as consent: the target's label or the tracking ID.
    """

    def __init__(self, word: str) -> None:
        super().__init__(f"this goes to a real tracker that counts as production: confirm with {word!r}")
        self.word = word


class NotSendable(PeventsError):
    """A draft with a problem that stops it was handed to `plan`; the front ends ask the report first."""
