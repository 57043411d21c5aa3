"""RecommendScreen: ask for a list, do something about it, and see it react; for who does it and who looks on."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.binding import BindingType

from pevents_tui.ui.about import PLACES
from pevents_tui.ui.commands import recommend as commands
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.screens.recommend_presenting import RecommendPresenting
from pevents_tui.ui.widgets.modes import MODES, ModeChosen
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.recommend.ranked_list import RankedList
from pevents_tui.ui.widgets.recommend.words import reason_lines
from pevents_tui.ui.widgets.word_bar import WordBar


class RecommendScreen(RecommendPresenting):
    """Ask, act, see it react; gives nothing to the screen behind."""

    CSS_PATH = ["recommend.tcss", "recommend_small.tcss"]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "#after"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding for command in commands.RECOMMEND_COMMANDS for binding in command.bindings()
    ]
    COMMANDS_BY_NAME: ClassVar[dict[str, type[Command]]] = {each.slug(): each for each in commands.RECOMMEND_COMMANDS}
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (76, "-wide")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-low"), (24, "-high"), (34, "-tall")]  # noqa: RUF012 - Textual's form

    def on_mount(self) -> None:
        """Have the keys that the settings want."""
        self.app.update_keymap(self.keys.keymap)

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        if self.hears(name):
            self.query_one(Notice).drop()  # whoever does something else has not said yes
            self.post_message(self.COMMANDS_BY_NAME[name]())

    def on_key(self, event: events.Key) -> None:
        """Take a capital for its letter, as with Caps Lock, unless it is a key of its own."""
        letter = event.key.lower()
        if len(letter) == 1 and letter != event.key and self.keys.at(event.key) is None:
            name = self.keys.at(letter)
            if name is not None:
                event.stop()
                self.action_command(name)

    # Rows

    def chosen_ids(self) -> tuple[str, ...]:
        """The rows that are marked, in the list's order, else the one under the cursor."""
        after = self.query_one("#after", RankedList)
        if self.marked:
            return tuple(line.row.id for line in after.lines if line.row.id in self.marked)
        return (after.line.row.id,) if after.line is not None and after.line.rank is not None else ()

    def marks_changed(self) -> None:
        """Show which rows are marked."""
        self._show_lists()

    @on(RankedList.Highlighted)
    def _highlighted(self, event: RankedList.Highlighted) -> None:
        event.stop()
        self._show_row()

    @on(commands.MarkRow)
    def mark(self) -> None:
        """Mark the row under the cursor, or take its mark off, and go on."""
        after = self.query_one("#after", RankedList)
        if after.line is not None and after.line.rank is not None:
            self.marked ^= {after.line.row.id}
            self.marks_changed()
            after.action_move(1)

    @on(commands.MarkCategory)
    def mark_category(self) -> None:
        """Mark the rows of the category under the cursor, or take their marks off."""
        after = self.query_one("#after", RankedList)
        wanted = set(after.line.row.categories[:1]) if after.line is not None else set()
        ids = {line.row.id for line in after.lines if line.rank is not None and wanted & set(line.row.categories)}
        self.marked = self.marked - ids if ids <= self.marked else self.marked | ids
        self.marks_changed()

    # Steps

    @on(commands.EarlierStep)
    def earlier(self) -> None:
        """Show the step before."""
        self.at = max(0, self.at - 1)

    @on(commands.LaterStep)
    def later(self) -> None:
        """Show the step after."""
        self.at = min(self.last, self.at + 1)

    @on(commands.SinceBaseline)
    def turn_base(self) -> None:
        """Hold the step against the baseline, or the one before."""
        self.since_baseline = not self.since_baseline

    @on(WordBar.Picked, "#steps")
    def _pick_step(self, event: WordBar.Picked) -> None:
        event.stop()
        self.at = int(event.name.removeprefix("step:"))

    @on(commands.WhyStill)
    def why(self) -> None:
        """Show the reasons whole."""
        from pevents_tui.ui.screens.text import TextScreen  # noqa: PLC0415 - on first use

        reasons = self.reasons.get(self.at, ())
        if reasons and self.is_active:
            self.app.push_screen(TextScreen("Why nothing may have moved", reason_lines(reasons, self.veiled)))
        elif not reasons:
            self.app.notify("Reasons are told of a step after which nothing moved.")

    # Going places

    @on(commands.StopWaiting)
    def stop_waiting(self) -> None:
        """Stop what is under way; one time too many does nothing, since keys mean other things in Compose."""
        if self.busy or self.showing:
            self.stop_showing()
            self.pending = ()
            self.stop_work()
        elif not self.presenting:
            self.say("Nothing is under way. {back_to_compose} goes back to Compose.")

    @on(commands.BackToCompose)
    def back(self) -> None:
        """Go back to Compose."""
        if self.presenting:
            self.ask_to_leave()
        elif self.is_active:
            self.stop_showing()  # nothing is done where nobody sees it
            self.dismiss(None)

    @on(ModeChosen)
    def _mode_chosen(self, event: ModeChosen) -> None:
        event.stop()
        if event.name != "recommend":
            self.back()

    @on(commands.GoToMode)
    def go_to(self) -> None:
        """Pick a mode, or a part of the screen."""
        from pevents_tui.ui.screens.picker import PickerScreen  # noqa: PLC0415 - on first use

        places = (*MODES, ("after", "The list"), ("feed", "What happened"), ("why", "Why nothing may have moved"))

        def picked(name: str | None) -> None:
            if name == "compose":
                self.back()
            elif name in {"after", "feed", "why"}:
                self.query_one(f"#{name}").focus()

        if self.is_active:
            self.app.push_screen(PickerScreen("Go to", places), picked)

    @on(commands.FindCommand)
    def find_command(self) -> None:
        """Open the palette."""
        self.app.action_command_palette()

    @on(WordBar.Picked, "#keys")
    @on(WordBar.Picked, "#asked")
    def _pick_key(self, event: WordBar.Picked) -> None:
        event.stop()
        self.action_command(event.name)

    @on(commands.RecommendHelp)
    def help(self) -> None:
        """Explain the screen, its signs and its keys."""
        from pevents_tui.ui.screens.help import HelpScreen, keys_page, place_page  # noqa: PLC0415 - on first use

        page = keys_page(commands.RECOMMEND_COMMANDS, self.keys, HelpScreen.width(self.size.width))
        if self.is_active:
            self.app.push_screen(HelpScreen(place_page(PLACES["RankedList"]), page))
