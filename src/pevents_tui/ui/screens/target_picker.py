"""TargetPicker: the sandbox and the saved targets; a digit goes to one at once, letters narrow the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.visible import visible
from pevents_tui.service.connection import SANDBOX
from pevents_tui.service.target_file import Book
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.strip import POLICY_STYLES
from pevents_tui.ui.widgets.values import clipped

_DIGITS = "123456789"
_MOST_NAME, _MOST_PLACE, _MOST_FAULT = 24, 40, 200
_MOST_FAULTS = 3
_KEYS = "Digit or Enter uses it, letters find. ^N saves a new one, ^E edits, ^L locks or unlocks, Del removes."


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer.

    Attributes:
        name: The saved target's name; None for the sandbox.
        wants: What is to be done with it: `use`, `new`, `edit`, `lock` or `remove`.
    """

    name: str | None
    wants: str = "use"


class TargetPicker(Dialog[Choice]):
    """Gives a target and what is to be done with it, or None.

    Args:
        book: What is saved.
        aim: Where drafts go now.
    """

    DEFAULT_CSS = """
    TargetPicker { align: center middle; }
    TargetPicker #box {
        width: 90; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    TargetPicker OptionList {
        height: auto; max-height: 60vh; border: none; padding: 0; background: $panel; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    TargetPicker OptionList:focus { border: none; background-tint: transparent; }
    TargetPicker #told { height: auto; max-height: 6; margin: 1 0 0 0; }
    """
    BINDINGS = [  # noqa: RUF012 - Textual's form
        ("escape", "cancel", "Cancel"),
        ("ctrl+t", "cancel", "Cancel"),
        ("ctrl+n", "want('new')", "New"),
        ("ctrl+e", "want('edit')", "Edit"),
        ("ctrl+l", "want('lock')", "Lock"),
        ("delete", "want('remove')", "Remove"),
    ]

    def __init__(self, book: Book, aim: Target) -> None:
        super().__init__()
        self._book = book
        self._aim = aim
        self._find = ""
        self._names: Sequence[str | None] = ()

    def compose(self) -> ComposeResult:
        """The list, and what can be done with it."""
        with Vertical(id="box"):
            yield OptionList(markup=False, compact=True)
            faults = [clipped(str(fault), _MOST_FAULT) for fault in self._book.faults[:_MOST_FAULTS]]
            told = Content.styled(_KEYS, "$text-muted")
            yield Static(
                told + Content.styled("".join(f"\n{visible(fault)}" for fault in faults), "$text-error"), id="told"
            )

    def on_mount(self) -> None:
        """Begin on the target that drafts go to."""
        self._show()
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        """A digit picks while nothing is looked for; what else is typed narrows the list."""
        char = event.character if event.is_printable else None
        if event.key == "backspace":
            self._find = self._find[:-1]
        elif char is None:
            return
        elif not self._find and char in _DIGITS:
            self._pick(int(char) - 1)
        else:
            self._find += char
        event.stop()
        event.prevent_default()
        self._show()

    def action_cancel(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)

    def action_want(self, what: str) -> None:
        """Do something else with the highlighted one than use it."""
        at = self.query_one(OptionList).highlighted
        if what == "new":
            self.dismiss(Choice(None, what))
        elif at is not None:
            self.dismiss(Choice(self._names[at], what))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._pick(event.option_index)

    def _pick(self, at: int) -> None:
        if at < len(self._names):
            self.dismiss(Choice(self._names[at]))

    def _show(self) -> None:
        """The targets that have what is looked for."""
        wanted = self._find.casefold()
        every: list[str | None] = [None, *self._book.targets]
        self._names = [name for name in every if wanted in self._told(name).casefold()]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options(Option(self._line(at, name)) for at, name in enumerate(self._names))
        here = [at for at, name in enumerate(self._names) if self._is_aim(name)]
        listed.highlighted = (here[0] if here and not wanted else 0) if self._names else None
        found = f" · {self._find}" if self._find else ""
        none = "" if self._names else " · none has that, Backspace widens"
        self.query_one("#box").border_title = Content(visible(f"Target{found}{none}"))

    def _is_aim(self, name: str | None) -> bool:
        return self._aim.policy is Policy.SANDBOX and self._aim.name is None if name is None else name == self._aim.name

    def _told(self, name: str | None) -> str:
        """What a target can be found by."""
        if name is None:
            return SANDBOX
        target = self._book.targets[name]
        return "\n".join(filter(None, (name, target.label, target.region, target.profile, target.tracking_id)))

    def _line(self, at: int, name: str | None) -> Content:
        digit = _DIGITS[at] if at < len(_DIGITS) and not self._find else " "
        mark = "●" if self._is_aim(name) else " "
        if name is None:
            policy, place, locked = Policy.SANDBOX, "built in, needs no AWS", False
        else:
            target = self._book.targets[name]
            policy, locked = target.policy, target.locked
            place = "  ".join(filter(None, (target.profile, target.region, target.tracking_id, target.endpoint)))
        parts = [
            Content(visible(f"{digit} {mark} {clipped(name or SANDBOX, _MOST_NAME):{_MOST_NAME}} ")),
            Content.styled(f"{policy.value:10}", POLICY_STYLES[policy]),
            Content.styled(" LOCKED", "bold $text-error") if locked else Content(""),
            Content(f" {visible(clipped(place, _MOST_PLACE))}"),
        ]
        return Content("").join(parts)
