"""Strip: where it goes, who acts, and whether it is ready; in words, one line, always there; the modes below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.report import Problem, Report
from pevents_tui.domain.visible import visible
from pevents_tui.domain.written import Written
from pevents_tui.ui.widgets.modes import ModeChosen, mode_at, modes_line

POLICY_STYLES = {
    Policy.SANDBOX: "bold $success",
    Policy.LOCAL: "bold $success",
    Policy.DEV: "bold $primary",
    Policy.STAGING: "bold $warning",
    Policy.PRODUCTION: "bold reverse $error",
}
"""How each policy's word is shown."""
_SHORT = 14
"""How many characters of an id are shown."""


class Strip(Widget):
    """One line: policy, target, region, tracker, user and session, state; what matters least goes first."""

    DEFAULT_CSS = """
    Strip { height: 1; background: $panel; color: $foreground; }
    """

    target: reactive[Target | None] = reactive(None, repaint=False)
    """Where it goes."""
    tracker_names: reactive[Mapping[str, str]] = reactive(dict, repaint=False)
    """Names of trackers by their tracking IDs."""
    draft: reactive[Draft | None] = reactive(None, repaint=False)
    """What is being written."""
    json_text: reactive[Written | None] = reactive(None, repaint=False)
    """The request as it was typed in JSON."""
    report: reactive[Report | None] = reactive(None, repaint=False)
    """What is wrong with it."""
    row: reactive[int] = reactive(0, repaint=False)
    """Which row of the call is shown."""
    sending: reactive[bool] = reactive(False, repaint=False)
    """Whether a send is under way."""

    _told: tuple[object, ...] = ()

    def __init__(self, *, read_only: bool = False) -> None:
        super().__init__()
        self._read_only = read_only

    class StateClicked(Message):
        """The state was clicked: the first problem is wanted."""

    def watch_target(self) -> None:
        """Show where it goes."""
        self._show()

    def watch_tracker_names(self) -> None:
        """Show the tracker's name."""
        self._show()

    def watch_draft(self) -> None:
        """Show who acts."""
        self._show()

    def watch_json_text(self) -> None:
        """Show the state."""
        self._show()

    def watch_report(self) -> None:
        """Show the state."""
        self._show()

    def watch_row(self) -> None:
        """Show who acts in this row."""
        self._show()

    def watch_sending(self) -> None:
        """Show the state."""
        self._show()

    @property
    def state(self) -> str:
        """`ready`, `3 problems`, `asks for 1`, `sending`, `checking` while the rules load, `locked` or `read-only`."""
        if self.sending:
            return "sending"
        if self.json_text is not None and self.json_text.unread:
            return "unfinished JSON"
        if self.report is None:
            return "checking"
        if blocking := self.report.blocking:
            return _lacks(blocking)
        if self._read_only:
            return "read-only"
        return "locked" if self.target is not None and self.target.locked else "ready"

    @property
    def _hints(self) -> str:
        """How many hints there are, behind the state, which counts only what blocks: `, 2 hints`."""
        if self.report is None or self.sending or (self.json_text is not None and self.json_text.unread):
            return ""
        count = len(self.report.problems) - len(self.report.blocking)
        return f", {count} hint{'s' * (count != 1)}" if count else ""

    def render(self) -> Content:
        """The parts that fit."""
        target = self.target
        if target is None:
            return Content("")
        asks = self.state.startswith("asks")
        marks = {"ready": "● ", "sending": "… ", "checking": "… "}
        mark = "? " if asks else marks.get(self.state, "! ")
        styles = {"ready": "bold $success", "sending": "bold $primary", "checking": "$text-muted"}
        style = "bold $primary" if asks else styles.get(self.state, "bold $error")
        right = Content("  ") + Content.styled(mark + self.state, style) + Content(f"{self._hints} ")
        parts: list[tuple[float, Content]] = [
            (3.0, Content.styled(f" {target.policy.value} ", POLICY_STYLES[target.policy]))
        ]
        parts += [
            (weight, Content.styled(f"  {text}", "bold $text-error")) for weight, text in _warnings(target, self.state)
        ]
        for weight, text in self._facts(target):
            parts.append((weight, Content(f"  {visible(text)}")))
        room = self.size.width - right.cell_length
        while len(parts) > 1 and sum(part.cell_length for _, part in parts) > room:
            parts.remove(min(parts, key=lambda part: part[0]))
        left = Content("").join([part for _, part in parts])
        line = left.truncate(max(room, 0)).pad_right(max(room - left.cell_length, 0)) + right
        return line if self.size.height < 2 else line + Content("\n") + modes_line("compose")

    def on_click(self, event: events.Click) -> None:
        """A click on the state asks for the first problem, one on a tab for its mode."""
        if event.y:
            if (name := mode_at(event.x)) is not None:
                event.stop()
                self.post_message(ModeChosen(name))
        elif event.x >= self.size.width - cell_len(self.state + self._hints) - 3:
            event.stop()
            self.post_message(self.StateClicked())

    def _show(self) -> None:
        """Draw it again where it would say something else."""
        told = (self.target, self.state, self._hints, self._facts(self.target) if self.target else ())
        if told != self._told:
            self._told = told
            self.refresh()

    def _facts(self, target: Target) -> list[tuple[float, str]]:
        """What is shown beside policy and state, with how much each matters."""
        draft, facts = self.draft, [(0.5 if target.name is None else 2.2, target.label)]
        if target.profile:
            facts.append((0.9, f"profile {target.profile}"))
        if target.region:
            facts.append((1.0, target.region))
        if draft is not None:
            tracker = draft.address(target.address(draft.spec))
            place = "tracker" if draft.spec.happens else "dataset"
            named = self.tracker_names.get(tracker) if isinstance(tracker, str) else None
            shown = named or str(tracker).rpartition(":dataset/")[2]  # of an ARN, what tells one from another
            facts.append((2.0, f"{place} {_short(shown)}" if tracker else f"no {place}"))
            if not draft.spec.happens:
                return facts
            user = draft.get(draft.spec.who(self.row, "userId"))
            facts.append((1.5, f"user {_short(user)}" if user else "no user"))
            facts.append((0.4, f"session {_short(draft.get(draft.spec.who(self.row, 'sessionId')))}"))
        return facts


def _warnings(target: Target, state: str) -> list[tuple[float, str]]:
    """What is to be known of a target before anything is sent there, with how much it matters."""
    told = (
        (2.9, "LOCKED", target.locked and state != "locked"),
        (2.6, "certificate NOT checked", not target.verify),
        (2.5, "not signed", not target.sign),
    )
    return [(weight, text) for weight, text, holds in told if holds]


def _short(value: object) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _lacks(blocking: Sequence[Problem]) -> str:
    """What keeps a draft back, in few words."""
    if all(problem.rule == "asked" for problem in blocking):
        return f"asks for {len(blocking)}"
    return "1 problem" if len(blocking) == 1 else f"{len(blocking)} problems"
