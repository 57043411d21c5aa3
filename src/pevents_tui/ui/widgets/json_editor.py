"""JsonEditor: the request as JSON text; every change is told, and what changes elsewhere comes in around the cursor."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import ClassVar

from rich.style import Style
from textual import events
from textual._text_area_theme import TextAreaTheme
from textual._wrap import compute_wrap_offsets
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.document._document import EditResult, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths
from textual.widgets import Static, TextArea

from pevents_tui.domain.jsonedit import plain_lines
from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import TextTyped
from pevents_tui.ui.widgets.echo import Echo
from pevents_tui.ui.widgets.values import clipped

_TOKEN = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*"?)|(?P<word>-?\d[\d.eE+-]*|true|false|null)'
)
_COLOURS = {"key": "primary", "text": "success", "word": "accent"}
_LONG_LINE = 2_000
"""From how many characters on a line is shown in one colour and not wrapped, nor any other."""
_LONG_TEXT = 100_000
"""From how many characters on the other bracket of a pair is not looked for."""
_NOT_OURS = {"f6", "f7", "ctrl+z,super+z", "ctrl+y,super+y"}
"""Keys of Textual's own that are ours for other things: panes, the ways in, and the undo of the draft."""
_OPENS, _CLOSES = ("{", "["), ("}", "]")


class Colours(defaultdict[int, list[tuple[int, int | None, str]]]):
    """Which bytes of a line are names, texts and words; found when a line is drawn.

    Args:
        editor: Whose lines.
    """

    def __init__(self, editor: JsonEditor) -> None:
        super().__init__(list, {-1: []})  # Textual asks an empty one for nothing
        self._editor = editor

    def __missing__(self, index: int) -> list[tuple[int, int | None, str]]:
        line = self._editor.document.get_line(index)
        found = [] if len(line) > _LONG_LINE else list(_TOKEN.finditer(line))
        self[index] = [
            (_bytes(line[: each.start()]), _bytes(line[: each.end()]), str(each.lastgroup)) for each in found
        ]
        return self[index]


class QuickLines(WrappedDocument):
    """Wrapped lines whose number is known without counting, and which wraps only lines that need it."""

    @property
    def height(self) -> int:
        """How many lines there are once they are wrapped."""
        return len(self._offset_to_line_info)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines anew.

        Args:
            width: In cells; 0 for no wrapping.
            tab_width: In cells; None for the same as before.
        """
        self._width, self._tab_width = width, tab_width or self._tab_width
        self._wrap_offsets, self._line_index_to_offsets, self._offset_to_line_info = [], [], []
        self._tab_width_cache = []
        height = 0
        for index, line in enumerate(self.document.lines):
            plain = (len(line) < width or not width) and line.isascii() and "\t" not in line
            tabs = [] if plain else get_tab_widths(line, self._tab_width)
            cuts = (
                compute_wrap_offsets(line, width, self._tab_width, precomputed_tab_sections=tabs)
                if width and not plain
                else []
            )
            rows = range(len(cuts) + 1)
            self._wrap_offsets.append(cuts)
            self._tab_width_cache.append([wide for _, wide in tabs])
            self._line_index_to_offsets.append([height + row for row in rows])
            self._offset_to_line_info.extend((index, row) for row in rows)
            height += len(rows)


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
        if len(edit.text) > _LONG_LINE:
            self.soft_wrap = max(map(len, edit.text.split("\n"))) < _LONG_LINE
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


class JsonPane(Vertical):
    """The editor, with what is wrong above it."""

    DEFAULT_CSS = """
    JsonPane { height: 1fr; }
    JsonPane > Static { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
    JsonPane > Static.-fault { color: $text-error; background: $error-muted; }
    JsonPane > Static.-problem { color: $warning; }
    """

    def __init__(self) -> None:
        super().__init__(id="json")
        self.editor = JsonEditor()
        """The text."""
        self._line = Static(markup=False)

    def compose(self) -> ComposeResult:
        """The line and the text."""
        yield self._line
        yield self.editor

    def say(self, words: str, level: str = "") -> None:
        """Say above the text what there is to say.

        Args:
            words: In one line.
            level: `fault` where the text cannot be read, `problem` where the request has one, else empty.
        """
        self._line.update(Content(visible(clipped(words))), layout=False)
        for each in ("fault", "problem"):
            self._line.set_class(each == level, f"-{each}")


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle)
    return low


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _plain(colour: str) -> str:
    """A colour of the theme as Rich takes it."""
    from textual.color import Color  # noqa: PLC0415 - one use

    return Color.parse(colour).rich_color.name
