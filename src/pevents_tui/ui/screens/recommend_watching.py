"""RecommendWatching: the wait for the list to react to what was accepted, and what came of it."""

from __future__ import annotations

from textual import on

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.recommendation import Column, Unasked
from pevents_tui.domain.stillness import Reason
from pevents_tui.service import Cancel
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.watching import Watch
from pevents_tui.ui.commands import recommend as commands
from pevents_tui.ui.recommend_arrivals import Phase, Trouble, Watched, trouble_of
from pevents_tui.ui.screens.recommend_choosing import RecommendChoosing

_STOPPED = "Stopped. What was sent stays sent; {look_again} looks again."


class RecommendWatching(RecommendChoosing):
    """Watches; what is done during the wait is sent before it goes on."""

    def _prepare(self) -> None:
        """Check what is to be sent, and lay it out."""
        raise NotImplementedError

    @on(commands.LookAgain)
    def look_again(self) -> None:
        """Ask again without doing anything more."""
        if self.watching is None:
            self.ask_anew()
        elif not self.busy:
            self.at = self.last
            self._watch()

    def _watch(self) -> None:
        watch, inquiry, acts, wait_s = self.watching, self.inquiry, self.accepted, self.question.wait_s
        stopped = self._was_stopped
        assert watch is not None  # noqa: S101 - nothing is accepted before the baseline
        assert inquiry is not None  # noqa: S101 - they come together

        def work(number: int, cancel: Cancel) -> None:
            reasons: tuple[Reason, ...] = ()
            ended: Column | Unasked | Trouble
            try:
                ended = watch.watch(*acts, budget_s=wait_s, cancel=cancel)
            except PeventsError as error:
                ended = stopped if cancel.is_set else trouble_of(error)
            if isinstance(ended, Column) and not ended.moved:
                reasons = self._reasons(inquiry, watch, cancel)
            self.post_message(Watched(number, ended, watch.run, reasons))

        self.begin_work(Phase.WATCHING, work)

    def _reasons(self, inquiry: Inquiry, watch: Watch, cancel: Cancel) -> tuple[Reason, ...]:
        """Why nothing may have moved; none where that cannot be looked up: the step was seen all the same."""
        sent_to = watch.sent[0].call.tracking_id if watch.sent else None
        try:
            return inquiry.reasons(watch.run, sent_to=sent_to, cancel=cancel)
        except PeventsError as error:
            if not cancel.is_set:
                self.app.notify(f"Why nothing may have moved is not known: {error}", severity="warning")
            return ()

    @property
    def _was_stopped(self) -> Trouble:
        return Trouble(self.keys.told(_STOPPED), cancelled=True)

    @on(Watched)
    def _see(self, event: Watched) -> None:
        if not self.counts(event):
            return
        if self.pending and not isinstance(event.ended, Column):
            self._prepare()
            return
        if isinstance(event.ended, Column):
            self.accepted = ()
            self.run_shown = event.run
            self.reasons[self.last] = event.reasons
            self.at = self.last
        trouble = event.ended if isinstance(event.ended, Trouble) else None
        if isinstance(event.ended, Unasked):
            trouble = self._was_stopped if event.ended.cancelled else trouble_of(event.ended)
        self.end_work(trouble)
        if self.pending:  # it came while the last answer did
            self._prepare()
