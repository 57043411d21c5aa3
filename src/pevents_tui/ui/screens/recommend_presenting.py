"""RecommendPresenting: the Recommend screen before an audience: titles instead of ids, fewer things, further apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from operator import is_

from textual import on
from textual.reactive import reactive

from pevents_tui.domain.errors import SettingsError
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.veil import UNTITLED, Veil
from pevents_tui.ui.base import HardenedApp
from pevents_tui.ui.commands import show as commands
from pevents_tui.ui.commands.runs import OpenRun
from pevents_tui.ui.screens.recommend_demos import RecommendDemos
from pevents_tui.ui.themes import own_theme
from pevents_tui.ui.veil import VeilFilter
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.recommend.measures import Measures
from pevents_tui.ui.widgets.recommend.ranked_list import RankedList
from pevents_tui.ui.widgets.recommend.words import live_word
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_THEME = "pevents-high-contrast"
_LISTS = ("#before", "#after")


class RecommendPresenting(RecommendDemos):
    """Hides who it is about and what only we need; the theme of before comes back with all else."""

    presenting: reactive[bool] = reactive(False, init=False, repaint=False)
    """An audience looks on."""

    _theme_before = ""
    _hidden: dict[str, str] | None = None
    _hidden_of: tuple[object, ...] = ()

    @on(commands.Present)
    def present(self) -> None:
        """Go into presenter mode, or out of it."""
        self.presenting = not self.presenting

    def watch_presenting(self) -> None:
        """Hide, or show again."""
        if self.presenting:
            self._theme_before = self.app.theme
            try:
                self.app.register_theme(own_theme(_THEME))
            except SettingsError as error:
                self.app.notify(str(error), severity="warning")
            else:
                self.app.theme = _THEME
        elif self._theme_before:
            self.app.theme = self._theme_before
        self.set_class(self.presenting, "-presenting")
        for name in _LISTS:
            self.query_one(name, RankedList).plain = self.presenting
        self._sighted, self._hidden, self._hidden_of = None, None, ()
        self._renew_veil()
        self.show_all()
        self._redraw()

    def ask_to_leave(self) -> None:
        """Ask whether to show Compose, where users and ids are in sight."""

        def leave() -> None:
            self.presenting = False
            if self.is_active:
                self.dismiss(None)

        question = "Compose shows users and ids. Leave presenter mode and go there?"
        self.query_one(Notice).ask(question, leave, does="leaves", otherwise="stays here")

    @on(OpenRun)
    def _open_another(self, event: OpenRun) -> None:
        """Saved runs are named by whoever saved them, for nobody else's eyes."""
        if self.presenting:
            event.stop()
            event.prevent_default()
            self.say("Saved runs show users: {present} ends presenter mode first.")

    # What is hidden

    def veiled(self, text: str) -> str:
        """A text as it may be shown.

        Args:
            text: Any.
        """
        if not self.presenting:
            return text
        self._renew_veil()
        app = self.app
        assert isinstance(app, HardenedApp)  # noqa: S101 - the only one
        return app.veil.veil.over(text) if app.veil is not None else text

    def name_of(self, thing: str) -> str:
        """What the catalogue calls an item or action; before an audience there is always a word for it.

        Args:
            thing: Its id.
        """
        return super().name_of(thing) or (UNTITLED if self.presenting else "")

    @property
    def target_shown(self) -> Target:
        """The target as it may be shown."""
        return replace(self.target, profile=None, region=None) if self.presenting else self.target

    @property
    def apart(self) -> bool:
        """Rows stand apart, where there is room."""
        return self.presenting

    def _renew_veil(self) -> None:
        """Know what is to be hidden now."""
        app = self.app
        if not isinstance(app, HardenedApp):
            return
        of = (self.presenting, self.run_shown, self.question, self.pending, self.accepted)
        if len(of) == len(self._hidden_of) and all(map(is_, of, self._hidden_of)):
            return
        self._hidden_of = of
        hidden = dict(self._ids()) if self.presenting else None
        if hidden != self._hidden or (hidden is None) != (app.veil is None):
            self._hidden = hidden
            app.veil = None if hidden is None else VeilFilter(Veil(hidden))

    def _ids(self) -> Iterator[tuple[str, str]]:
        """Every id that may be met, with what stands for it; of two words for one id the later counts."""
        run, question = self.run_shown, self.question
        if run is not None:
            columns = (*run.columns, *run.control_columns)
            acts = chain(self.pending, self.accepted, *(column.acts for column in columns))
            things = chain((each for act in acts for each in act.ids), *(column.listing.ids for column in columns))
            titles = {row.id: row.title for column in columns for row in column.listing.rows}
            for thing in dict.fromkeys(things):
                yield thing, titles.get(thing) or self.name_of(thing)
            yield run.session_id, "this session"
            yield run.control_user or "", "the control user"
            yield (run.asked.user_id if run.asked else None) or "", self._whom()
        for text in (question.item, *question.inputs.replace(",", " ").split()):
            yield text.strip(), self.name_of(text.strip())
        yield question.session.strip(), "this session"
        yield question.control.strip(), "the control user"
        yield question.user.strip(), self._whom()
        yield self.tracker or "", "the tracker"
        yield self.target.profile or "", "the profile"

    def _whom(self) -> str:
        return "this user" if self.question.user.strip() else "this visitor"

    def _redraw(self) -> None:
        """Draw everything again: what was drawn before knows nothing of what is hidden now."""
        for screen in self.app.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                widget.refresh()

    # What is shown instead

    def show_all(self) -> None:
        """Show the step, as it may be seen."""
        self._renew_veil()
        if self.is_mounted:
            self.query_one(Measures).named = not self.presenting
        super().show_all()
        self.show_feed()

    def _show_question(self) -> None:
        super()._show_question()
        if self.is_mounted and self.presenting and self.offer is not None:
            question, offer = self.question, self.offer
            title = recipe_of(offer.recipe).title or offer.recipe or "A list"
            kept = question.filter.strip().rpartition("/")[2]
            words = [Word("", f"{title} · {live_word(offer)}", "bold", least=12), Word("", f"for {self._whom()}")]
            words += [Word("", f"filter {kept}")] if kept else []
            self.query_one("#asked", WordBar).show(tuple(words))

    def _show_keys(self) -> None:
        super()._show_keys()
        named = {each.slug(): each for each in commands.SHOW_COMMANDS}
        if self.presenting:
            shown = ["next_step", "play_demo", "start_over", "present"] if self.demo else ["choose_demo", "present"]
            words = [self._key(named[name]) for name in shown]
            self.query_one("#keys", WordBar).show(tuple(words))
