"""JsonEditor: the request as JSON text; every change is told, and what changes elsewhere comes in around the cursor."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual import events
from textual._text_area_theme import TextAreaTheme
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.widgets import TextArea

from pevents_tui.domain.jsonedit import plain_lines
from pevents_tui.ui.messages import TextTyped
from pevents_tui.ui.widgets.echo import Echo
from pevents_tui.ui.widgets.json_lines import LONG_LINE, Colours, QuickLines

_COLOURS = {"key": "primary", "text": "success", "word": "accent"}
_LONG_TEXT = 100_000
"""From how many characters on the other bracket of a pair is not looked for."""
_NOT_OURS = {"f6", "f7", "ctrl+z,super+z", "ctrl+y,super+y"}
"""Keys of Textual's own that are ours for other things: panes, the ways in, and the undo of the draft."""
_OPENS, _CLOSES = ("{", "["), ("}", "]")


class JsonEditor(TextArea):
    """A text area for one request; it holds nothing that was not told. Its undo is the draft's."""

    DEFAULT_CSS = """
    JsonEditor {
        height: 1fr; border: none; padding: 0; background: $surface; scrollbar-size: 1 1;
        &:focus { border: none; background: $panel; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        each for each in TextArea.BINDINGS if isinstance(each, Binding) and each.key not in _NOT_OURS
    ]
    BINDING_GROUP_TITLE = "JSON"

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=True, tab_behavior="focus", max_checkpoints=1)
        self._echo = Echo()
        self._whole: str | None = None
        self._told = ""
        self._shows = False

    @property
    def text(self) -> str:
        """All of the text; joined once after each change."""
        if self._whole is None:
            self._whole = self.document.text
        return self._whole

    @text.setter
    def text(self, value: str) -> None:
        self.load_text(value)

    @property
    def offset_of_cursor(self) -> int:
        """How many characters stand before the cursor."""
        row, column = self.cursor_location
        lines = self.document.lines
        return sum(len(line) + 1 for line in lines[:row]) + column

    def show(self, text: str) -> None:
        """Show a text where it is not what was typed here; the cursor stays where it is in what is the same.

        Args:
            text: In lines that end with a line feed, without control characters.
        """
        if self._echo.hear(text) or text == self.text:
            return
        old, selection = self.text, self.selection
        begin = _common(old, text)
        end = _common(old[begin:][::-1], text[begin:][::-1])
        start, stop = self.location_of(begin), self.location_of(len(old) - end)
        inside = start <= selection.end <= stop
        self._shows = True
        self.replace(text[begin : len(text) - end], start, stop, maintain_selection_offset=True)
        self._shows = False
        self._told = text
        if inside:
            self.move_cursor(self.clamp_visitable(selection.end))

    def begin(self, text: str) -> None:
        """Begin with a text, whatever was typed before.

        Args:
            text: As `show` takes it.
        """
        self.show(text)
        self._echo.begin(text)

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor on a place, and bring it into view.

        Args:
            line: From 1.
            column: From 1.
        """
        row = max(0, min(line - 1, self.document.line_count - 1))
        height, top = self.content_size.height, round(self.scroll_y)
        if not top <= self.wrapped_document.location_to_offset((row, 0)).y < top + height:
            self.scroll_to(y=row - height // 2, animate=False, immediate=True)
        self.move_cursor((row, max(0, min(column - 1, len(self.document.get_line(row))))))

    def location_of(self, offset: int) -> Location:
        """The row and column, from 0, of a number of characters from the start."""
        text = self.text
        return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1

    def edit(self, edit: Edit) -> EditResult:
        """Make a change, and tell it.

        Args:
            edit: The change.
        """
        self._whole = None
        if len(edit.text) > LONG_LINE:
            self.soft_wrap = max(map(len, edit.text.split("\n"))) < LONG_LINE
        result = super().edit(edit)
        self.history.clear()
        if not self._shows:
            self._tell()
        return result

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """The place of the other bracket of a pair, None in a text so long that looking would be felt.

        Args:
            bracket: The one there is.
            search_from: Where it is.
        """
        return None if len(self.text) > _LONG_TEXT else super().find_matching_bracket(bracket, search_from)

    def _tell(self) -> None:
        text, before = self.text, self._told
        if self._echo.tell(text):
            self._told = text
            self.post_message(TextTyped(text, by_key=abs(len(text) - len(before)) <= 1))

    def _set_document(self, text: str, language: str | None) -> None:
        self._whole = None
        super()._set_document(text, language)
        self.wrapped_document = QuickLines(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    def _build_highlight_map(self) -> None:
        self._line_cache.clear()
        self._highlights = Colours(self)

    def _on_mount(self, event: events.Mount) -> None:
        super()._on_mount(event)
        self._colour()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._colour())

    def _colour(self) -> None:
        colours = self.app.current_theme.to_color_system().generate()
        styles = {name: Style(color=_plain(colours[variable])) for name, variable in _COLOURS.items()}
        self.register_theme(TextAreaTheme("json", syntax_styles=styles))
        if self.theme == "json":
            self._set_theme("json")
        self.theme = "json"

    async def _on_key(self, event: events.Key) -> None:
        """Enter goes on at the depth of the line, one deeper behind a bracket."""
        if event.key != "enter":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        row, column = min(self.selection)
        line = self.document.get_line(row)
        before, behind = line[:column], line[max(self.selection)[1] :]
        depth = before[: len(before) - len(before.lstrip())]
        opened = before.rstrip().endswith(_OPENS)
        closed = opened and behind.lstrip().startswith(_CLOSES)
        inserted = f"\n{depth}{'  ' if opened else ''}"
        start, end = self.selection
        self._replace_via_keyboard(inserted + (f"\n{depth}" if closed else ""), start, end)
        if closed:
            self.move_cursor((row + 1, len(inserted) - 1))

    async def _on_paste(self, event: events.Paste) -> None:
        """Take all of a paste, with what a terminal would obey as JSON's escapes."""
        event.stop()
        event.prevent_default()
        if text := plain_lines(event.text):
            self._replace_via_keyboard(text, *self.selection)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle)
    return low


def _plain(colour: str) -> str:
    """A colour of the theme as Rich takes it."""
    from textual.color import Color  # noqa: PLC0415 - one use

    return Color.parse(colour).rich_color.name
