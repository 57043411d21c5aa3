"""ComposeScreen: templates and history, the form, and the request with its result; arranged by the room there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from pevents_tui.domain.fields import spec_at
from pevents_tui.domain.path import Path
from pevents_tui.domain.plan import Target
from pevents_tui.service import Kept, Workbench
from pevents_tui.ui.about import about
from pevents_tui.ui.arrivals import RulesLoaded
from pevents_tui.ui.commands import COMPOSE_COMMANDS, Command
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import ProblemChosen
from pevents_tui.ui.screens.access import AccessScreen
from pevents_tui.ui.screens.completion import CompletionScreen
from pevents_tui.ui.screens.edits import EditsScreen
from pevents_tui.ui.screens.exchange import ExchangeScreen
from pevents_tui.ui.screens.library import LibraryScreen
from pevents_tui.ui.screens.looks import KEPT, LooksScreen
from pevents_tui.ui.screens.modes import ModesScreen
from pevents_tui.ui.screens.outside import OutsideScreen
from pevents_tui.ui.screens.past import PastScreen
from pevents_tui.ui.screens.places import PANES, PlacesScreen
from pevents_tui.ui.screens.rows import RowsScreen
from pevents_tui.ui.screens.schema import SchemaScreen
from pevents_tui.ui.screens.targets import TargetsScreen
from pevents_tui.ui.screens.tracking import TrackingScreen
from pevents_tui.ui.screens.values import ValuesScreen
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.strip import Strip
from pevents_tui.ui.widgets.word_bar import Word, WordBar

if TYPE_CHECKING:
    from pevents_tui.ui.widgets.entries import EntryEditor

_BETWEEN_STAGES_S = 0.03


class ComposeScreen(
    CompletionScreen,
    LibraryScreen,
    PastScreen,
    ModesScreen,
    RowsScreen,
    ValuesScreen,
    ExchangeScreen,
    PlacesScreen,
    LooksScreen,
    OutsideScreen,
    SchemaScreen,
    TrackingScreen,
    AccessScreen,
    TargetsScreen,
    EditsScreen,
    whole=True,
):
    """Everything about one draft, on one screen."""

    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [binding for command in COMPOSE_COMMANDS for binding in command.bindings()]
    COMMANDS_BY_NAME: ClassVar[dict[str, type[Command]]] = {each.slug(): each for each in COMPOSE_COMMANDS}
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (80, "-medium"), (120, "-wide")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-low"), (24, "-tall")]  # noqa: RUF012 - Textual's

    _ready = False
    _later: Iterator[Callable[[], None]] = iter(())

    def __init__(self, workbench: Workbench, target: Target, begun: Kept, size: Size) -> None:
        super().__init__(workbench, target, begun)
        for breakpoints, cells in ((self.HORIZONTAL_BREAKPOINTS, size.width), (self.VERTICAL_BREAKPOINTS, size.height)):
            reached = [name for least, name in breakpoints if cells >= least]
            self.add_class(reached[-1], update=False)  # as the first resize would

    def compose(self) -> ComposeResult:
        """Strip, panes, question, keys."""
        yield Strip(read_only=self.workbench.read_only).data_bind(
            ComposeScreen.tracker_names,
            ComposeScreen.draft,
            ComposeScreen.json_text,
            ComposeScreen.report,
            ComposeScreen.row,
            ComposeScreen.sending,
            target=ComposeScreen.in_force,
        )
        yield WordBar(tuple(Word(name, text) for name, text in PANES), id="panes")
        with Horizontal(id="body"):
            yield Vertical(id="sidebar")
            with Vertical(id="editor", classes="-current"):
                yield WordBar(id="rows", least_gap=1)
                yield self._new_form()
            yield Vertical(id="output")
        yield Static(Content("Please enlarge the window to 60 x 18 or more. Your draft is kept."), id="enlarge")
        yield Notice()
        yield WordBar(self.key_words(), id="keys", kept=len(KEPT))

    def on_mount(self) -> None:
        """Show the form; everything else comes after the first paint."""
        self._ready = True
        self.show_current()
        self.show_rows()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self._form.scroll_home(animate=False)
        if self.unread:
            self.call_later(self.open_json)
        self._later = iter(
            (
                self.fill_output,
                self.fill_library,
                self._load,
                self.load_hints,
                self.load_names,
                self.judge_themes,
                self.look_back,
            )
        )
        self.set_timer(_BETWEEN_STAGES_S * 3, self._next_stage)

    def _next_stage(self) -> None:
        """Do one piece of what waited for the first paint, and leave time for keys before the next."""
        for stage in self._later:
            stage()
            self.set_timer(_BETWEEN_STAGES_S, self._next_stage)
            return

    def _load(self) -> None:
        """Load rules, target and client in a worker."""
        target, draft = self.aim, self.draft

        def load() -> None:
            self.workbench.load_rules()
            self.settle_target(target)
            self.workbench.schemas.of(target, draft)
            self.post_message(RulesLoaded())
            self.workbench.warm(target)

        Thread(target=load, name="load", daemon=True).start()  # a look-up of credentials must not hold up quitting

    @on(RulesLoaded)
    def _check(self, event: RulesLoaded) -> None:
        event.stop()
        self.begin_checking()
        self.preview()

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
            if not self.shows_json:
                self.call_after_refresh(lambda: self.set_focus(next(iter(self._form.query(Field)), None)))
        self.show_rows()
        self.preview_soon()

    def show_origin(self) -> None:
        """Show what the draft is from, and whether it differs."""
        self.show_rows()

    def settled(self) -> None:
        """Show in how many calls the draft goes, and what is wrong where one is."""
        self.show_rows()
        self.show_cut_words()

    def watch_row(self) -> None:
        """Show which row it is."""
        super().watch_row()
        if self._ready:
            self.show_rows()

    def _new_form(self) -> Form:
        """The form of the draft's kind; the one before stays until it is taken down."""
        form = Form(self.draft.kind)
        self._form = form.data_bind(
            ComposeScreen.draft,
            ComposeScreen.lines,
            ComposeScreen.now_s,
            ComposeScreen.report,
            ComposeScreen.row,
            ComposeScreen.catalogue,
            ComposeScreen.schema,
        )
        return self._form

    def watch_lines(self) -> None:
        """Show the request with what stands in lines to add with."""
        super().watch_lines()
        if self._ready:
            self.preview_soon()

    # Going places

    @on(commands.FirstProblem)
    @on(Strip.StateClicked)
    def go_to_first_problem(self) -> None:
        """Go to the field of the heaviest problem, or to where the JSON text cannot be read."""
        self.take_typed()
        self.settle()
        if self.unread:
            self.call_later(self.open_json)
        elif self.report is None or not self.report.problems:
            self.app.notify("Nothing is wrong that can be known here.")
        else:
            self.show_tab("problems")
            self._go_to_wrong(self.report.problems[0].path)

    @on(ProblemChosen)
    def _go_to_problem(self, event: ProblemChosen) -> None:
        event.stop()
        self._go_to_wrong(event.path)

    def _go_to_wrong(self, path: Path) -> None:
        """Go to the field of a problem, and in it to its property."""
        self._go_to(path)
        if not self.shows_json:
            self.go_to_property(path)

    def _go_to(self, path: Path) -> None:
        """Show the row of a path and focus its field."""
        if len(path) > 1 and path[0] == self.draft.spec.rows and isinstance(path[1], int):
            self.row = path[1]
        self.show_pane("editor")
        field = self._form.field_for(path)
        if self.shows_json:
            self.go_to_path(path)
        elif field is not None:
            field.focus()

    def form_path(self) -> Path:
        """Where the focus is in the form, the shown row where it is in none of its fields."""
        field = self._focused_field()
        return (self.draft.spec.rows, self.row) if field is None else field.path

    def show_field(self, path: Path) -> None:
        """Show the row of a path and focus its field, or the first one."""
        self._go_to(path)
        if self._form.field_for(path) is None:
            self.set_focus(next(iter(self._form.query(Field)), None))

    def _focused_field(self) -> Field | EntryEditor | None:
        from pevents_tui.ui.widgets.entries import EntryEditor  # noqa: PLC0415 - loads behind the first paint

        above = self.focused.ancestors_with_self if self.focused else []
        return next((each for each in above if isinstance(each, Field | EntryEditor)), None)

    def go_to_line(self, path: Path) -> None:
        """Go to a line with something in it that cannot be read, and say what is wanted."""
        self._go_to(path)
        self.app.notify("Not sent: what is typed there is not key=value. Mend or clear it.", severity="warning")

    # Help, keys, the end

    @on(commands.Help)
    def help(self) -> None:
        """Explain what is focused: a field with its rule, or a place with its keys."""
        from pevents_tui.ui.screens.help import HelpScreen, field_page, keys_page, place_page  # noqa: PLC0415 - on first use

        widget, keys, field = self.focused, keys_of(self), self._focused_field()
        path = field.path if field else self.path_at_cursor() if self.shows_json else ()
        spec, place = spec_at(self.draft.kind, path), about(widget)
        pages = []
        if spec is not None and spec.form not in {"rows", "group"}:
            pages.append(field_page(spec, self.report.at(path) if self.report else ()))
        if place is not None:
            pages.append(place_page(place))
        self.app.push_screen(HelpScreen(*pages, keys_page(COMPOSE_COMMANDS, keys, HelpScreen.width(self.size.width))))

    @on(commands.Quit)
    def quit(self) -> None:
        """End the app; the draft is kept on the way out."""
        self.app.exit(0)
