"""EntryEditor: the frame of a list that is edited in place: a title with its count, the entries, a line to add with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import FieldSpec
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.report import Level, Problem, Report
from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import LineEntered, LineTyped
from pevents_tui.ui.widgets.echo import Echo
from pevents_tui.ui.widgets.entry_list import AddLine, EntryList
from pevents_tui.ui.widgets.field import worst_of
from pevents_tui.ui.widgets.lines import with_lines
from pevents_tui.ui.widgets.values import clipped, shown, typed, with_line


class EntryEditor(Vertical):
    """The frame of both editors: a title with the count or what is wrong, the list, the line."""

    DEFAULT_CSS = """
    EntryEditor {
        height: auto;
        & EntryList {
            height: auto; max-height: 8; padding: 0 1;
            border: none; border-top: blank $background; background: $surface;
            border-title-color: $text-muted; border-title-style: none; scrollbar-size-vertical: 1;
            &:focus {
                border: none; border-top: blank $background; border-title-color: $primary; border-title-style: bold;
                background: $panel; background-tint: transparent;
            }
        }
        & AddLine {
            height: 1; border: none; padding: 0 1; background: $surface;
            &:focus { border: none; background: $panel; background-tint: transparent; }
        }
        &.-stop EntryList { border-title-color: $error; }
        &.-limit EntryList { border-title-color: $warning; }
        &.-hint EntryList { border-title-color: $accent; }
    }
    """

    PLACEHOLDER: ClassVar[str] = ""
    LIST: ClassVar[type[EntryList]] = EntryList

    draft: reactive[Draft | None] = reactive(None, repaint=False)
    """What is being written."""
    lines: reactive[Mapping[Path, str]] = reactive(dict, repaint=False)
    """What stands in lines to add with, by the path of their list."""
    report: reactive[Report | None] = reactive(None, repaint=False)
    """What is wrong with it."""
    row: reactive[int] = reactive(0, repaint=False)
    """Which row of the call is shown."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(id=f"field-{spec.name}")
        self.spec = spec
        self._echo = Echo()
        self._title = ""
        self._seen: tuple[object, ...] = ()

    @property
    def path(self) -> Path:
        """Where the list stands in the row that is shown."""
        return tuple(self.row if step == ANY else step for step in self.spec.path)

    @property
    def cut_words(self) -> str:
        """What stands above the list, where there is not room for it; empty else."""
        told = visible(f"{self.spec.label} · {self._title}")
        return told if self._title and cell_len(told) > self.size.width - 2 else ""

    @property
    def line_path(self) -> Path:
        """What the line is for: the list, unless one of its entries is edited in it."""
        return self.path

    @property
    def line(self) -> str:
        """What stands in the line and is not added yet."""
        return self.lines.get(self.line_path, "")

    @property
    def own_lines(self) -> dict[Path, str]:
        """What stands in lines of this list and its entries."""
        own = self.path
        return {path: text for path, text in self.lines.items() if path[: len(own)] == own}

    @property
    def whole(self) -> Any:
        """What the draft holds, with what stands in the line."""
        if self.draft is None:
            return None
        return with_lines(self.draft, self.own_lines)[0].get(self.path)

    @property
    def value(self) -> Any:
        """What the draft holds there."""
        return self.draft.get(self.path) if self.draft else None

    def compose(self) -> ComposeResult:
        """The list and the line."""
        yield self.LIST()
        yield AddLine(placeholder=self.PLACEHOLDER, select_on_focus=False)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Go to the line.

        Args:
            scroll_visible: Bring it into view.
        """
        for line in self.query(AddLine):
            line.focus(scroll_visible)
        return self

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()
        self._show_line()

    def watch_draft(self) -> None:
        """Show other entries."""
        self._show()

    def watch_lines(self) -> None:
        """Show what stands in the line where it is not what was typed here, without an echo."""
        if not self._echo.hear(self.line):
            self._show_line()
        self._show()

    def watch_row(self) -> None:
        """Show the other row's entries and line."""
        self._show()
        self._show_line()

    def watch_report(self) -> None:
        """Show what is wrong."""
        self._show()

    def entries(self) -> Sequence[str | Content]:
        """The entries as they are shown, `MOST_ENTRIES` at most."""
        raise NotImplementedError

    def count(self) -> str:
        """How much there is of what is allowed."""
        raise NotImplementedError

    def told(self, problems: tuple[Problem, ...]) -> str:
        """What stands in the title: the API's name with how much there is, or the worst of the problems.

        Args:
            problems: The list's, heaviest first.
        """
        return problems[0].text if problems else f"{self.spec.name} · {self.count()}"

    @on(Input.Changed)
    def _tell_line(self, event: Input.Changed) -> None:
        event.stop()
        text = typed(event.value, "text")
        if self._echo.tell(text):
            self.post_message(LineTyped(self.line_path, text))

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.enter(typed(event.value, "text"))

    def enter(self, text: str) -> None:
        """Enter adds what stands in the line; in an empty line it goes on, as in any field.

        Args:
            text: What stands there.
        """
        if not text:
            self.screen.focus_next()
        elif with_line(self.spec.form, self.value, text)[1]:
            self.post_message(LineEntered(self.path))
        else:
            self.say(self.wanted(text))

    def wanted(self, text: str) -> str:
        """Why a line cannot be taken, in a few words.

        Args:
            text: What stands in it.
        """
        return "write key=value"

    def _show_line(self) -> None:
        self._echo.begin(self.line)
        text = shown(self.line)
        for line in self.query(AddLine):
            if line.value != text:
                with line.prevent(Input.Changed):
                    line.value = text
                    line.cursor_position = len(text)

    def say(self, words: str) -> None:
        """Say above the list what is wanted.

        Args:
            words: In a few words.
        """
        for listing in self.query(EntryList):
            self._entitle(listing, words)

    def _entitle(self, listing: EntryList, words: str) -> None:
        if words != self._title:
            self._title = words
            listing.border_title = Content(visible(clipped(f"{self.spec.label} · {words}")))

    def show_anew(self) -> None:
        """Show the list again, where something beside the draft and its problems changed what it looks like."""
        self._seen = ()
        self._show()

    def _show(self) -> None:
        found = self.query(EntryList)
        if not found:  # none before the first paint, and none when the form is on its way out
            return
        listing, value = found.first(), self.value
        problems = self.report.at(self.path) if self.report else ()
        seen = (value, self.line, problems)
        if self._seen and value is self._seen[0] and seen[1:] == self._seen[1:]:
            return
        self._seen = seen
        level = worst_of(problems)
        self.say(self.told(problems))
        for each in Level:
            self.set_class(level is each, f"-{each.value}")
        before, total = listing.total, len(value) if isinstance(value, list | Mapping) else 0
        listing.show(self.entries(), total)
        if total > before:
            self.call_after_refresh(self._follow_line)

    def _follow_line(self) -> None:
        """Keep in view the line that is typed in, which more entries push down, and the entry that came last."""
        for line in self.query(AddLine):
            if line.has_focus:
                self.query_one(EntryList).scroll_end(animate=False)
                line.scroll_visible(animate=False)
