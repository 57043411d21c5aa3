"""RecommendPresenting: the Recommend screen before an audience: titles instead of ids, fewer things, further apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from operator import is_

from textual import on
from textual.reactive import reactive

from pevents_tui.domain.errors import SettingsError
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import Act, Step
from pevents_tui.domain.veil import UNTITLED, Veil
from pevents_tui.domain.verdict import TO_ACT
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
_SPARED = 2
_TELLING = {"sent", "moved", "still", "failed", "varies"}
"""The steps of the feed that an audience needs."""
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
        self._hidden, self._hidden_of = None, ()
        self._renew_veil()
        self.show_all()
        self.show_script()
        self._redraw()

    def ask_to_leave(self) -> None:
        """Ask whether to show Compose, where users and ids are in sight."""

        def leave() -> None:
            self.presenting = False
            if self.is_active:
                self.stop_showing()
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

    def _ask_consent(self, plan: Plan, acts: Sequence[Act]) -> None:
        super()._ask_consent(plan, acts)
        if self.presenting:
            self.say("Whom it goes to is hidden: {stop_waiting}, then {present} shows it.")

    # What is hidden

    def veiled(self, text: str) -> str:
        """A text as it may be shown.

        Args:
            text: Any.
        """
        if not self.presenting:
            return text
        self._renew_veil()
        app, text = self.app, text.removesuffix(TO_ACT)
        assert isinstance(app, HardenedApp)  # noqa: S101 - the only one
        return app.veil.veil.over(text) if app.veil is not None else text

    def name_of(self, thing: str) -> str:
        """What the catalogue calls an item or action; before an audience there is always a word for it.

        Args:
            thing: Its id.
        """
        return super().name_of(thing) or (UNTITLED if self.presenting else "")

    def saved_as(self, name: str) -> str:
        """A saved run by its name; before an audience without, since it was given for nobody else's eyes."""
        return "A saved run" if self.presenting else super().saved_as(name)

    @property
    def name_begun(self) -> str:
        """What a run is saved under unless something else is typed; before an audience not what it was saved under."""
        return "" if self.presenting else super().name_begun

    @property
    def target_shown(self) -> Target:
        """The target as it may be shown."""
        return replace(self.target, profile=None, region=None) if self.presenting else self.target

    @property
    def lines_around(self) -> int:
        """Fewer before an audience: no tabs, and no line on the row under the cursor."""
        return super().lines_around - (_SPARED if self.presenting else 0)

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
        # Who it was about before stays hidden too, as long as there is an audience.
        hidden = {**(self._hidden or {}), **dict(self._ids())} if self.presenting else None
        if hidden != self._hidden or (hidden is None) != (app.veil is None):
            self._hidden, self._fed = hidden, {}  # what was put into words before may tell what is hidden now
            app.veil = None if hidden is None else VeilFilter(Veil(hidden))

    def _ids(self) -> Iterator[tuple[str, str]]:
        """Every id that may be met, with what stands for it; of two words for one id the later counts."""
        run, question = self.run_shown, self.question
        for thing in dict.fromkeys(each for step in self.feed if step.act is not None for each in step.act.ids):
            yield thing, self.name_of(thing)  # also of a run that gave way to another
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
            self.query_one(Measures).plain = self.presenting
        super().show_all()
        self.show_feed()

    @property
    def fed(self) -> Sequence[Step]:
        """What happened; before an audience only what was done, and what came of it."""
        return [each for each in super().fed if each.word in _TELLING] if self.presenting else super().fed

    def _show_question(self) -> None:
        super()._show_question()
        if self.is_mounted and self.presenting and self.offer is not None:
            question, offer = self.question, self.offer
            title = recipe_of(offer.recipe).title or offer.recipe or "A list"
            kept = question.filter.strip().rpartition("/")[2]
            words = [Word("", f"{title} · {live_word(offer)}", "bold", least=12), Word("", f"for {self._whom()}")]
            words += [Word("", f"filter {kept}")] if kept else []
            self.query_one("#asked", WordBar).show(tuple(words))

    @property
    def script_keys(self) -> str:
        """What goes on; before an audience the line of keys alone tells the keys, but for that which stops."""
        return super().script_keys if self.playing or not self.presenting else ""

    def key_words(self) -> list[Word]:
        """The line of keys: the demo's first; before an audience no others."""
        told = (commands.NextStep, commands.PlayDemo, commands.StartOver) if self.demo else (commands.ChooseDemo,)
        own = [self._key(each, spare=not (self.demo or self.presenting)) for each in (*told, commands.Present)]
        others = super().key_words()
        if self.presenting:
            return own
        return [*own, *others] if self.demo else [*others[:-2], *own, *others[-2:]]
