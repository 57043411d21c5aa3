"""TrackerScreen: the trackers of the account as they are found, a line to find one in or to type one, and their age."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pevents_tui.domain.arn import looks_like_arn
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.plan import Target
from pevents_tui.domain.tracker import ACTIVE, Tracker
from pevents_tui.domain.visible import visible
from pevents_tui.service.catalogue import Catalogue
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.screens.tracker_search import Ended, Recalled, Resolved, Sighted, TrackerSearch
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.tracker_table import TrackerRow, TrackerTable
from pevents_tui.ui.widgets.values import clipped

_MOST_ID = 256
"""The longest tracking ID. Source: shape StringType of personalize-events."""
_MOST_TOLD = 400


@dataclass(frozen=True, slots=True)
class Picked:
    """The tracker that was picked.

    Attributes:
        tracking_id: Its tracking ID.
        tracker: What is known of it; None where its tracking ID was typed.
    """

    tracking_id: str
    tracker: Tracker | None = None


class TrackerScreen(Dialog[Picked | None]):
    """Gives the tracker that was picked, or None.

    Args:
        catalogue: Asks and remembers.
        target: Whose trackers.
        kind: The operation of the draft, a name in `KINDS`; trackers that take it come first.
    """

    DEFAULT_CSS = """
    TrackerScreen { align: center middle; }
    TrackerScreen #box {
        width: 120; max-width: 100%; height: 26; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary; border-subtitle-color: $text-muted;
    }
    TrackerScreen #filter { width: 1fr; background: $surface; margin: 0 0 1 0; }
    TrackerScreen TrackerTable { height: 1fr; }
    TrackerScreen #told { height: auto; min-height: 1; max-height: 4; margin: 1 0 0 0; }
    TrackerScreen.-low #filter, TrackerScreen.-low #told { margin: 0; }
    """
    BINDINGS = [  # noqa: RUF012 - Textual's form
        ("escape", "cancel", "Cancel"),
        ("ctrl+r", "refresh", "Ask again"),
        ("down", "move(1)", "Down"),
        ("up", "move(-1)", "Up"),
        ("pagedown", "move_page(1)", "Page down"),
        ("pageup", "move_page(-1)", "Page up"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "#filter"

    def __init__(self, catalogue: Catalogue, target: Target, kind: str) -> None:
        super().__init__()
        self._target = target
        self._kind = kind
        self._search = TrackerSearch(
            catalogue,
            target,
            lambda work: self.run_worker(work, thread=True, group="trackers", exit_on_error=False),
            self.post_message,
        )
        self._text = ""
        self._sure = ""
        self._wanted = ""
        self._untouched = True

    def compose(self) -> ComposeResult:
        """A line to find or type in, the table, and what is to be told."""
        with Vertical(id="box") as box:
            box.border_subtitle = Content("Enter picks · ^R asks again · Esc leaves")
            yield SteadyInput(
                placeholder="find a tracker, or type or paste a tracking ID or an ARN",
                id="filter",
                compact=True,
                select_on_focus=False,
            )
            yield TrackerTable()
            yield Static(id="told")

    def on_mount(self) -> None:
        """Show what was found the last time, or ask."""
        self._show()
        self._search.recall()

    def on_unmount(self) -> None:
        """Ask nothing further."""
        self._search.stop()

    def action_cancel(self) -> None:
        """Pick none."""
        self._search.stop()
        self.dismiss(None)

    def action_move(self, lines: int) -> None:
        """Move the cursor of the table.

        Args:
            lines: How far down.
        """
        self._untouched = False
        self.query_one(TrackerTable).move(lines)

    def action_move_page(self, pages: int) -> None:
        """Move the cursor of the table by pages.

        Args:
            pages: How many down.
        """
        self._untouched = False
        self.query_one(TrackerTable).move_page(pages)

    def action_refresh(self) -> None:
        """Ask the account again."""
        self._search.begin()
        self._tell()

    @on(Recalled)
    def _recall(self, event: Recalled) -> None:
        event.stop()
        if event.kept is None:
            self.action_refresh()
        else:
            self._search.take(event.kept)
            self._show()

    @on(Sighted)
    def _see(self, event: Sighted) -> None:
        event.stop()
        if not self._search.see(event):
            return
        self._show()
        wanted = self._search.known.get(self._wanted)
        if wanted is not None and wanted.is_whole:
            self._wanted = ""
            self._pick(wanted)

    @on(Ended)
    def _end(self, event: Ended) -> None:
        event.stop()
        if self._search.end(event):
            self._wanted = ""
            self._show()

    @on(Resolved)
    def _resolved(self, event: Resolved) -> None:
        event.stop()
        if event.text in {self._text, self._wanted}:
            self._wanted = ""
            if event.tracker is None:
                self._say(event.failure)
            else:
                self._pick(event.tracker)

    @on(Input.Changed, "#filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._text = event.value.strip()
        self._sure = self._wanted = ""
        self._untouched = False
        self._search.leave_arn()
        self._show(stay=False)

    @on(TrackerTable.Moved)
    def _moved(self, event: TrackerTable.Moved) -> None:
        event.stop()
        self._sure = self._wanted = ""
        self._tell()

    @on(Input.Submitted, "#filter")
    @on(TrackerTable.Clicked)
    def _choose(self, event: Input.Submitted | TrackerTable.Clicked) -> None:
        """Take the line under the cursor."""
        event.stop()
        row = self.query_one(TrackerTable).row
        if row is None:
            return
        if row.tracker is not None:
            self._pick(row.tracker)
        elif looks_like_arn(self._text):
            self._search.resolve(self._text)
            self._say("Asking what it names.", "$text-muted")
        elif len(self._text) > _MOST_ID or " " in self._text:
            self._say(f"A tracking ID has no blanks and at most {_MOST_ID} characters.")
        else:
            self.dismiss(Picked(self._text))

    def _pick(self, tracker: Tracker) -> None:
        """Give a tracker, once it is clear that it is meant."""
        if tracker.trouble is not None:
            self._say(tracker.trouble)
        elif tracker.tracking_id is None:
            self._wanted = tracker.arn
            self._search.resolve(tracker.arn)  # ahead of all the others
            self._say("Its tracking ID is being asked for; then it is picked.", "$text-muted")
        elif (doubt := self._doubt(tracker)) and self._sure != tracker.arn:
            self._sure = tracker.arn
            self._say(f"{doubt} Enter again picks it all the same.", "$text-warning")
        else:
            self.dismiss(Picked(tracker.tracking_id, tracker))

    def _doubt(self, tracker: Tracker) -> str:
        """What speaks against a tracker; empty for nothing."""
        doubts = []
        if tracker.kind != self._kind:
            doubts.append(f"It takes {KINDS[tracker.kind].operation}, and the draft is {KINDS[self._kind].operation}.")
        if tracker.status != ACTIVE:
            doubts.append(f"It is {tracker.status}, and only what is ACTIVE takes events.")
        return " ".join(doubts)

    def _show(self, *, stay: bool = True) -> None:
        """The trackers that fit what is typed, and what is typed as one of its own."""
        fitting = [each for each in self._search.known.values() if each.fits(self._text)]
        fitting.sort(key=lambda each: each.kind != self._kind)
        rows = [TrackerRow(each) for each in fitting]
        if self._text and not any(self._text in {each.tracking_id, each.arn} for each in fitting):
            does = "Resolve this ARN" if looks_like_arn(self._text) else "Send to this tracking ID"
            rows.append(TrackerRow(None, f"{does}: {clipped(self._text)}"))
        self.query_one("#box").border_title = Content(visible(f"Trackers of {self._search.whose()}"))
        table = self.query_one(TrackerTable)
        table.show(rows, stay=stay)
        aimed = self._target.tracking_id
        if self._untouched and aimed:  # begin on the one that is sent to
            table.move_to(lambda row: row.tracker is not None and row.tracker.tracking_id == aimed)
        self._tell()

    def _tell(self) -> None:
        """What there is to know beside the table, unless a question stands there."""
        row = self.query_one(TrackerTable).row
        tracker = row.tracker if row else None
        if self._sure or self._wanted:
            return
        if tracker is not None and tracker.trouble:
            self._say(tracker.trouble)
        elif self._search.failure:
            self._say(self._search.failure)
        else:
            rows = self.query_one(TrackerTable).rows
            state = self._search.state(sum(each.tracker is not None for each in rows) if self._text else None)
            notices = self._search.notices
            self._say(" ".join([state, *notices]), "$text-warning" if notices else "$text-muted")

    def _say(self, sentence: str, style: str = "$text-error") -> None:
        self.query_one("#told", Static).update(Content.styled(visible(clipped(sentence, _MOST_TOLD)), style))
