"""Field: one member of the request, in two rows: its name or what is wrong with it, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import FieldSpec
from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.report import Level, Problem, Report
from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import Edited, FreshWanted, Removed, RequestPasted
from pevents_tui.ui.widgets.echo import Echo, same
from pevents_tui.ui.widgets.pictures import cut
from pevents_tui.ui.widgets.text_line import SEPARATOR, TextLine
from pevents_tui.ui.widgets.values import clipped, may_be_request, shown, typed

_OFFERS = {"sessionId": "new", "eventId": "new", "userId": "next"}
_NULL = "null: Delete leaves it out"
_LONG_NAME = 30
"""From how many characters on a member's names may need more room than there is."""
_TITLE_X = 1
"""Where a title begins, in cells from the left."""
_MOST_IN_LINE = 4_000
"""How many characters stand in a line to be edited; the rest of a longer value is kept behind it."""


class Field(TextLine):
    """An input for one FieldSpec of the row that is shown; it holds nothing that the draft does not.

    Args:
        spec: The member.
        placeholder: Shown while the member is absent.
    """

    DEFAULT_CSS = """
    Field {
        height: 2; width: 1fr; padding: 0 1; margin: 0;
        border: none; border-top: blank $background;
        background: $surface; color: $foreground;
        border-title-color: $text-muted; border-title-style: none;
        &:focus {
            border: none; border-top: blank $background; background: $panel;
            border-title-color: $primary; border-title-style: bold; background-tint: transparent;
        }
        &.-stop, &.-stop:focus { border-title-color: $error; }
        &.-limit, &.-limit:focus { border-title-color: $warning; }
        &.-hint, &.-hint:focus { border-title-color: $accent; }
    }
    """

    draft: reactive[Draft | None] = reactive(None, repaint=False)
    """What is being written."""
    report: reactive[Report | None] = reactive(None, repaint=False)
    """What is wrong with it."""
    row: reactive[int] = reactive(0, repaint=False)
    """Which row of the call is shown."""
    catalogue: reactive[Catalogue] = reactive(EMPTY, repaint=False)
    """Tells what an id stands for."""

    def __init__(self, spec: FieldSpec, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, id=f"field-{spec.name}", select_on_focus=False, validate_on=())
        self.spec = spec
        self._title: tuple[str, str] = ("", "")
        self._echo = Echo()
        self._rest = ""
        self._is_null = False
        self._blank = placeholder

    @property
    def told(self) -> str:
        """What stands above the line: the member's name, or what is wrong."""
        return self._title[0]

    @property
    def cut_words(self) -> str:
        """What is wrong, where there is not room for it above the line; empty else."""
        told = self._title[0]
        wrong = self.report is not None and self.report.at(self.path)
        return told if wrong and cell_len(visible(told)) > self.size.width else ""

    @property
    def path(self) -> Path:
        """Where the member stands in the row that is shown."""
        return tuple(self.row if step == ANY else step for step in self.spec.path)

    def watch_draft(self) -> None:
        """Show the draft's value where it is not what was typed here, without an echo."""
        if not self._echo.hear(self._held()):
            self._show_value()
        self._show_null()
        if self.catalogue:
            self._show_title()

    def watch_row(self) -> None:
        """Show the other row's value and problems."""
        self._show_value()
        self._show_title()

    def watch_report(self) -> None:
        """Show what is wrong."""
        self._show_title()

    def watch_catalogue(self) -> None:
        """Show the title of the item."""
        self._show_title()

    def on_mount(self) -> None:
        """Show what there is."""
        self._show_value()
        self._show_title()

    def on_resize(self) -> None:
        """Name the member as there is room for; most names have room wherever there is a form."""
        if len(self.spec.label + self.spec.name) > _LONG_NAME:
            self._show_title()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what stands in the line, which may be more than when the event was posted."""
        event.stop()
        if not self.value:  # who clears the line means all of it, what is not shown included
            self._rest = ""
        self._tell(self.value + self._rest)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the line; all of the line means what is not shown too.

        Args:
            text: What comes in its place.
            start: Where the part begins, or ends.
            end: The other end of it.
        """
        if not (text or self.value) and self._is_null:
            self.post_message(Removed(self.path))
        if abs(end - start) >= len(self.value):
            self._rest = ""
        super().replace(text, start, end)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field; it never sends."""
        event.stop()
        self.screen.focus_next()

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste, unless it is a whole request; Textual's own keeps the first one only."""
        event.stop()
        event.prevent_default()
        if may_be_request(event.text):
            self.post_message(RequestPasted(event.text, partial(self._put_in, event.text)))
        else:
            self._put_in(event.text)

    def _put_in(self, pasted: str) -> None:
        text = shown(pasted.rstrip("\r\n").replace("\r\n", "\n"))
        start, end = sorted(self.selection)
        rest = self._rest if end - start < len(self.value) else ""
        whole = self.value[:start] + text + self.value[end:] + rest
        self._write(whole)
        self.cursor_position = start + len(text)
        self._tell(whole)

    def _tell(self, text: str) -> None:
        value = typed(text, self.spec.form)
        if self._echo.tell(value):
            self.post_message(Edited(self.path, value))

    def _write(self, text: str) -> None:
        """Put a text into the line, as much of it as can be edited at the speed of keys, without an echo."""
        at = cut(text, _MOST_IN_LINE)
        self._rest = text[at:]
        if self.value != (head := text[:at]):
            with self.prevent(Input.Changed):
                self.value = head

    def _show_value(self) -> None:
        value = self._held()
        self._show_null()
        self._echo.begin(value)
        if not same(typed(self.value + self._rest, self.spec.form), value):
            self._write(shown(value))

    def _held(self) -> Any:
        """What the draft holds, blank for nothing and for null."""
        value = self.draft.get(self.path) if self.draft else None
        return "" if value is None else value

    def _show_null(self) -> None:
        """Tell null, which an empty line cannot show, from nothing."""
        above = self.draft.get(self.path[:-1]) if self.draft else None
        is_null = isinstance(above, Mapping) and above.get(str(self.path[-1]), "") is None
        if is_null != self._is_null:
            self._is_null = is_null
            self.placeholder = _NULL if is_null else self._blank

    def _show_title(self) -> None:
        """Show what is wrong, else the member's name; and what F3 gives, in the field that has the focus."""
        problems = self.report.at(self.path) if self.report else ()
        worst = problems[0] if problems else None
        told = clipped(self.spec.label + SEPARATOR + worst.text if worst else self.name_words())
        offer = self.offer() if self.has_focus else ""
        if (told, offer) != self._title:
            self._title = told, offer
            title = Content(visible(told))
            self.border_title = title + Content("  ") + offered(offer) if offer else title
        for level in Level:
            self.set_class(worst is not None and worst.level is level, f"-{level.value}")

    def name_words(self) -> str:
        """The member's name in words and the API's own, which is told alone where there is not room for both."""
        both = self.spec.label + SEPARATOR + self.spec.name
        fits = not self.size.width or len(both) <= self.size.width
        return (both if fits else self.spec.name) + self._item()

    def _item(self) -> str:
        """The title of the item, beside its name."""
        title = self.catalogue.title(self._held()) if self.catalogue else ""
        return SEPARATOR + title if title else ""

    def offer(self) -> str:
        """What F3 gives here, in a word after the name; empty for nothing."""
        return _OFFERS.get(self.spec.name, "")

    def watch_has_focus(self, value: bool) -> None:
        """Tell what F3 gives, where the focus is."""
        super().watch_has_focus(value)
        self._show_title()

    def on_click(self, event: events.Click) -> None:
        """Give what F3 gives, where that is clicked."""
        if self.offers_at(event.x, event.y):
            event.stop()
            self.post_message(FreshWanted(self.path))

    def offers_at(self, x: int, y: int) -> bool:
        """Whether what F3 gives is shown at a place in the field."""
        told, offer = self._title
        at = _TITLE_X + cell_len(visible(told)) + 2
        return bool(offer) and y == 0 and at <= x < at + cell_len(offered(offer).plain)


def offered(offer: str) -> Content:
    """A word for what F3 gives, with its key."""
    return Content.styled("F3", "bold $accent") + Content(f" {offer}")


def worst_of(problems: tuple[Problem, ...]) -> Level | None:
    """The weightiest level among problems, which come sorted."""
    return problems[0].level if problems else None
