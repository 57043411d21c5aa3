"""What stands right of the form: the request as it will go out, what came back, and what is wrong."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pevents_tui.domain.outcome import SENDING, Accepted, NotSent, Record, Refused, Unknown, next_step
from pevents_tui.domain.plan import Plan
from pevents_tui.domain.render import default_endpoint, pretty
from pevents_tui.domain.report import Level, Problem, Report
from pevents_tui.domain.times import as_utc
from pevents_tui.domain.visible import visible
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import ProblemChosen, Removed
from pevents_tui.ui.widgets.values import clipped

_JSON = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*")|(?P<word>-?\d[\d.eE+-]*|true|false|null)'
)
_JSON_STYLES = {"key": "$primary", "text": "$success", "word": "$accent"}
_MOST_SHOWN = 20_000
"""How many characters of a body, and about how many of all bodies, are shown; all of them go out."""
_MOST_PROBLEMS = 500
"""How many problems are listed."""
_GAP = Content("\n\n")
WORD_STYLES = {
    Accepted.word: "bold $success",
    Refused.word: "bold $error",
    Unknown.word: "bold $warning",
    NotSent.word: "bold $error",
    SENDING: "bold $primary",
}
"""How each outcome's word is written."""
_NO_FIELD = "unknown-field"
_LABEL = "$foreground-muted"
_WIDE = 24
"""From how many characters on a fact stands on a line of its own."""


def json_content(text: str) -> Content:
    """A JSON text with keys, texts and numbers told apart; long ones are cut, and say so."""
    cut = len(text) - _MOST_SHOWN
    text = visible(text[:_MOST_SHOWN], lines=True)
    content, at = [], 0
    for match in _JSON.finditer(text):
        content += [Content(text[at : match.start()]), Content.styled(match[0], _JSON_STYLES[str(match.lastgroup)])]
        at = match.end()
    content.append(Content(text[at:]))
    if cut > 0:
        content.append(Content.styled(f"\n… {cut:,} characters more, all of which go out", _LABEL))
    return Content("").join(content)


class TextPane(VerticalScroll):
    """A text that scrolls."""

    DEFAULT_CSS = """
    TextPane { padding: 0 1; scrollbar-size-vertical: 1; background: $surface; }
    TextPane:focus { background: $panel; }
    TextPane > Static { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._text

    def show(self, content: Content) -> None:
        """Show another text, also before there is anything to see."""
        self._text.update(content)


class RequestPane(TextPane):
    """The exact calls, with their size."""

    def show_nothing(self) -> None:
        """Say that the request is on its way."""
        self.show(Content.styled("The rules are loading; the request follows.", _LABEL))

    def show_plan(self, plan: Plan | None, body: object) -> None:
        """Show the calls, or what is written so far where it cannot go out.

        Args:
            plan: The calls; None where a stop stands.
            body: What is written so far.
        """
        if plan is None:
            told = f"cannot go on the wire yet; {keys_of(self).spelled('first_problem')} goes to what stops it\n\n"
            self.show(Content.styled(told, "$error") + json_content(pretty(body)))
            return
        parts: list[Content] = []
        left, calls = _MOST_SHOWN, len(plan.calls)
        for number, call in enumerate(plan.calls, 1):
            if left <= 0:
                told = f"… {calls - number + 1} calls more, all of which go out"
                parts += [Content.styled(told, _LABEL), _GAP]
                break
            of = f"  call {number} of {calls}" if calls > 1 else ""
            head = f"POST {call.spec.route}  {call.size_bytes:,} bytes{of}\n"
            body_text = pretty(call.body)
            left -= len(body_text)
            parts += [Content.styled(head, "bold"), json_content(body_text), _GAP]
        self.show(Content("").join(parts[:-1]))


class ResultPane(TextPane):
    """How the last call ended, or the one chosen in the history."""

    def show_nothing(self) -> None:
        """Say what this pane is for."""
        self.show(
            Content.styled(
                f"Nothing sent yet. {keys_of(self).spelled('send')} sends the request; what comes back stands here.",
                _LABEL,
            )
        )

    def show_sending(self, calls: int, done: int, elapsed_s: float) -> None:
        """Say that a send is under way."""
        of = f", {done} of {calls} calls" if calls > 1 else ""
        told = Content.styled(f"sending{of}  {elapsed_s:.1f} s\n\n", "bold $primary")
        self.show(
            told
            + Content.styled(
                f"{keys_of(self).spelled('cancel_send')} cancels: the connection is cut at once, "
                "nothing further leaves.",
                _LABEL,
            )
        )

    def show_failure(self, sentence: str) -> None:
        """Say what kept a send from beginning."""
        self.show(Content.styled("not sent\n\n", "bold $error") + Content(visible(sentence, lines=True)))

    def show_record(self, record: Record, more: int = 0, failure: str | None = None) -> None:
        """Show a call and how it ended.

        Args:
            record: The call.
            more: How many other calls of the same send ended the same way.
            failure: What kept the send from going on after it.
        """
        parts = [
            _headline(record, more),
            *_words(record, failure),
            *_facts(record),
            *self._keys(record),
            *_sent(record),
        ]
        self.show(Content("").join(parts))
        self.scroll_home(animate=False)

    def _keys(self, record: Record) -> list[Content]:
        if record.outcome is None:
            return []
        keys = (("send_again", "send it again exactly"), ("send_as_new", "edit it as a new draft"))
        told = [f"{keys_of(self).spelled(name):8}  {does}\n" for name, does in keys]
        return [Content("\n"), *(Content.styled(each, _LABEL) for each in told)]


class ProblemList(OptionList):
    """What is wrong, heaviest first; Enter goes to the field, Delete takes away a member that no field can hold."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("delete,backspace", "take_away", "Remove", show=False)]

    DEFAULT_CSS = """
    ProblemList { border: none; padding: 0 1; background: $surface; height: 1fr; }
    ProblemList:focus { border: none; background: $panel; background-tint: transparent; }
    """

    _STYLES = {Level.STOP: "$error", Level.LIMIT: "$warning", Level.HINT: "$accent"}  # noqa: RUF012 - never changed

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id, markup=False, compact=True)
        self._problems: tuple[Problem, ...] | None = None

    def show_report(self, report: Report) -> None:
        """Show other problems, where they are others."""
        if report.problems == self._problems:
            return
        self._problems = report.problems
        self.clear_options()
        if not report.problems:
            told = f"Nothing is wrong that can be known here; {keys_of(self).spelled('send')} sends it."
            self.add_option(Content.styled(told, _LABEL))
            return
        self.add_options([self._line(problem) for problem in report.problems[:_MOST_PROBLEMS]])
        if (more := len(report.problems) - _MOST_PROBLEMS) > 0:
            self.add_option(Option(Content.styled(f"… {more:,} more", _LABEL), disabled=True))

    def action_take_away(self) -> None:
        """Remove the member of the highlighted problem, where there is no field to mend it in."""
        at = self.highlighted
        if self._problems and at is not None and self._problems[at].rule == _NO_FIELD:
            self.post_message(Removed(self._problems[at].path))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._problems:
            self.post_message(ProblemChosen(self._problems[event.option_index].path))

    def _line(self, problem: Problem) -> Content:
        level = Content.styled(f"{problem.level.value:5} ", self._STYLES[problem.level])
        told = level + Content(visible(clipped(str(problem))))
        return told + Content.styled("; Delete removes it", _LABEL) if problem.rule == _NO_FIELD else told


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


def _sent(record: Record) -> list[Content]:
    head = f"\nPOST {record.call.spec.route}  {record.call.size_bytes:,} bytes\n"
    return [Content.styled(head, "bold"), json_content(pretty(record.call.body))]
