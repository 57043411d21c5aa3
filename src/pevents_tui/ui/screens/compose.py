"""ComposeScreen: samples and history, the form, and the request with its result; arranged by the room there is."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from pevents_tui.domain.outcome import Record
from pevents_tui.domain.path import Path
from pevents_tui.ui.commands import COMPOSE_COMMANDS, Command
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.messages import ProblemChosen
from pevents_tui.ui.screens.help import HelpScreen, field_page, keys_page
from pevents_tui.ui.screens.library import LibraryScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.screens.rows import RowsScreen
from pevents_tui.ui.widgets.entries import EntryEditor
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.panes import ProblemList, RequestPane, ResultPane
from pevents_tui.ui.widgets.strip import Strip
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_PREVIEW_AFTER_S = 0.05
_PANES = (("sidebar", "Library"), ("editor", "Form"), ("output", "Request"))


class ComposeScreen(LibraryScreen, RowsScreen):
    """Everything about one draft, on one screen."""

    CSS_PATH = "compose.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [binding for command in COMPOSE_COMMANDS for binding in command.bindings()]
    COMMANDS_BY_NAME: ClassVar[dict[str, type[Command]]] = {each.slug(): each for each in COMPOSE_COMMANDS}
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (80, "-medium"), (120, "-wide")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's

    _ready = False
    _preview_timer: Timer | None = None
    _current = "editor"

    def compose(self) -> ComposeResult:
        """Strip, panes, question, keys."""
        yield Strip().data_bind(
            ComposeScreen.target, ComposeScreen.draft, ComposeScreen.report, ComposeScreen.row, ComposeScreen.sending
        )
        yield WordBar(tuple(Word(name, text) for name, text in _PANES), id="panes")
        with Horizontal(id="body"):
            yield from self.compose_library()
            with Vertical(id="editor"):
                yield WordBar(id="rows")
                yield self._new_form()
            with Vertical(id="output"):
                yield WordBar(id="tabs")
                with ContentSwitcher(initial="request"):
                    yield RequestPane(id="request")
                    yield ResultPane(id="result")
                    yield ProblemList(id="problems")
        yield Static(Content("Please enlarge the window to 60 x 18 or more. Your draft is kept."), id="enlarge")
        yield Notice()
        yield WordBar(self._key_words(), id="keys")

    def on_mount(self) -> None:
        """Show the first draft; everything slow comes after the first paint."""
        self._ready = True
        self._show_current()
        self.show_rows()
        self._preview()
        self.query_one(ResultPane).show_nothing()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self._form.scroll_home(animate=False)
        self.open_library()
        target = self.aim
        self.run_worker(lambda: self.workbench.warm(target), thread=True, group="warm", exit_on_error=False)

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        self.post_message(self.COMMANDS_BY_NAME[name]())

    # What is shown of the state

    def watch_draft(self) -> None:
        """Show another draft: its form where the kind changed, its preview when typing rests."""
        super().watch_draft()
        if not self._ready:
            return
        if self._form.kind != self.draft.kind:
            self._form.remove()
            self.query_one("#editor").mount(self._new_form())
            self.call_after_refresh(self._focus_form)
        self.show_rows()
        if self._preview_timer is not None:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(_PREVIEW_AFTER_S, self._preview)

    def watch_row(self) -> None:
        """Show which row it is."""
        if self._ready:
            self.show_rows()

    def _new_form(self) -> Form:
        """The form of the draft's kind; the one before stays until it is taken down."""
        form = Form(self.draft.kind)
        self._form = form.data_bind(ComposeScreen.draft, ComposeScreen.filled, ComposeScreen.report, ComposeScreen.row)
        return self._form

    def _focus_form(self) -> None:
        for field in self._form.query(Field).results():
            field.focus()
            return

    def _preview(self) -> None:
        if self.report is None:
            return
        body = self.filled.body if self.filled is not None else {}
        self.query_one(RequestPane).show_plan(self.plan, body)
        self.query_one(ProblemList).show_report(self.report)
        self._show_tabs()

    def _show_tabs(self) -> None:
        current = self.query_one(ContentSwitcher).current
        problems = len(self.report.problems) if self.report else 0
        names = {
            "request": "Request",
            "result": "Result",
            "problems": f"Problems {problems}" if problems else "Problems",
        }
        words = [Word(name, text, "bold $primary underline" if name == current else "") for name, text in names.items()]
        self.query_one("#tabs", WordBar).show(tuple(words))

    @on(WordBar.Picked, "#tabs")
    def _pick_tab(self, event: WordBar.Picked) -> None:
        event.stop()
        self._show_tab(event.name)

    def _show_tab(self, name: str) -> None:
        self.query_one(ContentSwitcher).current = name
        self._show_tabs()

    # What a send shows

    def show_result(self) -> None:
        """Bring the result to the front."""
        self._show_tab("result")
        if self.has_class("-narrow"):
            self._show_pane("output")

    def show_running(self, calls: int, done: int, elapsed_s: float) -> None:
        """Show that a send is under way."""
        self.query_one(ResultPane).show_sending(calls, done, elapsed_s)

    def show_record(self, record: Record, more: int = 0) -> None:
        """Show how a call ended."""
        self.query_one(ResultPane).show_record(record, more)
        self.show_result()

    def show_failure(self, sentence: str) -> None:
        """Show what kept a send from beginning."""
        self.query_one(ResultPane).show_failure(sentence)
        self.show_result()

    # Going places

    @on(commands.FirstProblem)
    @on(Strip.StateClicked)
    def go_to_first_problem(self) -> None:
        """Go to the field of the heaviest problem."""
        if self.report is None or not self.report.problems:
            self.app.notify("Nothing is wrong that can be known here.")
            return
        self._show_tab("problems")
        self._go_to(self.report.problems[0].path)

    @on(ProblemChosen)
    def _go_to_problem(self, event: ProblemChosen) -> None:
        event.stop()
        self._go_to(event.path)

    def _go_to(self, path: Path) -> None:
        """Show the row of a path and focus its field."""
        if len(path) > 1 and path[0] == self.draft.spec.rows and isinstance(path[1], int):
            self.row = path[1]
        self._show_pane("editor")
        field = self._form.field_for(path)
        if field is not None:
            (field.query("AddLine").first() if isinstance(field, EntryEditor) else field).focus()

    @on(commands.NextPane)
    def next_pane(self) -> None:
        """Go to the next pane."""
        self._turn(1)

    @on(commands.PreviousPane)
    def previous_pane(self) -> None:
        """Go to the previous pane."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = [name for name, _ in _PANES if self.has_class("-narrow") or self.query_one(f"#{name}").display]
        at = names.index(self._current) if self._current in names else 0
        self._show_pane(names[(at + by) % len(names)], focus=True)

    def _show_pane(self, name: str, *, focus: bool = False) -> None:
        self._current = name
        self._show_current()
        if focus:
            pane = self.query_one(f"#{name}")
            wanted = next((each for each in pane.query("*") if each.focusable), None)
            if wanted is not None:
                wanted.focus()

    def _show_current(self) -> None:
        for name, _ in _PANES:
            self.query_one(f"#{name}").set_class(name == self._current, "-current")
        words = [Word(name, text, "bold $primary underline" if name == self._current else "") for name, text in _PANES]
        self.query_one("#panes", WordBar).show(tuple(words))

    def on_descendant_focus(self, event: object) -> None:
        """Know in which pane the focus is."""
        widget: Widget | None = self.focused
        inside = next((node.id for node in (widget.ancestors if widget else []) if node.id in dict(_PANES)), None)
        if inside is not None and inside != self._current:
            self._current = str(inside)
            self._show_current()

    @on(WordBar.Picked, "#panes")
    def _pick_pane(self, event: WordBar.Picked) -> None:
        event.stop()
        self._show_pane(event.name, focus=True)

    @on(commands.ToggleSidebar)
    def toggle_sidebar(self) -> None:
        """Show or hide the samples and the history."""
        if self.has_class("-narrow"):
            self._show_pane("editor" if self._current == "sidebar" else "sidebar", focus=True)
            return
        self.toggle_class("-drawer" if self.has_class("-medium") else "-no-sidebar")
        if self.query_one("#sidebar").display:
            self._show_pane("sidebar", focus=True)
        elif self._current == "sidebar":
            self._show_pane("editor", focus=True)

    @on(commands.GoTo)
    def go_to(self) -> None:
        """Pick a pane or a tab."""
        choices = [*_PANES, ("result", "Result"), ("problems", "Problems"), ("find", "Find in the history")]

        def picked(name: str | None) -> None:
            if name == "find":
                self.post_message(commands.FindInHistory())
            elif name in {"result", "problems"}:
                self._show_tab(name)
                self._show_pane("output", focus=True)
            elif name is not None:
                self._show_pane(name, focus=True)

        self.app.push_screen(PickerScreen("Go to", choices), picked)

    # Help, keys, the end

    @on(commands.Help)
    def help(self) -> None:
        """Explain the focused field, or list the keys."""
        widget = self.focused
        field = next(
            (each for each in (widget.ancestors_with_self if widget else []) if isinstance(each, Field | EntryEditor)),
            None,
        )
        if field is None:
            self.app.push_screen(HelpScreen(keys_page(COMPOSE_COMMANDS)))
        else:
            problems = self.report.at(field.path) if self.report else ()
            self.app.push_screen(HelpScreen(field_page(field.spec, problems)))

    @on(commands.Quit)
    def quit(self) -> None:
        """End the app; the draft is kept on the way out."""
        self.app.exit(0)

    def _key_words(self) -> tuple[Word, ...]:
        words = [Word(each.slug(), f"{each.SHOWN_KEY} {each.SHORT}") for each in COMPOSE_COMMANDS if each.SHORT]
        return (*words, Word("palette", "^P Commands"))

    @on(WordBar.Picked, "#keys")
    def _pick_key(self, event: WordBar.Picked) -> None:
        event.stop()
        if event.name == "palette":
            self.app.action_command_palette()
        else:
            self.action_command(event.name)
