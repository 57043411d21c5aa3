"""ResultPane: how the last call ended, or the one chosen in the history."""

from __future__ import annotations

from textual.content import Content

from pevents_tui.domain.outcome import SENDING, Accepted, NotSent, Record, Refused, Unknown, next_step
from pevents_tui.domain.render import default_endpoint, pretty
from pevents_tui.domain.times import as_utc
from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.panes.request import LABEL as _LABEL
from pevents_tui.ui.widgets.panes.request import head_line, json_lines

WORD_STYLES = {
    Accepted.word: "bold $success",
    Refused.word: "bold $error",
    Unknown.word: "bold $warning",
    NotSent.word: "bold $error",
    SENDING: "bold $primary",
}
"""How each outcome's word is written."""
_WIDE = 24
"""From how many characters on a fact stands on a line of its own."""


class ResultPane(LinesView):
    """How the last call ended, or the one chosen in the history."""

    def tell(self, content: Content) -> None:
        """Show a text of several lines."""
        self.show(content.split(allow_blank=True))

    def show_nothing(self) -> None:
        """Say what this pane is for."""
        self.tell(
            Content.styled("Nothing sent yet. Ctrl+J or F5 sends the request; what comes back stands here.", _LABEL)
        )

    def show_sending(self, calls: int, done: int, elapsed_s: float) -> None:
        """Say that a send is under way."""
        of = f", {done} of {calls} calls" if calls > 1 else ""
        told = Content.styled(f"sending{of}  {elapsed_s:.1f} s\n\n", "bold $primary")
        self.tell(
            told + Content.styled("Escape cancels: the connection is cut at once, nothing further leaves.", _LABEL)
        )

    def show_failure(self, sentence: str) -> None:
        """Say what kept a send from beginning."""
        self.tell(Content.styled("not sent\n\n", "bold $error") + Content(visible(sentence, lines=True)))

    def show_record(self, record: Record, more: int = 0, failure: str | None = None) -> None:
        """Show a call and how it ended.

        Args:
            record: The call.
            more: How many other calls of the same send ended the same way.
            failure: What kept the send from going on after it.
        """
        parts = [_headline(record, more), *_words(record, failure), *_facts(record), *_keys(record)]
        sent = [Content(""), head_line(record.call), *json_lines(pretty(record.call.body))]
        self.show([*Content("").join(parts).split(), *sent])
        self.scroll_home(animate=False)


def _headline(record: Record, more: int) -> Content:
    text = record.word + (f"  and {more} more like it" if more else "")
    return Content.styled(f"{text}\n", WORD_STYLES[record.word])


def _words(record: Record, failure: str | None) -> list[Content]:
    """The service's words as they are, and what to do."""
    outcome, parts = record.outcome, []
    if isinstance(outcome, Refused):
        parts.append(Content.styled(f"{visible(outcome.code)}\n", "bold"))
    if outcome is not None and not isinstance(outcome, Accepted) and outcome.message:
        parts.append(Content(visible(outcome.message, lines=True) + "\n"))
    if outcome is not None and (step := next_step(outcome, record.target)):
        parts.append(Content.styled(f"\n{visible(step)}\n", "$accent"))
    if failure is not None:
        parts.append(Content.styled(f"\n{visible(failure, lines=True)}\n", "$error"))
    return [*parts, Content("\n")]


def _facts(record: Record) -> list[Content]:
    outcome = record.outcome
    rows = [
        ("request id", getattr(outcome, "request_id", None) or ""),
        ("HTTP", str(getattr(outcome, "http_status", None) or "")),
        ("latency", f"{record.latency_s * 1000:,.0f} ms" if record.latency_s is not None else ""),
        ("attempts", str(record.attempts)),
        ("target", f"{record.target.policy.value} {record.target.label}"),
        ("tracker", record.call.tracking_id),
        ("endpoint", default_endpoint(record.target) if record.target.endpoint else ""),
        ("at", as_utc(int(record.at_s))),
        ("history", f"number {record.id}" if record.id else "not kept"),
    ]
    return [
        Content.styled(f"{name:11}" if len(value) <= _WIDE else f"{name}\n  ", _LABEL) + Content(f"{visible(value)}\n")
        for name, value in rows
        if value
    ]


def _keys(record: Record) -> list[Content]:
    if record.outcome is None:
        return []
    keys = (("Ctrl+R", "send it again exactly"), ("Ctrl+P", "edit it as a new draft"))
    return [Content("\n"), *(Content.styled(f"{key:8}{does}\n", _LABEL) for key, does in keys)]
